// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/key_advice.h"

#include "core/kinds/advice.h"
#include "core/kinds/producer.h"

namespace sluice {

namespace {

constexpr std::string_view kRule =
    "With a KMS key of one's own every caller needs permission for it: kms:GenerateDataKey and "
    "kms:Decrypt to send, kms:Decrypt to receive. ";

Finding unusableKey(const Node& node, KeyState state, std::string_view error) {
    const bool isDisabled = state == KeyState::Disabled;
    Finding result = advice(
        node,
        "key_state",
        "The KMS key of " + quotedName(node) + (isDisabled ? " is disabled" : " does not exist")
            + ": every call that needs it is refused with " + std::string(error) + ".",
        "A message is encrypted before it is stored and decrypted when it is received, so without "
        "the key nothing comes in and nothing goes out. "
            + std::string(isDisabled ? "Enable the key again" : "Name a key that exists")
            + ", or choose another encryption.");
    result.fix = {{node.id, "key_state", std::string("enabled")}};
    return result;
}

Finding missingPermission(const Node& node,
                          const Node& caller,
                          std::string_view error,
                          std::string_view metric) {
    Finding result = advice(
        caller,
        "may_use_key",
        quotedName(caller) + " has no permission for the KMS key of " + quotedName(node)
            + ": every call is refused with " + std::string(error) + ".",
        std::string(kRule)
            + "Nothing is said in the queue itself: a sender sees errors, a receiver gets no "
              "messages. Let the key's policy or the caller's role allow it, or use a key of the "
              "service, which needs no permission.");
    result.fix = {{caller.id, "may_use_key", true}};
    result.demonstration = {{caller.id, std::string(metric), 1, 1h}};
    return result;
}

} // namespace

void adviseOnKey(const Document& document,
                 const Node& node,
                 KeyState state,
                 ApiErrorCode (*codeOf)(Refusal),
                 std::vector<Finding>& findings) {
    const std::string_view error = shapeName(codeOf(keyRefusal(state, false)));
    const auto senders = nodesBefore<Producer>(document, node.id, "in");
    const auto readers = nodesAfter<Consumer>(document, node.id, "out");
    if (state != KeyState::Enabled) {
        if (!senders.empty() || !readers.empty()) {
            Finding result = unusableKey(node, state, error);
            result.demonstration =
                senders.empty() ? Demonstration{readers.front().node->id, "ReceivesRefused", 1, 1h}
                                : Demonstration{senders.front().node->id, "SendsRefused", 1, 1h};
            findings.push_back(std::move(result));
        }
        return;
    }
    for (const auto& sender : senders) {
        if (!sender.config.mayUseKey) {
            findings.push_back(missingPermission(node, *sender.node, error, "SendsRefused"));
        }
    }
    for (const auto& reader : readers) {
        if (!reader.config.mayUseKey) {
            findings.push_back(missingPermission(node, *reader.node, error, "ReceivesRefused"));
        }
    }
}

} // namespace sluice
