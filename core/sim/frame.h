// SPDX-License-Identifier: GPL-3.0-or-later
// An immutable picture of the run for the user interface, made by the worker and handed over whole.
#pragma once

#include "core/base/ids.h"
#include "core/base/sim_time.h"
#include "core/kernel/hop.h"
#include "core/kernel/node_action.h"
#include "core/model/findings.h"
#include "core/schema/picture.h"
#include "core/sim/message_query.h"
#include "core/sim/run_totals.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

/// One point of one series.
struct Sample {
    SimTime time;
    NodeId node{};
    std::uint32_t series = 0; ///< Index into NodeKind::series.
    double value = 0;         ///< NaN when the interval holds no value (percentiles of nothing).
    double total = 0;         ///< Of a counter: since the start of the run.

    friend bool operator==(const Sample&, const Sample&) = default;
};

/// An action of the node's kind that cannot succeed now.
struct UnavailableAction {
    std::string_view key; ///< ActionSpec::key
    std::string_view why; ///< An English text of the kind.

    friend bool operator==(const UnavailableAction&, const UnavailableAction&) = default;
};

struct NodePicture {
    NodeId node{};
    Picture picture;
    std::vector<UnavailableAction> unavailable{};
};

/// An action that was asked for, and what came of it.
struct AnsweredAction {
    NodeAction action;
    ActionAnswer answer;

    friend bool operator==(const AnsweredAction&, const AnsweredAction&) = default;
};

enum class RunState : std::uint8_t { Paused, Running, Failed };

/// How far a demonstration has come.
struct Showing {
    enum class Stage : std::uint8_t { Searching, Found, Missed };

    Demonstration what;
    Stage stage = Stage::Searching;
    SimTime moment; ///< Found: when it happens.

    friend bool operator==(const Showing&, const Showing&) = default;
};

/// Newest state, plus all hops, samples and answers since the frame the reader took last.
struct Frame {
    SimTime now;
    RunState state = RunState::Paused;
    double speed = 1;           ///< Simulated seconds per second, as asked for.
    double achievedSpeed = 0;   ///< As reached lately; lower when the machine is too slow.
    double eventsPerSecond = 0; ///< Events processed per second of wall time.
    std::uint64_t run = 0; ///< Grows with every restart or rewind: older samples and hops are void.
    RunTotals totals;
    std::vector<NodePicture> pictures; ///< In order of NodeId.
    std::vector<Hop> hops;             ///< In order of departure.
    std::uint32_t hopStride =
        1; ///< Each hop stands for this many; above 1 only when more than kHopCap began.
    std::vector<Sample> samples;    ///< In order of time.
    std::vector<Finding> findings;  ///< Of the run: zero-delay loops and the like.
    std::optional<Showing> showing; ///< Until the run is steered in another way.
    /// In the order in which the actions were asked for, with what is to be told of edits.
    std::vector<AnsweredAction> answers;
    MessagePagePointer messages; ///< What Engine::watch asked for; null while nothing is watched.
};

/// Adds to a new frame what nobody read of the one before it: answers always, hops, samples and
/// steps of the same run. Requires: `frame` has no hops yet.
void keepUnread(Frame& frame, Frame&& unread);

using FramePointer = std::shared_ptr<const Frame>;

inline constexpr std::size_t kHopCap = 500'000;

} // namespace sluice
