// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/prices.h"
#include "core/broker/sqs_queue.h"
#include "core/kernel/context.h"
#include "core/kernel/earliest_timer.h"
#include "core/kernel/node_action.h"
#include "core/kinds/key_choices.h"
#include "core/kinds/party.h"
#include "core/kinds/subscriber.h"
#include "core/schema/action.h"
#include "core/schema/metric.h"
#include "core/schema/node_kind.h"
#include "core/schema/picture.h"
#include "core/schema/port.h"
#include "core/schema/property.h"

#include <span>
#include <string>
#include <vector>

namespace sluice {

/// Which queues may use this one as their dead-letter queue (RedriveAllowPolicy, SQS-79).
enum class RedrivePermission : std::uint8_t { AllowAll, DenyAll, ByQueue };

/// Keeps messages until a consumer receives and deletes them. A dead-letter queue is a queue that
/// another one's dead-letter link points to.
struct Queue {
    static constexpr PortIndex kIn = 0;

    struct Config {
        QueueType type = QueueType::Standard;
        Duration visibilityTimeout = 30s;
        Duration delay{};
        Duration receiveWait{};
        Duration retention = 96h;
        std::int64_t maxMessageSize = 1'048'576;
        std::int64_t maxReceiveCount = 3;

        bool contentBasedDedup = false;
        DedupScope dedupScope = DedupScope::Queue;
        ThroughputLimit throughputLimit = ThroughputLimit::PerQueue;
        bool hasQuotas = true;

        Encryption encryption = Encryption::SqsManaged;
        KeyState keyState = KeyState::Enabled;
        Duration keyReuse = 300s;
        RedrivePermission redrivePermission = RedrivePermission::AllowAll;
        std::string redriveSources;
        std::string queueName;
        std::string policy;

        std::int64_t hosts = 1;
        std::int64_t sampledHosts = 1;
        double duplicateShare = 0;
        Duration reorderWindow{};
        OldHandle oldHandle = OldHandle::Delete;
        Duration purgeDuration{};
        Duration attributePropagation{};
        std::string keyPolicy;
        bool confirmsSubscriptions = true;
        Times outages;

        friend bool operator==(const Config&, const Config&) = default;
    };
    struct Metrics {
        // What every call changes comes first: two cache lines.
        std::uint64_t sent = 0, sentBytes = 0, billedRequests = 0;
        std::uint64_t received = 0, deleted = 0, deleteCalls = 0;
        std::uint64_t visible = 0, inFlight = 0;
        Histogram queueTime;
        std::uint64_t delayed = 0, stored = 0, asDeadLetters = 0, emptyReceives = 0;
        std::uint64_t expired = 0, timedOut = 0, moved = 0, deduplicated = 0, redriven = 0,
                      purged = 0;
        std::uint64_t refused = 0, throttled = 0, sentByHand = 0;
        std::uint64_t billedGroupRequests = 0, keyCalls = 0;
        std::uint64_t groupsInFlight = 0, noisyGroups = 0;
        std::uint64_t quietVisible = 0, quietInFlight = 0, quietDelayed = 0;
        double ageOfOldest = 0;      // seconds
        double quietAgeOfOldest = 0; // seconds
        double cost = 0;             // US dollars

        friend bool operator==(const Metrics&, const Metrics&) = default;
    };
    static constexpr std::string_view kKey = "queue";
    static constexpr std::string_view kLabel = "Queue";
    static constexpr std::string_view kCategory = "Messaging";
    static constexpr std::string_view kColorRole = "queue";
    static constexpr std::string_view kHelp =
        "Keeps messages until a consumer receives and deletes them. A received message stays "
        "hidden for the visibility "
        "timeout; if it is not deleted by then, it comes back and may be received again. A FIFO "
        "queue "
        "keeps the order within message groups and drops duplicates. Link it "
        "to another queue as "
        "dead-letter queue to set aside messages that were received too often.";
    static std::span<const PortSpec> ports();
    static std::span<const Property<Config>> properties();
    static std::span<const Metric<Metrics>> metrics();
    static void
    advise(const Document&, const Registry&, const Node& node, std::vector<Finding>& findings);
    static std::string linkProblem(const Document& document, const Link& link);
    static std::span<const ActionSpec> actions();

