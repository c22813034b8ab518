// SPDX-License-Identifier: GPL-3.0-or-later
// The queue as a part of the lab: it turns calls on links into actions on the SqsQueue, which has
// all the rules, and carries out what follows from them.
#include "core/kinds/queue.h"

#include "core/base/assert.h"
#include "core/broker/hashing.h"
#include "core/broker/prices.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr PortIndex kIn = 0;
constexpr PortIndex kDeadLetter = 2;
constexpr std::uint32_t kGenerations = 1U << 24U; // from one queue to the next

template <class T>
std::optional<T> given(T value) {
    return value == kNotGiven ? std::nullopt : std::optional(value);
}

/// Stands for the receipt handle in texts.
std::string textOf(const Receipt& receipt) {
    return std::to_string(receipt.slot) + '-' + std::to_string(receipt.generation) + '-'
           + std::to_string(receipt.receiveCount);
}

} // namespace

class Queue::Surroundings final : public QueueSink {
public:
    Surroundings(Queue& queue, Context& context) : m_queue(queue), m_context(context) {}

    void received(const Selection& selection) override {
        m_context.messages().retain(selection.received.message);
        ++m_queue.counted.received;
        if (selection.isFirstReceive) {
            m_queue.counted.queueTime.record(selection.timeInQueue);
        }
    }

    void replicated(MessageIndex message) override { m_context.messages().retain(message); }

    void answer(const Caller& caller, const Batch& batch, Refusal refusal) override {
        Call call;
        call.kind = CallKind::ReceiveMessageResult;
        call.worker = caller.worker;
        Batch sent = batch;
        for (std::uint32_t i = 0; i < sent.count; ++i) {
            sent.entries[i].receipt = m_queue.outside(sent.entries[i].receipt);
        }
        call.payload = m_context.batches().add(sent);
        call.refusal = refusal;
        const SimTime arrive = m_context.send(caller.link, call);
        std::int64_t bytes = 0;
        bool hasGroup = false;
        for (std::uint32_t i = 0; i < batch.count; ++i) {
            const Received& entry = batch.entries[i];
            const Message& message = m_context.messages()[entry.message];
            bytes += message.size;
            hasGroup = hasGroup || message.group != 0;
            m_context.note(
                HopKind::Receive, entry.message, caller.link, arrive, entry.receipt.receiveCount);
        }
        m_queue.bill(bytes, hasGroup);
        if (batch.count > 0) {
            m_queue.m_lastReceiver = caller.link;
        } else if (refusal == Refusal::None) {
            ++m_queue.counted.emptyReceives; // SQS-26
        } else {
            m_queue.counted.throttled += refusal == Refusal::Throttled ? 1 : 0;
        }
    }

    // Inside the broker: visible there at once (SQS-74).
    void moveToDeadLetters(const MovedCopy& copy) override {
        const LinkIndex link = m_context.links(kDeadLetter).front();
        ++m_queue.counted.moved;
        m_context.note(HopKind::DeadLetter, copy.message, link, m_context.now(), copy.receiveCount);
        Call call;
        call.kind = CallKind::MoveMessage;
        call.payload = static_cast<std::uint32_t>(copy.message);
        call.receiveCount = static_cast<std::uint16_t>(std::min(copy.receiveCount, 0xFFFFU));
        call.isEncrypted = copy.isEncrypted;
        call.value = m_context.now() - copy.enqueuedAt;
        m_context.sendAtOnce(link, call);
    }

    // A redriven message is a new one with the old content (SQS-84).
    bool redrive(const StoredView& copy, NodeId /*destination*/) override {
        const auto links = m_context.links(kIn);
        const auto home = std::find_if(links.begin(), links.end(), [&](LinkIndex link) {
            return m_context.link(link).flow == Flow::DeadLetter
                   && m_context.origin(link) == copy.source;
        });
        if (home == links.end()) {
            return false;
        }
        Message message = m_context.messages()[copy.message];
        message.serial = m_queue.newSerial(m_context);
        const MessageIndex index = m_context.create(message);
        ++m_queue.counted.redriven;
        m_context.note(HopKind::Redrive, copy.message, *home, m_context.now(), 0);
        m_context.messages().release(copy.message);
        Call call;
        call.kind = CallKind::RedriveMessage;
        call.payload = static_cast<std::uint32_t>(index);
        m_context.sendAtOnce(*home, call);
        for (int request = 0; request < 3; ++request) {
            m_queue.bill(request < 2 ? message.size : 0, message.group != 0); // SQS-84
        }
        return true;
    }

