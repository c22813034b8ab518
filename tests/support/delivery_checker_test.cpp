// SPDX-License-Identifier: GPL-3.0-or-later
// The checker against made-up hops: it must find every kind of fault, and nothing else.
#include "tests/support/delivery_checker.h"
#include "tests/support/test_main.h"

namespace sluice::delivery_checker_test {

using namespace sluice::test;

namespace {

constexpr NodeId kProducer{1};
constexpr NodeId kQueue{2};
constexpr NodeId kFifo{3};
constexpr NodeId kDead{4};
constexpr NodeId kConsumer{5};
constexpr NodeId kRepeating{6};
constexpr LinkId kFeed{1};
constexpr LinkId kFeedFifo{2};
constexpr LinkId kServe{3};
constexpr LinkId kServeFifo{4};
constexpr LinkId kRedrive{5};
constexpr LinkId kServeOne{6};
constexpr LinkId kFeedThird{7};

/// A run written down hop by hop, a second apart unless said otherwise.
class Story {
public:
    Story() {
        DeliveryNetwork network;
        network.queues = {{kQueue, {}}, {kFifo, {true}}, {kDead, {}}, {kRepeating, {false, true}}};
        network.links = {{kFeed, {kQueue, 10}},
                         {kFeedFifo, {kFifo, 10}},
                         {kServe, {kConsumer, 10}},
                         {kServeFifo, {kConsumer, 10}},
                         {kRedrive, {kDead, 10}},
                         {kServeOne, {kConsumer, 1}},
                         {kFeedThird, {kRepeating, 10}}};
        m_checker.setNetwork(std::move(network));
    }

    Story& later() {
        m_now += 1s;
        return *this;
    }
    /// Sent and stored.
    Story& store(NodeId queue, std::uint64_t message, std::uint32_t group = 0) {
        return send(queue, message).at(HopKind::Accept, queue, message, group);
    }
    Story& send(NodeId queue, std::uint64_t message) {
        const LinkId link = queue == kFifo ? kFeedFifo : queue == kRepeating ? kFeedThird : kFeed;
        return add({message, m_now, m_now, link, kProducer});
    }
    Story& at(HopKind kind, NodeId queue, std::uint64_t message, std::uint32_t group = 0) {
        Hop hop{message, m_now, m_now, {}, queue, kind};
        hop.link = kind == HopKind::DeadLetter ? kRedrive : LinkId{};
        hop.group = group;
        return add(hop);
    }
    Story& receive(NodeId queue, std::uint64_t message, std::uint32_t group = 0) {
        return receiveAlong(queue == kFifo ? kServeFifo : kServe, queue, message, group);
    }
    Story& receiveAlong(LinkId link, NodeId queue, std::uint64_t message, std::uint32_t group) {
        Hop hop{message, m_now, m_now + 1ms, link, queue, HopKind::Receive};
        hop.group = group;
        return add(hop);
    }
    Story& remove(NodeId queue, std::uint64_t message) {
        return at(HopKind::Delete, queue, message);
    }
    Deliveries end(const std::vector<QueuedMessage>& stored = {}) const {
        return m_checker.finish(m_now, stored);
    }

private:
    Story& add(const Hop& hop) {
        m_checker.take({&hop, 1});
        return *this;
    }

    DeliveryChecker m_checker;
    SimTime m_now = kRunStart + 1s;
};

std::uint64_t faultsIn(const Deliveries& deliveries) {
    return deliveries.unanswered + deliveries.lost + deliveries.invented + deliveries.overtaken
           + deliveries.heldTwice + deliveries.faults.size();
}

} // namespace

class DeliveryCheckerTest : public QObject {
    Q_OBJECT

private slots:
    void aQuietRunHasNoFault() {
        const Deliveries found = Story()
                                     .store(kQueue, 1)
                                     .store(kQueue, 2)
                                     .store(kQueue, 3)
                                     .receive(kQueue, 1)
                                     .receive(kQueue, 2)
                                     .later()
                                     .remove(kQueue, 1)
                                     .at(HopKind::Lost, kQueue, 2)
                                     .end({{kQueue, 3}});
        QCOMPARE(faultsIn(found), 0U);
        QCOMPARE(found.attempts, 3U);
        QCOMPARE(found.acknowledged, 3U);
        QCOMPARE(found.delivered, 2U);
        QCOMPARE(found.deleted, 1U);
        QCOMPARE(found.expired, 1U);
        QCOMPARE(found.stored, 1U);
    }

    void aMessageThatVanishesIsLost() {
        const Deliveries found = Story().store(kQueue, 1).store(kQueue, 2).end({{kQueue, 2}});
        QCOMPARE(found.lost, 1U);
        QVERIFY(found.text().find("message 0/1 at queue 2: lost") != std::string::npos);
    }

    void aMessageThatVanishesInFlightIsLost() {
        QCOMPARE(Story().store(kQueue, 1).receive(kQueue, 1).end().lost, 1U);
    }

