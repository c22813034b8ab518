// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/queue_store.h"
#include "tests/support/naive_queue.h"
#include "tests/support/take_oldest.h"
#include "tests/support/test_main.h"

#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <vector>

namespace sluice::queue_store_model_test {

using sluice::test::NaiveQueue;

namespace {

enum class Action : std::uint8_t {
    Send,
    SendMany,
    Receive,
    ReceiveMany,
    ReceiveFresh,
    Delete,
    DeleteMany,
    DeleteTogether,
    Change,
    Replicate,
    Wait,
    WaitLong,
    Move,
    Redrive,
    Purge,
    Rules,
    Look
};

/// One random call; `choice` picks a receipt, a delay, a group or a length.
struct Operation {
    Action action = Action::Send;
    unsigned choice = 0;
};

std::ostream& operator<<(std::ostream& stream, const Operation& operation) {
    return stream << "action " << static_cast<int>(operation.action) << " choice "
                  << operation.choice;
}

/// The store and what it must be equal to, driven alike.
class Both {
public:
    Both(const QueueRules& rules, GroupIndex groups) : m_rules(rules), m_groups(groups) {}

    void perform(const Operation& operation) {
        const unsigned choice = operation.choice;
        const Duration length = 500ms * (choice % 20);
        switch (operation.action) {
        case Action::Send:
            send(choice / 20, choice % 3 == 0 ? length : 0s);
            break;
        case Action::SendMany:
            for (unsigned i = 0; i < choice / 8; ++i) send(choice, 0s);
            break;
        case Action::Receive:
            receive(choice);
            break;
        case Action::ReceiveMany:
            for (unsigned i = 0; i < choice / 8; ++i) receive(0);
            break;
        case Action::ReceiveFresh:
            receiveFresh(choice);
            break;
        case Action::Delete:
            remove(choice);
            break;
        case Action::DeleteTogether:
            removeTogether(choice / 40, choice % 12);
            break;
        case Action::DeleteMany:
            for (unsigned i = 0; i < choice / 8; ++i) remove(choice + i);
            break;
        case Action::Change:
            change(choice / 20, length);
            break;
        case Action::Replicate:
            replicate(choice);
            break;
        case Action::Wait:
            advance(m_now + length);
            break;
        case Action::WaitLong:
            advance(m_now + 1s * choice);
            break;
        default:
            performSeldom(operation, length);
            break;
        }
        advance(m_now); // carries out what is due at once
        compare();
    }

private:
    void performSeldom(const Operation& operation, Duration length) {
        switch (operation.action) {
        case Action::Move:
            accept(length, operation.choice);
            break;
        case Action::Redrive:
            RC_ASSERT(m_naive.redrive(m_now, sluice::test::takeOldest(m_store, m_now)));
            break;
        case Action::Purge:
            purge();
            break;
        case Action::Rules:
            changeRules(operation.choice, length);
            break;
        default:
            look();
            break;
        }
    }
    NewCopy newCopy(unsigned choice, Duration delay) {
        NewCopy copy;
        copy.message = m_next;
        copy.group = choice % m_groups;
        copy.serial = raw(m_next);
        copy.delay = delay;
        copy.isEncrypted = choice % 2 == 0;
        m_next = MessageIndex{static_cast<std::uint32_t>(m_next) + 1};
        return copy;
    }
    void send(unsigned choice, Duration delay) {
        const NewCopy copy = newCopy(choice, delay);
        m_store.sendMessage(m_now, copy, m_rules);
        m_naive.send(m_now, copy, m_rules);
    }
    void receive(unsigned choice) {
        ReceiveScan scan;
        scan.visibilityTimeout = choice % 4 == 0 ? m_rules.visibilityTimeout : 0s * choice;
        scan.hosts = choice % 3 == 0 ? ~0U : choice;
        const std::vector<StoredView> before =
            m_rules.maxReceiveCount == 0 ? std::vector<StoredView>{} : stored();
        const Selection selection = m_store.receiveNext(m_now, scan, m_rules);
        const Receipt left = movedAway(selection, before);
        RC_ASSERT(m_naive.receive(m_now, scan, selection, m_rules, left));
        if (selection.kind == Selection::Kind::Received) {
            m_receipts.push_back(selection.received.receipt);
        }
    }
    /// Several at once, which go on a lease.
    void receiveFresh(unsigned choice) {
        ReceiveScan scan;
        scan.visibilityTimeout = 1s * (choice % 7 == 0 ? choice % 3 : 3);
        Handout handout;
        const std::uint64_t most = 2 + choice % 9;
        const std::uint64_t count = m_store.receiveFresh(m_now, scan, m_rules, most, handout.end());
        RC_ASSERT(count <= most);
        for (std::uint32_t i = 0; i < count; ++i) {
            Selection selection;
            selection.kind = Selection::Kind::Received;
            selection.received = handout.batch.entries.at(i);
            selection.isFirstReceive = true;
            selection.timeInQueue = handout.queueTimes.at(i);
            RC_ASSERT(m_naive.receive(m_now, scan, selection, m_rules, {}));
            m_receipts.push_back(selection.received.receipt);
        }
    }
    std::vector<StoredView> stored() const {
        std::vector<StoredView> copies;
        m_store.visitStored(m_rules, [&](const StoredView& copy) { copies.push_back(copy); });
        return copies;
    }
    /// Newest receipt of the copy that is no longer there.
    Receipt movedAway(const Selection& selection, const std::vector<StoredView>& before) const {
        if (selection.kind != Selection::Kind::Moved) return {};
        const std::vector<StoredView> after = stored();
        for (const StoredView& copy : before) {
            const bool isThere =
                std::any_of(after.begin(), after.end(), [&](const StoredView& other) {
                    return other.message == copy.message && other.receipt == copy.receipt;
                });
            if (copy.message == selection.moved.message && !isThere) return copy.receipt;
        }
        return {};
    }
    void remove(unsigned choice) {
        if (m_receipts.empty()) return;
        const Receipt old = receipt(choice);
        CopyRefusal stored{};
        CopyRefusal naive{};
        const MessageIndex message = m_store.deleteMessage(m_now, old, m_rules, stored);
        RC_ASSERT(message == m_naive.remove(m_now, old, m_rules, naive));
        RC_ASSERT(stored == naive);
    }
    /// So many neighbours, which may have been received together.
    void removeTogether(unsigned choice, unsigned count) {
        if (m_receipts.empty() || !m_store.hasPlainDeletions(m_rules)) return;
        std::vector<Received> copies;
        std::vector<MessageIndex> expected;
        for (unsigned i = 0; i < count; ++i) {
            copies.push_back({kNoMessage, receipt(choice + i)});
            CopyRefusal refusal{};
            const MessageIndex gone =
                m_naive.remove(m_now, copies.back().receipt, m_rules, refusal);
            if (gone != kNoMessage) expected.push_back(gone);
        }
        std::vector<MessageIndex> removed;
        m_store.deleteMessages(m_now, copies, [&](MessageIndex message, std::uint32_t) {
            removed.push_back(message);
        });
        RC_ASSERT(removed == expected);
    }
    void change(unsigned choice, Duration timeout) {
        if (m_receipts.empty()) return;
        const Receipt old = receipt(choice);
        RC_ASSERT(m_store.changeMessageVisibility(m_now, old, timeout, m_rules)
                  == m_naive.changeVisibility(m_now, old, timeout));
        RC_ASSERT(m_store.isInFlight(old) == m_naive.isInFlight(old));
    }
    void replicate(unsigned choice) {
        if (m_receipts.empty()) return;
        const Receipt old = receipt(choice);
        RC_ASSERT(m_store.replicate(m_now, old) == m_naive.replicate(m_now, old));
    }
    void accept(Duration age, unsigned choice) {
        const NewCopy fresh = newCopy(choice, 0s);
        MovedCopy copy;
        copy.message = fresh.message;
        copy.receiveCount = static_cast<std::uint32_t>(age / 3s);
        copy.enqueuedAt = m_now - std::min(age, m_now - kRunStart);
        copy.group = fresh.group;
        copy.source = NodeId{choice};
        if (copy.receiveCount > 0) copy.firstReceivedAt = copy.enqueuedAt;
        m_store.acceptMoved(m_now, copy, m_rules);
        m_naive.acceptMoved(m_now, copy, m_rules);
    }
    void purge() {
        const std::uint64_t stored = m_store.storedCount();
        std::uint64_t seen = 0;
        m_store.removeAll(m_now, true, [&](MessageIndex) { ++seen; });
        m_naive.purge(m_now);
        RC_ASSERT(seen == stored);
    }
    void changeRules(unsigned choice, Duration length) {
        m_rules.retention = choice % 2 == 0 ? 60s + length : 1h;
        m_rules.hosts = 1 + choice % 4;
        m_rules.oldHandle = static_cast<OldHandle>(choice % 3);
        m_store.rulesChanged(m_now, m_rules);
        m_naive.leaveHosts(m_rules.hosts);
    }
    void look() {
        RC_ASSERT(m_store.fairFigures(m_now) == m_naive.fairFigures(m_now));
        SimTime before = kRunStart;
        std::array<std::uint64_t, 3> seen{};
        m_store.visitStored(m_rules, [&](const StoredView& copy) {
            RC_ASSERT(copy.enqueuedAt.time_since_epoch() >= before.time_since_epoch());
            before = copy.enqueuedAt;
            ++seen.at(static_cast<std::size_t>(copy.state));
        });
        for (const Receipt& each : m_receipts) {
            RC_ASSERT(m_store.firstReceivedAt(each) == m_naive.firstReceivedAt(each));
        }
        RC_ASSERT(seen[0] == m_store.delayedCount());
        RC_ASSERT(seen[1] == m_store.visibleCount());
        RC_ASSERT(seen[2] == m_store.inFlightCount());
        std::uint64_t inFlight = 0;
        m_store.visitInFlight(seen[2] + 1, [&](const StoredView& each) {
            RC_ASSERT(each.state == CopyState::InFlight && each.until > m_now);
            RC_ASSERT(m_naive.isInFlight(each.receipt));
            ++inFlight;
        });
        RC_ASSERT(inFlight == seen[2]);
        const QueueStore copy = m_store;
        RC_ASSERT(copy == m_store);
    }
    Receipt receipt(unsigned choice) const { return m_receipts[choice % m_receipts.size()]; }
    void advance(SimTime to) {
        for (SimTime due = nextDue(); due <= to; due = nextDue()) {
            m_now = std::max(m_now, due);
            while (const auto what = m_store.elapseNext(m_now, m_rules)) {
                RC_ASSERT(m_naive.elapse(m_now, *what, m_rules));
            }
            RC_ASSERT(m_naive.nextDue(m_rules).time_since_epoch() > m_now.time_since_epoch());
        }
        m_now = to;
    }
    SimTime nextDue() {
        const SimTime due = m_store.nextDue(m_rules);
        RC_ASSERT(due.time_since_epoch().count()
                  == m_naive.nextDue(m_rules).time_since_epoch().count());
        return due;
    }
    void compare() {
        using State = NaiveQueue::State;
        const QueueCounts& counts = m_store.counts();
        RC_ASSERT(m_store.delayedCount() == m_naive.count(State::Delayed));
        RC_ASSERT(m_store.visibleCount() == m_naive.count(State::Visible));
        RC_ASSERT(m_store.inFlightCount() == m_naive.count(State::InFlight));
        RC_ASSERT(m_store.hasAvailable() == (m_naive.count(State::Visible) > 0));
        RC_ASSERT(counts.deleted == m_naive.count(State::Deleted));
        RC_ASSERT(counts.expired == m_naive.count(State::Expired));
        RC_ASSERT(counts.movedOut == m_naive.count(State::Moved));
        RC_ASSERT(counts.purged == m_naive.count(State::Purged));
        RC_ASSERT(counts.redriven == m_naive.count(State::Redriven));
        RC_ASSERT(m_store.isConsistent(m_now));
        RC_ASSERT(m_store.areaAt(m_now) == m_naive.sojourns(m_now)); // Little's law
        RC_ASSERT(m_store.ageOfOldest(m_now).count() == m_naive.ageOfOldest(m_now).count());
    }

