// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/new_part.h"

#include "core/model/boundaries.h"

#include <QMimeData>

#include <string>

namespace sluice::ui {

namespace {

// A type for each sort, whose bytes are the key of the kind or frame.
constexpr const char* kKindType = "application/x-sluice-kind";
constexpr const char* kFrameType = "application/x-sluice-frame";
constexpr const char* kNoteType = "application/x-sluice-note";

QByteArray bytesOf(std::string_view key) {
    return {key.data(), static_cast<qsizetype>(key.size())};
}

} // namespace

void putInto(QMimeData& payload, const NewPart& part) {
    if (const auto* const kind = std::get_if<const NodeKind*>(&part))
        payload.setData(QLatin1String(kKindType), bytesOf((*kind)->key));
    else if (const auto* const type = std::get_if<BoundaryType>(&part))
        payload.setData(QLatin1String(kFrameType),
                        bytesOf(boundaryTypes()[static_cast<std::size_t>(*type)].key));
    else
        payload.setData(QLatin1String(kNoteType), {});
}

std::optional<NewPart> newPartIn(const QMimeData& payload, const Registry& registry) {
    if (payload.hasFormat(QLatin1String(kNoteType))) return NewNote{};
    const std::string frame = payload.data(QLatin1String(kFrameType)).toStdString();
    const auto types = boundaryTypes();
    for (std::size_t i = 0; i < types.size(); ++i)
        if (types[i].key == frame) return static_cast<BoundaryType>(i);
    const std::string key = payload.data(QLatin1String(kKindType)).toStdString();
    const NodeKind* const kind = registry.find(key);
    if (kind == nullptr) return std::nullopt;
    return kind;
}

} // namespace sluice::ui
