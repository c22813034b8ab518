// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/examples/example_documents.h"

#include "tests/examples/draft.h"

namespace sluice::test {

Document oneQueueTwoWorkers() {
    Draft draft("One queue, two workers",
                "Two workers compete for the messages of one queue, and each message goes to only "
                "one of them. Together they keep the queue short.\n\n"
                "Try: press Space, then delete one worker while it runs and watch the queue grow; "
                "undo brings the worker back and the queue drains. Or select the producer and "
                "raise its rate to 5 messages per second, more than two workers can take.");
    const NodeId producer = draft.add("producer", "checkout", {0, 88});
    draft.set(producer, "rate", "3");
    draft.set(producer, "spacing", "poisson");
    const NodeId queue = draft.add("queue", "orders", {320, 80});
    draft.set(queue, "visibility_timeout", "8 s");
    draft.link({producer, "out"}, {queue, "in"}, 250ms);
    std::vector<NodeId> workers;
    for (const auto& [name, y] : {std::pair{"worker-1", 0.0}, std::pair{"worker-2", 192.0}}) {
        const NodeId worker = draft.add("consumer", name, {704, y});
        draft.set(worker, "processing_time", "uniform 0.1 s to 0.4 s");
        draft.link({queue, "out"}, {worker, "in"}, 150ms);
        workers.push_back(worker);
    }
    draft.note({0, 272}, "Delete one worker while it runs: the queue grows. Undo, and it drains.");
    draft.chart("Queue depth", kDepth, {queue});
    draft.chart("Age of oldest message", kAge, {queue});
    draft.chart("Messages processed", "MessagesProcessed", workers);
    return draft.document();
}

Document slowConsumer() {
    Draft draft(
        "Slow consumer: visibility timeout too short",
        "Now and then processing takes longer than the visibility timeout, so the message comes "
        "back and is processed twice. One message in ten needs 7 s, but the queue hides a "
        "received message for 4 s only: its ring closes, it becomes visible again, and another "
        "worker repeats the work while the first is still at it.\n\n"
        "Try: raise the visibility timeout of the queue to 30 s, or give the workers a heartbeat "
        "of 2 s; the duplicates stop. At-least-once delivery still means that consumers should "
        "expect them.");
    const NodeId producer = draft.add("producer", "uploads", {0, 8});
    draft.set(producer, "rate", "2");
    const NodeId queue = draft.add("queue", "videos", {320, 0});
    draft.set(queue, "visibility_timeout", "4 s");
    const NodeId workers = draft.add("consumer", "encoders", {704, 16});
    draft.set(workers, "workers", "8");
    draft.set(workers,
              "processing_time",
              "empirical 1 s, 1.2 s, 1.2 s, 1.4 s, 1.5 s, 1.6 s, 1.7 s, 1.8 s, 2 s, 7 s");
    draft.set(workers, "heartbeat_extension", "4 s");
    draft.link({producer, "out"}, {queue, "in"}, 250ms);
    draft.link({queue, "out"}, {workers, "in"}, 200ms);
    draft.note(
        {0, 208},
        "Raise the visibility timeout above 7\u00A0s, or set a heartbeat: no more duplicates.");
    draft.chart("Duplicates processed", "DuplicatesProcessed", {workers});
    draft.chart("Queue depth", kDepth, {queue});
    draft.chart("Messages in flight", kNotVisible, {queue});
    draft.chart("Age of oldest message", kAge, {queue});
    return draft.document();
}

Document poisonMessages() {
    Draft draft(
        "Poison messages and the dead-letter queue",
        "Some messages can never be processed; after three receives each of them moves to the "
        "dead-letter queue, and the others go on undisturbed. A poison message fails, stays "
        "hidden until its visibility timeout ends, comes back with a higher receive count, and "
        "leaves along the dashed link at the receive after the third.\n\n"
        "Try: remove the link to the dead-letter queue and watch poison messages circle for ever, "
        "wasting the workers' time. Or set the maximum receives to 1 and give the workers a "
        "failure share of 5 %: then good messages die too.");
    const NodeId producer = draft.add("producer", "payments-api", {0, 8});
    draft.set(producer, "rate", "3");
    draft.set(producer, "spacing", "poisson");
    draft.set(producer, "poison_share", "10 %");
    const NodeId queue = draft.add("queue", "payments", {320, 0});
    draft.set(queue, "visibility_timeout", "4 s");
    draft.set(queue, "max_receive_count", "3");
    const NodeId workers = draft.add("consumer", "ledger", {704, 16});
    draft.set(workers, "workers", "4");
    draft.set(workers, "processing_time", "uniform 0.3 s to 0.9 s");
    const NodeId dead = draft.add("queue", "payments-dead-letters", {528, 224});
    draft.set(dead, "retention", "14 d");
    draft.link({producer, "out"}, {queue, "in"}, 250ms);
    draft.link({queue, "out"}, {workers, "in"}, 200ms);
    draft.link({queue, "dead_letter"}, {dead, "in"}, Duration{});
    draft.note({0, 208},
               "Every tenth message can never be processed. Follow one: three receives, then out "
               "along the dashed link.");
    draft.chart("Queue depth", kDepth, {queue, dead});
    draft.chart("Failures", "ProcessingFailures", {workers});
    draft.chart("Age of oldest message", kAge, {queue});
    return draft.document();
}

std::vector<Example> exampleDocuments() {
    return {{"one-queue-two-workers.sluice", oneQueueTwoWorkers()},
            {"slow-consumer.sluice", slowConsumer()},
            {"heartbeat.sluice", heartbeat()},
            {"poison-messages.sluice", poisonMessages()},
            {"dead-letter-redrive.sluice", deadLetterRedrive()},
            {"dead-letter-retention-trap.sluice", deadLetterRetentionTrap()},
            {"delay-queue.sluice", delayQueue()},
            {"long-or-short-polling.sluice", longOrShortPolling()},
            {"batch-or-single-calls.sluice", batchOrSingleCalls()},
            {"large-message.sluice", largeMessage()},
            {"fifo-groups.sluice", fifoGroups()},
            {"deduplication.sluice", deduplication()},
            {"fair-queue.sluice", fairQueue()},
            {"fan-out.sluice", fanOut()},
            {"fourth-receiver.sluice", fourthReceiver()},
            {"filtered-fan-out.sluice", filteredFanOut()},
            {"missing-policy.sluice", missingPolicy()},
            {"direct-or-fan-out.sluice", directOrFanOut()},
            {"flaky-webhook.sluice", flakyWebhook()},
            {"fifo-fan-out.sluice", fifoFanOut()},
            {"bucket-events.sluice", bucketEvents()},
            {"region-outage.sluice", regionOutage()},
            {"exam-question.sluice", examQuestion()},
            {"exam-question-full.sluice", examQuestionFull()}};
}

std::string lessonOrder() {
    std::string names;
    for (const Example& example : exampleDocuments()) names.append(example.fileName).append("\n");
    return names;
}

} // namespace sluice::test
