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
        const LinkState& link = kernel.links[raw(receiver.link)];
        if (!link.isLive) continue;
        const SimTime retry = receiver.isSubscribed ? retries.next[receiver.subscription] : kNever;
        addSigns(now, link, receiver, retry, result);
        if (!receiver.isSubscribed) continue;
        const DeliveryCounts& counts = store.counts(receiver.subscription);
        result.figures.push_back({link.id,
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

// What is worth saying about a subscription: all that is in the way of deliveries, or what it
// takes.
void Topic::addSigns(SimTime now,
                     const LinkState& link,
                     const Receiver& receiver,
                     SimTime retryAt,
                     Picture& picture) const {
    const auto add = [&](LinkSign::Kind kind, std::string text) {
        picture.signs.push_back({link.id, kind, std::move(text)});
    };
    if (!receiver.isSubscribed) return add(LinkSign::Kind::Denied, "cannot subscribe"); // SNS-52
    const Subscription& subscription = store.subscription(receiver.subscription);
    const std::size_t before = picture.signs.size();
    if (link.isDenied) add(LinkSign::Kind::Denied, "no permission");
    if (subscription.state == SubscriptionState::Pending)
        add(LinkSign::Kind::Pending, "pending confirmation");
    if (subscription.state == SubscriptionState::Deleted)
        add(LinkSign::Kind::Pending, "never confirmed");
    if (retryAt != kNever) {
        const Duration rest = std::chrono::ceil<std::chrono::seconds>(retryAt - now);
        add(LinkSign::Kind::Retry, "retry in " + toText(rest));
    }
    const FilterPolicy& filter = subscription.filter.at(now);
    if (picture.signs.size() == before && !filter.isEmpty())
        add(LinkSign::Kind::Filter, filter.summary(kLongestSummary));
}

} // namespace sluice