    void elapsed(const Elapsed& what) override {
        switch (what.kind) {
        case Elapsed::Kind::TimedOut:
            ++m_queue.counted.timedOut;
            m_context.note(HopKind::Expire,
                           what.message,
                           m_queue.m_lastReceiver,
                           m_context.now(),
                           what.receiveCount);
            break;
        case Elapsed::Kind::DelayEnded:
            break;
        case Elapsed::Kind::Expired:
            ++m_queue.counted.expired;
            m_context.note(
                HopKind::Lost, what.message, kNoLink, m_context.now(), what.receiveCount);
            m_context.messages().release(what.message);
            break;
        }
    }

    void removed(MessageIndex message, std::uint32_t receiveCount, bool isPurge) override {
        ++(isPurge ? m_queue.counted.purged : m_queue.counted.deleted);
        m_context.note(isPurge ? HopKind::Lost : HopKind::Delete,
                       message,
                       kNoLink,
                       m_context.now(),
                       receiveCount);
        m_context.messages().release(message);
    }

private:
    Queue& m_queue;
    Context& m_context;
};

QueueRules Queue::rules(Context& context) const {
    QueueRules result;
    result.type = config.type;
    result.visibilityTimeout = config.visibilityTimeout;
    result.delay = config.delay;
    result.receiveWait = config.receiveWait;
    result.retention = config.retention;
    result.maxMessageBytes = config.maxMessageSize;
    const bool hasDeadLetters = !context.links(kDeadLetter).empty();
    result.maxReceiveCount =
        hasDeadLetters ? static_cast<std::uint32_t>(config.maxReceiveCount) : 0;
    result.contentBasedDedup = config.contentBasedDedup;
    result.dedupScope = config.dedupScope;
    result.throughputLimit = config.throughputLimit;
    result.hasQuotas = config.hasQuotas;
    result.encryption = config.encryption;
    result.keyState = config.keyState;
    result.keyReuse = config.keyReuse;
    result.hosts = static_cast<std::uint32_t>(config.hosts);
    result.sampledHosts = static_cast<std::uint32_t>(config.sampledHosts);
    result.duplicateShare = config.duplicateShare;
    result.reorderWindow = config.reorderWindow;
    result.oldHandle = config.oldHandle;
    result.purgeDuration = config.purgeDuration;
    result.attributePropagation = config.attributePropagation;
    result.limits = context.limits();
    return result;
}

void Queue::start(Context& context) {
    store = SqsQueue(context.id(), rules(context));
}

void Queue::stop(Context& context) {
    Surroundings surroundings(*this, context);
    store.removeAll(context.now(), surroundings);
}

void Queue::onCall(Context& context, const Call& call) {
    Surroundings surroundings(*this, context);
    // What is due at this very instant comes before what arrives at it.
    store.advance(context.now(), context.random(), surroundings);
    switch (call.kind) {
    case CallKind::SendMessage:
        sendMessage(context, call);
        break;
    case CallKind::SendMessageBatch:
        sendBatch(context, call);
        break;
    case CallKind::MoveMessage:
        acceptMoved(context, call);
        break;
    case CallKind::RedriveMessage:
        takeRedriven(context, call);
        break;
    case CallKind::ReceiveMessage:
        receiveMessage(context, call, surroundings);
        break;
    case CallKind::DeleteMessage:
        deleteMessage(context, call, surroundings);
        break;
    case CallKind::ChangeMessageVisibility:
        changeMessageVisibility(context, call);
        break;
    default:
        SLUICE_ASSERT(false && "a queue takes nothing else");
        break;
    }
    store.advance(context.now(), context.random(), surroundings);
    settle(context);
}

SendEntry Queue::entryOf(Context& context, MessageIndex index, const Call& call) const {
    const Message& message = context.messages()[index];
    SendEntry entry{index, message.serial, message.size, message.group, 0, given(call.value)};
    entry.dedupId = message.dedupId;
    // The content stands in for an ID that was not given (SQS-91).
    if (entry.dedupId == 0 && store.rules().contentBasedDedup
        && store.rules().type == QueueType::Fifo) {
        entry.dedupId = contentDedupId(context.bodies(), message);
    }
    return entry;
}