    void start(Context& context);
    std::string stop(Context& context); ///< What the user should know of it, or nothing.
    void onCall(Context& context, const Call& call);
    /// Does the same as onCall() if the call is a receive or delete for which nothing has to be
    /// weighed. What has arrived meanwhile may still be in the inbox; a receive takes of it what it
    /// hands out.
    PlainOutcome onPlainCall(Context& context, const Call& call);
    /// The same for the plain sends that have arrived in the inbox, up to the first that has to be
    /// weighed. Returns how many it took.
    std::uint32_t onPlainSends(Context& context, Inbox& inbox);
    void onTimer(Context& context, std::uint64_t token);
    void wiringChanged(Context& context);
    /// Another queue's dead letters come over this link; only such can be moved back (SQS-82).
    void redriveSourceAt(LinkIndex link);
    std::string configChanged(Context& context); ///< What the user should know of it, or nothing.
    /// What all requests so far would cost, in US dollars.
    double cost() const;
    void beforeSample(SimTime now, Duration interval);
    ActionAnswer act(Context& context, const NodeAction& action);
    /// Why the queue that the action names will not do as its destination; empty when it will.
    std::string refusal(const NodeAction& action, const Queue& destination) const;
    /// Why the action cannot succeed now; empty when it may.
    std::string_view
    unavailable(std::string_view action, const Kernel& kernel, const NodeWiring& wiring) const;
    std::uint64_t storedCopies() const { return store.storedCount(); }
    /// Every stored message; looking is no receive.
    void messageRows(const Kernel& kernel, std::vector<MessageRow>& rows) const;
    Picture picture(SimTime now, const Kernel& kernel, const NodeWiring& wiring) const;
    /// Sets what `counted` tells of what is stored now; plain calls leave it as it was.
    void bringGaugesUpToDate(const Kernel& kernel);
    void addTo(Digest& digest) const;
    Party party(const PartPlace& place) const;
    void placed(const PartPlace& place);
    Subscriber subscriber() const { return {Protocol::Sqs, config.type == QueueType::Fifo}; }

    alignas(64) Metrics counted;
    SqsQueue store;
    Config config;

    friend bool operator==(const Queue&, const Queue&) = default;

private:
    /// What the store asks of its surroundings, carried out on links; lives for one event.
    class Surroundings;

    static constexpr std::uint32_t kGenerations = 1U << 24U; // from one store to the next

    /// When a caller last asked for the data key, by its link (SQS-126).
    struct KeyUse {
        LinkIndex link = kNoLink;
        SimTime at;

        friend bool operator==(const KeyUse&, const KeyUse&) = default;
    };

