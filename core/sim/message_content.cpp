// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sim/message_content.h"

#include "core/broker/api_names.h"
#include "core/broker/hashing.h"
#include "core/broker/message_attributes.h"
#include "core/broker/notification_text.h"
#include "core/kinds/link_access.h"
#include "core/schema/unit.h"

#include <algorithm>

namespace sluice {

namespace {

using Lines = std::vector<MessageContent::Line>;

void addAttributes(std::span<const MessageAttribute> attributes, Lines& lines) {
    for (const MessageAttribute& attribute : attributes) {
        lines.push_back({attribute.name, attribute.value + " (" + attribute.type + ')'});
    }
    if (!attributes.empty()) {
        lines.push_back({"MD5OfMessageAttributes", md5OfAttributes(attributes)});
    }
}

/// As the service tells times.
Duration toMilliseconds(Duration time) {
    return std::chrono::floor<std::chrono::milliseconds>(time);
}

/// The ARN of a queue, as it is called now.
std::string arnOf(const World& world, NodeId node) {
    const auto& wiring = world.kernel.wiring;
    const auto found = std::ranges::find_if(
        wiring, [node](const NodeWiring& each) { return each.id == node && each.isLive; });
    if (found == wiring.end()) return "a queue that was removed";
    const auto index = static_cast<std::size_t>(found - wiring.begin());
    const auto party = partyOf(world.nodes[index], world.geography.placeOf(node));
    return party ? party->arn : std::string();
}

} // namespace

// In a FIFO queue its first number tells apart what is sent again, elsewhere the time at which it was
// stored, and the message among what a topic gives up at one instant. A dead letter keeps all of
// these.
Uuid messageIdIn(NodeId node, const MessageRow& row) {
    const NodeId home = row.home == NodeId{} ? node : row.home;
    const std::uint64_t sent = row.sentNumber != 0 ? row.sentNumber : ticks(row.enqueuedAt);
    return uuidOf({row.serial, raw(home), sent, raw(row.message)});
}

MessageContent contentOf(const World& world, NodeId node, const MessageRow& row) {
    const Kernel& kernel = world.kernel;
    const Message& message = kernel.messages[row.message];
    MessageContent content{row.key(), messageText(kernel.bodies, message, node), {}};
    Lines& lines = content.lines;
    const std::string id = toText(messageIdIn(node, row));
    lines.push_back({"MessageId", id});
    lines.push_back({"SentTimestamp", toText(toMilliseconds(row.enqueuedAt - kRunStart))});
    lines.push_back({"ApproximateReceiveCount", std::to_string(row.receiveCount)});
    if (row.firstReceivedAt != kNever) { // SQS-27
        lines.push_back({"ApproximateFirstReceiveTimestamp",
                         toText(toMilliseconds(row.firstReceivedAt - kRunStart))});
    }
    if (row.group != 0) {
        lines.push_back({"MessageGroupId", kernel.bodies.groupName(row.group)});
    }
    if (row.sequenceNumber != 0) {
        lines.push_back({"SequenceNumber", sequenceText(row.sequenceNumber)});
    }
    const bool isFifoLetter = row.home != NodeId{} && row.sequenceNumber != 0;
    if (isFifoLetter) { // so that equal bodies stay apart there (SQS-77)
        lines.push_back({"MessageDeduplicationId", id});
    } else if (message.dedupId != 0) {
        constexpr unsigned kTextBit = 63; // see dedupIdOf()
        const bool isText = (message.dedupId >> kTextBit) != 0;
        lines.push_back(
            {"MessageDeduplicationId",
             isText ? "as it was typed (only its digest is kept)" : messageIdOf(message.dedupId)});
    }
    if (row.source != NodeId{}) { // SQS-73
        lines.push_back({"DeadLetterQueueSourceArn", arnOf(world, row.source)});
    }
    if (message.payload != 0) {
        lines.push_back({"Object in a bucket", objectKeyOf(kernel.bodies, message)});
    }
    lines.push_back({"Size", groupedText(message.size) + " B"});
    lines.push_back({"MD5OfBody", md5Hex(content.body)});
    addAttributes(kernel.bodies.attributes(message), lines);
    return content;
}

} // namespace sluice
