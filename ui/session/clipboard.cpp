// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/clipboard.h"

#include "core/kinds/link_access.h"
#include "core/model/boundaries.h"
#include "core/model/findings.h"
#include "core/store/document_json.h"
#include "ui/session/document_session.h"
#include "ui/session/selection.h"

#include <QCoreApplication>

#include <algorithm>
#include <set>
#include <utility>

namespace sluice::ui {

namespace {

/// Whether a part or a frame of the document would come to lie in a copied frame.
bool wouldCover(const Document& document, const Boundary& copy) {
    const auto isIn = [&](const auto& part) { return contains(copy, centreOf(part.position)); };
    return std::ranges::any_of(document.nodes, isIn) || std::ranges::any_of(document.notes, isIn)
           || std::ranges::any_of(document.boundaries, isIn);
}

/// Whether one copy would lie exactly on another part, which could not be seen any more.
bool wouldHide(const Document& document, const Document& parts, Point way) {
    std::set<std::pair<double, double>> taken;
    for (const Node& node : document.nodes) taken.emplace(node.position.x, node.position.y);
    for (const Note& note : document.notes) taken.emplace(note.position.x, note.position.y);
    const auto isTaken = [&](const auto& part) {
        return taken.contains({part.position.x + way.x, part.position.y + way.y});
    };
    return std::ranges::any_of(parts.nodes, isTaken) || std::ranges::any_of(parts.notes, isTaken);
}

/// Frames go beside their originals, to where nothing is: one that lies across another would share
/// its parts.
Point wayOfCopies(const Document& document, const Document& parts) {
    if (parts.boundaries.empty()) {
        Point way{kPasteStep, kPasteStep};
        while (way.x < kMaxCoordinate && wouldHide(document, parts, way))
            way = {way.x + kPasteStep, way.y + kPasteStep};
        return way;
    }
    double left = kMaxCoordinate;
    double right = -kMaxCoordinate;
    for (const Boundary& boundary : parts.boundaries) {
        left = std::min(left, boundary.position.x);
        right = std::max(right, boundary.position.x + boundary.size.width);
    }
    Point way;
    const auto isTaken = [&](Boundary boundary) {
        boundary.position.x += way.x;
        return wouldCover(document, boundary);
    };
    do {
        way.x += right - left + kPasteStep;
    } while (way.x < kMaxCoordinate && std::ranges::any_of(parts.boundaries, isTaken));
    return way;
}

} // namespace

QString partsText(const Document& document, const PartIds& parts) {
    if (!parts.hasPlaces()) return {};
    return QString::fromStdString(toJson(fragment(document, parts)));
}

Result<Document> readParts(const QString& text, const Registry& registry) {
    const QByteArray bytes = text.toUtf8();
    const auto sentence = [](const char* key) {
        return failure(QCoreApplication::translate("Clipboard", key).toStdString());
    };
    if (bytes.trimmed().isEmpty()) return sentence("There are no parts on the clipboard.");
    if (bytes.size() > kMaxPasteBytes)
        return sentence("The text on the clipboard is larger than 5 MiB and was not pasted.");
    auto parsed =
        parseJson(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    if (!parsed) {
        return failure(
            QCoreApplication::translate("Clipboard", "The text on the clipboard holds no parts: %1")
                .arg(QString::fromStdString(parsed.error().message))
                .toStdString());
    }
    const auto findings = validate(*parsed, registry);
    if (hasErrors(findings)) return failure(findings.front().text);
    return parsed;
}

bool pasteParts(DocumentSession& documents,
                Selection& selection,
                const Document& parts,
                const QString& stepText) {
    const Point way = wayOfCopies(documents.document(), parts);
    PartIds added;
    const auto done = documents.edit(stepText, [&](Document& document) {
        added = paste(document, parts, way.x, way.y);
        // The copies have names of their own, which the copied policies do not know.
        for (const LinkId link : added.links) permit(document, link);
    });
    const bool isDone = done && added.hasPlaces();
    if (isDone) selection.set(added);
    return isDone;
}

} // namespace sluice::ui
