// SPDX-License-Identifier: GPL-3.0-or-later
// How a published message looks to its receivers: the JSON envelope, raw delivery, the requests to
// HTTP endpoints and the events of functions.
#pragma once

#include "core/base/sim_time.h"
#include "core/broker/message_attributes.h"
#include "core/broker/topic_rules.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice {

/// A message as it was published, for one protocol.
struct Published {
    std::string messageId;
    std::string topicArn;
    std::string subject; ///< Empty: none.
    std::string message; ///< What MessageStructure json says for the protocol (SNS-12).
    MessageAttributes attributes;
    std::string sequenceNumber; ///< FIFO topics only; they have no signature (SNS-18).
    bool isSigned = true;       ///< Never with a sequence number.
    SimTime publishedAt;
    int signatureVersion = 1;
};

/// The envelope (SNS-18). There is no secret key in a simulation: Signature is the SHA-256 of what
/// the service signs.
std::string notificationJson(const Published& published, std::string_view subscriptionArn);

/// {"Records": […]} as a function gets it (SNS-23).
std::string lambdaEvent(const Published& published, std::string_view subscriptionArn);

/// What arrives at the endpoint of a subscription: envelope, event, or the message alone (raw
/// delivery, mail, text messages and push).
std::string deliveredBody(const Published& published,
                          const Subscription& subscription,
                          std::string_view subscriptionArn);

/// Attributes that go with a delivery to a queue: those of the message when it is raw (SNS-19),
/// else none.
MessageAttributes queueAttributes(const Published& published, bool isRaw);
/// Whether a raw delivery to a queue carries too many attributes: a client error (SNS-19).
bool hasTooManyRawAttributes(const Published& published, const LimitsProfile& limits);

/// Attributes that a message gets on its way to the subscription's dead-letter queue, by the last
/// attempt to deliver it (SNS-48).
MessageAttributes deadLetterAttributes(std::string_view requestId, DeliveryOutcome outcome);

/// A POST to an HTTP or HTTPS endpoint.
struct HttpRequest {
    std::vector<std::pair<std::string, std::string>> headers; ///< Names in lower case.
    std::string body;
};
/// With the policy's content type, or text/plain (SNS-20, SNS-22).
HttpRequest httpNotification(const Published& published,
                             const Subscription& subscription,
                             std::string_view subscriptionArn,
                             const DeliveryPolicy& policy);

enum class ConfirmationKind : std::uint8_t { Subscription, Unsubscribe };
/// What an endpoint gets that is to confirm with a token (SNS-22). `published` names message id,
/// topic and time; it has no text of its own.
HttpRequest httpConfirmation(ConfirmationKind kind,
                             const Published& published,
                             std::string_view token,
                             std::string_view subscriptionArn);

} // namespace sluice
