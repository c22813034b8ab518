// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of messages that a receiver refused.
#include "core/kinds/producer.h"

#include <algorithm>

namespace sluice {

// What a queue refused comes back. Only what may go better next time is sent again, until the
// retries are used up; a message that is wrong stays wrong.
void Producer::takeRefusal(Context& context, const Call& call) {
    const Batch batch = context.batches()[call.payload];
    context.batches().free(call.payload);
    if ((call.worker & kAnswerLost) != 0) {
        release(context, batch); // nobody hears of the refusal: the repetition is under way
        return;
    }
    counted.refused += batch.count;
    const bool mayHelp =
        call.refusal == Refusal::Throttled || call.refusal == Refusal::DeliveryFailed;
    if (mayHelp && call.worker < static_cast<std::uint32_t>(config.retries)) {
        scheduleRetry(context, {batch, call.link, call.worker + 1});
        return;
    }
    counted.givenUp += batch.count;
    countRefused(context, call.link, batch.count);
    release(context, batch);
}

// Receivers that refuse are taken to refuse the same messages, so that what all of them refused is
// what the most patient one did.
std::uint64_t Producer::refusedByAll(Context& context) const {
    std::uint64_t least = 0;
    bool isFirst = true;
    for (const LinkIndex link : context.links(kOut)) {
        const auto found = std::find_if(m_refused.begin(),
                                        m_refused.end(),
                                        [&](const Refused& each) { return each.link == link; });
        const std::uint64_t messages = found == m_refused.end() ? 0 : found->messages;
        least = isFirst ? messages : std::min(least, messages);
        isFirst = false;
    }
    return least;
}

// What is counted is never taken back: a message waiting for its next attempt may still be taken.
void Producer::countRefused(Context& context, LinkIndex link, std::uint32_t messages) {
    const std::uint64_t before = refusedByAll(context);
    const auto found = std::find_if(
        m_refused.begin(), m_refused.end(), [&](const Refused& each) { return each.link == link; });
    if (found == m_refused.end()) {
        m_refused.push_back({link, messages});
    } else {
        found->messages += messages;
    }
    counted.notAccepted =
        std::min(counted.notAccepted + refusedByAll(context) - before, counted.sentOut);
}

} // namespace sluice
