// SPDX-License-Identifier: GPL-3.0-or-later
// The examples about topics: who gets a message, and who may send where.
#include "tests/examples/draft.h"
#include "tests/examples/example_documents.h"

namespace sluice::test {

namespace {

struct Service {
    NodeId queue{}, workers{};
};

/// A queue with its workers, in the row at height y.
Service addService(Draft& draft,
                   const std::string& name,
                   double y,
                   const char* time = "uniform 0.1 s to 0.3 s") {
    Service service{draft.add("queue", name, {640, y}),
                    draft.add("consumer", name + "-workers", {1024, y + 8})};
    draft.set(service.workers, "workers", "2");
    draft.set(service.workers, "processing_time", time);
    draft.link({service.queue, "out"}, {service.workers, "in"}, 150ms);
    return service;
}

LinkId subscribe(Draft& draft, NodeId topic, NodeId end, Duration latency = 200ms) {
    return draft.link({topic, "subscribers"}, {end, "in"}, latency);
}

} // namespace

Document fanOut() {
    Draft draft("Fan-out to three services",
                "Each order is published once, and every service gets a copy of its own in its own "
                "queue. They work at their own pace, and the slow one does not hold up the others: "
                "its queue grows and drains again.\n\n"
                "Try: delete the workers of one service while it runs; the other two do not "
                "notice. Undo, and it catches up with everything it missed.");
    const NodeId producer = draft.add("producer", "checkout", {0, 200});
    draft.set(producer, "rate", "2.5");
    draft.set(producer, "spacing", "poisson");
    const NodeId topic = draft.add("topic", "orders", {320, 200});
    draft.link({producer, "out"}, {topic, "in"}, 100ms);
    std::vector<NodeId> queues;
    const char* times[] = {
        "uniform 0.1 s to 0.3 s", "uniform 0.2 s to 0.4 s", "uniform 0.3 s to 0.6 s"};
    const char* names[] = {"billing", "shipping", "analytics"};
    for (std::size_t i = 0; i < 3; ++i) {
        const Service service =
            addService(draft, names[i], 192.0 * static_cast<double>(i), times[i]);
        subscribe(draft, topic, service.queue);
        queues.push_back(service.queue);
    }
    draft.chart("Queue depth", kDepth, queues);
    draft.chart("Delivered by the topic", "NumberOfNotificationsDelivered", {topic});
    return draft.document();
}

Document fourthReceiver() {
    Draft draft(
        "A fourth receiver",
        "A new service joins without any change to the producer: one more subscription, and "
        "from then on it gets every message. It does not get the messages from before, "
        "because a topic stores nothing.\n\n"
        "Try: press Space, drag a queue from the palette and draw a link from the topic to "
        "it. The producer goes on as if nothing had happened.");
    const NodeId producer = draft.add("producer", "checkout", {0, 200});
    draft.set(producer, "rate", "3");
    const NodeId topic = draft.add("topic", "orders", {320, 200});
    draft.link({producer, "out"}, {topic, "in"}, 100ms);
    std::vector<NodeId> queues;
    const char* names[] = {"billing", "shipping", "analytics"};
    for (std::size_t i = 0; i < 3; ++i) {
        const Service service = addService(draft, names[i], 192.0 * static_cast<double>(i));
        subscribe(draft, topic, service.queue);
        queues.push_back(service.queue);
    }
    draft.note({320, 584}, "Add a queue to the right while it runs, and link orders to it.");
    draft.chart("Messages sent to the queues", "NumberOfMessagesSent", queues);
    draft.chart("Delivered by the topic", "NumberOfNotificationsDelivered", {topic});
    return draft.document();
}

Document directOrFanOut() {
    Draft draft("Direct calls or fan-out when the sender crashes",
                "A sender that calls three queues one after the other and crashes half-way leaves "
                "the services with different data: one has the order, another never hears of it. "
                "Published to a topic, a message reaches all of them or none. The services read at "
                "night only, so the queues show what each of them will know of.\n\n"
                "Try: compare the queues on the left; they drift apart with every crash. On the "
                "right they stay equal, whatever the share of crashes.");
    const NodeId direct = draft.add("producer", "calls-each", {0, 192});
    const NodeId once = draft.add("producer", "publishes-once", {712, 192});
    for (const NodeId producer : {direct, once}) {
        draft.set(producer, "rate", "3");
        draft.set(producer, "crash_share", "15 %");
    }
    const NodeId topic = draft.add("topic", "orders", {1016, 200});
    draft.link({once, "out"}, {topic, "in"}, 100ms);
    std::vector<NodeId> above;
    std::vector<NodeId> below;
    const char* names[] = {"billing", "shipping", "analytics"};
    for (std::size_t i = 0; i < 3; ++i) {
        const double y = 192.0 * static_cast<double>(i);
        above.push_back(draft.add("queue", std::string(names[i]) + "-direct", {360, y}));
        below.push_back(draft.add("queue", std::string(names[i]) + "-by-topic", {1320, y}));
        draft.link({direct, "out"}, {above.back(), "in"}, 200ms);
        subscribe(draft, topic, below.back());
    }
    draft.chart("Orders by direct calls", kDepth, above);
    draft.chart("Orders through the topic", kDepth, below);
    return draft.document();
}

Document filteredFanOut() {
    Draft draft("Filtered fan-out",
                "Filter policies decide which messages each subscriber gets: the topic holds back "
                "the others at the funnel, and nobody pays for messages nobody wants. Policies "
                "look at message attributes, or at the body.\n\n"
                "Try: select the link to large-orders and, on the Filter tab, change 1000 in its "
                "policy to 100. The tester below the policy says which messages pass and which "
                "condition fails.");
    const NodeId producer = draft.add("producer", "shop", {0, 200});
    draft.set(producer, "rate", "4");
    draft.set(producer, "keys", "12");
    draft.set(producer, "attributes", "type=order|refund|order; amount:Number=40|250|1500|90");
    const NodeId topic = draft.add("topic", "sales", {320, 200});
    draft.link({producer, "out"}, {topic, "in"}, 100ms);
    const Service all = addService(draft, "archive", 0);
    const Service refunds = addService(draft, "refunds", 192);
    const Service large = addService(draft, "large-orders", 384);
    subscribe(draft, topic, all.queue);
    draft.setLink(
        subscribe(draft, topic, refunds.queue), "filter_policy", R"({"type": ["refund"]})");
    draft.setLink(subscribe(draft, topic, large.queue),
                  "filter_policy",
                  R"({"type": ["order"], "amount": [{"numeric": [">=", 1000]}]})");
    draft.chart(
        "Delivered to each queue", "NumberOfMessagesSent", {all.queue, refunds.queue, large.queue});
    draft.chart("Filtered out", "NumberOfNotificationsFilteredOut", {topic});
    return draft.document();
}

Document fifoFanOut() {
    Draft draft("FIFO topic to FIFO queues",
                "A FIFO topic keeps the order of each message group to every FIFO queue and drops "
                "duplicates for five minutes. Here a third of the answers get lost, so the "
                "producer publishes again; the repetitions fade at the topic.\n\n"
                "Try: link a standard queue too. It gets every message, but in nearly the order "
                "only and without groups.");
    const NodeId producer = draft.add("producer", "accounts", {0, 112});
    draft.set(producer, "rate", "3");
    draft.set(producer, "keys", "3");
    draft.set(producer, "message_group", "per_key");
    draft.set(producer, "dedup_id", "unique");
    draft.set(producer, "answer_loss", "30 %");
    const NodeId topic = draft.add("topic", "transactions", {320, 112});
    draft.set(topic, "type", "fifo");
    draft.link({producer, "out"}, {topic, "in"}, 100ms);
    std::vector<NodeId> queues;
    for (std::size_t i = 0; i < 2; ++i) {
        const Service service =
            addService(draft, i == 0 ? "ledger" : "notices", 224.0 * static_cast<double>(i));
        draft.set(service.queue, "type", "fifo");
        subscribe(draft, topic, service.queue);
        queues.push_back(service.queue);
    }
    draft.chart("Deduplicated", "NumberOfDeduplicatedMessages", {topic});
    draft.chart("Groups in flight", "ApproximateNumberOfGroupsWithInflightMessages", queues);
    return draft.document();
}

Document bucketEvents() {
    Draft draft("Bucket events to many queues",
                "A bucket takes only one notification rule for the same event and prefix, so it "
                "tells a topic, and the topic tells every queue. Uploads of pictures arrive at "
                "thumbnails, index and backup alike.\n\n"
                "Try: link the bucket to a queue directly as well. The rules overlap, and the "
                "service refuses the second one; give it the prefix logs/ and it is told of the "
                "logs, which the first rule leaves out.");
    const NodeId producer = draft.add("producer", "cameras", {-64, 200});
    draft.set(producer, "rate", "1");
    draft.set(producer, "keys", "3");
    draft.set(producer, "message_size", "2 MiB");
    draft.set(producer, "large_payload", "bucket");
    draft.set(producer, "object_key", "images/{n}.jpg|images/{n}.png|logs/{n}.txt");
    const NodeId bucket = draft.add("bucket", "uploads", {112, 392});
    draft.link({producer, "payloads"}, {bucket, "in"}, 200ms);
    const NodeId topic = draft.add("topic", "new-images", {400, 200});
    const LinkId rule = draft.link({bucket, "events"}, {topic, "in"}, 100ms);
    draft.setLink(rule, "prefix", "images/");
    std::vector<NodeId> queues;
    const char* names[] = {"thumbnails", "index", "backup"};
    for (std::size_t i = 0; i < 3; ++i) {
        const Service service = addService(draft, names[i], 192.0 * static_cast<double>(i));
        subscribe(draft, topic, service.queue);
        queues.push_back(service.queue);
    }
    draft.chart("Events", "EventsSent", {bucket});
    draft.chart("Messages sent to the queues", "NumberOfMessagesSent", queues);
    return draft.document();
}

Document regionOutage() {
    Draft draft("Fan-out over regions, one of them down",
                "A topic delivers to queues in other regions too; distance costs latency. When a "
                "region is down, deliveries to it are tried again for up to 23 days, while the "
                "other regions do not notice. Nothing is lost, because queues are retried long "
                "enough.\n\n"
                "Try: watch the deliveries to Frankfurt wait from 20 s to 80 s, with their next "
                "attempt counting down, and arrive soon after the region is back.");
    draft.speed(4);
    draft.region("us-east-1", {-48, 120}, {560, 232});
    draft.region("us-west-2", {592, -48}, {712, 200});
    draft.region("eu-central-1", {592, 320}, {712, 200});
    const NodeId producer = draft.add("producer", "checkout", {0, 200});
    draft.set(producer, "rate", "2");
    const NodeId topic = draft.add("topic", "orders", {288, 200});
    draft.link({producer, "out"}, {topic, "in"}, 20ms);
    const Service west = addService(draft, "oregon", 0);
    const Service central = addService(draft, "frankfurt", 368);
    draft.set(central.queue, "outages", "20 s, 80 s");
    subscribe(draft, topic, west.queue, 50ms);
    subscribe(draft, topic, central.queue, 50ms);
    draft.chart("Messages sent to the queues", "NumberOfMessagesSent", {west.queue, central.queue});
    draft.chart("Deliveries waiting", "DeliveriesWaiting", {topic});
    return draft.document();
}

Document missingPolicy() {
    Draft draft("The missing queue policy",
                "A topic may send to a queue only if the queue's access policy says so. Without "
                "the policy the subscription looks fine, but every delivery is refused, is not "
                "tried again, and is lost: no service is trusted by itself.\n\n"
                "Try: press Space and watch the deliveries to billing bounce. Then use the fix "
                "offered in the inspector, or write the statement on the Policy tab.");
    const NodeId producer = draft.add("producer", "checkout", {0, 96});
    draft.set(producer, "rate", "2");
    const NodeId topic = draft.add("topic", "orders", {320, 96});
    draft.link({producer, "out"}, {topic, "in"}, 100ms);
    const Service billing = addService(draft, "billing", 0);
    const Service shipping = addService(draft, "shipping", 192);
    subscribe(draft, topic, billing.queue);
    subscribe(draft, topic, shipping.queue);
    draft.set(billing.queue, "policy", "");
    draft.chart(
        "Messages sent to the queues", "NumberOfMessagesSent", {billing.queue, shipping.queue});
    draft.chart("Lost", "NotificationsLost", {topic});
    return draft.document();
}

Document flakyWebhook() {
    Draft draft("Flaky webhook with retries and a dead-letter queue",
                "A partner's web server fails now and then and is down for a while. A topic tries "
                "a web server four times within a minute and then gives up; with a dead-letter "
                "queue what it gave up on is kept, with the reason, instead of being lost.\n\n"
                "Try: remove the link to the dead-letter queue, restart, and watch messages "
                "vanish. Or select the link to the web server and give it a delivery policy: "
                "tick Own policy, set With growing delay to 10, Shortest delay to 5 s, Longest "
                "delay to 60 s and Delays grow to exponential.");
    draft.speed(5);
    const NodeId producer = draft.add("producer", "payments", {0, 96});
    draft.set(producer, "rate", "1");
    const NodeId topic = draft.add("topic", "paid", {320, 96});
    draft.link({producer, "out"}, {topic, "in"}, 100ms);
    const NodeId webhook = draft.add("endpoint", "partner-webhook", {672, 16});
    draft.set(webhook, "failure_share", "10 %");
    draft.set(webhook, "outages", "30 s, 120 s");
    draft.set(webhook, "response_time", "exponential 80 ms");
    subscribe(draft, topic, webhook);
    const NodeId letters = draft.add("queue", "undelivered", {672, 240});
    draft.link({topic, "dead_letter"}, {letters, "in"}, Duration{});
    draft.chart("Delivered to the web server", "Delivered", {webhook});
    draft.chart("Deliveries waiting", "DeliveriesWaiting", {topic});
    draft.chart("Dead letters", kDepth, {letters});
    return draft.document();
}

Document examQuestion() {
    Draft draft(
        "Exam question: 100 000 messages a second",
        "Dozens of applications must each take all of up to 100 000 messages a second, and "
        "their number changes often. Publish each message once to a topic, with a queue for "
        "each application (answer D). Here every message stands for a thousand. Above, a "
        "tightly coupled sender calls each queue by itself; it can make 250 calls a second, "
        "enough for two receivers, and drops messages when there are three. Below, the "
        "topic does the calling, and nothing is dropped however many queues there are. At "
        "full size the publish quota of the account must be raised.\n\n"
        "Try: add a queue below and link the topic to it while it runs, then do the same "
        "above and watch what is dropped.");
    const NodeId coupled = draft.add("producer", "calls-everyone", {0, 192});
    const NodeId decoupled = draft.add("producer", "publishes", {0, 784});
    for (const NodeId producer : {coupled, decoupled}) {
        draft.set(producer, "rate", "100");
        draft.set(producer, "calls_per_second", "250");
    }
    const NodeId topic = draft.add("topic", "ingest", {320, 784});
    draft.link({decoupled, "out"}, {topic, "in"}, 50ms);
    std::vector<NodeId> above;
    std::vector<NodeId> below;
    for (std::size_t i = 0; i < 3; ++i) {
        const std::string number = std::to_string(i + 1);
        const double y = 192.0 * static_cast<double>(i);
        const Service called = addService(draft, "app-" + number + "-called", y);
        const Service subscribed = addService(draft, "app-" + number, 592 + y);
        for (const NodeId workers : {called.workers, subscribed.workers}) {
            draft.set(workers, "workers", "8");
            draft.set(workers, "batch_size", "10");
            draft.set(workers, "processing_time", "exponential 20 ms");
        }
        above.push_back(called.queue);
        below.push_back(subscribed.queue);
        draft.link({coupled, "out"}, {above.back(), "in"}, 50ms);
        draft.setLink(subscribe(draft, topic, below.back(), 50ms), "raw_delivery", "true");
    }
    draft.chart("Sent by the coupled sender", "NumberOfMessagesSent", above);
    draft.chart("Sent through the topic", "NumberOfMessagesSent", below);
    draft.chart("Dropped", "MessagesDropped", {coupled, decoupled});
    return draft.document();
}

} // namespace sluice::test