    QueueRules rules(Context& context) const;
    SendEntry entryOf(Context& context, MessageIndex message, const Call& call) const;
    Refusal accepts(Context& context, const Call& call, const SendEntry& entry);
    // Apart, with all it needs inside it: registers are scarce where calls are told apart.
    [[gnu::noinline]] void sendMessage(Context& context, const Call& call);
    void sendBatch(Context& context, const Call& call);
    void keep(Context& context, const SendEntry& entry);
    [[gnu::noinline, gnu::cold]] void
    refuseOne(Context& context, const Call& call, MessageIndex message, Refusal refusal);
    [[gnu::noinline, gnu::cold]] void
    refuseSend(Context& context, const Call& call, const Batch& refused, Refusal refusal);
    Refusal admits(const Context& context, const Call& call, CallClass callClass) const;
    void acceptMoved(Context& context, const Call& call);
    void confirm(Context& context, const Call& call) const;
    void takeRedriven(Context& context, const Call& call);
    static ReceiveRequest requestOf(const Context& context, const Call& call);
    // Most receives, in fewer steps than receiveMessage() and settle() take, and with the same end.
    // False, and nothing was done, for others.
    bool receivePlain(Context& context, const Call& call);
    // Most receives of a queue whose consumers keep it empty: what has just arrived goes straight
    // on to the caller.
    [[gnu::noinline]] PlainOutcome receiveArrived(Context& context, const Call& call);
    PlainOutcome receiveBroadcast(Context& context, const ReceiveRequest& request, Inbox& inbox);
    PlainOutcome receiveFromInbox(Context& context, const ReceiveRequest& request, Inbox& inbox);
    template <class Send, class Hold>
    bool passOn(Context& context,
                const ReceiveRequest& request,
                std::span<const Send> sends,
                Hold&& hold);
    void receiveMessage(Context& context, const Call& call, Surroundings& surroundings);
    void answerReceive(Context& context,
                       const Caller& caller,
                       std::uint32_t batch,
                       std::span<const Duration> queueTimes,
                       Refusal refusal);
    SimTime
    postReceived(Context& context, const Caller& caller, std::uint32_t batch, Refusal refusal);
    bool takePlainDelete(Context& context, const Call& call);
    void storePlain(Context& context, std::span<const PlainSend> sends);
    std::uint32_t takeBroadcast(Context& context, Inbox& inbox, SimTime until);
    template <class Send>
    void keepPlain(Context& context, std::span<const Send> sends, std::uint64_t bytes);
    void countPlain(std::uint64_t sends, std::uint64_t bytes) {
        counted.billedRequests += sends;
        counted.sent += sends;
        counted.sentBytes += bytes;
    }
    void deleteMessage(Context& context, const Call& call, Surroundings& surroundings);
    void deleteBatch(Context& context, const Call& call, Surroundings& surroundings);
    void deleteCopies(Context& context, std::span<Received> copies, Surroundings& surroundings);
    void changeMessageVisibility(Context& context, const Call& call);
    void bill(std::int64_t bytes, bool hasGroup);
    void makeStore(Context& context);
    void replaceStore(Context& context, Surroundings& surroundings);
    /// A caller asks for the data key again when the one it has is too old (SQS-126).
    void useKey(Context& context, LinkIndex link) {
        if (store.rules().encryption == Encryption::Kms) {
            askForKey(context, link);
        }
    }
    [[gnu::noinline]] void askForKey(Context& context, LinkIndex link);
    void settle(Context& context);
    void chooseGroups();
    void showGroup(const FifoStore& groups, const FifoStore::Lane& found);
    Lanes
    lanes(SimTime now, const Kernel& kernel, const FifoStore& groups, MarkState resting) const;
    std::uint64_t newSerial(Context& context);
    /// A handle of the queue it was before must mean nothing now (SQS-38): outside the store, the
    /// generations of each queue begin elsewhere.
    Receipt outside(Receipt receipt) const {
        receipt.generation += receipt.generation == 0 ? 0 : generationsOutside();
        return receipt;
    }
    std::uint32_t generationsOutside() const { return m_replacements * kGenerations; }
    Receipt inside(Receipt receipt) const {
        receipt.generation -= generationsOutside();
        return receipt;
    }
    Message messageByHand(Context& context,
                          std::uint32_t body,
                          std::uint32_t bytes,
                          const std::string& group,
                          const std::string& dedupId);
    ActionAnswer sendByHand(Context& context, const NodeAction& action);
    ActionAnswer startRedrive(Context& context, const NodeAction& action);

