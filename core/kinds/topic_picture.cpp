// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/topic.h"

namespace sluice {

namespace {

constexpr std::size_t kLongestSummary = 28; // characters that fit beside a link

std::string number(std::uint64_t value) {
    return groupedText(static_cast<std::int64_t>(value));
}

} // namespace

Picture Topic::picture(SimTime now, const Kernel& kernel, const NodeWiring& wiring) const {
    Picture result;
    result.colorRole = kColorRole;
    result.reach = Reach::Up;
    const auto links = wiring.links[kSubscribers].size();
    result.summary = std::string(config.type == TopicType::Fifo ? "FIFO topic · " : "topic · ")
                     + number(links) + (links == 1 ? " subscription" : " subscriptions");
    const SnsTopic::Retries retries = store.retries();
    const auto emphasis = [](std::uint64_t value, Emphasis unusual) {
        return value > 0 ? unusual : Emphasis::Normal;
    };
    result.parts.emplace_back(
        Counters{{{"published", number(counted.published), Emphasis::Normal},
                  {"filtered", number(counted.filteredOut), Emphasis::Normal}}});
    Counters troubles{
        {{"retrying", number(retries.count), emphasis(retries.count, Emphasis::Warning)},
         {"lost", number(counted.lostInAll), emphasis(counted.lostInAll, Emphasis::Danger)}}};
    if (counted.waiting > retries.count) { // for their turn: of a group, or in an endpoint's pace
        troubles.items.insert(
            troubles.items.begin(),
            {"in line", number(counted.waiting - retries.count), Emphasis::Normal});
    }
    result.parts.emplace_back(std::move(troubles));
    if (config.type == TopicType::Fifo && config.archiveRetention > Duration::zero()) {
        result.parts.emplace_back(
            Counters{{{"archived", number(store.archivedCount()), Emphasis::Normal},
                      {"replayed", number(counted.replayed), Emphasis::Normal}}});
    }
    for (const Receiver& receiver : m_receivers) {
        if (!kernel.links[raw(receiver.link)].isLive) continue;
        const SimTime retry = receiver.isSubscribed ? retries.next[receiver.subscription] : kNever;
        addSign(now, kernel, receiver, retry, result);
        if (!receiver.isSubscribed) continue;
        const DeliveryCounts& counts = store.counts(receiver.subscription);
        result.figures.push_back({kernel.links[raw(receiver.link)].id,
                                  {counts.delivered,
                                   counts.filteredOutInAll(),
                                   counts.attempts,
                                   counts.failedAttempts,
                                   counts.trying(),
                                   counts.redriven,
                                   counts.lost + counts.redriveFailed}});
    }
    return result;
}

// What is worth saying about a subscription, most urgent first.
void Topic::addSign(SimTime now,
                    const Kernel& kernel,
                    const Receiver& receiver,
                    SimTime retryAt,
                    Picture& picture) const {
    LinkSign sign;
    sign.link = kernel.links[raw(receiver.link)].id;
    if (!receiver.isSubscribed) {
        sign.kind = LinkSign::Kind::Denied;
        sign.text = "cannot subscribe"; // SNS-52
        picture.signs.push_back(std::move(sign));
        return;
    }
    const SubscriptionState state = store.subscription(receiver.subscription).state;
    if (kernel.links[raw(receiver.link)].isDenied) {
        sign.kind = LinkSign::Kind::Denied;
        sign.text = "no permission";
    } else if (state == SubscriptionState::Pending) {
        sign.kind = LinkSign::Kind::Pending;
        sign.text = "pending confirmation";
    } else if (state == SubscriptionState::Deleted) {
        sign.kind = LinkSign::Kind::Pending;
        sign.text = "never confirmed";
    } else if (retryAt != kNever) {
        sign.kind = LinkSign::Kind::Retry;
        sign.text =
            "retry in " + toText(Duration(std::chrono::ceil<std::chrono::seconds>(retryAt - now)));
    } else if (const FilterPolicy& filter =
                   store.subscription(receiver.subscription).filter.at(now);
               !filter.isEmpty()) {
        sign.kind = LinkSign::Kind::Filter;
        sign.text = filter.summary(kLongestSummary);
    } else {
        return;
    }
    picture.signs.push_back(std::move(sign));
}

} // namespace sluice
