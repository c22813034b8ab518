// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/patch_text.h"

#include "core/store/document_json.h"
#include "core/store/log_frames.h"

#include <algorithm>

namespace sluice {

namespace {

template <class Part>
void appendRemoved(std::string& bytes, const std::vector<Change<Part>>& changes) {
    std::string ids;
    std::uint32_t count = 0;
    for (const Change<Part>& change : changes) {
        if (change.after) continue;
        appendNumber(ids, static_cast<std::uint32_t>(raw(change.before->id)));
        ++count;
    }
    appendNumber(bytes, count);
    bytes += ids;
}

template <class Part>
void copyPresent(const std::vector<Change<Part>>& changes, std::vector<Part>& parts) {
    for (const Change<Part>& change : changes) {
        if (change.after) parts.push_back(*change.after);
    }
}

template <class Part>
bool takeRemoved(std::string_view& bytes, std::vector<Change<Part>>& changes) {
    const auto count = takeNumber(bytes);
    if (!count || *count > bytes.size() / 4) return false;
    for (std::uint32_t i = 0; i < *count; ++i) {
        Part removed;
        removed.id = decltype(Part::id){takeNumber(bytes).value_or(0)};
        changes.push_back({std::move(removed), std::nullopt});
    }
    return true;
}

/// Adds what is present; false when an id occurs twice.
template <class Part>
bool addPresent(std::vector<Part>& parts, std::vector<Change<Part>>& changes) {
    for (Part& part : parts) changes.push_back({std::nullopt, std::move(part)});
    const auto before = [](const auto& a, const auto& b) { return idOf(a) < idOf(b); };
    std::sort(changes.begin(), changes.end(), before);
    const auto notBefore = [&](const auto& a, const auto& b) { return !before(a, b); };
    return std::adjacent_find(changes.begin(), changes.end(), notBefore) == changes.end();
}

} // namespace

std::string toBytes(const Patch& patch, const Document& after) {
    std::string bytes;
    appendRemoved(bytes, patch.nodes);
    appendRemoved(bytes, patch.links);
    appendRemoved(bytes, patch.notes);
    appendRemoved(bytes, patch.boundaries);
    // Settings and charts are small, so they are always there.
    Document present;
    present.settings = after.settings;
    present.charts = after.charts;
    present.nextId = after.nextId;
    copyPresent(patch.nodes, present.nodes);
    copyPresent(patch.links, present.links);
    copyPresent(patch.notes, present.notes);
    copyPresent(patch.boundaries, present.boundaries);
    return bytes + toJson(present);
}

bool applyBytes(std::string_view bytes, Document& document) {
    Patch patch;
    // Logs from before there were frames have the JSON here; no count of frames looks like that.
    const auto hasFrames = [&] { return !bytes.starts_with("{\n"); };
    const bool hasRemoved = takeRemoved(bytes, patch.nodes) && takeRemoved(bytes, patch.links)
                            && takeRemoved(bytes, patch.notes)
                            && (!hasFrames() || takeRemoved(bytes, patch.boundaries));
    if (!hasRemoved) return false;
    auto present = parseJsonParts(bytes);
    if (!present) return false;
    const bool isOrdered = addPresent(present->nodes, patch.nodes)
                           && addPresent(present->links, patch.links)
                           && addPresent(present->notes, patch.notes)
                           && addPresent(present->boundaries, patch.boundaries);
    if (!isOrdered) return false;
    patch.nextIdAfter = present->nextId;
    apply(patch, document);
    document.settings = std::move(present->settings);
    document.charts = std::move(present->charts);
    return true;
}

} // namespace sluice