    EarliestTimer m_timer;
    // Whether another part is linked to it for them. Read by every call, like the timer before it.
    bool m_isForDeadLetters = false;
    // Link of the newest answer with messages, to draw time-outs along.
    LinkIndex m_lastReceiver = kNoLink;
    std::vector<KeyUse> m_keyUses;
    // Groups that lanes show, also while they are empty for a moment: they keep their places.
    std::vector<GroupIndex> m_shownGroups;
    std::vector<LinkIndex> m_redriveSources; // links over which queues send their dead letters
    std::string m_region;
    std::uint32_t m_replacements = 0; // how often it became a queue of another type
    std::uint64_t m_created = 0;      // messages sent by hand or made by redrive
};

// Here, so that it becomes a part of the event loop.
[[gnu::always_inline]] inline PlainOutcome Queue::onPlainCall(Context& context, const Call& call) {
    switch (call.kind) {
    case CallKind::DeleteMessage:
    case CallKind::DeleteMessageBatch:
        return {takePlainDelete(context, call)};
    case CallKind::ReceiveMessage:
        return receiveArrived(context, call);
    default:
        return {};
    }
}

[[gnu::always_inline]] inline void Queue::bringGaugesUpToDate(const Kernel& /*kernel*/) {
    store.withStore([&](const auto& messages) {
        const std::uint64_t visible = messages.visibleCount();
        const std::uint64_t inFlight = messages.inFlightCount();
        const std::uint64_t delayed = messages.delayedCount();
        const std::uint64_t stored = visible + inFlight + delayed;
        counted.visible = visible;
        counted.inFlight = inFlight;
        counted.delayed = delayed;
        counted.stored = stored;
        counted.asDeadLetters = m_isForDeadLetters ? stored : 0;
    });
}

// Apart from the event loop, in which sends have to be fast before anything else.
[[gnu::noinline]] inline bool Queue::takePlainDelete(Context& context, const Call& call) {
    if (!context.link(call.link).isLive) return false;
    const Received single{kNoMessage, call.receipt};
    const bool isSingle = call.kind == CallKind::DeleteMessage;
    const Batch* const batch = isSingle ? nullptr : &context.batches()[call.payload];
    const auto copies =
        isSingle ? std::span(&single, 1) : std::span(batch->entries).first(batch->count);
    std::uint64_t deleted = 0;
    const bool isWatched = context.isWatched();
    MessagePool& messages = context.messages();
    const auto removed = [&, isWatched](MessageIndex message, std::uint32_t receiveCount) {
        ++deleted;
        if (isWatched) context.note(HopKind::Delete, message, kNoLink, context.now(), receiveCount);
        messages.release(message);
    };
    if (!store.deletePlain(context.now(), copies, removed)) return false;
    if (!isSingle) context.batches().free(call.payload);
    counted.deleted += deleted;
    ++counted.billedRequests;
    counted.deleteCalls += copies.size();
    return true;
}

inline void Queue::storePlain(Context& context, std::span<const PlainSend> sends) {
    std::uint64_t bytes = 0;
    for (const PlainSend& send : sends) {
        bytes += context.messages()[send.message].size;
        context.noteTaken(send.link);
    }
    keepPlain(context, sends, bytes);
}

// `bytes` of all of them together.
template <class Send>
[[gnu::always_inline]] inline void
Queue::keepPlain(Context& context, std::span<const Send> sends, std::uint64_t bytes) {
    store.sendPlain(sends);
    for (std::size_t i = 0; context.isWatched() && i < sends.size(); ++i) {
        context.note(HopKind::Accept, sends[i].message, kNoLink, sends[i].at, 0);
    }
    countPlain(sends.size(), bytes);
}

// Stores what has come by broadcast, unless other sends come between: then the inbox gets it.
inline std::uint32_t Queue::takeBroadcast(Context& context, Inbox& inbox, SimTime until) {
    const auto [sends, bytes] = context.kernel().broadcastUntil(until, inbox);
    if (sends.empty()) return 0;
    if (inbox.mayHave(until)) {
        context.unfold(inbox, until);
        return 0;
    }
    for (const Broadcast::Send& send : sends) context.messages().release(send.message);
    const LinkIndex link = context.kernel().seatedMember(inbox).link;
    keepPlain(context, sends, bytes);
    context.noteTaken(link, sends.size());
    inbox.pass(sends.size());
    return static_cast<std::uint32_t>(sends.size());
}

[[gnu::always_inline]] inline std::uint32_t Queue::onPlainSends(Context& context, Inbox& inbox) {
    const SimTime end = store.takesPlainBefore(kPlainBytes);
    if (end <= kRunStart) return 0;
    const SimTime until = std::min(context.now(), end - Duration{1});
    std::uint32_t taken = takeBroadcast(context, inbox, until);
    while (inbox.mayHave(until)) {
        const auto sends = inbox.takeUntil(until);
        if (!sends.empty()) storePlain(context, sends);
        taken += static_cast<std::uint32_t>(sends.size());
    }
    return taken;
}

/// Name of the queue in the API: as set, else made from the part's name.
std::string queueNameOf(std::string_view partName, const Queue::Config& config);

namespace detail {
template <>
std::span<const ChoiceSpec> choicesOf<QueueType>();
template <>
std::span<const ChoiceSpec> choicesOf<DedupScope>();
template <>
std::span<const ChoiceSpec> choicesOf<ThroughputLimit>();
template <>
std::span<const ChoiceSpec> choicesOf<Encryption>();
template <>
std::span<const ChoiceSpec> choicesOf<OldHandle>();
template <>
std::span<const ChoiceSpec> choicesOf<RedrivePermission>();
} // namespace detail

} // namespace sluice
