// SPDX-License-Identifier: GPL-3.0-or-later
// The exam question with as many applications as it speaks of.
#include "tests/examples/draft.h"
#include "tests/examples/example_documents.h"

namespace sluice::test {

namespace {

constexpr int kApplications = 24;
constexpr double kRow = 160;
constexpr double kColumn = 296;
constexpr double kMiddle = 936; // of the sender, beside the rows

/// Cards lie like bricks in two columns, so that links to the second pass between those of the
/// first.
Point brick(int index, double left) {
    const double column = index % 2;
    return {left + kColumn * column, kRow * (index / 2) + kRow / 2 * column};
}

NodeId addSender(Draft& draft, const char* name, double x) {
    const NodeId sender = draft.add("producer", name, {x, kMiddle});
    draft.set(sender, "rate", "10");
    draft.set(sender, "calls_per_second", "25");
    return sender;
}

/// Its queue, with workers that take more than it gets.
NodeId addApplication(Draft& draft, const std::string& name, int index, double left) {
    const NodeId queue = draft.add("queue", name, brick(index, left));
    const NodeId workers =
        draft.add("consumer", name + "-workers", brick(index, left + 2 * kColumn));
    draft.set(workers, "workers", "2");
    draft.set(workers, "batch_size", "10");
    draft.set(workers, "processing_time", "exponential 5 ms");
    draft.link({queue, "out"}, {workers, "in"}, 50ms);
    return queue;
}

} // namespace

Document examQuestionFull() {
    Draft draft(
        "Exam question with 24 applications",
        "A topic with a queue for each application (answer D) holds when there are dozens of them; "
        "a sender that calls each of them by itself does not. Each of 24 applications is to take "
        "all of 100 000 messages a second. Here every message stands for ten thousand: 10 "
        "messages a second, and senders that can make 25 calls a second. On the left that is "
        "enough for two applications, and the others starve. On the right the topic does the "
        "calling: its sender makes one call for each message, and every application gets all of "
        "them, as soon as if there were three.\n\n"
        "Try: delete applications on both sides while it runs, and undo. On the right nothing "
        "changes for those that stay; on the left it decides who gets any. Full size runs too: "
        "set the rate of publishes to 100000 and its calls to 250000, and let ingest ignore the "
        "publish quota, which an account of that size has raised. Every queue then gets 100 000 "
        "messages a second; 1000 workers of an application take two thirds of them, so give it "
        "two such consumers.");
    const NodeId coupled = addSender(draft, "calls-everyone", 0);
    const NodeId decoupled = addSender(draft, "publishes", 1'752);
    const NodeId topic = draft.add("topic", "ingest", {2'024, kMiddle});
    draft.link({decoupled, "out"}, {topic, "in"}, 50ms);
    std::vector<NodeId> called;
    std::vector<NodeId> subscribed;
    for (int i = 0; i < kApplications; ++i) {
        const std::string name = "app-" + std::to_string(i + 1);
        called.push_back(addApplication(draft, name + "-called", i, 528));
        draft.link({coupled, "out"}, {called.back(), "in"}, 50ms);
        subscribed.push_back(addApplication(draft, name, i, 2'552));
        const LinkId subscription =
            draft.link({topic, "subscribers"}, {subscribed.back(), "in"}, 50ms);
        draft.setLink(subscription, "raw_delivery", "true");
    }
    draft.note({1'664, 240}, // between both sides, with room to grow where all is seen
               "One message stands for 10\u00A0000: 10 a second for the 100\u00A0000 of the "
               "question.");
    draft.chart("Sent by the coupled sender",
                "NumberOfMessagesSent",
                {called[0], called[1], called[2], called[23]});
    draft.chart("Sent through the topic",
                "NumberOfMessagesSent",
                {subscribed[0], subscribed[1], subscribed[2], subscribed[23]});
    draft.chart("Dropped", "MessagesDropped", {coupled, decoupled});
    return draft.document();
}

} // namespace sluice::test