void Queue::sendMessage(Context& context, const Call& call) {
    const auto index = static_cast<MessageIndex>(call.payload);
    const SendEntry entry = entryOf(context, index, call);
    bill(entry.bytes, entry.group != 0);
    Refusal refusal = store.authorise(CallClass::Send, call.mayUseKey);
    if (refusal == Refusal::None) {
        refusal = store.check(entry, false);
    }
    if (refusal == Refusal::None) {
        refusal = store.takeQuota(context.now(), CallClass::Send, entry.group);
    }
    if (refusal != Refusal::None) {
        Batch refused;
        refused.entries[refused.count++].message = index;
        refuseSend(context, call, refused, refusal);
        return;
    }
    useKey(context, call.link);
    keep(context, entry);
}

// One call: refused as a whole, or entry by entry (SQS-64, SQS-65, SQS-68, SQS-88).
void Queue::sendBatch(Context& context, const Call& call) {
    const Batch batch = context.batches()[call.payload];
    context.batches().free(call.payload);
    std::int64_t bytes = 0;
    Refusal whole = store.authorise(CallClass::Send, call.mayUseKey);
    for (std::uint32_t i = 0; i < batch.count; ++i) {
        const SendEntry entry = entryOf(context, batch.entries[i].message, call);
        bytes += entry.bytes;
        if (whole == Refusal::None && store.check(entry, true) == Refusal::MissingGroupInBatch) {
            whole = Refusal::MissingGroupInBatch;
        }
    }
    bill(bytes, context.messages()[batch.entries[0].message].group != 0);
    if (whole == Refusal::None && bytes > context.limits().maxBatchBytes) {
        whole = Refusal::BatchTooLong;
    }
    if (whole == Refusal::None) {
        whole = store.takeQuota(context.now(), CallClass::Send);
    }
    if (whole != Refusal::None) {
        refuseSend(context, call, batch, whole);
        return;
    }
    useKey(context, call.link);
    Batch refused;
    Refusal refusal = Refusal::None;
    for (std::uint32_t i = 0; i < batch.count; ++i) {
        const SendEntry entry = entryOf(context, batch.entries[i].message, call);
        const Refusal own = store.check(entry, true);
        if (own == Refusal::None) {
            keep(context, entry);
        } else {
            refused.entries[refused.count++] = batch.entries[i];
            refusal = own;
        }
    }
    if (refused.count > 0) {
        refuseSend(context, call, refused, refusal);
    }
}

void Queue::keep(Context& context, const SendEntry& entry) {
    const SendOutcome outcome = store.sendMessage(context.now(), entry);
    if (outcome.isDuplicate) {
        ++counted.deduplicated; // SQS-96
        context.note(HopKind::Deduplicate, entry.message, kNoLink, context.now(), 0);
        context.messages().release(entry.message);
        return;
    }
    ++counted.sent;
    counted.sentBytes += static_cast<std::uint64_t>(entry.bytes);
    context.note(HopKind::Accept, entry.message, kNoLink, context.now(), 0);
}

// Gives the messages back to who sent them.
void Queue::refuseSend(Context& context, const Call& call, const Batch& refused, Refusal refusal) {
    counted.refused += refused.count;
    counted.throttled += refusal == Refusal::Throttled ? 1 : 0;
    for (std::uint32_t i = 0; i < refused.count; ++i) {
        context.note(HopKind::Refuse, refused.entries[i].message, kNoLink, context.now(), 0);
    }
    Call answer;
    answer.kind = CallKind::SendMessageResult;
    answer.worker = call.worker;
    answer.payload = context.batches().add(refused);
    answer.refusal = refusal;
    context.send(call.link, answer);
}

void Queue::acceptMoved(Context& context, const Call& call) {
    const auto index = static_cast<MessageIndex>(call.payload);
    Message& message = context.messages()[index];
    const LinkState& link = context.link(call.link);
    // It is the same copy here: what was processed there was processed.
    if ((message.processedIn & Message::bitOf(link.from)) != 0) {
        message.processedIn |= Message::bitOf(link.to);
    }
    store.acceptMoved(context.now(),
                      {index,
                       call.receiveCount,
                       context.now() - call.value,
                       message.group,
                       context.origin(call.link),
                       call.isEncrypted});
}

// What comes back from a dead-letter queue is stored whatever it is: it was accepted before.
void Queue::takeRedriven(Context& context, const Call& call) {
    const auto index = static_cast<MessageIndex>(call.payload);
    SendEntry entry = entryOf(context, index, call);
    entry.dedupId = entry.serial;
    keep(context, entry);
}