    void oneOfTwoEqualCopiesThatVanishesIsLost() {
        QCOMPARE(Story().store(kQueue, 1).store(kQueue, 1).remove(kQueue, 1).end().lost, 1U);
    }

    void aDeletedMessageThatIsStillStoredIsInvented() {
        Story story;
        story.store(kQueue, 1).receive(kQueue, 1).remove(kQueue, 1);
        QCOMPARE(story.end({{kQueue, 1}}).invented, 1U);
    }

    void whatNobodySentIsInvented() {
        QCOMPARE(Story().receive(kQueue, 1).end().invented, 1U);
        QCOMPARE(Story().remove(kQueue, 1).end().invented, 1U);
        QCOMPARE(Story().end({{kQueue, 1}}).invented, 1U);
    }

    void aSendThatIsNeverAnsweredIsNoticed() {
        QCOMPARE(Story().send(kQueue, 1).later().end().unanswered, 1U);
        const Deliveries refused =
            Story().send(kQueue, 1).at(HopKind::Refuse, kQueue, 1).later().end();
        QCOMPARE(faultsIn(refused), 0U);
        QCOMPARE(refused.refused, 1U);
    }

    void answersWithoutASendAreInvented() {
        QCOMPARE(Story().at(HopKind::Accept, kQueue, 1).end({{kQueue, 1}}).invented, 1U);
    }

    // SQS-84
    void redrivenMessagesBeginAnew() {
        constexpr std::uint64_t kNew = (std::uint64_t{4} << 40U) + 1; // made by kDead
        Story story;
        story.store(kQueue, 1).at(HopKind::DeadLetter, kQueue, 1).at(HopKind::Redrive, kDead, 1);
        QCOMPARE(story.end().lost, 0U);
        const Deliveries found = story.at(HopKind::Accept, kQueue, kNew).end({{kQueue, kNew}});
        QCOMPARE(faultsIn(found), 0U);
        QCOMPARE(found.redriven, 1U);
        QCOMPARE(story.end().lost, 1U);
    }

    void deliveriesAfterATimeoutAreRecovered() {
        const Deliveries found = Story()
                                     .store(kQueue, 1)
                                     .receive(kQueue, 1)
                                     .later()
                                     .at(HopKind::Expire, kQueue, 1)
                                     .receive(kQueue, 1)
                                     .remove(kQueue, 1)
                                     .end();
        QCOMPARE(faultsIn(found), 0U);
        QCOMPARE(found.delivered, 1U);
        QCOMPARE(found.recovered, 1U);
        QCOMPARE(found.duplicated, 0U);
    }

    void deliveriesWithoutATimeoutAreFaults() {
        Story story;
        story.store(kQueue, 1).receive(kQueue, 1).later().receive(kQueue, 1);
        QCOMPARE(story.end({{kQueue, 1}}).duplicated, 1U);
        QCOMPARE(story.end({{kQueue, 1}}).heldTwice, 1U);
        QCOMPARE(story.remove(kQueue, 1).later().receive(kQueue, 1).end().heldTwice, 2U);
    }

    // SQS-18
    void aQueueThatMayRepeatDoesSoWithoutFault() {
        Story story;
        story.store(kRepeating, 1).receive(kRepeating, 1).later();
        story.receive(kRepeating, 1).remove(kRepeating, 1).remove(kRepeating, 1);
        QCOMPARE(story.end().duplicated, 1U);
        QCOMPARE(story.end().heldTwice + story.end().lost + story.end().invented, 0U);
        story.store(kRepeating, 2).receive(kRepeating, 2).receive(kRepeating, 2);
        QCOMPARE(story.remove(kRepeating, 2).end().lost, 1U);
    }

    // SQS-98, SQS-103
    void aFifoQueueMustNotHandOutWhatIsInFlight() {
        Story story;
        story.store(kFifo, 1, 7).receive(kFifo, 1, 7).later().receive(kFifo, 1, 7);
        QCOMPARE(story.end({{kFifo, 1}}).heldTwice, 1U);
    }

    // SQS-93
    void droppedDuplicatesAreNotAcknowledgedTwice() {
        Story story;
        story.store(kFifo, 1, 7).send(kFifo, 1).at(HopKind::Deduplicate, kFifo, 1, 7);
        const Deliveries found = story.end({{kFifo, 1}});
        QCOMPARE(faultsIn(found), 0U);
        QCOMPARE(found.attempts, 2U);
        QCOMPARE(found.acknowledged, 1U);
        QCOMPARE(found.deduplicated, 1U);
    }

    void movedMessagesGoOnInTheDeadLetterQueue() {
        Story story;
        story.store(kQueue, 1).store(kQueue, 2);
        story.at(HopKind::DeadLetter, kQueue, 1).at(HopKind::DeadLetter, kQueue, 2);
        story.receive(kDead, 1).remove(kDead, 1);
        const Deliveries found = story.end({{kDead, 2}});
        QCOMPARE(faultsIn(found), 0U);
        QCOMPARE(found.moved, 2U);
        QCOMPARE(story.end().lost, 1U);
    }

