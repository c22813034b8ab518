// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/notification_text.h"
#include "core/kinds/registry.h"
#include "core/sim/node_action.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::topic_actions_test {

using namespace sluice::test;

namespace {

struct Scene {
    Lab lab;
    NodeId topic;
    NodeId queue;
    World world;

    explicit Scene(test::Settings forTopic = {}, test::Settings forQueue = {})
        : topic(lab.topic(forTopic))
        , queue(lab.queue(forQueue)) {}
    void start() { world = lab.world(); }
    ActionAnswer publish(std::map<std::string, PropertyValue, std::less<>> values) {
        return applyAction(world, {topic, "publish", std::move(values), 0, {}});
    }
    /// What the queue holds, as its consumer would get it.
    std::vector<std::string> texts(NodeId of) const {
        std::vector<std::string> result;
        queueIn(world, of).store.visitStored([&](const StoredView& view) {
            result.push_back(
                messageText(world.kernel.bodies, world.kernel.messages[view.message], of));
        });
        return result;
    }
    bool run(Duration length) { return runConserved(world, world.now() + length); }
};

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

class TopicActionsTest : public QObject {
    Q_OBJECT
private slots:
    // Who knows how to send by hand knows how to publish by hand.
    void fieldsOfMessagesAreThoseOfQueues() {
        const auto field =
            [](std::string_view kind, std::string_view action, std::string_view key) {
                for (const ActionSpec& spec : registry().find(kind)->actions)
                    for (const PropertySpec& each : spec.fields)
                        if (spec.key == action && each.key == key) return each;
                return PropertySpec{};
            };
        for (const std::string_view key : {"attributes", "dedup_id"}) {
            const PropertySpec sent = field("queue", "send_message", key);
            const PropertySpec published = field("topic", "publish", key);
            QVERIFY(!sent.label.empty());
            QCOMPARE(sent.label, published.label);
            QCOMPARE(sent.help, published.help);
            QCOMPARE(sent.range.maximum, published.range.maximum);
            QVERIFY(sent.defaultValue == published.defaultValue);
        }
    }

    // SNS-11, SNS-18
    void aMessageByHandReachesEverySubscriber() {
        Scene scene;
        scene.lab.subscribe(scene.topic, scene.queue);
        const NodeId phone = scene.lab.endpoint({{"protocol", "sms"}});
        scene.lab.subscribe(scene.topic, phone);
        scene.start();
        const auto answer = scene.publish({{"body", std::string("hello")},
                                           {"subject", std::string("A greeting")},
                                           {"attributes", std::string("type=order")},
                                           {"count", std::int64_t{3}}});
        QCOMPARE(answer.text, std::string("Published 3 messages."));
        QVERIFY(scene.run(5s));
        const auto texts = scene.texts(scene.queue);
        QCOMPARE(texts.size(), std::size_t{3});
        QVERIFY(has(texts[0], R"("Subject":"A greeting")"));
        QVERIFY(has(texts[0], R"("Message":"hello")"));
        QVERIFY(has(texts[0], R"("type":{"Type":"String","Value":"order"})"));
        QCOMPARE(endpointIn(scene.world, phone).counted.delivered, std::uint64_t{3});
    }

    // SNS-12
    void aTextForEachProtocol() {
        Scene scene;
        const NodeId raw = scene.lab.queue();
        scene.lab.subscribe(scene.topic, scene.queue);
        scene.lab.subscribe(scene.topic, raw, {{"raw_delivery", "true"}});
        scene.lab.subscribe(scene.topic, scene.lab.endpoint());
        scene.start();
        const std::string body = R"({"default":"for all","sqs":"for queues","no":1})";
        const auto publish = [&](const std::string& text) {
            return scene.publish({{"body", text}, {"structure", std::string("json")}});
        };
        QVERIFY(!publish(body).isRefused);
        QVERIFY(!publish(body).isRefused);
        QVERIFY(scene.run(5s));
        QCOMPARE(scene.texts(raw), (std::vector<std::string>{"for queues", "for queues"}));
        QVERIFY(has(scene.texts(scene.queue)[0], R"("Message":"for queues")"));
        QVERIFY(has(publish("text").text, "JSON message body failed to parse"));
        QVERIFY(has(publish(R"({"sqs":"x"})").text, "No default entry in JSON message body"));
    }

