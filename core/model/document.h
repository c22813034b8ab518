// SPDX-License-Identifier: GPL-3.0-or-later
// What the user drew, as a plain value: copyable, comparable, without pointers. All changes go
// through the pure functions of edits.h; a change is the difference of two Documents (patch.h).
#pragma once

#include "core/base/ids.h"
#include "core/schema/limits_profile.h"
#include "core/schema/property.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

/// Canvas coordinates in device-independent pixels at 100 % zoom; x grows to the right, y down.
struct Point {
    double x = 0;
    double y = 0;

    friend bool operator==(const Point&, const Point&) = default;
};

/// Settings by key, in key order. Every setting of the kind is present, defaults included.
using PropertyMap = std::map<std::string, PropertyValue, std::less<>>;

struct Node {
    NodeId id{};
    std::string kind; ///< NodeKind::key
    std::string name; ///< Shown; not necessarily unique. 1 to 80 characters.
    Point position;   ///< Top left corner of the card.
    PropertyMap properties;

    friend bool operator==(const Node&, const Node&) = default;
};

/// A connection from an output port to an input port.
struct Link {
    LinkId id{};
    NodeId from{};
    std::string fromPort; ///< PortSpec::key
    NodeId to{};
    std::string toPort;
    PropertyMap properties;

    friend bool operator==(const Link&, const Link&) = default;
};

/// Free text on the canvas.
struct Note {
    NoteId id{};
    Point position;
    std::string text; ///< At most 10 000 characters.

    friend bool operator==(const Note&, const Note&) = default;
};

/// Width and height in canvas units.
struct Size {
    double width = 0;
    double height = 0;

    friend bool operator==(const Size&, const Size&) = default;
};

/// What a frame on the canvas stands for, in the order of boundaryTypes().
enum class BoundaryType : std::uint8_t { Region, Account, Network };

/// A frame on the canvas: what lies inside belongs to it (boundaries.h).
struct Boundary {
    BoundaryId id{};
    BoundaryType type = BoundaryType::Region;
    std::string code; ///< "us-east-1", an account id of 12 digits; empty for a network.
    std::string name; ///< Shown beside the code; at most 80 characters, may be empty.
    Point position;   ///< Top left corner.
    Size size;

    friend bool operator==(const Boundary&, const Boundary&) = default;
};

/// One line of a chart.
struct ChartSeries {
    NodeId node{};
    std::string series; ///< SeriesSpec::key

    friend bool operator==(const ChartSeries&, const ChartSeries&) = default;
};

struct Chart {
    std::string title;
    std::vector<ChartSeries> series;

    friend bool operator==(const Chart&, const Chart&) = default;
};

/// Presets of the services' limits, in the order of limitPresets().
enum class LimitsPreset : std::uint8_t { Aws2026, Aws2023, StudyNotes };

/// Settings of the whole document, described by settingProperties().
struct Settings {
    std::string name = "Untitled";
    std::string notes;
    std::int64_t seed = 42;
    Duration sampleInterval = 1s;
    double speed = 1; ///< Simulated seconds a second when the document is opened.
    LimitsPreset limits = LimitsPreset::Aws2026;
    std::string limitOverrides;           ///< "sqs.inflight_fifo=20000; …", see limitsProfile().
    std::string region = "us-east-1";     ///< Of parts in no region frame.
    std::string account = "000000000000"; ///< Of parts in no account frame.
    std::string regionLatencies; ///< "eu-west-1/us-east-1=40 ms; …", see regionLatencies().

    friend bool operator==(const Settings&, const Settings&) = default;
};

/// Nodes, links, notes and boundaries are in ascending order of id.
struct Document {
    Settings settings;
    std::vector<Node> nodes;
    std::vector<Link> links;
    std::vector<Note> notes;
    std::vector<Boundary> boundaries;
    std::vector<Chart> charts;
    std::uint32_t nextId = 1; ///< Next id to give to a node, link, note or boundary; only grows.

    const Node* node(NodeId id) const;
    const Link* link(LinkId id) const;
    const Note* note(NoteId id) const;
    const Boundary* boundary(BoundaryId id) const;

    // Defaulted where they are compiled once: every file that holds a Document would repeat them.
    Document();
    Document(const Document& other);
    Document(Document&& other) noexcept;
    Document& operator=(const Document& other);
    Document& operator=(Document&& other) noexcept;
    ~Document();
    friend bool operator==(const Document& left, const Document& right);
};

/// The limits in force in a document. Fails when the overrides name unknown fields or values out of
/// range.
Result<LimitsProfile> limitsOf(const Settings& settings);

/// One row per setting of the document.
std::span<const Property<Settings>> settingProperties();

namespace detail {
template <>
std::span<const ChoiceSpec> choicesOf<LimitsPreset>();
} // namespace detail

/// Most nodes, links, notes, boundaries, charts and series of one chart a document may hold.
inline constexpr std::size_t kMaxNodes = 10'000;
inline constexpr std::size_t kMaxLinks = 50'000;
inline constexpr std::size_t kMaxNotes = 10'000;
inline constexpr std::size_t kMaxBoundaries = 200;
inline constexpr std::size_t kMaxCharts = 64;
inline constexpr std::size_t kMaxChartSeries = 64;
/// Most characters of a node's or boundary's name or a chart's title, and of a note.
inline constexpr std::size_t kMaxNameCharacters = 80;
inline constexpr std::size_t kMaxNoteCharacters = 10'000;
/// Most characters of a boundary's code.
inline constexpr std::size_t kMaxCodeCharacters = 40;
/// Shortest side of a boundary.
inline constexpr double kMinBoundarySide = 64;
/// Coordinates lie between minus and plus this.
inline constexpr double kMaxCoordinate = 1e6;

/// `coordinate` moved to the nearest place that documents allow; one that is no number to the
/// origin rather than nowhere.
inline double onCanvas(double coordinate) {
    return coordinate == coordinate ? std::clamp(coordinate, -kMaxCoordinate, kMaxCoordinate) : 0;
}
inline Point onCanvas(Point point) {
    return {onCanvas(point.x), onCanvas(point.y)};
}

} // namespace sluice
