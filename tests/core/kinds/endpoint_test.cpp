// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/edits.h"
#include "core/sim/node_action.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::endpoint_test {

using namespace sluice::test;

namespace {

/// A producer that publishes at the given times to a topic with one endpoint.
struct Scene {
    Lab lab;
    NodeId source, topic, end;
    LinkId subscription;
    World world;

    explicit Scene(std::string_view times, test::Settings forEndpoint = {})
        : source(lab.producer({{"schedule", "replay"}, {"replay_times", times}}))
        , topic(lab.topic())
        , end(lab.endpoint(forEndpoint)) {
        lab.feed(source, topic);
        subscription = lab.subscribe(topic, end);
        world = lab.world();
    }
    const Endpoint::Metrics& after(Duration time) {
        if (!runConserved(world, kRunStart + time)) world = lab.world();
        return endpointIn(world, end).counted;
    }
    const DeliveryCounts& counts() const { return topicIn(world, topic).store.totals(); }
};

} // namespace

class EndpointTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-62
    void anOutageOfFiftySecondsIsSurvivedAtTheFourthAttempt() {
        Scene scene("1 s", {{"outages", "0.5 s, 51 s"}, {"response_time", "0 s"}});
        for (const auto& [time, requests] :
             {std::pair{1s, 1U}, {20s, 1U}, {21s, 2U}, {41s, 3U}, {60s, 3U}, {61s, 4U}}) {
            QCOMPARE(scene.after(time).requests, std::uint64_t{requests});
        }
        QCOMPARE(scene.after(200s).delivered, std::uint64_t{1});
        QCOMPARE(scene.counts().failed, std::uint64_t{3});
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{0});
    }

    // SNS-62
    void anOutageOfSeventySecondsIsNot() {
        Scene scene("1 s", {{"outages", "0.5 s, 71 s"}, {"response_time", "0 s"}});
        QCOMPARE(scene.after(200s).requests, std::uint64_t{4});
        QCOMPARE(scene.after(200s).delivered, std::uint64_t{0});
        QCOMPARE(scene.counts().lost, std::uint64_t{1});
    }

    // SNS-48
    void whatIsGivenUpGoesToTheDeadLetterQueue() {
        Scene scene("1 s", {{"outages", "0 s"}});
        const NodeId letters = scene.lab.queue();
        scene.lab.redrive(scene.topic, letters);
        scene.world = scene.lab.world();
        scene.after(200s);
        QCOMPARE(queueIn(scene.world, letters).counted.sent, std::uint64_t{1});
        QCOMPARE(scene.counts().redriven, std::uint64_t{1});
        std::string code;
        queueIn(scene.world, letters).store.visitStored([&](const StoredView& view) {
            const auto& kernel = scene.world.kernel;
            for (const auto& attribute : kernel.bodies.attributes(kernel.messages[view.message])) {
                if (attribute.name == "ErrorCode") code = attribute.value;
            }
        });
        QVERIFY(code == "503");
    }

    // SNS-42
    void clientErrorsAreNotTriedAgain() {
        Scene scene("1 s", {{"status", "404"}});
        QCOMPARE(scene.after(200s).requests, std::uint64_t{1});
        QCOMPARE(scene.after(200s).rejected, std::uint64_t{1});
        QCOMPARE(scene.counts().lost, std::uint64_t{1});
    }

    // SNS-42
    void aTopicWaitsFifteenSecondsForAWebServer() {
        Scene scene("1 s", {{"response_time", "16 s"}});
        scene.after(15s);
        QCOMPARE(scene.counts().failedAttempts, std::uint64_t{0});
        scene.after(16s);
        QCOMPARE(scene.counts().failedAttempts, std::uint64_t{1});
        QCOMPARE(scene.after(200s).requests, std::uint64_t{4}); // at 1, 36, 71 and 106 s
    }

    // SNS-42
    void outagesMeetADeliveryInThreeWays_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("failedAtMs");
        QTest::newRow("503") << "server_error" << 1050;
        QTest::newRow("refused") << "no_connection" << 1000;
        QTest::newRow("silent") << "no_answer" << 16'000;
    }
    void outagesMeetADeliveryInThreeWays() {
        QFETCH(QString, kind);
        QFETCH(int, failedAtMs);
        Scene scene("1 s", {{"outages", "0 s"}});
        scene.lab.set(scene.end, "outage_kind", kind.toStdString());
        scene.world = scene.lab.world();
        const Duration at = std::chrono::milliseconds(failedAtMs);
        scene.after(at - 1ns);
        QCOMPARE(scene.counts().failedAttempts, std::uint64_t{0});
        scene.after(at);
        QCOMPARE(scene.counts().failedAttempts, std::uint64_t{1});
    }

    // A document may hold the setting for other protocols too; it means nothing there.
    void mailIsNotSilentWhileItIsDown() {
        Scene scene("1 s",
                    {{"protocol", "email"}, {"outages", "0 s"}, {"outage_kind", "no_answer"}});
        scene.after(1100ms);
        QCOMPARE(scene.counts().failedAttempts, std::uint64_t{1});
    }

    void itIsCalledByItsProtocolAndSaysWhetherItIsDown() {
        Scene scene("1 s", {{"protocol", "email"}, {"outages", "10 s, 20 s"}});
        const auto at = [&](Duration time) {
            return endpointIn(scene.world, scene.end).picture(kRunStart + time, {}, {});
        };
        QCOMPARE(at(1s).kindLabel, std::string("E-mail endpoint"));
        QVERIFY(at(1s).reach == Reach::Up && at(15s).reach == Reach::Down);
        QVERIFY(at(15s).summary.ends_with("down"));
    }

    // SNS-6, SNS-7
    void nothingIsDeliveredBeforeItIsConfirmed() {
        Scene scene("1 s, 61 s", {{"protocol", "email"}, {"confirm_after", "60 s"}});
        QCOMPARE(scene.after(30s).requests, std::uint64_t{0});
        QCOMPARE(topicIn(scene.world, scene.topic).counted.pending, std::uint64_t{1});
        QCOMPARE(topicIn(scene.world, scene.topic).counted.unheard, std::uint64_t{1});
        QCOMPARE(scene.after(100s).delivered, std::uint64_t{1});
        QCOMPARE(topicIn(scene.world, scene.topic).counted.pending, std::uint64_t{0});
    }

    // SNS-6
    void whoNeverConfirmsStaysPending() {
        Scene scene("1 s, 61 s", {{"confirms", "false"}});
        QCOMPARE(scene.after(1'000s).requests, std::uint64_t{0});
        QCOMPARE(scene.counts().begun, std::uint64_t{0});
    }

    // SNS-6
    void whoConfirmsByHandGetsMessagesFromThenOn() {
        Scene scene("1 s, 61 s", {{"confirms", "false"}});
        scene.after(30s);
        QVERIFY(
            !applyAction(scene.world, {scene.end, "confirm_subscriptions", {}, 0, {}}).isRefused);
        QCOMPARE(scene.after(100s).delivered, std::uint64_t{1});
        QVERIFY(
            applyAction(scene.world, {scene.end, "confirm_subscriptions", {}, 0, {}}).isRefused);
        QVERIFY(applyAction(scene.world, {scene.topic, "subscribe_again", {}, 0, {}}).isRefused);
    }

    // SNS-6
    void anEndpointThatBeginsToConfirmConfirmsWhatItWasAsked() {
        Scene scene("1 s, 61 s", {{"confirms", "false"}});
        scene.after(30s);
        scene.lab.edit(scene.world, [&] { scene.lab.set(scene.end, "confirms", "true"); });
        QCOMPARE(scene.after(100s).delivered, std::uint64_t{1});
    }

    // SNS-6
    void aSubscriptionVanishesAfterTwoDaysAndCanBeMadeAgain() {
        Scene scene("1 s", {{"confirms", "false"}});
        scene.lab.edit(scene.world, [&] { scene.lab.set(scene.end, "confirm_after", "49 h"); });
        const SnsTopic& store = topicIn(scene.world, scene.topic).store;
        scene.after(47h);
        QCOMPARE(store.countOf(SubscriptionState::Pending), std::size_t{1});
        scene.after(49h);
        QCOMPARE(store.countOf(SubscriptionState::Pending), std::size_t{0});
        QVERIFY(!applyAction(scene.world, {scene.topic, "subscribe_again", {}, 0, {}}).isRefused);
        QCOMPARE(store.countOf(SubscriptionState::Pending), std::size_t{1});
        scene.after(50h);
        QVERIFY(
            !applyAction(scene.world, {scene.end, "confirm_subscriptions", {}, 0, {}}).isRefused);
        scene.after(51h);
        QCOMPARE(store.countOf(SubscriptionState::Confirmed), std::size_t{1});
    }

    // SNS-6
    void aLateConfirmationFindsNothing() {
        Scene scene("1 s", {{"confirm_after", "49 h"}});
        scene.after(60h);
        QCOMPARE(topicIn(scene.world, scene.topic).store.countOf(SubscriptionState::Deleted),
                 std::size_t{1});
    }

    // SNS-59
    void mailIsSentTenASecondAtMost() {
        Scene scene("", {{"protocol", "email"}});
        scene.lab.set(scene.source, "schedule", "constant");
        scene.lab.set(scene.source, "rate", "30");
        scene.lab.set(scene.source, "message_limit", "60");
        scene.world = scene.lab.world();
        QVERIFY(scene.after(3s).requests <= 31U);
        QCOMPARE(scene.after(10s).delivered, std::uint64_t{60});
    }

    // SNS-14
    void aDisabledAppRefusesEveryMessage() {
        Scene scene("1 s", {{"protocol", "application"}, {"disabled", "true"}});
        QCOMPARE(scene.after(60s).rejected, std::uint64_t{1});
        QCOMPARE(scene.counts().lost, std::uint64_t{1});
    }

    void aRemovedEndpointLeavesNothingBehind() {
        Scene scene("1 s", {{"response_time", "10 s"}});
        scene.after(5s);
        scene.lab.edit(scene.world, [&] {
            sluice::remove(scene.lab.document, PartIds{{scene.end}, {}, {}, {}});
        });
        QVERIFY(runConserved(scene.world, kRunStart + 60s));
        QCOMPARE(scene.world.kernel.messages.size(), std::size_t{0});
    }

    void anotherProtocolIsAnotherSubscription() {
        Scene scene("1 s, 10 s", {{"protocol", "sms"}});
        scene.after(5s);
        QCOMPARE(scene.counts().delivered, std::uint64_t{1});
        scene.lab.edit(scene.world, [&] { scene.lab.set(scene.end, "protocol", "application"); });
        scene.after(60s);
        QCOMPARE(scene.counts().delivered, std::uint64_t{2});
        QCOMPARE(topicIn(scene.world, scene.topic).store.subscriptionCount(), std::size_t{2});
    }
};

SLUICE_TEST(EndpointTest)

} // namespace sluice::endpoint_test

#include "endpoint_test.moc"
