// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

namespace sluice {

/// What happened to the deliveries of one subscription or, summed up, of one topic.
struct DeliveryCounts {
    std::uint64_t begun = 0;      ///< Messages that passed the filter, duplicates too.
    std::uint64_t duplicated = 0; ///< Of these, by the service itself (SNS-3).
    std::uint64_t replayed = 0;   ///< Of these, from the archive.
    std::uint64_t attempts = 0;
    std::uint64_t failedAttempts = 0;
    std::uint64_t delivered = 0;     ///< NumberOfNotificationsDelivered
    std::uint64_t assumed = 0;       ///< Taken for delivered, but not there yet.
    std::uint64_t failed = 0;        ///< NumberOfNotificationsFailed (SNS-57)
    std::uint64_t deadLettered = 0;  ///< Given up and sent to the dead-letter queue.
    std::uint64_t redriven = 0;      ///< Of these, NumberOfNotificationsRedrivenToDlq
    std::uint64_t redriveFailed = 0; ///< Of these, NumberOfNotificationsFailedToRedriveToDlq: lost
    std::uint64_t lost = 0;          ///< Given up without a dead-letter queue.
    std::uint64_t unsubscribed = 0;  ///< Dropped with their subscription.
    /// NumberOfNotificationsFilteredOut by FilterResult.
    std::array<std::uint64_t, 6> filteredOut{};

    std::uint64_t filteredOutInAll() const {
        std::uint64_t sum = 0;
        for (const std::uint64_t count : filteredOut) sum += count;
        return sum;
    }
    /// Deliveries that wait or are being attempted.
    std::uint64_t trying() const { return begun - delivered - deadLettered - lost - unsubscribed; }

    friend bool operator==(const DeliveryCounts&, const DeliveryCounts&) = default;
};

struct TopicCounts {
    std::uint64_t published = 0;      ///< NumberOfMessagesPublished, without duplicates.
    std::uint64_t publishedBytes = 0; ///< PublishSize
    std::uint64_t deduplicated = 0;   ///< SNS-51

    friend bool operator==(const TopicCounts&, const TopicCounts&) = default;
};

} // namespace sluice
