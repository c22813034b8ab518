// SPDX-License-Identifier: GPL-3.0-or-later
// A backlog without consumers: 24 queue stores that share messages, 10 million copies in all.
// Fails when gate G5 is missed. Bodies are templates stored once per producer setting, so bodies of
// 64, 256 or 1 024 bytes cost the same: none per message.
#include "core/broker/queue_store.h"
#include "core/kernel/message.h"
#include "tests/bench/bench_support.h"

#include <array>
#include <cstdio>
#include <vector>

namespace sluice::bench {

namespace {

constexpr std::uint32_t kQueues = 24;
constexpr std::uint32_t kMessages = 10'000'000 / kQueues;
constexpr double kCopies = static_cast<double>(kMessages) * kQueues;

struct Costs {
    double send = 0, receive = 0, remove = 0, bytes = 0; // ns, ns, ns and bytes per copy
};

Costs fillAndDrain() {
    QueueRules rules;
    rules.maxReceiveCount = 3;
    ReceiveScan scan;
    CopyRefusal refusal{};
    std::vector<QueueStore> queues(kQueues);
    MessagePool messages;
    SimTime now = kRunStart;
    Costs costs;
    const std::size_t before = residentBytes().value_or(0);
    costs.send = nanoseconds([&] {
                     for (std::uint32_t i = 0; i < kMessages; ++i) {
                         const MessageIndex index = messages.add({});
                         now += 10us;
                         for (QueueStore& queue : queues) {
                             messages.retain(index);
                             queue.sendMessage(now, {.message = index, .serial = i}, rules);
                         }
                         messages.release(index);
                     }
                 })
                 / kCopies;
    costs.bytes = static_cast<double>(residentBytes().value_or(0) - before) / kCopies;
    Batch batch;
    for (std::uint32_t i = 0; i < kMessages / Batch::kCapacity; ++i) {
        now += 10us;
        for (QueueStore& queue : queues) {
            costs.receive += nanoseconds([&] {
                for (batch.count = 0; batch.count < Batch::kCapacity; ++batch.count) {
                    batch.entries[batch.count] = queue.receiveNext(now, scan, rules).received;
                }
            });
            costs.remove += nanoseconds([&] {
                for (const Received& entry : batch.entries) {
                    messages.release(queue.deleteMessage(now, entry.receipt, rules, refusal));
                }
            });
        }
    }
    costs.receive /= kCopies;
    costs.remove /= kCopies;
    return costs;
}

/// Nanoseconds per message of one standard queue while this many messages are stored in it, most of
/// them never touched: a receive of ten and their deletion after each ten sends.
Costs steadyQueue(std::uint32_t stored) {
    constexpr std::uint32_t kRounds = 100'000;
    QueueRules rules;
    rules.retention = 336h;
    ReceiveScan scan;
    CopyRefusal refusal{};
    QueueStore queue;
    SimTime now = kRunStart;
    for (std::uint32_t i = 0; i < stored; ++i) {
        queue.sendMessage(now += 10us, {.message = MessageIndex{i}, .serial = i}, rules);
    }
    Costs costs;
    std::array<Receipt, Batch::kCapacity> receipts;
    for (std::uint32_t round = 0; round < kRounds; ++round) {
        now += 100us;
        costs.send += nanoseconds([&] {
            for (std::uint32_t i = 0; i < Batch::kCapacity; ++i) {
                queue.sendMessage(now, {.message = MessageIndex{i}, .serial = i}, rules);
            }
        });
        costs.receive += nanoseconds([&] {
            for (Receipt& receipt : receipts) {
                receipt = queue.receiveNext(now, scan, rules).received.receipt;
            }
        });
        costs.remove += nanoseconds([&] {
            for (const Receipt& receipt : receipts) {
                queue.deleteMessage(now, receipt, rules, refusal);
            }
        });
    }
    constexpr double kCount = static_cast<double>(kRounds) * Batch::kCapacity;
    return {costs.send / kCount, costs.receive / kCount, costs.remove / kCount, 0};
}

/// Prints the costs from a thousand to ten million stored messages and how they grow.
void measureSlope() {
    double smallest = 0;
    for (const std::uint32_t stored : {1'000U, 10'000U, 100'000U, 1'000'000U, 10'000'000U}) {
        const Costs costs = steadyQueue(stored);
        const double sum = costs.send + costs.receive + costs.remove;
        smallest = smallest == 0 ? sum : smallest;
        std::printf("standard queue, %8u stored: ns per message: send %.1f, receive in tens %.1f, "
                    "delete %.1f; %.2f of the first\n",
                    stored,
                    costs.send,
                    costs.receive,
                    costs.remove,
                    sum / smallest);
    }
}

int runAll() {
    Yardstick yardstick;
    yardstick.before = measureYardstick();
    std::vector<double> sends;
    std::vector<double> receives;
    std::vector<double> removes;
    double bytes = 0;
    for (int round = 0; round < 3; ++round) {
        const Costs costs = fillAndDrain();
        sends.push_back(costs.send);
        receives.push_back(costs.receive);
        removes.push_back(costs.remove);
        if (round == 0) bytes = costs.bytes; // later rounds reuse the program's memory
    }
    yardstick.after = measureYardstick();
    std::printf("10 million copies of %u messages in 24 queues; bodies are templates, so their "
                "length costs no bytes per message\n",
                kMessages);
    std::printf("ns per copy: send %s, receive in tens %s, delete %s\n",
                toText(spreadOf(sends)).c_str(),
                toText(spreadOf(receives)).c_str(),
                toText(spreadOf(removes)).c_str());
    print(yardstick);
    measureSlope();
    // Memory does not depend on how busy the machine is.
    const Yardstick steady{1, 1};
    return judge("G5 resident bytes per queued copy", bytes, 40, steady) ? 0 : 1;
}

} // namespace

} // namespace sluice::bench

int main() {
    return sluice::bench::runAll();
}
