// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/document_check.h"

#include "core/base/text.h"

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

constexpr std::size_t kMaxKeyLength = 64;
constexpr std::size_t kMaxProperties = 256;

bool isKey(std::string_view text) {
    const auto isAllowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
               || c == '_' || c == '-' || c == '.';
    };
    return !text.empty() && text.size() <= kMaxKeyLength
           && std::all_of(text.begin(), text.end(), isAllowed);
}

bool isText(std::string_view text, std::size_t minimum, std::size_t maximum) {
    const auto count = characterCount(text);
    return count && *count >= minimum && *count <= maximum;
}

bool isOnCanvas(Point point) {
    const auto isWithin = [](double coordinate) {
        return std::isfinite(coordinate) && std::abs(coordinate) <= kMaxCoordinate;
    };
    return isWithin(point.x) && isWithin(point.y);
}

Result<> checkProperties(const PropertyMap& properties) {
    if (properties.size() > kMaxProperties) return failure("it has more than 256 settings");
    for (const auto& [key, value] : properties) {
        if (!isKey(key)) return failure("a setting's key is not 1 to 64 letters, digits, - _ or .");
        if (const auto storable = checkStorable(value); !storable)
            return failure("setting \"" + key + "\": " + storable.error().message);
    }
    return {};
}

Result<> checkPart(const Document&, const Node& node) {
    if (!isKey(node.kind)) return failure("its kind is not 1 to 64 letters, digits, - _ or .");
    if (!isText(node.name, 1, kMaxNameCharacters))
        return failure("its name is not 1 to 80 characters");
    if (!isOnCanvas(node.position)) return failure("its position is off the canvas");
    return checkProperties(node.properties);
}

Result<> checkPart(const Document& document, const Link& link) {
    if (document.node(link.from) == nullptr || document.node(link.to) == nullptr)
        return failure("a node at one of its ends is missing");
    if (!isKey(link.fromPort) || !isKey(link.toPort))
        return failure("a port is not 1 to 64 letters, digits, - _ or .");
    return checkProperties(link.properties);
}

Result<> checkPart(const Document&, const Note& note) {
    if (!isText(note.text, 0, kMaxNoteCharacters))
        return failure("its text is not UTF-8 of at most 10 000 characters");
    if (!isOnCanvas(note.position)) return failure("its position is off the canvas");
    return {};
}

Result<> checkPart(const Document&, const Boundary& boundary) {
    if (!isText(boundary.name, 0, kMaxNameCharacters))
        return failure("its name is not UTF-8 of at most 80 characters");
    if (!isText(boundary.code, 0, kMaxCodeCharacters))
        return failure("its code is not UTF-8 of at most 40 characters");
    const auto isSide = [](double length) {
        return length >= kMinBoundarySide && length <= 2 * kMaxCoordinate;
    };
    if (!isSide(boundary.size.width) || !isSide(boundary.size.height))
        return failure("its sides are not between 64 and 2 000 000");
    if (!isOnCanvas(boundary.position)) return failure("its position is off the canvas");
    return {};
}

template <class Part>
Result<> checkParts(const Document& document,
                    const std::vector<Part>& parts,
                    std::size_t maximum,
                    const std::string& what) {
    if (parts.size() > maximum)
        return failure("There are more than " + std::to_string(maximum) + ' ' + what + "s.");
    std::size_t previous = 0;
    for (const Part& part : parts) {
        const std::string name = "The " + what + " with id " + std::to_string(raw(part.id));
        if (raw(part.id) <= previous)
            return failure(name + " is out of order: ids begin at 1 and ascend.");
        if (raw(part.id) >= document.nextId)
            return failure(name + " is not below the next id, " + std::to_string(document.nextId)
                           + '.');
        if (const auto checked = checkPart(document, part); !checked)
            return failure(name + ": " + checked.error().message + '.');
        previous = raw(part.id);
    }
    return {};
}

Result<> checkSettings(const Document& document) {
    for (const auto& row : settingProperties()) {
        if (auto checked = check(row.spec, row.read(document.settings)); !checked) return checked;
    }
    return {};
}

Result<> checkCharts(const Document& document) {
    if (document.charts.size() > kMaxCharts) return failure("There are more than 64 charts.");
    for (const Chart& chart : document.charts) {
        if (!isText(chart.title, 0, kMaxNameCharacters))
            return failure("A chart's title is not UTF-8 of at most 80 characters.");
        if (chart.series.size() > kMaxChartSeries)
            return failure("The chart \"" + chart.title + "\" has more than 64 series.");
        for (const ChartSeries& series : chart.series) {
            const bool isFine =
                raw(series.node) > 0 && raw(series.node) < document.nextId && isKey(series.series);
            if (!isFine)
                return failure("The chart \"" + chart.title
                               + "\" has a series that no node can have.");
        }
    }
    return {};
}

} // namespace

Result<> checkDocument(const Document& document) {
    if (document.nextId == 0) return failure("The next id is 0; ids begin at 1.");
    return checkSettings(document)
        .and_then([&] { return checkParts(document, document.nodes, kMaxNodes, "node"); })
        .and_then([&] { return checkParts(document, document.links, kMaxLinks, "link"); })
        .and_then([&] { return checkParts(document, document.notes, kMaxNotes, "note"); })
        .and_then(
            [&] { return checkParts(document, document.boundaries, kMaxBoundaries, "frame"); })
        .and_then([&] { return checkCharts(document); });
}

} // namespace sluice
