// SPDX-License-Identifier: GPL-3.0-or-later
// A queue and its dead-letter queue under random calls of random callers: any handle, any time,
// with purges, redrives, repeated attempts and changed rules in between. The checker follows every
// message; a failure names the seed.
#include "core/broker/sqs_queue.h"
#include "tests/support/delivery_checker.h"
#include "tests/support/test_main.h"

namespace sluice::sqs_queue_random_test {

using namespace sluice::test;

namespace {

constexpr NodeId kCaller{1};
constexpr NodeId kSource{2};
constexpr NodeId kDead{3};
constexpr LinkId kSend{1};
constexpr LinkId kReceive{2};
constexpr LinkId kRedrive{3};

class Story;

/// One of the two queues; turns what it does into hops.
class Side final : public QueueSink {
public:
    Side(Story& story, NodeId id, const QueueRules& rules)
        : queue(id, rules)
        , m_story(story)
        , m_id(id) {}

    void answer(const Caller& caller, const Handout& handout, Refusal refusal) override;
    void replicated(MessageIndex /*message*/) override {}
    void moveToDeadLetters(const MovedCopy& copy) override;
    bool redrive(const StoredView& copy, NodeId destination) override;
    void elapsed(const Elapsed& what) override;
    void removed(MessageIndex message, std::uint32_t receiveCount, bool isPurge) override;

    SqsQueue queue;
    std::vector<Received> handles; // newest last

private:
    Story& m_story;
    NodeId m_id;
};

/// Draws calls and carries them out. Messages are numbered from 1; a number is never used again.
class Story {
public:
    explicit Story(std::uint64_t seed)
        : m_random(streamFor(seed, 0x5EED))
        , m_source(*this, kSource, drawRules(false))
        , m_dead(*this, kDead, drawRules(true)) {
        DeliveryNetwork network;
        const bool isFifo = m_isFifo;
        network.queues = {{kSource, {isFifo, m_source.queue.rules().duplicateShare > 0}},
                          {kDead, {isFifo, m_dead.queue.rules().duplicateShare > 0}}};
        network.links = {
            {kSend, {kSource, 10}}, {kReceive, {kCaller, 10}}, {kRedrive, {kDead, 10}}};
        checker.setNetwork(std::move(network));
    }

