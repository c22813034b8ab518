// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/fifo_store.h"
#include "tests/support/naive_fifo.h"
#include "tests/support/take_oldest.h"
#include "tests/support/test_main.h"

#include <rapidcheck.h>

#include <vector>

namespace sluice::fifo_store_model_test {

using sluice::test::NaiveFifo;

namespace {

enum class Action : std::uint8_t {
    Send,
    Receive,
    Delete,
    Change,
    Wait,
    Move,
    Retention,
    Delay,
    LookAhead,
    DeadLetters,
    TakeOldest,
    Purge
};

/// One random call; `choice` picks a group, a receipt or a length.
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
    explicit Both(const QueueRules& rules) { m_naive.rules = rules; }

    void perform(const Operation& operation) {
        const unsigned choice = operation.choice;
        const Duration length = 500ms * (choice % 20);
        switch (operation.action) {
        case Action::Send:
            m_store.sendMessage(m_now,
                                {m_next, groupOf(choice), 0, 0s, false},
                                NaiveFifo::sequenceNumberOf(m_next),
                                rules());
            m_naive.send(m_now, m_next, groupOf(choice));
            nextMessage();
            break;
        case Action::Receive:
            receive(1 + choice % 10, choice % 7 == 0 ? 0s : length);
            break;
        case Action::Delete:
            remove(choice);
            break;
        case Action::Change:
            if (const Received* old = receipt(choice / 20)) {
                const Duration timeout = choice % 13 == 0 ? 43'200s : length;
                RC_ASSERT(m_store.changeMessageVisibility(m_now, old->receipt, timeout, rules())
                          == m_naive.changeVisibility(m_now, *old, timeout));
            }
            break;
        case Action::Wait:
            advance(m_now + length);
            break;
        default:
            performRare(operation.action, choice, length);
            break;
        }
        advance(m_now); // carries out what is due at once
        compare();
    }

private:
    QueueRules& rules() { return m_naive.rules; }
    static GroupIndex groupOf(unsigned choice) { return 1 + choice % 4; }
    void nextMessage() { m_next = MessageIndex{static_cast<std::uint32_t>(m_next) + 1}; }

