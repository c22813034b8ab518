// SPDX-License-Identifier: GPL-3.0-or-later
// The examples about single rules of queues.
#include "tests/examples/draft.h"
#include "tests/examples/example_documents.h"

namespace sluice::test {

Document longOrShortPolling() {
    Draft draft("Long or short polling",
                "Two workers wait for messages that seldom come: one asks every second, the other "
                "lets each call wait for up to 20 s. On an idle queue the first makes 3 600 calls "
                "an hour, the second 180, and every call is paid for, also the empty ones. The "
                "long poll is even faster: it returns in the moment a message arrives.\n\n"
                "Try: set the wait time of the short poller to 20 s and its pause to 0 s, and "
                "watch its calls and its cost.");
    draft.speed(16);
    const NodeId producer = draft.add("producer", "sensor", {0, 112});
    draft.set(producer, "rate", "0.05");
    const NodeId queues[] = {draft.add("queue", "asked-every-second", {320, 0}),
                             draft.add("queue", "asked-and-waiting", {320, 224})};
    const NodeId pollers[] = {draft.add("consumer", "short-poller", {704, 16}),
                              draft.add("consumer", "long-poller", {704, 240})};
    draft.set(pollers[0], "wait_time", "0 s");
    draft.set(pollers[0], "poll_pause", "1 s");
    draft.set(pollers[1], "wait_time", "20 s");
    for (std::size_t i = 0; i < 2; ++i) {
        draft.set(pollers[i], "processing_time", "200 ms");
        draft.link({producer, "out"}, {queues[i], "in"}, 10ms);
        draft.link({queues[i], "out"}, {pollers[i], "in"}, Duration{});
    }
    draft.note({0, 272},
               "A grey ring is an answer with no message in it, and costs as much as one with "
               "messages: twenty times more above than below.");
    draft.chart("Receive calls", "ReceiveCalls", {pollers[0], pollers[1]});
    draft.chart("Empty receives", "NumberOfEmptyReceives", {queues[0], queues[1]});
    draft.chart("Cost", "EstimatedCharges", {queues[0], queues[1]});
    return draft.document();
}

Document delayQueue() {
    Draft draft("Delay queue",
                "Every message waits before anyone can receive it: the queue delays deliveries by "
                "15 s, time for a customer to change their mind. A message that carries a delay "
                "of its own goes by that instead, here 0 s for express orders.\n\n"
                "Try: change the delay of the queue while it runs. Messages that are waiting "
                "already keep their delay; only new ones take the new one.");
    draft.speed(4);
    const NodeId normal = draft.add("producer", "orders", {0, 0});
    draft.set(normal, "rate", "1");
    const NodeId express = draft.add("producer", "express-orders", {0, 192});
    draft.set(express, "rate", "0.25");
    draft.set(express, "own_delay", "true");
    draft.set(express, "message_delay", "0 s");
    const NodeId queue = draft.add("queue", "cooling-off", {320, 80});
    draft.set(queue, "delay", "15 s");
    const NodeId workers = draft.add("consumer", "shipping", {704, 96});
    draft.set(workers, "workers", "2");
    draft.set(workers, "processing_time", "uniform 0.3 s to 0.9 s");
    draft.link({normal, "out"}, {queue, "in"}, 200ms);
    draft.link({express, "out"}, {queue, "in"}, 200ms);
    draft.link({queue, "out"}, {workers, "in"}, 150ms);
    draft.chart("Delayed messages", "ApproximateNumberOfMessagesDelayed", {queue});
    draft.chart("Queue depth", kDepth, {queue});
    draft.chart("Messages processed", "MessagesProcessed", {workers});
    return draft.document();
}

Document fifoGroups() {
    Draft draft("FIFO queue: two groups, one of them blocked",
                "A FIFO queue keeps the order within each message group: while a message of a "
                "group is in flight, the later ones of that group wait. One account sends a "
                "message now and then that cannot be processed, and without a dead-letter queue it "
                "holds up everything behind it; the other account is not affected.\n\n"
                "Try: add a queue of type FIFO and link it as dead-letter queue. The blocked group "
                "goes on as soon as the message has moved, with a gap in its order.");
    const NodeId good = draft.add("producer", "account-1", {0, 0});
    draft.set(good, "rate", "1");
    const NodeId bad = draft.add("producer", "account-2", {0, 192});
    draft.set(bad, "rate", "1");
    draft.set(bad, "poison_share", "5 %");
    for (const auto& [producer, group] : {std::pair{good, "1"}, std::pair{bad, "2"}}) {
        draft.set(producer, "message_group", "single");
        draft.set(producer, "group_number", group);
        draft.set(producer, "dedup_id", "unique");
        draft.set(producer, "keys", "1");
    }
    const NodeId queue = draft.add("queue", "transfers", {320, 72});
    draft.set(queue, "type", "fifo");
    draft.set(queue, "visibility_timeout", "6 s");
    const NodeId workers = draft.add("consumer", "bookkeeping", {704, 96});
    draft.set(workers, "workers", "4");
    draft.set(workers, "processing_time", "uniform 0.2 s to 0.6 s");
    draft.link({good, "out"}, {queue, "in"}, 200ms);
    draft.link({bad, "out"}, {queue, "in"}, 200ms);
    draft.link({queue, "out"}, {workers, "in"}, 150ms);
    draft.chart("Groups in flight", "ApproximateNumberOfGroupsWithInflightMessages", {queue});
    draft.chart("Queue depth", kDepth, {queue});
    draft.chart("Age of oldest message", kAge, {queue});
    return draft.document();
}

Document deduplication() {
    Draft draft("Deduplication and a retrying producer",
                "An answer that gets lost makes a producer send again. A FIFO queue remembers each "
                "deduplication ID for five minutes: who tries again within them sends a duplicate "
                "that fades at the door; who tries again after six minutes sends a second "
                "message.\n\n"
                "Try: wait for six minutes of simulated time, twelve seconds at this speed, then "
                "look at the duplicates of the two consumers. Shorten the retry of the late "
                "producer to 1 minute: its duplicates end.");
    draft.speed(30);
    const char* names[2][3] = {{"prompt-client", "prompt-payments", "prompt-ledger"},
                               {"late-client", "late-payments", "late-ledger"}};
    const char* retries[] = {"20 s", "6 min"};
    std::vector<NodeId> queues;
    std::vector<NodeId> ledgers;
    for (std::size_t i = 0; i < 2; ++i) {
        const double y = 224.0 * static_cast<double>(i);
        const NodeId client = draft.add("producer", names[i][0], {0, y + 8});
        draft.set(client, "rate", "1");
        draft.set(client, "message_group", "per_key");
        draft.set(client, "keys", "3");
        draft.set(client, "dedup_id", "unique");
        draft.set(client, "answer_loss", "30 %");
        draft.set(client, "retries", "1");
        draft.set(client, "retry_after", retries[i]);
        const NodeId queue = draft.add("queue", names[i][1], {320, y});
        draft.set(queue, "type", "fifo");
        const NodeId ledger = draft.add("consumer", names[i][2], {704, y + 16});
        draft.set(ledger, "workers", "3");
        draft.set(ledger, "processing_time", "uniform 0.2 s to 0.6 s");
        draft.link({client, "out"}, {queue, "in"}, 200ms);
        draft.link({queue, "out"}, {ledger, "in"}, 150ms);
        queues.push_back(queue);
        ledgers.push_back(ledger);
    }
    draft.chart("Messages deduplicated", "NumberOfDeduplicatedSentMessages", queues);
    draft.chart("Duplicates processed", "DuplicatesProcessed", ledgers);
    return draft.document();
}

Document deadLetterRedrive() {
    Draft draft("Dead letters and their redrive",
                "A faulty release makes the workers fail, and what they failed three times ends in "
                "the dead-letter queue. Nothing is lost: once the fault is mended, the messages "
                "can go back to where they came from.\n\n"
                "Try: let it run for a minute, set the failure share of the workers to 0 %, select "
                "the dead-letter queue and start the redrive: the messages travel back and are "
                "processed this time.");
    draft.speed(2);
    const NodeId producer = draft.add("producer", "bookings", {0, 8});
    draft.set(producer, "rate", "2");
    const NodeId queue = draft.add("queue", "reservations", {320, 0});
    draft.set(queue, "visibility_timeout", "3 s");
    draft.set(queue, "max_receive_count", "3");
    const NodeId workers = draft.add("consumer", "faulty-release", {704, 16});
    draft.set(workers, "workers", "6");
    draft.set(workers, "processing_time", "uniform 0.3 s to 0.7 s");
    draft.set(workers, "failure_share", "60 %");
    const NodeId dead = draft.add("queue", "reservations-dead-letters", {528, 224});
    draft.set(dead, "retention", "14 d");
    draft.link({producer, "out"}, {queue, "in"}, 200ms);
    draft.link({queue, "out"}, {workers, "in"}, 150ms);
    draft.link({queue, "dead_letter"}, {dead, "in"}, Duration{});
    draft.note({0, 216}, "Mend the release (failure share 0\u00a0%), then start the redrive.");
    draft.chart("Queue depth", kDepth, {queue, dead});
    draft.chart("Moved to dead-letter queue", "MessagesMovedToDeadLetterQueue", {queue});
    draft.chart("Messages redriven", "MessagesRedriven", {dead});
    return draft.document();
}

Document deadLetterRetentionTrap() {
    Draft draft("Dead letters that do not last",
                "A message keeps the time of its first sending when it moves to the dead-letter "
                "queue of a standard queue. Here both queues keep messages for one minute, and a "
                "message spends 50 s of it in the first: after 10 s more it is gone, before "
                "anyone has looked at it.\n\n"
                "Try: set the retention of the dead-letter queue to 14 days, as one should, and "
                "dead letters stay.");
    draft.speed(4);
    const NodeId producer = draft.add("producer", "invoices", {0, 8});
    draft.set(producer, "rate", "1");
    draft.set(producer, "poison_share", "30 %");
    const NodeId queue = draft.add("queue", "billing", {320, 0});
    draft.set(queue, "visibility_timeout", "16 s");
    draft.set(queue, "max_receive_count", "3");
    draft.set(queue, "retention", "60 s");
    const NodeId workers = draft.add("consumer", "printer", {704, 16});
    draft.set(workers, "workers", "2");
    draft.set(workers, "processing_time", "uniform 0.2 s to 0.6 s");
    const NodeId dead = draft.add("queue", "billing-dead-letters", {528, 224});
    draft.set(dead, "retention", "60 s");
    draft.link({producer, "out"}, {queue, "in"}, 200ms);
    draft.link({queue, "out"}, {workers, "in"}, 150ms);
    draft.link({queue, "dead_letter"}, {dead, "in"}, Duration{});
    draft.note({0, 216}, "Dead letters vanish 60 s after they were first sent.");
    draft.chart("Dead letters stored", "MessagesInDeadLetterQueue", {dead});
    draft.chart("Messages expired", "MessagesExpired", {queue, dead});
    return draft.document();
}

Document heartbeat() {
    Draft draft("Heartbeat: extending the visibility timeout",
                "A job takes two and a half minutes, but the queue hides its message for 30 s. The "
                "worker below tells the queue in time that it is still at it, by 30 s, then 60 s, "
                "then 120 s; the one above does not, so its jobs are started again and again. A "
                "short timeout with a heartbeat also finds crashed workers soon.\n\n"
                "Try: give the silent worker a heartbeat of 20 s, or the queue a timeout of 5 "
                "minutes.");
    draft.speed(15);
    const char* names[2][3] = {{"jobs", "unattended-jobs", "silent-worker"},
                               {"more-jobs", "attended-jobs", "steady-worker"}};
    std::vector<NodeId> queues;
    std::vector<NodeId> workers;
    for (std::size_t i = 0; i < 2; ++i) {
        const double y = 224.0 * static_cast<double>(i);
        const NodeId source = draft.add("producer", names[i][0], {0, y + 8});
        draft.set(source, "rate", "0.02");
        const NodeId queue = draft.add("queue", names[i][1], {320, y});
        draft.set(queue, "visibility_timeout", "30 s");
        const NodeId worker = draft.add("consumer", names[i][2], {704, y + 16});
        draft.set(worker, "workers", "12");
        draft.set(worker, "processing_time", "150 s");
        if (i == 1) {
            draft.set(worker, "heartbeat", "20 s");
            draft.set(worker, "heartbeat_extension", "30 s");
            draft.set(worker, "heartbeat_growth", "2");
        }
        draft.link({source, "out"}, {queue, "in"}, 200ms);
        draft.link({queue, "out"}, {worker, "in"}, 150ms);
        queues.push_back(queue);
        workers.push_back(worker);
    }
    draft.chart("Duplicates processed", "DuplicatesProcessed", workers);
    draft.chart("Visibility timeouts", "VisibilityTimeoutsExpired", queues);
    return draft.document();
}

Document batchOrSingleCalls() {
    Draft draft("Batches or single calls",
                "Ten messages in one call cost as much as one. The upper path sends, receives and "
                "deletes message by message: three requests each. The lower one does the same work "
                "in batches of ten with a tenth of the requests, and waits a little for each batch "
                "to fill.\n\n"
                "Try: raise the message size to 100 KiB: every 64 KiB of a call count as a "
                "request, so the advantage shrinks.");
    const char* names[2][3] = {{"clicks", "single-calls", "one-by-one"},
                               {"clicks-in-batches", "batch-calls", "ten-at-a-time"}};
    std::vector<NodeId> queues;
    for (std::size_t i = 0; i < 2; ++i) {
        const double y = 224.0 * static_cast<double>(i);
        const char* size = i == 0 ? "1" : "10";
        const NodeId source = draft.add("producer", names[i][0], {0, y + 8});
        draft.set(source, "rate", "10");
        draft.set(source, "batch_size", size);
        draft.set(source, "batch_wait", "2 s");
        const NodeId queue = draft.add("queue", names[i][1], {320, y});
        const NodeId worker = draft.add("consumer", names[i][2], {704, y + 16});
        draft.set(worker, "workers", i == 0 ? "3" : "1");
        draft.set(worker, "batch_size", size);
        draft.set(worker, "delete_when", "after_batch");
        draft.set(worker, "processing_time", "50 ms");
        draft.link({source, "out"}, {queue, "in"}, 100ms);
        draft.link({queue, "out"}, {worker, "in"}, 50ms);
        queues.push_back(queue);
    }
    draft.chart("Billed requests", "BilledRequests", queues);
    draft.chart("Cost", "EstimatedCharges", queues);
    draft.chart("Queue depth", kDepth, queues);
    return draft.document();
}

Document largeMessage() {
    Draft draft("A large message through a bucket",
                "A queue takes messages up to 1 MiB. The upper client keeps its 5 MB scans in a "
                "bucket and sends a reference of a few hundred bytes; the consumer gets the scan "
                "from the bucket, and removes it when it is done. The lower client sends 2 MB as "
                "they are, and every one of its messages is refused.\n\n"
                "Try: let the lower client keep large payloads in the bucket too and link it.");
    const NodeId scanner = draft.add("producer", "scanner", {0, 8});
    draft.set(scanner, "rate", "1");
    draft.set(scanner, "message_size", "5000000");
    draft.set(scanner, "large_payload", "bucket");
    const NodeId naive = draft.add("producer", "careless-client", {0, 224});
    draft.set(naive, "rate", "0.5");
    draft.set(naive, "message_size", "2000000");
    draft.set(naive, "retries", "0");
    const NodeId queue = draft.add("queue", "scans", {320, 0});
    const NodeId workers = draft.add("consumer", "text-recognition", {704, 16});
    draft.set(workers, "workers", "2");
    draft.set(workers, "processing_time", "uniform 0.4 s to 1.2 s");
    const NodeId bucket = draft.add("bucket", "scan-files", {384, 248});
    draft.link({scanner, "out"}, {queue, "in"}, 200ms);
    draft.link({naive, "out"}, {queue, "in"}, 200ms);
    draft.link({queue, "out"}, {workers, "in"}, 150ms);
    draft.link({scanner, "payloads"}, {bucket, "in"}, 400ms);
    draft.link({workers, "payloads"}, {bucket, "in"}, 300ms);
    draft.chart("Bytes sent through the queue", "SentMessageSize", {queue});
    draft.chart("Objects in the bucket", "NumberOfObjects", {bucket});
    draft.chart("Messages refused", "MessagesRefused", {queue});
    return draft.document();
}

Document fairQueue() {
    Draft draft(
        "Fair queue with a noisy tenant",
        "One tenant floods a queue that many share. Because messages carry their tenant as "
        "message group, the queue notices who holds too much of what is in flight and hands "
        "out the messages of the quiet tenants first: only the noisy one waits.\n\n"
        "Try: set the message group of both producers to none. Now the quiet tenants wait "
        "behind the flood like everybody else.");
    const NodeId noisy = draft.add("producer", "noisy-tenant", {0, 0});
    draft.set(noisy, "rate", "60");
    draft.set(noisy, "message_group", "single");
    draft.set(noisy, "group_number", "100");
    draft.set(noisy, "keys", "1");
    const NodeId quiet = draft.add("producer", "quiet-tenants", {0, 192});
    draft.set(quiet, "rate", "4");
    draft.set(quiet, "spacing", "poisson");
    draft.set(quiet, "message_group", "per_key");
    draft.set(quiet, "keys", "20");
    const NodeId queue = draft.add("queue", "shared-work", {320, 72});
    const NodeId workers = draft.add("consumer", "shared-workers", {704, 72});
    draft.set(workers, "workers", "50");
    draft.set(workers, "processing_time", "uniform 0.5 s to 1.5 s");
    draft.link({noisy, "out"}, {queue, "in"}, 200ms);
    draft.link({quiet, "out"}, {queue, "in"}, 200ms);
    draft.link({queue, "out"}, {workers, "in"}, 100ms);
    draft.chart("Age of oldest message", kAge, {queue});
    draft.chart(
        "Age of oldest, quiet groups", "ApproximateAgeOfOldestMessageInQuietGroups", {queue});
    draft.chart("Queue depth", kDepth, {queue});
    return draft.document();
}

} // namespace sluice::test
