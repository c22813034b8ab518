// SPDX-License-Identifier: GPL-3.0-or-later
// The queue as access policies see it.
#include "core/kinds/queue.h"

namespace sluice {

std::string queueNameOf(std::string_view partName, const Queue::Config& config) {
    if (!config.queueName.empty()) return config.queueName;
    constexpr std::string_view kSuffix = ".fifo";
    constexpr std::size_t kLongestName = 80;
    const bool isFifo = config.type == QueueType::Fifo;
    std::string name = nameInArn(partName, kLongestName - (isFifo ? kSuffix.size() : 0));
    return isFifo ? name.append(kSuffix) : name;
}

Party Queue::party(const PartPlace& place) const {
    Party result;
    result.arn =
        "arn:aws:sqs:" + place.region + ':' + place.account + ':' + queueNameOf(place.name, config);
    result.account = place.account;
    result.policy = config.policy;
    result.policyLimits = kQueuePolicyLimits;
    result.hasKey = config.encryption == Encryption::Kms;
    result.keyPolicy = config.keyPolicy;
    result.sending = "sqs:SendMessage";
    result.receiving = "sqs:ReceiveMessage";
    return result;
}

} // namespace sluice
