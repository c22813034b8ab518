// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/boundary_edits.h"

#include "core/base/assert.h"
#include "core/base/text.h"
#include "core/model/boundaries.h"

#include <algorithm>
#include <array>
#include <limits>

namespace sluice {

namespace {

/// Continents apart, so that a second region shows what distance costs.
constexpr std::array<std::string_view, 6> kRegionsInTurn{
    "us-east-1", "eu-west-1", "ap-northeast-1", "us-west-2", "eu-central-1", "ap-southeast-1"};

template <class Change>
Result<> change(Document& document, BoundaryId id, Change change) {
    const auto found = std::ranges::find(document.boundaries, id, &Boundary::id);
    if (found == document.boundaries.end())
        return failure("The frame is not in the document any more.");
    return change(*found);
}

bool isUsed(const Document& document, BoundaryType type, std::string_view code) {
    return std::ranges::any_of(document.boundaries, [&](const Boundary& boundary) {
        return boundary.type == type && boundary.code == code;
    });
}

std::string freeCode(const Document& document, BoundaryType type) {
    if (type == BoundaryType::Network) return {};
    if (type == BoundaryType::Account) {
        for (char digit = '1'; digit <= '9'; ++digit) {
            std::string code(12, digit);
            if (!isUsed(document, type, code) && code != document.settings.account) return code;
        }
        return document.settings.account;
    }
    const std::string& own = document.settings.region;
    if (!isUsed(document, type, own)) return own;
    const auto* const next = std::ranges::find_if(
        kRegionsInTurn, [&](std::string_view code) { return !isUsed(document, type, code); });
    return next == kRegionsInTurn.end() ? own : std::string(*next);
}

double sideOf(double length) {
    return length == length ? std::clamp(length, kMinBoundarySide, 2 * kMaxCoordinate)
                            : kMinBoundarySide;
}

} // namespace

BoundaryId addBoundary(Document& document, BoundaryType type, Point position, Size size) {
    if (document.boundaries.size() >= kMaxBoundaries) return BoundaryId{};
    SLUICE_ASSERT(document.nextId < std::numeric_limits<std::uint32_t>::max());
    Boundary boundary{BoundaryId{document.nextId++},
                      type,
                      freeCode(document, type),
                      {},
                      {onCanvas(position.x), onCanvas(position.y)},
                      {sideOf(size.width), sideOf(size.height)}};
    return document.boundaries.emplace_back(std::move(boundary)).id;
}

Result<> resize(Document& document, BoundaryId id, Point position, Size size) {
    return change(document, id, [&](Boundary& boundary) -> Result<> {
        boundary.position = {onCanvas(position.x), onCanvas(position.y)};
        boundary.size = {sideOf(size.width), sideOf(size.height)};
        return {};
    });
}

Result<> setBoundaryType(Document& document, BoundaryId id, BoundaryType type) {
    return change(document, id, [&](Boundary& boundary) -> Result<> {
        if (boundary.type == type) return {};
        boundary.code = freeCode(document, type);
        boundary.type = type;
        return {};
    });
}

Result<> setBoundaryCode(Document& document, BoundaryId id, std::string code) {
    return change(document, id, [&](Boundary& boundary) -> Result<> {
        if (auto checked = checkCode(boundary.type, code); !checked) return checked;
        boundary.code = std::move(code);
        return {};
    });
}

Result<> rename(Document& document, BoundaryId id, std::string name) {
    return change(document, id, [&](Boundary& boundary) -> Result<> {
        const auto count = characterCount(name);
        if (!count || *count > kMaxNameCharacters)
            return failure("A frame's name has at most 80 characters.");
        boundary.name = std::move(name);
        return {};
    });
}

} // namespace sluice
