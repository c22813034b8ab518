// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/boundaries.h"

#include "core/base/text.h"
#include "core/model/region_latency.h"

#include <algorithm>
#include <array>

namespace sluice {

namespace {

/// Half of a usual card.
constexpr double kHalfWidth = 104;
constexpr double kHalfHeight = 48;

constexpr std::size_t kAccountDigits = 12;

bool isLetter(char c) {
    return c >= 'a' && c <= 'z';
}

/// Words of letters joined by dashes, the first of two letters or more, and a number at the end.
bool isRegionCode(std::string_view code) {
    const std::size_t dash = code.rfind('-');
    if (code.size() > kMaxCodeCharacters || dash == std::string_view::npos) return false;
    const std::string_view number = code.substr(dash + 1);
    const std::string_view words = code.substr(0, dash);
    const bool isNumbered =
        !number.empty() && number.size() <= 2 && std::ranges::all_of(number, isDigit);
    const bool areWords = std::ranges::all_of(words, [](char c) { return isLetter(c) || c == '-'; })
                          && words.find("--") == std::string_view::npos
                          && words.find('-') != std::string_view::npos && words.find('-') >= 2
                          && !words.ends_with('-');
    return isNumbered && areWords;
}

template <class Id>
void include(std::vector<Id>& ids, const std::vector<Id>& more) {
    ids.insert(ids.end(), more.begin(), more.end());
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

} // namespace

std::span<const ChoiceSpec> boundaryTypes() {
    static constexpr std::array<ChoiceSpec, 3> kTypes{
        {{"region", "Region"}, {"account", "Account"}, {"network", "Network"}}};
    return kTypes;
}

Result<> checkCode(BoundaryType type, std::string_view code) {
    if (type == BoundaryType::Region && !isRegionCode(code))
        return failure("A region is written like us-east-1: small letters and dashes, then a "
                       "number.");
    const bool isAccount = code.size() == kAccountDigits && std::ranges::all_of(code, isDigit);
    if (type == BoundaryType::Account && !isAccount)
        return failure("An account has 12 digits, like 111122223333.");
    if (type == BoundaryType::Network && !code.empty())
        return failure("A network has a name only; leave its code empty.");
    return {};
}

std::string titleOf(const Boundary& boundary) {
    if (boundary.code.empty()) {
        if (!boundary.name.empty()) return boundary.name;
        return std::string(boundaryTypes()[static_cast<std::size_t>(boundary.type)].label);
    }
    std::string name = boundary.name;
    if (name.empty() && boundary.type == BoundaryType::Region) {
        const auto known = std::ranges::find(commonRegions(), boundary.code, &RegionName::code);
        if (known != commonRegions().end()) name = known->place;
    }
    return name.empty() ? boundary.code : name + " · " + boundary.code;
}

Point centreOf(Point position) {
    return {position.x + kHalfWidth, position.y + kHalfHeight};
}

double areaOf(const Boundary& boundary) {
    return boundary.size.width * boundary.size.height;
}

bool contains(const Boundary& boundary, Point point) {
    return point.x >= boundary.position.x && point.x <= boundary.position.x + boundary.size.width
           && point.y >= boundary.position.y
           && point.y <= boundary.position.y + boundary.size.height;
}

bool contains(const Boundary& outer, const Boundary& inner) {
    return contains(outer, inner.position)
           && contains(
               outer,
               Point{inner.position.x + inner.size.width, inner.position.y + inner.size.height});
}

const Boundary* innermost(std::span<const Boundary> boundaries, BoundaryType type, Point point) {
    const Boundary* found = nullptr;
    for (const Boundary& boundary : boundaries) {
        if (boundary.type != type || !contains(boundary, point)) continue;
        if (found == nullptr || areaOf(boundary) <= areaOf(*found)) found = &boundary;
    }
    return found;
}

std::string regionOf(const Document& document, const Node& node) {
    const Boundary* const region =
        innermost(document.boundaries, BoundaryType::Region, centreOf(node.position));
    return region == nullptr ? document.settings.region : region->code;
}

std::string accountOf(const Document& document, const Node& node) {
    const Boundary* const account =
        innermost(document.boundaries, BoundaryType::Account, centreOf(node.position));
    return account == nullptr ? document.settings.account : account->code;
}

Duration regionLatencyOf(const Document& document, const Link& link) {
    const Node* const from = document.node(link.from);
    const Node* const to = document.node(link.to);
    if (from == nullptr || to == nullptr) return Duration::zero();
    const auto latencies =
        regionLatencies(document.settings.regionLatencies).value_or(RegionLatencies{});
    return latencies.between(regionOf(document, *from), regionOf(document, *to));
}

PartIds contentsOf(const Document& document, BoundaryId id) {
    PartIds inside;
    const Boundary* const frame = document.boundary(id);
    if (frame == nullptr) return inside;
    for (const Node& node : document.nodes)
        if (contains(*frame, centreOf(node.position))) inside.nodes.push_back(node.id);
    for (const Note& note : document.notes)
        if (contains(*frame, note.position)) inside.notes.push_back(note.id);
    for (const Boundary& other : document.boundaries) {
        const bool isSmaller =
            areaOf(other) < areaOf(*frame) || (areaOf(other) == areaOf(*frame) && other.id > id);
        if (isSmaller && contains(*frame, other)) inside.boundaries.push_back(other.id);
    }
    return inside;
}

PartIds withContents(const Document& document, const PartIds& parts) {
    PartIds all = parts;
    for (const BoundaryId id : parts.boundaries) {
        const PartIds inside = contentsOf(document, id);
        include(all.nodes, inside.nodes);
        include(all.notes, inside.notes);
        include(all.boundaries, inside.boundaries);
    }
    return all;
}

} // namespace sluice