    // SQS-98, SQS-99, SQS-103
    void aFifoGroupIsDeliveredInOrder() {
        Story story;
        story.store(kFifo, 1, 7).store(kFifo, 2, 7).store(kFifo, 3, 7).store(kFifo, 4, 8);
        story.later().receive(kFifo, 1, 7).receive(kFifo, 2, 7).receive(kFifo, 4, 8);
        story.later().at(HopKind::Expire, kFifo, 1, 7).at(HopKind::Expire, kFifo, 2, 7);
        story.receive(kFifo, 1, 7).receive(kFifo, 2, 7).receive(kFifo, 3, 7);
        story.later().remove(kFifo, 1).remove(kFifo, 2).remove(kFifo, 3).remove(kFifo, 4);
        QCOMPARE(faultsIn(story.end()), 0U);
        QCOMPARE(story.end().recovered, 2U);
    }

    // SQS-98
    void aLaterMessageOfTheGroupMustNotOvertake() {
        Story story;
        story.store(kFifo, 1, 7).store(kFifo, 2, 7).later();
        story.receive(kFifo, 2, 7);
        QCOMPARE(story.end({{kFifo, 1}, {kFifo, 2}}).overtaken, 1U);
    }

    // SQS-98
    void aLaterMessageMustWaitWhileAnEarlierOneIsInFlight() {
        Story story;
        story.store(kFifo, 1, 7).store(kFifo, 2, 7).later().receive(kFifo, 1, 7);
        QCOMPARE(story.later().receive(kFifo, 2, 7).end({{kFifo, 1}, {kFifo, 2}}).overtaken, 1U);
    }

    // SQS-103
    void aLaterMessageMustNotOvertakeOneThatCameBack() {
        Story story;
        story.store(kFifo, 1, 7).store(kFifo, 2, 7).receive(kFifo, 1, 7).later();
        story.at(HopKind::Expire, kFifo, 1, 7).receive(kFifo, 2, 7);
        QCOMPARE(story.end({{kFifo, 1}, {kFifo, 2}}).overtaken, 1U);
    }

    // SQS-104: the first of a batch may be handed out again while the second is still hidden.
    void anEarlierMessageMayComeBackAlone() {
        Story story;
        story.store(kFifo, 1, 7).store(kFifo, 2, 7).receive(kFifo, 1, 7).receive(kFifo, 2, 7);
        story.later().at(HopKind::Expire, kFifo, 1, 7).receive(kFifo, 1, 7);
        QCOMPARE(faultsIn(story.end({{kFifo, 1}, {kFifo, 2}})), 0U);
    }

    // SQS-98: answers of one instant along one link are told apart by the consumer's batch size.
    void twoAnswersAtOnceAreNotTakenForOne() {
        Story story;
        story.store(kFifo, 1, 7).store(kFifo, 2, 7);
        story.receiveAlong(kServeOne, kFifo, 1, 7).receiveAlong(kServeOne, kFifo, 2, 7);
        QCOMPARE(story.end({{kFifo, 1}, {kFifo, 2}}).overtaken, 1U);
    }

    void standardQueuesHaveNoOrder() {
        Story story;
        story.store(kQueue, 1, 7).store(kQueue, 2, 7).later().receive(kQueue, 2, 7);
        QCOMPARE(faultsIn(story.end({{kQueue, 1}, {kQueue, 2}})), 0U);
    }

    void talliesAddUp() {
        DeliveryChecker checker;
        DeliveryNetwork network;
        network.queues = {{kQueue, {}}, {kDead, {}}};
        network.links = {{kFeed, {kQueue, 10}}, {kRedrive, {kDead, 10}}};
        checker.setNetwork(std::move(network));
        const std::vector<Hop> hops{{1, {}, {}, kFeed, kProducer, HopKind::Send},
                                    {2, {}, {}, kFeed, kProducer, HopKind::Send},
                                    {1, {}, {}, {}, kQueue, HopKind::Accept},
                                    {2, {}, {}, {}, kQueue, HopKind::Accept},
                                    {1, {}, {}, kServe, kQueue, HopKind::Receive},
                                    {1, {}, {}, {}, kQueue, HopKind::Delete},
                                    {2, {}, {}, kRedrive, kQueue, HopKind::DeadLetter}};
        checker.take(hops);
        QVERIFY((checker.tallies().at(kQueue) == QueueTally{2, 0, 1, 1, 0, 1, 0, 0}));
        QVERIFY((checker.tallies().at(kDead) == QueueTally{0, 1, 0, 0, 0, 0, 0, 1}));
    }
};

SLUICE_TEST(DeliveryCheckerTest)

} // namespace sluice::delivery_checker_test

#include "delivery_checker_test.moc"
