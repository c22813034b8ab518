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
    const auto links = wiring.links[kSubscribers].size();
    result.summary = std::string(config.type == TopicType::Fifo ? "FIFO topic · " : "topic · ")
                     + number(links) + (links == 1 ? " subscription" : " subscriptions");
    const std::uint64_t lost = counted.lost + counted.unheard;
    const auto emphasis = [](std::uint64_t value, Emphasis unusual) {
        return value > 0 ? unusual : Emphasis::Normal;
    };
    result.parts.emplace_back(
        Counters{{{"published", number(counted.published), Emphasis::Normal},
                  {"filtered", number(counted.filteredOut), Emphasis::Normal}}});
    result.parts.emplace_back(Counters{
        {{"retrying", number(counted.waiting), emphasis(counted.waiting, Emphasis::Warning)},
         {"lost", number(lost), emphasis(lost, Emphasis::Danger)}}});
    if (config.type == TopicType::Fifo && config.archiveRetention > Duration::zero()) {
        result.parts.emplace_back(
            Counters{{{"archived", number(store.archivedCount()), Emphasis::Normal},
                      {"replayed", number(counted.replayed), Emphasis::Normal}}});
    }
    for (const Receiver& receiver : m_receivers) {
        if (kernel.links[raw(receiver.link)].isLive) addSign(now, kernel, receiver, result);
    }
    return result;
}

// What is worth saying about a subscription, most urgent first.
void Topic::addSign(SimTime now,
                    const Kernel& kernel,
                    const Receiver& receiver,
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
    const SimTime retryAt = store.retryAt(receiver.subscription);
    if (kernel.links[raw(receiver.link)].isDenied) {
        sign.kind = LinkSign::Kind::Denied;
        sign.text = "no permission";
    } else if (state == SubscriptionState::Pending) {
        sign.kind = LinkSign::Kind::Pending;
        sign.text = "pending confirmation";
    } else if (state == SubscriptionState::Deleted) {
        sign.kind = LinkSign::Kind::Pending;
        sign.text = "never confirmed";
    } else if (retryAt > now) {
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