    // SNS-12
    void aTextForEachPushService() {
        Scene scene;
        for (const std::string_view service : {"GCM", "APNS"}) {
            const NodeId app =
                scene.lab.endpoint({{"protocol", "application"}, {"push_service", service}});
            scene.lab.subscribe(scene.topic, app, {}, "1 s");
        }
        scene.start();
        const std::string body = R"({"default":"d","application":"none","GCM":"from Google"})";
        QVERIFY(!scene.publish({{"body", body}, {"structure", std::string("json")}}).isRefused);
        QVERIFY(scene.run(500ms)); // they are on their way
        const Kernel& kernel = scene.world.kernel;
        std::vector<std::string> texts;
        kernel.visitEvents([&](const Event& event) {
            if (event.kind() != EventKind::Arrival) return;
            const Call& call = kernel.calls[static_cast<std::uint32_t>(event.detail())];
            const auto message = static_cast<MessageIndex>(call.payload);
            texts.push_back(bodyText(kernel.bodies, kernel.messages[message]));
        });
        QCOMPARE(texts, (std::vector<std::string>{"from Google", "d"}));
    }

    // SNS-12
    void filtersLookAtTheDefaultText() {
        Scene scene;
        scene.lab.subscribe(scene.topic,
                            scene.queue,
                            {{"filter_policy", R"({"a":[1]})"}, {"filter_scope", "body"}});
        scene.start();
        const std::string body = R"({"default":"{\u0022a\u0022:1}","sqs":"x"})";
        QVERIFY(!scene.publish({{"body", body}, {"structure", std::string("json")}}).isRefused);
        QVERIFY(scene.run(5s));
        QCOMPARE(scene.texts(scene.queue).size(), std::size_t{1});
    }

    // SNS-17, SNS-51
    void fifoTopicsAskForAGroupAndDropRepetitions() {
        Scene scene({{"type", "fifo"}}, {{"type", "fifo"}});
        scene.lab.subscribe(scene.topic, scene.queue);
        scene.start();
        QVERIFY(has(scene.publish({{"body", std::string("x")}}).text, "MessageGroupId"));
        const auto send = [&](const char* dedupId) {
            return scene.publish({{"body", std::string("x")},
                                  {"group", std::string("g")},
                                  {"dedup_id", std::string(dedupId)}});
        };
        QVERIFY(!send("").isRefused);
        QVERIFY(!send("one").isRefused);
        QVERIFY(!send("one").isRefused);
        QVERIFY(send("not allowed").isRefused);
        QVERIFY(scene.run(5s));
        QCOMPARE(scene.texts(scene.queue).size(), std::size_t{2});
    }

    // SNS-10, SNS-11, SNS-13, SNS-58
    void whatPublishRefusesIsRefused() {
        Scene scene({{"encrypted", "true"}});
        scene.lab.subscribe(scene.topic, scene.queue);
        scene.start();
        QVERIFY(has(scene.publish({{"body", std::string()}}).text, "Empty message"));
        QVERIFY(has(scene.publish({{"subject", std::string(" x")}}).text, "Subject"));
        QVERIFY(has(scene.publish({{"attributes", std::string("a:Number=x")}}).text,
                    "InvalidParameterValue"));
        scene.lab.edit(scene.world, [&] { scene.lab.set(scene.topic, "key_state", "disabled"); });
        QVERIFY(has(scene.publish({}).text, "KMSDisabled"));
    }
};

SLUICE_TEST(TopicActionsTest)

} // namespace sluice::topic_actions_test

#include "topic_actions_test.moc"
