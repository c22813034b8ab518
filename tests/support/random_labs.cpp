// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/random_labs.h"

#include "core/base/random.h"
#include "core/kinds/registry.h"
#include "core/model/edits.h"
#include "core/model/findings.h"

#include <algorithm>
#include <array>
#include <sstream>

namespace sluice::test {

namespace {

constexpr std::array kLatencies{
    "0 s", "1 ms", "exponential 5 ms", "uniform 1 ms to 80 ms", "300 ms"};
constexpr std::array kTimeouts{"0 s", "200 ms", "800 ms", "2 s", "5 s", "30 s"};
constexpr std::array kWork{"2 ms",
                           "20 ms",
                           "exponential 100 ms",
                           "uniform 50 ms to 900 ms",
                           "exponential 1 s",
                           "lognormal 300 ms cv 1.5"};

class LabMaker {
public:
    explicit LabMaker(std::uint64_t seed) : m_random(streamFor(seed, 0x1AB)), m_lab(seedOf(seed)) {
        m_result.seed = seed;
    }

    RandomLab make() {
        setLimits();
        addQueues();
        addProducers();
        addConsumers();
        m_result.document = m_lab.document;
        // Long ones reach the end of the shortest retention.
        m_result.length = m_random.chance(0.25) ? 75s : 30s;
        addEdits();
        return std::move(m_result);
    }

private:
    static std::int64_t seedOf(std::uint64_t seed) {
        return static_cast<std::int64_t>(seed % 1'000'000'007);
    }

    std::uint64_t between(std::uint64_t least, std::uint64_t most) {
        return least + m_random.below(most - least + 1);
    }

    template <std::size_t Size>
    std::string pick(const std::array<const char*, Size>& texts) {
        return texts[m_random.below(Size)];
    }

    std::string number(std::uint64_t least, std::uint64_t most) {
        return std::to_string(between(least, most));
    }

    /// Sets it with this chance; the default stays otherwise.
    void maybe(double chance, NodeId node, std::string_view key, const std::string& text) {
        if (m_random.chance(chance)) m_lab.set(node, key, text);
    }

    void setLimits() {
        if (!m_random.chance(0.3)) return;
        m_lab.document.settings.limitOverrides =
            "sqs.inflight_standard=" + number(2, 20) + "; sqs.inflight_fifo=" + number(2, 20);
    }

    void addQueues() {
        const std::uint64_t count = between(1, 4);
        for (std::uint64_t i = 0; i < count; ++i) {
            const bool isFifo = m_random.chance(0.5);
            NodeId queue = addQueue(isFifo);
            m_sources.push_back({queue, isFifo});
            // Dead-letter queues, sometimes in a chain.
            while (m_random.chance(m_sources.back().queue == queue ? 0.6 : 0.25)) {
                m_lab.set(queue, "max_receive_count", number(1, 4));
                const NodeId deadLetters = addQueue(isFifo);
                m_lab.redrive(queue, deadLetters);
                queue = deadLetters;
            }
        }
    }

    NodeId addQueue(bool isFifo) {
        const NodeId queue = m_lab.queue();
        m_lab.set(queue, "visibility_timeout", pick(kTimeouts));
        maybe(0.25, queue, "delay", pick(std::array{"100 ms", "1 s", "4 s"}));
        maybe(0.25, queue, "receive_wait", pick(std::array{"1 s", "20 s"}));
        maybe(0.4, queue, "retention", "60 s");
        maybe(0.15, queue, "max_message_size", "1024 B");
        if (isFifo) {
            makeFifo(queue);
        } else {
            makeStandard(queue);
        }
        m_queues.push_back(queue);
        return queue;
    }

    void makeFifo(NodeId queue) {
        m_lab.set(queue, "type", "fifo");
        maybe(0.4, queue, "content_dedup", "true");
        maybe(0.3, queue, "enforce_quotas", "false");
        if (m_random.chance(0.4)) {
            m_lab.set(queue, "dedup_scope", "message_group");
            maybe(0.5, queue, "throughput_limit", "per_message_group");
        }
    }

    void makeStandard(NodeId queue) {
        if (m_random.chance(0.3)) {
            m_lab.set(queue, "hosts", number(3, 8));
            m_lab.set(queue, "sampled_hosts", number(1, 3));
        }
        maybe(0.15, queue, "duplicate_share", "0.1");
        maybe(0.2, queue, "reorder_window", pick(std::array{"200 ms", "3 s"}));
        maybe(0.3, queue, "old_handle", pick(std::array{"ignore", "reject"}));
    }

    void addProducers() {
        const std::uint64_t count = between(1, 3);
        for (std::uint64_t i = 0; i < count; ++i) {
            const NodeId producer = m_lab.producer();
            m_lab.set(producer, "rate", number(1, 12));
            maybe(0.6, producer, "spacing", "poisson");
            if (m_random.chance(0.3)) {
                m_lab.set(producer, "schedule", "burst");
                m_lab.set(producer, "peak_rate", number(20, 60));
                m_lab.set(producer, "period", "8 s");
                m_lab.set(producer, "burst_length", "1 s");
            }
            m_lab.set(producer, "keys", number(1, 12));
            maybe(0.3, producer, "poison_share", "0.15");
            maybe(0.2, producer, "message_size", "1500 B");
            maybe(0.4, producer, "stop_after", "20 s");
            if (m_random.chance(0.4)) {
                m_lab.set(producer, "answer_loss", pick(std::array{"0.05", "0.4"}));
                m_lab.set(producer, "retry_after", pick(std::array{"50 ms", "1 s", "7 s"}));
            }
            maybe(0.4, producer, "batch_size", number(2, 10));
            linkProducer(producer);
        }
    }

    /// To queues of one type, seldom also to others, which refuse what is not for them.
    void linkProducer(NodeId producer) {
        const bool isFifo = m_sources[m_random.below(m_sources.size())].isFifo;
        if (isFifo) {
            m_lab.set(producer, "message_group", m_random.chance(0.8) ? "per_key" : "single");
            m_lab.set(
                producer, "dedup_id", pick(std::array{"unique", "unique", "none", "per_key"}));
        } else {
            maybe(0.3, producer, "message_group", "per_key");
            if (m_random.chance(0.2)) {
                m_lab.set(producer, "own_delay", "true");
                m_lab.set(producer, "message_delay", pick(std::array{"0 s", "700 ms"}));
            }
        }
        for (const Source& source : m_sources) {
            if (source.isFifo == isFifo ? m_random.chance(0.8) : m_random.chance(0.05)) {
                m_lab.feed(producer, source.queue, pick(kLatencies));
            }
        }
    }

    void addConsumers() {
        for (const NodeId queue : m_queues) {
            for (std::uint64_t left = between(0, 2); left > 0; --left) {
                const NodeId consumer = addConsumer();
                m_lab.serve(queue, consumer, pick(kLatencies));
                if (m_random.chance(0.3)) {
                    const NodeId other = m_queues[m_random.below(m_queues.size())];
                    if (other != queue) m_lab.serve(other, consumer, pick(kLatencies));
                }
            }
        }
    }

    NodeId addConsumer() {
        const NodeId consumer = m_lab.consumer();
        m_lab.set(consumer, "workers", number(1, 6));
        m_lab.set(consumer, "batch_size", m_random.chance(0.4) ? "1" : number(2, 10));
        m_lab.set(consumer, "processing_time", pick(kWork));
        if (m_random.chance(0.35)) {
            m_lab.set(consumer, "wait_time", "0 s");
            m_lab.set(consumer, "poll_pause", pick(std::array{"100 ms", "500 ms", "1 s"}));
        } else {
            maybe(0.5, consumer, "wait_time", "1 s");
            maybe(0.5, consumer, "poll_pause", "50 ms");
        }
        maybe(0.5, consumer, "failure_share", pick(std::array{"0.05", "0.3", "1"}));
        maybe(0.4, consumer, "on_failure", "release");
        maybe(0.4, consumer, "delete_when", "after_batch");
        if (m_random.chance(0.4)) {
            m_lab.set(consumer, "crash_share", pick(std::array{"0.01", "0.1", "0.5"}));
            m_lab.set(consumer, "restart_time", pick(std::array{"100 ms", "2 s"}));
        }
        maybe(0.2, consumer, "receive_loss", pick(std::array{"0.05", "0.4"}));
        if (m_random.chance(0.35)) {
            m_lab.set(consumer, "heartbeat", pick(std::array{"150 ms", "1 s"}));
            m_lab.set(consumer, "heartbeat_extension", pick(kTimeouts));
        }
        if (m_random.chance(0.3)) {
            m_lab.set(consumer, "visibility_set_by", "request");
            m_lab.set(consumer, "visibility_timeout", pick(kTimeouts));
        }
        if (m_random.chance(0.1)) {
            m_lab.set(consumer, "wait_set_by", "queue");
            m_lab.set(consumer, "poll_pause", "200 ms"); // the queue may ask for short polls
        }
        return consumer;
    }

    void addEdits() {
        Document present = m_result.document;
        std::uint64_t count = m_random.chance(0.6) ? between(1, 5) : 0;
        Duration at{};
        for (; count > 0; --count) {
            at += std::chrono::milliseconds(between(1, 9'000));
            const NodeId queue = m_queues[m_random.below(m_queues.size())];
            if (present.node(queue) != nullptr && m_random.chance(0.5)) {
                m_result.edits.push_back({at, {}, drawAction(queue)});
                continue;
            }
            Document next = present;
            edit(next);
            m_result.edits.push_back({at, diff(present, next), {}});
            present = std::move(next);
        }
    }

    NodeAction drawAction(NodeId queue) {
        NodeAction action;
        action.node = queue;
        action.key = pick(std::array{
            "purge", "start_redrive", "start_redrive", "cancel_redrive", "send_message"});
        if (action.key == "start_redrive") {
            action.values["rate"] = static_cast<std::int64_t>(between(0, 30));
            if (m_random.chance(0.3)) {
                const NodeId destination = m_queues[m_random.below(m_queues.size())];
                action.values["destination"] = static_cast<std::int64_t>(raw(destination));
            }
        } else if (action.key == "send_message") {
            action.values["count"] = static_cast<std::int64_t>(between(1, 20));
            action.values["group"] = std::string("group-1");
        }
        return action;
    }

    void edit(Document& document) {
        const Node& node = document.nodes[m_random.below(document.nodes.size())];
        const NodeId id = node.id;
        const bool isQueue = node.kind == Queue::kKey;
        const NodeId queue = m_queues[m_random.below(m_queues.size())];
        const std::uint64_t choice = m_random.below(10);
        if (choice < 2 && document.nodes.size() > 2) {
            remove(document, {{id}, {}, {}});
            m_result.dropsCalls = true;
        } else if (choice < 3 && !document.links.empty()) {
            remove(document, {{}, {document.links[m_random.below(document.links.size())].id}, {}});
            m_result.dropsCalls = true;
        } else if (choice < 6 && document.node(queue) != nullptr) {
            changeType(document, queue);
        } else if (isQueue) {
            setHeld(document, id, "visibility_timeout", pick(kTimeouts));
            setHeld(document, id, "delay", pick(std::array{"0 s", "1 s"}));
        } else if (node.kind == Consumer::kKey) {
            setHeld(document, id, "workers", number(1, 8));
            setHeld(document, id, "failure_share", pick(std::array{"0", "0.5"}));
        } else {
            setHeld(document, id, "rate", number(0, 20));
        }
    }

    /// Standard to FIFO or back, unless that makes an error of the document.
    static void changeType(Document& document, NodeId queue) {
        const Node& node = *document.node(queue);
        const bool isFifo = std::get<std::string>(node.properties.at("type")) == "fifo";
        const Document before = document;
        setHeld(document, queue, "type", isFifo ? "standard" : "fifo");
        const auto findings = validate(document, registry());
        if (std::ranges::any_of(
                findings, [](const Finding& each) { return each.severity == Severity::Error; }))
            document = before;
    }

    struct Source {
        NodeId queue{};
        bool isFifo = false;
    };

    Rng m_random;
    Lab m_lab;
    std::vector<Source> m_sources; // queues that are nobody's dead-letter queue
    std::vector<NodeId> m_queues;
    RandomLab m_result;
};

} // namespace

std::string RandomLab::text() const {
    std::ostringstream out;
    out << "lab of seed " << seed << ", document seed " << document.settings.seed << ", "
        << seconds(length) << " s, " << edits.size() << " edits";
    for (const Node& node : document.nodes) {
        out << "\n  " << raw(node.id) << ' ' << node.kind;
        const NodeKind* kind = registry().find(node.kind);
        for (const auto& [key, value] : node.properties) {
            if (value != kind->property(key)->defaultValue) {
                out << ' ' << key << '=' << toText(value);
            }
        }
    }
    for (const Link& link : document.links) {
        out << "\n  " << raw(link.id) << " link " << raw(link.from) << '.' << link.fromPort
            << " to " << raw(link.to);
        for (const auto& [key, value] : link.properties) out << ' ' << key << '=' << toText(value);
    }
    for (const LabEdit& edit : edits) {
        out << "\n  at " << seconds(edit.at) << " s:";
        if (edit.action) out << ' ' << edit.action->key << " on " << raw(edit.action->node);
        for (const auto& change : edit.patch.nodes) {
            out << (change.after ? " change node " : " remove node ") << raw(change.before->id);
            if (!change.after) continue;
            for (const auto& [key, value] : change.after->properties) {
                if (change.before->properties.at(key) != value) {
                    out << ' ' << key << '=' << toText(value);
                }
            }
        }
        for (const auto& change : edit.patch.links) {
            if (!change.after) out << " remove link " << raw(change.before->id);
        }
    }
    return out.str();
}

RandomLab randomLab(std::uint64_t seed) {
    return LabMaker(seed).make();
}

} // namespace sluice::test