    QueueRules m_rules;
    GroupIndex m_groups = 1;
    QueueStore m_store;
    NaiveQueue m_naive;
    SimTime m_now = kRunStart;
    MessageIndex m_next{};
    std::vector<Receipt> m_receipts;
};

/// `bursts` is how often many messages are sent or received at once.
rc::Gen<std::vector<Operation>> anyOperations(std::size_t bursts) {
    using enum Action;
    const auto action = rc::gen::weightedElement<Action>({{8, Send},
                                                          {bursts, SendMany},
                                                          {10, Receive},
                                                          {bursts, ReceiveMany},
                                                          {3, ReceiveFresh},
                                                          {3, Delete},
                                                          {3, DeleteTogether},
                                                          {1, DeleteMany},
                                                          {4, Change},
                                                          {2, Replicate},
                                                          {6, Wait},
                                                          {1, WaitLong},
                                                          {1, Move},
                                                          {1, Redrive},
                                                          {1, Rules},
                                                          {2, Look}});
    const auto any = rc::gen::construct<Operation>(action, rc::gen::inRange(0U, 400U));
    const auto purge = rc::gen::construct<Operation>(rc::gen::just(Purge), rc::gen::just(0U));
    return rc::gen::scale(4.0,
                          rc::gen::container<std::vector<Operation>>(
                              rc::gen::weightedOneOf<Operation>({{200, any}, {1, purge}})));
}

QueueRules anyRules() {
    QueueRules rules;
    rules.visibilityTimeout = *rc::gen::element<Duration>(0s, 1s, 3s, 30s);
    rules.retention = *rc::gen::element<Duration>(60s, 70s, 1h);
    rules.maxReceiveCount = *rc::gen::element<std::uint32_t>(0U, 1U, 2U, 5U);
    rules.oldHandle = *rc::gen::element(OldHandle::Delete, OldHandle::Ignore, OldHandle::Reject);
    return rules;
}

} // namespace

class QueueStoreModelTest : public QObject {
    Q_OBJECT
private slots:
    void equalsTheNaiveModel() {
        QVERIFY(rc::check([] {
            Both both(anyRules(), 1);
            for (const Operation& operation : *anyOperations(2)) both.perform(operation);
        }));
    }

    // SQS-19, SQS-20
    void equalsTheNaiveModelWithHostsAndAnOrderWindow() {
        QVERIFY(rc::check([] {
            QueueRules rules = anyRules();
            rules.hosts = *rc::gen::element<std::uint32_t>(1U, 2U, 5U, kMaxHosts);
            rules.reorderWindow = *rc::gen::element<Duration>(0s, 1s, 20s);
            Both both(rules, 1);
            for (const Operation& operation : *anyOperations(2)) both.perform(operation);
        }));
    }

    // SQS-120, SQS-121, SQS-122, SQS-123
    void equalsTheNaiveModelWithTenants() {
        QVERIFY(rc::check([] {
            QueueRules rules = anyRules();
            rules.hosts = *rc::gen::element<std::uint32_t>(1U, 3U);
            rules.reorderWindow = *rc::gen::element<Duration>(0s, 2s);
            Both both(rules, *rc::gen::element<GroupIndex>(2U, 5U, 16U));
            for (const Operation& operation : *anyOperations(8)) both.perform(operation);
        }));
    }
};

SLUICE_TEST(QueueStoreModelTest)

} // namespace sluice::queue_store_model_test

#include "queue_store_model_test.moc"