    void step() {
        passTime();
        advance();
        Side& side = m_random.chance(0.3) ? m_dead : m_source;
        const std::uint64_t choice = m_random.below(1'000);
        if (choice < 350) {
            send();
        } else if (choice < 600) {
            receive(side);
        } else if (choice < 750) {
            remove(side);
        } else if (choice < 900) {
            changeVisibility(side);
        } else if (choice < 910) {
            side.queue.purge(now, side);
        } else if (choice < 950) {
            redrive();
        } else {
            changeRules(side);
        }
        advance();
    }

    bool isConsistent() const {
        return m_source.queue.isConsistent(now) && m_dead.queue.isConsistent(now);
    }
    Deliveries deliveries() const {
        std::vector<QueuedMessage> stored;
        addStored(m_source.queue, kSource, stored);
        addStored(m_dead.queue, kDead, stored);
        return checker.finish(now, stored);
    }
    /// Copies that replication made and nobody has received.
    std::uint64_t replicated() const {
        return m_source.queue.counts().replicated + m_dead.queue.counts().replicated;
    }
    std::uint64_t fingerprint() const {
        Digest digest;
        m_source.queue.addTo(digest);
        m_dead.queue.addTo(digest);
        return digest.value();
    }

    void note(HopKind kind, NodeId queue, MessageIndex message, LinkId link = {}) {
        Hop hop;
        hop.message = raw(message);
        // Every answer has an arrival of its own, so that the checker can tell them apart.
        hop.depart = now;
        hop.arrive = kind == HopKind::Receive ? kRunStart + Duration(m_answers) : now;
        hop.link = link;
        hop.node = queue;
        hop.kind = kind;
        hop.group = m_groups[raw(message)];
        checker.take({&hop, 1});
    }
    void endAnswer() { ++m_answers; }
    void moveToDeadLetters(const MovedCopy& copy) {
        note(HopKind::DeadLetter, kSource, copy.message, kRedrive);
        m_dead.queue.acceptMoved(now, copy);
    }
    /// A new message for the source queue, like a send.
    void sendAgain(GroupIndex group) {
        SendEntry entry = newEntry(group);
        deliver(entry);
    }

    SimTime now = kRunStart;
    DeliveryChecker checker;
    bool isStuck = false; ///< Something is due, but nothing comes of it.

private:
    std::uint64_t between(std::uint64_t least, std::uint64_t most) {
        return least + m_random.below(most - least + 1);
    }

    QueueRules drawRules(bool isDead) {
        if (!isDead) m_isFifo = m_random.chance(0.6);
        QueueRules rules;
        rules.type = m_isFifo ? QueueType::Fifo : QueueType::Standard;
        rules.hasQuotas = m_random.chance(0.2);
        rules.maxReceiveCount = isDead ? 0 : static_cast<std::uint32_t>(between(0, 4));
        rules.dedupScope = m_random.chance(0.5) ? DedupScope::Queue : DedupScope::MessageGroup;
        if (m_random.chance(0.3)) {
            rules.limits.inFlightFifo = static_cast<std::int64_t>(between(1, 12));
            rules.limits.inFlightStandard = static_cast<std::int64_t>(between(1, 12));
        }
        if (!m_isFifo && m_random.chance(0.3)) {
            rules.hosts = static_cast<std::uint32_t>(between(2, 8));
            rules.sampledHosts = static_cast<std::uint32_t>(between(1, rules.hosts));
        }
        if (!m_isFifo && m_random.chance(0.2)) rules.duplicateShare = 0.2;
        if (!m_isFifo && m_random.chance(0.2)) rules.reorderWindow = 2s;
        if (m_random.chance(0.2)) rules.purgeDuration = 30s;
        if (m_random.chance(0.2)) rules.attributePropagation = 20s;
        const std::uint64_t old = m_isFifo ? 0 : m_random.below(3);
        rules.oldHandle = static_cast<OldHandle>(old);
        drawChangeable(rules);
        return rules;
    }

    void drawChangeable(QueueRules& rules) {
        rules.visibilityTimeout = std::chrono::milliseconds(between(0, 8) * 700);
        rules.delay = m_random.chance(0.3) ? std::chrono::milliseconds(between(1, 5'000)) : 0ms;
        rules.retention = std::chrono::seconds(between(5, 90));
        rules.receiveWait = m_random.chance(0.5) ? 0s : 3s;
    }

    // Stops at every instant at which something is due, as a run does; sometimes for good, so that
    // calls arrive at that very instant.
    void passTime() {
        const std::uint64_t choice = m_random.below(10);
        if (choice < 4) return;
        const SimTime next = now + std::chrono::milliseconds(between(0, choice < 9 ? 700 : 20'000));
        while (soonest() <= next) {
            now = soonest();
            if (m_random.chance(0.2)) return;
            advance();
        }
        now = next;
    }
    SimTime soonest() { return std::min(m_source.queue.nextDue(), m_dead.queue.nextDue()); }

    // Each may bring the other something that is due at once.
    void advance() {
        for (int round = 0; round < 100; ++round) {
            m_source.queue.advance(now, m_random, m_source);
            m_dead.queue.advance(now, m_random, m_dead);
            if (soonest() > now) return;
        }
        isStuck = true;
    }

    SendEntry newEntry(GroupIndex group) {
        SendEntry entry;
        entry.message = MessageIndex{static_cast<std::uint32_t>(m_groups.size())};
        entry.serial = m_groups.size();
        entry.bytes = 100;
        entry.group = group;
        entry.dedupId = m_isFifo ? m_groups.size() + 1'000 : 0;
        m_groups.push_back(group);
        return entry;
    }

    void send() {
        SendEntry entry = newEntry(m_isFifo ? static_cast<GroupIndex>(between(1, 4)) : 0);
        if (m_isFifo && m_random.chance(0.2)) entry.dedupId = between(1, 30);
        if (!m_isFifo && m_random.chance(0.3)) entry.delay = std::chrono::seconds(between(0, 4));
        deliver(entry);
    }

    void deliver(const SendEntry& entry) {
        Hop hop;
        hop.message = entry.serial;
        hop.link = kSend;
        hop.kind = HopKind::Send;
        hop.depart = hop.arrive = now;
        checker.take({&hop, 1});
        SqsQueue& queue = m_source.queue;
        const bool isRefused =
            queue.check(entry, false) != Refusal::None
            || queue.takeQuota(now, CallClass::Send, std::span(&entry.group, 1)) != Refusal::None;
        if (isRefused) {
            note(HopKind::Refuse, kSource, entry.message);
            return;
        }
        const SendOutcome outcome = queue.sendMessage(now, entry);
        note(outcome.isDuplicate ? HopKind::Deduplicate : HopKind::Accept, kSource, entry.message);
    }

    void receive(Side& side) {
        ReceiveRequest request;
        request.maxMessages = static_cast<std::int64_t>(between(1, 10));
        if (m_random.chance(0.4)) request.visibilityTimeout = std::chrono::seconds(between(0, 6));
        if (m_random.chance(0.5)) request.waitTime = std::chrono::seconds(between(0, 3));
        if (m_isFifo && m_random.chance(0.3)) request.attemptId = between(1, 5);
        side.queue.receiveMessage(now, request, m_random, side);
    }

    /// A handle of this queue, mostly a recent one.
    const Received* drawHandle(const Side& side) {
        if (side.handles.empty()) return nullptr;
        const std::size_t most = m_random.chance(0.8) ? 12 : side.handles.size();
        const std::size_t back = m_random.below(std::min(most, side.handles.size()));
        return &side.handles[side.handles.size() - 1 - back];
    }

    void remove(Side& side) {
        if (const Received* handle = drawHandle(side)) {
            const Receipt receipt = handle->receipt;
            side.queue.deleteMessage(now, receipt, side);
        }
    }

    void changeVisibility(Side& side) {
        if (const Received* handle = drawHandle(side)) {
            const Duration timeout = std::chrono::milliseconds(between(0, 8) * 600);
            side.queue.changeMessageVisibility(now, handle->receipt, timeout);
        }
    }

    void redrive() {
        SqsQueue& queue = m_dead.queue;
        if (m_random.chance(0.3) && !queue.moveTasks().empty()) {
            queue.cancelMoveTask(now, queue.moveTasks().front().handle);
        } else {
            queue.startMoveTask(now, {}, static_cast<std::int64_t>(between(0, 20)));
        }
    }

    void changeRules(Side& side) {
        QueueRules rules = side.queue.rules();
        drawChangeable(rules);
        side.queue.setRules(now, rules);
    }

    static void addStored(const SqsQueue& queue, NodeId id, std::vector<QueuedMessage>& stored) {
        queue.withStore([&](const auto& store) {
            store.visitStored(queue.rules(), [&](const StoredView& view) {
                stored.push_back({id, raw(view.message)});
            });
        });
    }

    Rng m_random;
    bool m_isFifo = false;
    std::vector<GroupIndex> m_groups{0}; // by message
    std::int64_t m_answers = 0;
    Side m_source;
    Side m_dead;
};

void Side::answer(const Caller& /*caller*/, const Handout& handout, Refusal /*refusal*/) {
    for (std::uint32_t i = 0; i < handout.batch.count; ++i) {
        handles.push_back(handout.batch.entries[i]);
        if (handout.isRepeated) continue;
        m_story.note(HopKind::Receive, m_id, handout.batch.entries[i].message, kReceive);
    }
    m_story.endAnswer();
}

void Side::moveToDeadLetters(const MovedCopy& copy) {
    m_story.moveToDeadLetters(copy);
}

bool Side::redrive(const StoredView& copy, NodeId /*destination*/) {
    m_story.note(HopKind::Redrive, m_id, copy.message, kRedrive);
    m_story.sendAgain(copy.group);
    return true;
}

void Side::elapsed(const Elapsed& what) {
    if (what.kind == Elapsed::Kind::TimedOut) m_story.note(HopKind::Expire, m_id, what.message);
    if (what.kind == Elapsed::Kind::Expired) m_story.note(HopKind::Lost, m_id, what.message);
}

void Side::removed(MessageIndex message, std::uint32_t /*receiveCount*/, bool isPurge) {
    m_story.note(isPurge ? HopKind::Lost : HopKind::Delete, m_id, message);
}

std::string wrongWith(const Story& story) {
    const Deliveries found = story.deliveries();
    // Copies made by replication are stored or end without having been accepted.
    const std::uint64_t left = story.replicated() - std::min(story.replicated(), found.duplicated);
    const bool isRight = found.lost == 0 && found.invented <= left && found.overtaken == 0
                         && found.heldTwice == 0 && found.unanswered == 0 && story.isConsistent()
                         && !story.isStuck;
    return isRight ? std::string() : (story.isStuck ? "stuck " : "") + found.text();
}

} // namespace

class SqsQueueRandomTest : public QObject {
    Q_OBJECT

private slots:
    // SQS-36, SQS-37, SQS-43, SQS-98, SQS-103, SQS-108, SQS-112
    void noCallLosesInventsOrReordersMessages() {
        Deliveries sum;
        for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
            Story story(seed);
            for (int i = 0; i < 400; ++i) {
                story.step();
                QVERIFY2(story.isConsistent(),
                         qPrintable(QString("seed %1, step %2").arg(seed).arg(i)));
            }
            const std::string wrong = wrongWith(story);
            QVERIFY2(wrong.empty(), ("seed " + std::to_string(seed) + "\n" + wrong).c_str());
            const Deliveries found = story.deliveries();
            sum.delivered += found.delivered;
            sum.recovered += found.recovered;
            sum.duplicated += found.duplicated;
            sum.moved += found.moved;
            sum.redriven += found.redriven;
            sum.deduplicated += found.deduplicated;
            sum.expired += found.expired;
        }
        qInfo("%s", sum.text().c_str());
        QVERIFY(sum.delivered > 10'000 && sum.recovered > 10'000 && sum.expired > 10'000);
        QVERIFY(sum.moved > 1'000 && sum.redriven > 1'000 && sum.deduplicated > 1'000);
    }
};

SLUICE_TEST(SqsQueueRandomTest)

} // namespace sluice::sqs_queue_random_test

#include "sqs_queue_random_test.moc"
