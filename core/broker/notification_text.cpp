// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/notification_text.h"

#include "core/broker/api_names.h"
#include "core/broker/sns_envelope.h"

namespace sluice {

std::string messageText(const BodyStore& bodies, const Message& message, NodeId reader) {
    std::string text = bodyText(bodies, message);
    if (message.envelope == 0) return text;
    const Envelope& envelope = bodies.envelope(message.envelope);
    Message inner = message;
    inner.envelope = 0;
    Published published;
    published.messageId = messageIdOf(message.serial);
    published.topicArn = envelope.topicArn;
    published.subject = bodies[message.body].subject;
    published.message = std::move(text);
    const auto attributes = bodies.attributes(inner);
    published.attributes.assign(attributes.begin(), attributes.end());
    published.isSigned = envelope.isSigned;
    published.publishedAt = message.sentAt;
    const std::uint64_t sequence = envelope.isSigned ? 0 : bodies.sequenceOf(message.serial);
    if (sequence != 0) published.sequenceNumber = sequenceText(sequence);
    return notificationJson(published, envelope.subscriptionOf(reader));
}

} // namespace sluice
