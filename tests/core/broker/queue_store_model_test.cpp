// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/queue_store.h"
#include "tests/support/naive_queue.h"
#include "tests/support/test_main.h"

#include <rapidcheck.h>

#include <vector>

using namespace sluice;
using sluice::test::NaiveQueue;

namespace {

enum class Action : std::uint8_t { Send, Receive, Delete, Change, Wait, Move, Retention };

/// One random call; `choice` picks a receipt, a delay or a length.
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
    explicit Both(QueueRules rules) : m_rules(rules) {}

    void perform(const Operation& operation) {
        const Duration length = 500ms * (operation.choice % 20);
        switch (operation.action) {
        case Action::Send:
            m_store.sendMessage(
                m_now,
                {.message = m_next, .delay = operation.choice % 3 == 0 ? length : 0s},
                m_rules);
            m_naive.send(m_now, m_next, operation.choice % 3 == 0 ? length : 0s);
            m_next = MessageIndex{static_cast<std::uint32_t>(m_next) + 1};
            break;
        case Action::Receive:
            receive();
            break;
        case Action::Delete:
            if (const Received* old = receipt(operation.choice)) {
                const bool wasThere = m_naive.remove(m_now, old->message);
                CopyRefusal refusal{};
                RC_ASSERT(m_store.deleteMessage(m_now, old->receipt, m_rules, refusal)
                          == (wasThere ? old->message : kNoMessage));
            }
            break;
        case Action::Change:
            if (const Received* old = receipt(operation.choice / 20)) {
                RC_ASSERT(m_store.changeMessageVisibility(m_now, old->receipt, length, m_rules)
                          == m_naive.changeVisibility(m_now, old->message, length));
            }
            break;
        case Action::Wait:
            advance(m_now + length);
            break;
        case Action::Move:
            accept(length);
            break;
        case Action::Retention:
            m_rules.retention = 60s + length;
            m_store.rulesChanged(m_now, m_rules);
            break;
        }
        advance(m_now); // carries out what is due at once
        compare();
    }

private:
    void receive() {
        ReceiveScan scan;
        scan.visibilityTimeout = m_rules.visibilityTimeout;
        const Selection selection = m_store.receiveNext(m_now, scan, m_rules);
        RC_ASSERT(m_naive.receive(m_now, selection, m_rules));
        if (selection.kind == Selection::Kind::Received) m_receipts.push_back(selection.received);
    }
    void accept(Duration age) {
        const Duration past = std::min(age, m_now - kRunStart);
        const MovedCopy copy{m_next, static_cast<std::uint32_t>(age / 3s), m_now - past};
        m_next = MessageIndex{static_cast<std::uint32_t>(m_next) + 1};
        m_store.acceptMoved(m_now, copy, m_rules);
        m_naive.acceptMoved(m_now, copy);
    }
    const Received* receipt(unsigned choice) const {
        return m_receipts.empty() ? nullptr : &m_receipts[choice % m_receipts.size()];
    }
    void advance(SimTime to) {
        for (SimTime due = nextDue(); due <= to; due = nextDue()) {
            m_now = std::max(m_now, due);
            std::size_t happened = 0;
            while (m_store.elapseNext(m_now, m_rules)) ++happened;
            RC_ASSERT(happened == m_naive.elapse(m_now, m_rules));
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
        RC_ASSERT(m_store.delayedCount() == m_naive.count(State::Delayed));
        RC_ASSERT(m_store.visibleCount() == m_naive.count(State::Visible));
        RC_ASSERT(m_store.inFlightCount() == m_naive.count(State::InFlight));
        RC_ASSERT(m_store.counts().deleted == m_naive.count(State::Deleted));
        RC_ASSERT(m_store.counts().expired == m_naive.count(State::Expired));
        RC_ASSERT(m_store.counts().movedOut == m_naive.count(State::Moved));
        RC_ASSERT(m_store.isConsistent(m_now));
        RC_ASSERT(m_store.areaAt(m_now) == m_naive.sojourns(m_now)); // Little's law
        RC_ASSERT(m_store.ageOfOldest(m_now).count() == m_naive.ageOfOldest(m_now).count());
    }

    QueueRules m_rules;
    QueueStore m_store;
    NaiveQueue m_naive;
    SimTime m_now = kRunStart;
    MessageIndex m_next{};
    std::vector<Received> m_receipts;
};

rc::Gen<std::vector<Operation>> anyOperations() {
    using enum Action;
    const auto action = rc::gen::weightedElement<Action>(
        {{8, Send}, {10, Receive}, {3, Delete}, {4, Change}, {6, Wait}, {1, Move}, {1, Retention}});
    return rc::gen::scale(4.0,
                          rc::gen::container<std::vector<Operation>>(
                              rc::gen::construct<Operation>(action, rc::gen::inRange(0U, 400U))));
}

} // namespace

class QueueStoreModelTest : public QObject {
    Q_OBJECT
private slots:
    void equalsTheNaiveModel() {
        QVERIFY(rc::check([] {
            QueueRules rules;
            rules.visibilityTimeout = *rc::gen::element<Duration>(0s, 1s, 3s, 30s);
            rules.retention = *rc::gen::element<Duration>(60s, 70s, 1h);
            rules.maxReceiveCount = *rc::gen::element<std::uint32_t>(0U, 1U, 2U, 5U);
            Both both(rules);
            for (const Operation& operation : *anyOperations()) both.perform(operation);
        }));
    }
};

SLUICE_TEST(QueueStoreModelTest)
#include "queue_store_model_test.moc"
