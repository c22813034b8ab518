// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/fifo_store.h"

#include <string>
#include <vector>

namespace sluice::test {

/// A FIFO store with a clock, for scenarios. Messages are letters: 'a' to 'z'.
struct FifoScene {
    FifoStore store;
    QueueRules rules;
    SimTime now = kRunStart;
    std::uint64_t sent = 0;         ///< Messages; the number of each is its SequenceNumber.
    std::string moved;              ///< To the dead-letter queue, in order.
    std::vector<Received> received; ///< By everything, in order.

    FifoScene() { rules.type = QueueType::Fifo; }

    /// Every letter is a message of this group.
    void send(GroupIndex group, const std::string& letters) {
        for (const char letter : letters) {
            store.sendMessage(now, {indexOf(letter), group, 0, 0s, false}, ++sent, rules);
        }
    }
    /// One receive call: the letters it returns.
    std::string receive(std::size_t most = 10, Duration visibilityTimeout = 30s) {
        ReceiveScan scan;
        scan.visibilityTimeout = visibilityTimeout;
        std::string letters;
        while (letters.size() < most) {
            const Selection found = store.receiveNext(now, scan, rules);
            if (found.kind == Selection::Kind::Nothing) break;
            if (found.kind == Selection::Kind::Moved) {
                moved += letterOf(found.moved.message);
                continue;
            }
            letters += letterOf(found.received.message);
            received.push_back(found.received);
        }
        wait(0s);
        return letters;
    }
    /// The newest receipt of a message that was received.
    Receipt receiptOf(char letter) const {
        for (auto at = received.rbegin(); at != received.rend(); ++at) {
            if (at->message == indexOf(letter)) return at->receipt;
        }
        return {};
    }
    CopyRefusal remove(char letter) { return remove(receiptOf(letter)); }
    CopyRefusal remove(const Receipt& receipt) {
        CopyRefusal refusal = CopyRefusal::None;
        store.deleteMessage(now, receipt, rules, refusal);
        return refusal;
    }
    CopyRefusal change(char letter, Duration timeout) {
        const CopyRefusal refusal =
            store.changeMessageVisibility(now, receiptOf(letter), timeout, rules);
        wait(0s);
        return refusal;
    }
    void change(const QueueRules& newRules) {
        rules = newRules;
        store.rulesChanged(now, rules);
        wait(0s);
    }
    void wait(Duration length) {
        const SimTime end = now + length;
        for (SimTime due = store.nextDue(rules); due <= end; due = store.nextDue(rules)) {
            now = std::max(now, due);
            while (store.elapseNext(now, rules)) {
            }
        }
        now = end;
    }
    static MessageIndex indexOf(char letter) {
        return MessageIndex{static_cast<std::uint32_t>(letter - 'a')};
    }
    static char letterOf(MessageIndex message) {
        return static_cast<char>('a' + static_cast<std::uint32_t>(message));
    }
};

} // namespace sluice::test