void Queue::receiveMessage(Context& context, const Call& call, Surroundings& surroundings) {
    ReceiveRequest request;
    request.maxMessages = call.maxMessages;
    request.waitTime = given(call.value);
    request.visibilityTimeout = given(call.visibilityTimeout);
    request.caller = {call.link, call.worker};
    const Refusal refusal = store.authorise(CallClass::Receive, call.mayUseKey);
    if (refusal != Refusal::None) {
        surroundings.answer(request.caller, {}, refusal);
        return;
    }
    useKey(context, call.link);
    store.receiveMessage(context.now(), request, context.random(), surroundings);
}

void Queue::deleteMessage(Context& context, const Call& call, Surroundings& surroundings) {
    const Batch batch = context.batches()[call.payload];
    context.batches().free(call.payload);
    bill(0, false);
    if (store.takeQuota(context.now(), CallClass::Delete) != Refusal::None) {
        ++counted.throttled;
        return;
    }
    for (std::uint32_t i = 0; i < batch.count; ++i) {
        const bool isDone =
            store.deleteMessage(context.now(), inside(batch.entries[i].receipt), surroundings)
            == Refusal::None;
        counted.deleteCalls += isDone ? 1 : 0; // repeated deletions count too (SQS-127)
    }
}

void Queue::changeMessageVisibility(Context& context, const Call& call) {
    const Batch batch = context.batches()[call.payload];
    context.batches().free(call.payload);
    bill(0, false);
    if (store.takeQuota(context.now(), CallClass::ChangeVisibility) != Refusal::None) {
        ++counted.throttled;
        return;
    }
    for (std::uint32_t i = 0; i < batch.count; ++i) {
        store.changeMessageVisibility(context.now(), inside(batch.entries[i].receipt), call.value);
    }
}

// Every 64 KiB of a call's payload is one request; an empty one is one too (PRICE-2).
void Queue::bill(std::int64_t bytes, bool hasGroup) {
    const auto requests = static_cast<std::uint64_t>(requestsFor(bytes));
    counted.billedRequests += requests;
    counted.billedGroupRequests += hasGroup ? requests : 0;
}

// A caller asks for the data key again when the one it has is too old (SQS-126).
void Queue::useKey(Context& context, LinkIndex link) {
    if (store.rules().encryption != Encryption::Kms) {
        return;
    }
    const auto found = std::find_if(
        m_keyUses.begin(), m_keyUses.end(), [&](const KeyUse& use) { return use.link == link; });
    if (found == m_keyUses.end()) {
        m_keyUses.push_back({link, context.now()});
        ++counted.keyCalls;
    } else if (context.now() >= found->at + store.rules().keyReuse) {
        found->at = context.now();
        ++counted.keyCalls;
    }
}

void Queue::onTimer(Context& context, std::uint64_t /*token*/) {
    SLUICE_ASSERT(!m_timers.empty() && m_timers.back() == context.now());
    m_timers.pop_back();
    Surroundings surroundings(*this, context);
    store.advance(context.now(), context.random(), surroundings);
    settle(context);
}

// A timer is needed only when none is pending that early: those left pending serve what is due
// later, so they never pile up.
void Queue::arm(Context& context, SimTime due) {
    if (due < (m_timers.empty() ? kNever : m_timers.back())) {
        m_timers.push_back(due);
        context.startTimer(due, 0);
    }
}

// Ends every change of the store: watches for what is due next and brings the gauges up to date.
void Queue::settle(Context& context) {
    arm(context, store.nextDue());
    counted.visible = store.visibleCount();
    counted.inFlight = store.inFlightCount();
    counted.delayed = store.delayedCount();
    counted.stored = store.storedCount();
    counted.asDeadLetters = store.counts().movedIn > 0 ? counted.stored : 0;
}

void Queue::wiringChanged(Context& context) {
    store.dropWaiters([&](const Caller& caller) { return !context.link(caller.link).isLive; });
    if (m_lastReceiver != kNoLink && !context.link(m_lastReceiver).isLive) {
        m_lastReceiver = kNoLink;
    }
    // Whether there is a dead-letter queue is a matter of links: it takes no time to get around.
    const QueueRules wanted = rules(context);
    QueueRules present = store.rules();
    if (wanted.maxReceiveCount == 0 || present.maxReceiveCount == 0) {
        present.maxReceiveCount = wanted.maxReceiveCount;
    }
    present.attributePropagation = Duration::zero();
    store.setRules(context.now(), present);
    store.setRules(context.now(), wanted); // settings that were on their way set out again
    settle(context);
}

