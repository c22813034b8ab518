// SPDX-License-Identifier: GPL-3.0-or-later
// What there is to see of a node: a few semantic primitives, filled by the kind's picture(). They
// say nothing of colours, sizes or places; ui/canvas has one painter per primitive, used for the
// screen and for every export.
#pragma once

#include "core/base/ids.h"
#include "core/schema/unit.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sluice {

/// How a message on display is to be told apart.
enum class MarkState : std::uint8_t { Visible, InFlight, Delayed, DeadLetter };

/// One stored message on display.
struct Mark {
    std::uint64_t message = 0; ///< MessageSerial: the same message keeps it from birth to deletion.
    std::uint8_t color = 0;    ///< Colour key, 0 to 7.
    MarkState state = MarkState::Visible;
    std::uint16_t receiveCount = 0;
    /// Share of the visibility timeout (in flight) or delay (delayed) that is left, 1 to 0.
    float remaining = 0;
    /// Simulated seconds until `remaining` is 0, so that the screen can go on between frames.
    float remainingSeconds = 0;

    friend bool operator==(const Mark&, const Mark&) = default;
};

/// A queue: messages wait (delayed), queue up (visible, oldest first) and are being worked on (in
/// flight, next to time out first). The lists are capped (kMarkCap each); the counts are true.
struct Tube {
    std::vector<Mark> delayed, visible, inFlight;
    std::int64_t delayedCount = 0, visibleCount = 0, inFlightCount = 0;
    bool isDeadLetter = false;

    friend bool operator==(const Tube&, const Tube&) = default;
};

/// A FIFO queue: one lane per message group, the busiest few. The lists of marks are capped
/// (kLaneMarkCap each), oldest first: in flight, then visible, then delayed; the counts are true.
struct Lanes {
    struct Lane {
        std::string group;
        std::vector<Mark> marks;
        std::int64_t stored = 0;
        bool isLocked = false; ///< Its oldest message is in flight: nothing else of it leaves.

        friend bool operator==(const Lane&, const Lane&) = default;
    };
    std::vector<Lane> lanes;
    std::int64_t groupCount = 0; ///< Groups with messages; those beyond the lanes: "+n groups".
    std::int64_t emptyLanes = 0; ///< Lanes whose group has no message at the moment.
    std::int64_t duplicates = 0; ///< Messages accepted so far that were not stored as such.
    std::int64_t delayedCount = 0, visibleCount = 0, inFlightCount = 0;
    bool isDeadLetter = false;

    friend bool operator==(const Lanes&, const Lanes&) = default;
};

enum class CellState : std::uint8_t { Idle, Busy, Waiting, Failed, Down };

/// Workers, slots, instances: one cell each, capped at kCellCap; `count` is true.
struct Cells {
    struct Cell {
        CellState state = CellState::Idle;
        float progress = 0; ///< 0 to 1 while Busy.

        friend bool operator==(const Cell&, const Cell&) = default;
    };
    std::vector<Cell> cells;
    std::int64_t count = 0;

    friend bool operator==(const Cells&, const Cells&) = default;
};

/// A level between 0 and a capacity; a capacity of 0 means there is no limit.
struct Gauge {
    std::string label;
    double level = 0, capacity = 1;
    Unit unit = Unit::None;

    friend bool operator==(const Gauge&, const Gauge&) = default;
};

/// A short recent history, oldest first, equally spaced; the painter scales it to its largest
/// value.
struct Sparkline {
    std::vector<float> values;

    friend bool operator==(const Sparkline&, const Sparkline&) = default;
};

enum class Emphasis : std::uint8_t { Normal, Accent, Warning, Danger };

/// A row of named numbers under the body: "visible 115  in flight 13  delayed 0".
struct Counters {
    struct Counter {
        std::string label; ///< English key, translated by the painter.
        std::string value; ///< Already formatted.
        Emphasis emphasis = Emphasis::Normal;

        friend bool operator==(const Counter&, const Counter&) = default;
    };
    std::vector<Counter> items;

    friend bool operator==(const Counters&, const Counters&) = default;
};

using PicturePart = std::variant<Tube, Lanes, Cells, Gauge, Sparkline, Counters>;

/// What is to be said beside a link of the node, in short.
struct LinkSign {
    enum class Kind : std::uint8_t { Filter, Pending, Retry, Denied, Refused };
    LinkId link{};
    Kind kind = Kind::Filter;
    std::string text;

    friend bool operator==(const LinkSign&, const LinkSign&) = default;
};

/// What was counted of one link of the node, in the order of NodeKind::linkFigures.
struct LinkFigures {
    LinkId link{};
    std::vector<std::uint64_t> values;

    friend bool operator==(const LinkFigures&, const LinkFigures&) = default;
};

/// Something a part does for a while because the user asked for it.
struct Activity {
    std::string text; ///< "Redrive: 12 of 40 moved"
    double share = 0; ///< Done of it, 0 to 1.

    friend bool operator==(const Activity&, const Activity&) = default;
};

/// Whether calls reach a part, as far as it knows.
enum class Reach : std::uint8_t { Unknown, Up, Down };

struct Picture {
    std::string summary; ///< One muted line under the name: "queue · visibility 30 s".
    std::string
        colorRole; ///< Theme colour role; a queue used as dead-letter queue says "dead-letter".
    std::vector<PicturePart> parts;     ///< From top to bottom.
    std::optional<Activity> activity{}; // may be left out of a braced list
    std::vector<std::string> history{}; ///< Such activities in a line each, newest first.
    std::vector<LinkSign> signs{};      ///< Those of one link most urgent first.
    std::vector<LinkFigures> figures{}; ///< In no order; at most one a link.
    std::string icon{};                 ///< Another icon than the kind's own, by its key.
    std::string kindLabel{};            ///< More closely than the kind's own: "HTTPS endpoint".
    Reach reach = Reach::Unknown;

    friend bool operator==(const Picture&, const Picture&) = default;
};

inline constexpr std::size_t kMarkCap = 64;
inline constexpr std::size_t kCellCap = 64;
inline constexpr std::size_t kLaneCap = 4;
inline constexpr std::size_t kLaneMarkCap = 16;

} // namespace sluice