    void performRare(Action action, unsigned choice, Duration length) {
        switch (action) {
        case Action::Move:
            accept(choice);
            return;
        case Action::TakeOldest:
            takeOldest();
            return;
        case Action::Purge:
            m_store.removeAll(m_now, true, [](MessageIndex) {});
            m_naive.purge(m_now);
            return;
        case Action::Retention:
            rules().retention = 20s + length;
            break;
        case Action::Delay:
            rules().delay = choice % 2 == 0 ? 0s : length;
            break;
        case Action::LookAhead:
            rules().limits.inFlightFifo = 1 + choice % 12;
            break;
        default:
            rules().maxReceiveCount = choice % 4;
            break;
        }
        m_store.rulesChanged(m_now, rules());
        m_naive.rulesChanged(m_now);
    }
    void receive(unsigned most, Duration visibilityTimeout) {
        ReceiveScan scan;
        scan.visibilityTimeout = visibilityTimeout;
        NaiveFifo::Scan naiveScan{visibilityTimeout, kNoMessage};
        for (unsigned taken = 0; taken < most;) {
            const Selection selection = m_store.receiveNext(m_now, scan, rules());
            RC_ASSERT(m_naive.receive(m_now, naiveScan, selection));
            if (selection.kind == Selection::Kind::Nothing) return;
            if (selection.kind != Selection::Kind::Received) continue;
            m_receipts.push_back(selection.received);
            ++taken;
        }
    }
    void remove(unsigned choice) {
        const Received* old = receipt(choice);
        if (old == nullptr) return;
        CopyRefusal refusal = CopyRefusal::None;
        const MessageIndex message = m_store.deleteMessage(m_now, old->receipt, rules(), refusal);
        RC_ASSERT(refusal == m_naive.remove(m_now, *old));
        RC_ASSERT(message == (refusal == CopyRefusal::None ? old->message : kNoMessage));
        RC_ASSERT(!m_store.isInFlight(old->receipt));
    }
    void accept(unsigned choice) {
        MovedCopy copy;
        copy.message = m_next;
        copy.receiveCount = choice % 5;
        if (copy.receiveCount > 0) copy.firstReceivedAt = kRunStart;
        copy.group = groupOf(choice);
        copy.sequenceNumber = NaiveFifo::sequenceNumberOf(m_next);
        nextMessage();
        m_store.acceptMoved(m_now, copy, rules());
        m_naive.acceptMoved(m_now, copy);
    }
    void takeOldest() {
        const auto taken = sluice::test::takeOldest(m_store, m_now);
        RC_ASSERT(m_naive.takeOldest(m_now) == (taken ? taken->message : kNoMessage));
    }
    /// Mostly one of the newest receipts, which are in flight still.
    const Received* receipt(unsigned choice) const {
        if (m_receipts.empty()) return nullptr;
        const std::size_t back = choice % (choice % 5 == 0 ? m_receipts.size() : 12);
        return &m_receipts[m_receipts.size() - 1 - std::min(back, m_receipts.size() - 1)];
    }
    void advance(SimTime to) {
        for (SimTime due = nextDue(); due <= to; due = nextDue()) {
            m_now = std::max(m_now, due);
            while (const auto what = m_store.elapseNext(m_now, rules())) {
                RC_ASSERT(m_naive.elapse(m_now, *what));
            }
            RC_ASSERT(m_naive.nextDue() > m_now);
        }
        m_now = to;
    }
    SimTime nextDue() {
        const SimTime due = m_store.nextDue(rules());
        RC_ASSERT(due.time_since_epoch().count() == m_naive.nextDue().time_since_epoch().count());
        return due;
    }
    void compare() {
        using Fate = NaiveFifo::Fate;
        const QueueCounts& counts = m_store.counts();
        RC_ASSERT(m_store.storedCount() == m_naive.count(Fate::Stored));
        RC_ASSERT(m_store.delayedCount() == m_naive.delayedCount());
        RC_ASSERT(m_store.inFlightCount() == m_naive.inFlightCount());
        RC_ASSERT(m_store.groupsInFlight() == m_naive.groupsInFlight());
        RC_ASSERT(m_store.hasAvailable() == m_naive.hasAvailable());
        RC_ASSERT(counts.deleted == m_naive.count(Fate::Deleted));
        RC_ASSERT(counts.expired == m_naive.count(Fate::Expired));
        RC_ASSERT(counts.movedOut == m_naive.count(Fate::Moved));
        RC_ASSERT(counts.redriven == m_naive.count(Fate::Redriven));
        RC_ASSERT(counts.purged == m_naive.count(Fate::Purged));
        RC_ASSERT(m_store.isConsistent(m_now));
        RC_ASSERT(m_store.areaAt(m_now) == m_naive.sojourns(m_now)); // Little's law
        RC_ASSERT(m_store.ageOfOldest(m_now).count() == m_naive.ageOfOldest(m_now).count());
        compareViews();
    }
    void compareViews() {
        const std::vector<StoredView> expected = m_naive.views();
        std::size_t next = 0;
        m_store.visitStored(rules(), [&](const StoredView& view) {
            RC_ASSERT(next < expected.size());
            RC_ASSERT(isSame(view, expected[next++]));
        });
        RC_ASSERT(next == expected.size());
        for (GroupIndex group = 1; group <= 4; ++group) {
            std::vector<StoredView> lane;
            std::copy_if(expected.begin(),
                         expected.end(),
                         std::back_inserter(lane),
                         [&](const StoredView& view) { return view.group == group; });
            next = 0;
            m_store.visitLane(group, lane.size() + 1, [&](const StoredView& view) {
                RC_ASSERT(next < lane.size());
                RC_ASSERT(isSame(view, lane[next++]));
            });
            RC_ASSERT(next == lane.size());
        }
    }
    static bool isSame(const StoredView& left, const StoredView& right) {
        return left.message == right.message && left.state == right.state
               && left.receiveCount == right.receiveCount && left.group == right.group
               && left.enqueuedAt == right.enqueuedAt && left.until == right.until
               && left.total == right.total && left.isBlocked == right.isBlocked
               && left.firstReceivedAt == right.firstReceivedAt
               && left.sequenceNumber == right.sequenceNumber;
    }

    FifoStore m_store;
    NaiveFifo m_naive;
    SimTime m_now = kRunStart;
    MessageIndex m_next{};
    std::vector<Received> m_receipts;
};

rc::Gen<std::vector<Operation>> anyOperations() {
    using enum Action;
    const auto action = rc::gen::weightedElement<Action>({{20, Send},
                                                          {14, Receive},
                                                          {12, Delete},
                                                          {8, Change},
                                                          {12, Wait},
                                                          {2, Move},
                                                          {1, Retention},
                                                          {2, Delay},
                                                          {2, LookAhead},
                                                          {1, DeadLetters},
                                                          {1, TakeOldest},
                                                          {1, Purge}});
    return rc::gen::scale(4.0,
                          rc::gen::container<std::vector<Operation>>(
                              rc::gen::construct<Operation>(action, rc::gen::inRange(0U, 4000U))));
}

} // namespace

class FifoStoreModelTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-9, SQS-41, SQS-43, SQS-48, SQS-78, SQS-98, SQS-99, SQS-100, SQS-101, SQS-103, SQS-105
    // SQS-106, SQS-107, SQS-110, SQS-112
    void equalsTheNaiveModel() {
        QVERIFY(rc::check([] {
            QueueRules rules;
            rules.type = QueueType::Fifo;
            rules.delay = *rc::gen::element<Duration>(0s, 0s, 1s, 5s);
            rules.retention = *rc::gen::element<Duration>(20s, 60s, 1h);
            rules.maxReceiveCount = *rc::gen::element<std::uint32_t>(0U, 0U, 1U, 3U);
            rules.limits.inFlightFifo = *rc::gen::element<std::int64_t>(3, 8, 120'000);
            Both both(rules);
            for (const Operation& operation : *anyOperations()) both.perform(operation);
        }));
    }
};

SLUICE_TEST(FifoStoreModelTest)

} // namespace sluice::fifo_store_model_test

#include "fifo_store_model_test.moc"