void Queue::configChanged(Context& context) {
    Surroundings surroundings(*this, context);
    if (config.type != store.rules().type) {
        replaceStore(context, surroundings);
    } else {
        store.setRules(context.now(), rules(context));
    }
    store.advance(context.now(), context.random(), surroundings);
    settle(context);
}

// The type of a queue cannot be changed (SQS-5): it is another queue from now on, and whoever waits
// for a message of the old one gets none.
void Queue::replaceStore(Context& context, Surroundings& surroundings) {
    std::vector<Caller> waiting;
    store.dropWaiters([&](const Caller& caller) {
        waiting.push_back(caller);
        return true;
    });
    for (const Caller& caller : waiting) {
        surroundings.answer(caller, {}, Refusal::None);
    }
    store.removeAll(context.now(), surroundings);
    store = SqsQueue(context.id(), rules(context));
    ++m_replacements;
}

// A handle of the queue it was before must mean nothing now (SQS-38): outside the store, the
// generations of each queue begin elsewhere.
Receipt Queue::outside(Receipt receipt) const {
    receipt.generation += receipt.generation == 0 ? 0 : m_replacements * kGenerations;
    return receipt;
}

Receipt Queue::inside(Receipt receipt) const {
    receipt.generation -= m_replacements * kGenerations;
    return receipt;
}

void Queue::beforeSample(SimTime now, Duration /*interval*/) {
    counted.ageOfOldest = seconds(store.ageOfOldest(now));
    counted.cost = queueCost(
        config.type == QueueType::Fifo, counted.billedRequests, counted.billedGroupRequests);
    counted.groupsInFlight =
        store.withStore([](const auto& messages) { return messages.groupsInFlight(); });
    const auto fair = store.fairFigures(now);
    counted.noisyGroups = fair.noisyGroups;
    counted.quietVisible = fair.visible;
    counted.quietInFlight = fair.inFlight;
    counted.quietDelayed = fair.delayed;
    counted.quietAgeOfOldest = seconds(fair.ageOfOldest);
}

ActionAnswer Queue::act(Context& context, const NodeAction& action) {
    Surroundings surroundings(*this, context);
    store.advance(context.now(), context.random(), surroundings);
    ActionAnswer answer;
    Refusal refusal = Refusal::None;
    if (action.key == "send_message") {
        answer = sendByHand(context, action);
    } else if (action.key == "purge") {
        const std::uint64_t before = store.storedCount();
        refusal = store.purge(context.now(), surroundings);
        answer.text = "Purged " + groupedText(static_cast<std::int64_t>(before))
                      + (before == 1 ? " message." : " messages.");
    } else if (action.key == "start_redrive") {
        answer = startRedrive(context, action);
    } else if (action.key == "cancel_redrive") {
        const bool isDone =
            !store.moveTasks().empty()
            && store.cancelMoveTask(context.now(), store.moveTasks().front().handle);
        answer = {!isDone,
                  isDone ? "Redrive cancelled."
                         : "ResourceNotFoundException: Task does not exist."}; // SQS-87
    } else if (action.receipt.generation == 0) {
        refusal = Refusal::NotInFlight;
    } else if (action.key == "change_visibility") {
        const auto value = action.values.find("timeout");
        SLUICE_ASSERT(value != action.values.end());
        refusal = store.changeMessageVisibility(
            context.now(), inside(action.receipt), std::get<Duration>(value->second));
        answer.text = "Visibility changed.";
    } else if (action.key == "delete_message") {
        refusal = store.deleteMessage(context.now(), inside(action.receipt), surroundings);
        answer.text = "Message deleted.";
    } else {
        SLUICE_ASSERT(false && "no such action");
    }
    if (refusal != Refusal::None) {
        const std::string queue = config.queueName.empty() ? "the queue" : config.queueName;
        const ApiError error = errorOf(
            refusal, 0, refusal == Refusal::PurgeInProgress ? queue : textOf(action.receipt));
        answer = {true, std::string(shapeName(error.code)) + ": " + error.message};
    }
    store.advance(context.now(), context.random(), surroundings);
    settle(context);
    return answer;
}

void Queue::addTo(Digest& digest) const {
    store.addTo(digest);
    digest.add(counted.emptyReceives);
    digest.add(counted.refused);
    digest.add(counted.deduplicated);
    digest.add(counted.billedRequests);
    counted.queueTime.addTo(digest);
}

} // namespace sluice
