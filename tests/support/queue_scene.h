// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/queue_store.h"

#include <algorithm>

namespace sluice::test {

/// A store with a clock, for scenarios.
struct QueueScene {
    QueueStore store;
    QueueRules rules;
    SimTime now = kRunStart;
    CopyRefusal refusal{};

    void send(std::uint32_t message, Duration delay = 0s) {
        store.sendMessage(
            now, {.message = MessageIndex{message}, .serial = message, .delay = delay}, rules);
    }
    void sendFrom(GroupIndex group, std::uint32_t message, Duration delay = 0s) {
        store.sendMessage(
            now,
            {.message = MessageIndex{message}, .group = group, .serial = message, .delay = delay},
            rules);
    }
    Selection receive(std::uint32_t hosts = ~0U) {
        ReceiveScan scan;
        scan.visibilityTimeout = rules.visibilityTimeout;
        scan.hosts = hosts;
        return store.receiveNext(now, scan, rules);
    }
    MessageIndex remove(const Receipt& receipt) {
        return store.deleteMessage(now, receipt, rules, refusal);
    }
    bool change(const Receipt& receipt, Duration timeout) {
        refusal = store.changeMessageVisibility(now, receipt, timeout, rules);
        return refusal == CopyRefusal::None;
    }
    void accept(const MovedCopy& copy) { store.acceptMoved(now, copy, rules); }
    void wait(Duration length) {
        const SimTime end = now + length;
        for (SimTime due = store.nextDue(rules); due <= end; due = store.nextDue(rules)) {
            now = std::max(now, due);
            while (store.elapseNext(now, rules)) {
            }
        }
        now = end;
    }
};

} // namespace sluice::test
