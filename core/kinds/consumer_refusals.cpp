// SPDX-License-Identifier: GPL-3.0-or-later
// What a worker does when its receive call is refused or the answer gets lost, and what is said of
// it at the link.
#include "core/broker/api_error.h"
#include "core/kinds/consumer.h"

#include <algorithm>

namespace sluice {

// The number stands for a ReceiveRequestAttemptId.
std::uint32_t Consumer::attemptOf(Worker& worker) {
    if (worker.attempt == 0) worker.attempt = ++m_attempts;
    return worker.attempt;
}

// The worker hears of nothing, and asks the same queue again. What was handed out stays hidden,
// unless the call repeats its attempt ID (SQS-108).
void Consumer::loseAnswer(Context& context, std::uint32_t index) {
    Worker& worker = m_workers[index];
    ++counted.answersLost;
    const Batch& batch = context.batches()[worker.batch];
    for (std::uint32_t i = 0; i < batch.count; ++i) {
        context.note(HopKind::Lost, batch.entries[i].message, kNoLink, context.now(), 0);
    }
    dropBatch(context, worker.batch, 0);
    --worker.polls;
    pause(context, index, config.errorPause);
}

void Consumer::takeRefusal(Context& context, const Call& call) {
    ++counted.refused;
    auto found = std::find_if(m_refused.begin(), m_refused.end(), [&](const Refused& each) {
        return each.link == call.link;
    });
    if (found == m_refused.end()) {
        found = m_refused.insert(found, Refused{});
    }
    *found = {call.link, call.refusal, context.now()};
    pause(context, call.worker, config.errorPause);
}

// What was refused may go well now.
void Consumer::configChanged(Context& context) {
    m_refused.clear();
    fitWorkers(context);
}

// How long after a refusal the next one of the same queue may come: a worker asks its queues in
// turn, and waits at each.
Duration Consumer::longestSilence(std::size_t queues) const {
    constexpr Duration kOnTheWay = 1s;
    constexpr Duration kLongestWait = 20s;
    const auto others = static_cast<std::int64_t>(std::max<std::size_t>(queues, 1) - 1);
    return config.errorPause + kOnTheWay + others * std::max(kLongestWait, config.errorPause);
}

// The error of the last call, as long as the next one has not gone well; before the first call,
// that none will.
std::vector<LinkSign>
Consumer::signs(SimTime now, const Kernel& kernel, const NodeWiring& wiring) const {
    std::vector<LinkSign> result;
    const Duration silence = longestSilence(wiring.links.front().size());
    for (const Refused& each : m_refused) {
        const LinkState& link = kernel.links[raw(each.link)];
        if (!link.isLive || now > each.at + silence) {
            continue;
        }
        const bool isDenied =
            each.refusal == Refusal::AccessDenied || each.refusal == Refusal::KmsAccessDenied;
        result.push_back({link.id,
                          isDenied ? LinkSign::Kind::Denied : LinkSign::Kind::Refused,
                          std::string(shapeName(codeOf(each.refusal)))});
    }
    for (const LinkIndex index : wiring.links.front()) {
        const LinkState& link = kernel.links[raw(index)];
        const bool isSaid =
            std::ranges::any_of(result, [&](const LinkSign& sign) { return sign.link == link.id; });
        if (link.isDenied && !isSaid)
            result.push_back({link.id, LinkSign::Kind::Denied, "no permission"});
    }
    return result;
}

} // namespace sluice
