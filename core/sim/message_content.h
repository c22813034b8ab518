// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/uuid.h"
#include "core/kernel/node_action.h"
#include "core/sim/world.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sluice {

/// What one stored message says, as the API gives it to whoever receives it.
struct MessageContent {
    struct Line {
        std::string label; ///< As the API names it ("MessageId").
        std::string text;

        friend bool operator==(const Line&, const Line&) = default;
    };

    CopyKey key;
    std::string body; ///< What the reader gets, in a topic's envelope if there is one.
    std::vector<Line> lines;

    friend bool operator==(const MessageContent&, const MessageContent&) = default;
};

/// The MessageId of a message stored in `node`, as toText() writes it. What is sent to several
/// queues is another message in each (SNS-21), and what is sent again is one of its own; a dead
/// letter stays the message it was (SQS-73).
Uuid messageIdIn(NodeId node, const MessageRow& row);

/// Reads a message stored in `node`; that is no receive. Requires: the row is of this World as it
/// is.
MessageContent contentOf(const World& world, NodeId node, const MessageRow& row);

} // namespace sluice
