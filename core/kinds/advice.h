// SPDX-License-Identifier: GPL-3.0-or-later
// What the advice of the kinds is made from: the typed surroundings of a node in a document, and
// findings of the severity Advice.
#pragma once

#include "core/kinds/consumer.h"
#include "core/kinds/describe.h"
#include "core/kinds/queue.h"
#include "core/model/findings.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice {

/// A node of a known kind at the other end of a link. Pointers into the document.
template <class Kind>
struct Neighbour {
    const Node* node = nullptr;
    const Link* link = nullptr;
    typename Kind::Config config;
};

/// The settings of a node. Requires: they were checked against the kind.
template <class Kind>
typename Kind::Config configOf(const Node& node) {
    typename Kind::Config config;
    assignAll(config, Kind::properties(), node.properties);
    return config;
}

/// Nodes of the kind that links come from to this input, in order of LinkId.
template <class Kind>
std::vector<Neighbour<Kind>>
nodesBefore(const Document& document, NodeId node, std::string_view inputPort) {
    std::vector<Neighbour<Kind>> result;
    for (const Link& link : document.links) {
        if (link.to != node || link.toPort != inputPort) {
            continue;
        }
        const Node* other = document.node(link.from);
        if (other != nullptr && other->kind == Kind::kKey) {
            result.push_back({other, &link, configOf<Kind>(*other)});
        }
    }
    return result;
}

/// Nodes of the kind that links lead to from this output, in order of LinkId.
template <class Kind>
std::vector<Neighbour<Kind>>
nodesAfter(const Document& document, NodeId node, std::string_view outputPort) {
    std::vector<Neighbour<Kind>> result;
    for (const Link& link : document.links) {
        if (link.from != node || link.fromPort != outputPort) {
            continue;
        }
        const Node* other = document.node(link.to);
        if (other != nullptr && other->kind == Kind::kKey) {
            result.push_back({other, &link, configOf<Kind>(*other)});
        }
    }
    return result;
}

/// How long a message stays hidden that this consumer receives from this queue (SQS-28).
inline Duration visibilityTimeoutOf(const Queue::Config& queue, const Consumer::Config& reader) {
    return reader.visibilitySetBy == SetBy::Request ? reader.visibilityTimeout
                                                    : queue.visibilityTimeout;
}

/// How long its receive calls wait for a message (SQS-22).
inline Duration waitTimeOf(const Queue::Config& queue, const Consumer::Config& reader) {
    return reader.waitSetBy == SetBy::Request ? reader.waitTime : queue.receiveWait;
}

inline std::string quotedName(const Node& node) {
    return '"' + node.name + '"';
}

/// A duration people would choose that is at least this long, at most `most`.
inline Duration roundedUp(Duration value, Duration most) {
    static constexpr std::array<Duration, 22> kUsual{
        1s,    2s,    5s,    10s,   15s, 20s, 30s, 1min, 2min, 3min,    5min,
        10min, 15min, 20min, 30min, 1h,  2h,  3h,  6h,   12h,  4 * 24h, 14 * 24h};
    const auto found = std::lower_bound(kUsual.begin(), kUsual.end(), value);
    return std::min(found == kUsual.end() ? value : *found, most);
}

/// A duration as one says it in a sentence: three digits at most, "7.2 s", "3 min".
inline std::string spoken(Duration value) {
    Duration step = 1ns;
    while (value / step >= 1'000) {
        step *= 10;
    }
    return toText(std::max<Duration>((value + step / 2) / step * step, 0ns));
}

inline Finding
advice(const Node& node, std::string_view property, std::string text, std::string why) {
    Finding result;
    result.severity = Severity::Advice;
    result.node = node.id;
    result.property = property;
    result.text = std::move(text);
    result.why = std::move(why);
    return result;
}

/// An Error; `text` names the node.
inline Finding errorAt(const Node& node, std::string_view property, std::string text) {
    Finding result;
    result.severity = Severity::Error;
    result.node = node.id;
    result.property = property;
    result.text = std::move(text);
    return result;
}
/// An Error about the setting alone: the node's name goes before `text`.
inline Finding settingError(const Node& node, std::string_view property, std::string_view text) {
    return errorAt(node, property, quotedName(node).append(": ").append(text));
}

inline constexpr Duration kLongestVisibility = 12h;
inline constexpr Duration kLongestRetention = 14 * 24h;

} // namespace sluice
