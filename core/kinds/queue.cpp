// SPDX-License-Identifier: GPL-3.0-or-later
// The queue as a part of the lab: it turns calls on links into actions on the SqsQueue, which has
// all the rules, and carries out what follows from them.
#include "core/kinds/queue.h"

#include "core/base/assert.h"
#include "core/broker/prices.h"
#include "core/kernel/send_answer.h"
#include "core/kinds/queue_sending.h"
#include "core/kinds/queue_surroundings.h"

#include <algorithm>
#include <array>
#include <span>

namespace sluice {

namespace {

constexpr PortIndex kDeadLetter = 2;

} // namespace

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
    makeStore(context);
}

void Queue::makeStore(Context& context) {
    store = SqsQueue(context.id(), rules(context));
    store.setRegion(m_region);
}

void Queue::placed(const PartPlace& place) {
    m_region = place.region;
    store.setRegion(m_region);
}

void Queue::onCall(Context& context, const Call& call) {
    if (call.kind == CallKind::ReceiveMessage && receivePlain(context, call)) return;
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
    case CallKind::RequestConfirmation:
        confirm(context, call);
        break;
    case CallKind::ReceiveMessage:
        receiveMessage(context, call, surroundings);
        break;
    case CallKind::DeleteMessage:
        deleteMessage(context, call, surroundings);
        break;
    case CallKind::DeleteMessageBatch:
        deleteBatch(context, call, surroundings);
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

// What comes before the call's own content: whether the service can be reached, and permission.
Refusal Queue::admits(const Context& context, const Call& call, CallClass callClass) const {
    if (isWithinOutage(config.outages, context.now())) {
        return Refusal::DeliveryFailed;
    }
    if (call.refusal != Refusal::None) return call.refusal;
    return context.link(call.link).isDenied ? Refusal::AccessDenied
                                            : store.authorise(callClass, call.mayUseKey);
}

// Whether a single message may be stored.
inline Refusal Queue::accepts(Context& context, const Call& call, const SendEntry& entry) {
    Refusal refusal = admits(context, call, CallClass::Send);
    if (refusal == Refusal::None) {
        refusal = store.check(entry, false);
    }
    if (refusal == Refusal::None) {
        refusal = store.takeQuota(context.now(), CallClass::Send, std::span(&entry.group, 1));
    }
    return refusal;
}

void Queue::sendMessage(Context& context, const Call& call) {
    const auto index = static_cast<MessageIndex>(call.payload);
    const SendEntry entry = entryOf(context, index, call);
    bill(entry.bytes, entry.group != 0);
    if (const Refusal refusal = accepts(context, call, entry); refusal != Refusal::None) {
        refuseOne(context, call, index, refusal);
        return;
    }
    useKey(context, call.link);
    keep(context, entry);
    if (call.wantsAnswer) {
        answerSend(context, call, {}, Refusal::None);
    } else if (call.link != kNoLink) {
        context.noteTaken(call.link);
    }
}

// One call: refused as a whole, or entry by entry (SQS-63, SQS-64, SQS-65, SQS-68, SQS-88).
void Queue::sendBatch(Context& context, const Call& call) {
    const Batch batch = context.batches()[call.payload];
    context.batches().free(call.payload);
    std::int64_t bytes = 0;
    std::array<GroupIndex, Batch::kCapacity> groups{};
    Refusal whole = admits(context, call, CallClass::Send);
    for (std::uint32_t i = 0; i < batch.count; ++i) {
        const SendEntry entry = entryOf(context, batch.entries[i].message, call);
        bytes += entry.bytes;
        groups[i] = entry.group;
        const Refusal own = store.check(entry, true);
        const bool isOfAll = own == Refusal::MissingGroupInBatch || own == Refusal::MissingDedup;
        if (whole == Refusal::None && isOfAll) whole = own;
    }
    bill(bytes, context.messages()[batch.entries[0].message].group != 0);
    if (whole == Refusal::None && bytes > context.limits().maxBatchBytes) {
        whole = Refusal::BatchTooLong;
    }
    if (whole == Refusal::None) {
        whole =
            store.takeQuota(context.now(), CallClass::Send, std::span(groups).first(batch.count));
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

void Queue::refuseOne(Context& context, const Call& call, MessageIndex message, Refusal refusal) {
    Batch refused;
    refused.entries[refused.count++].message = message;
    refuseSend(context, call, refused, refusal);
}

// Gives the messages back to who sent them.
void Queue::refuseSend(Context& context, const Call& call, const Batch& refused, Refusal refusal) {
    counted.refused += refused.count;
    counted.throttled += refusal == Refusal::Throttled ? 1 : 0;
    giveBack(context, call, refused, refusal, static_cast<std::uint16_t>(codeOf(refusal)));
}

void Queue::acceptMoved(Context& context, const Call& call) {
    const auto index = static_cast<MessageIndex>(call.payload);
    const Message& message = context.messages()[index];
    const LinkState& link = context.link(call.link);
    // It is the same copy here: what was processed there was processed.
    if (context.messages().isProcessed(index, context.storeOf(link.from)))
        context.messages().setProcessed(index, context.storeOf(link.to));
    store.acceptMoved(
        context.now(),
        {index,
         call.receiveCount,
         context.now() - call.value,
         message.group,
         context.origin(call.link),
         call.isEncrypted,
         static_cast<NodeId>(call.worker),
         0,
         call.sentNumber(),
         call.visibilityTimeout == kNotGiven ? kNever : context.now() - call.visibilityTimeout});
}

// What comes back from a dead-letter queue is stored whatever it is: it was accepted before.
void Queue::takeRedriven(Context& context, const Call& call) {
    const auto index = static_cast<MessageIndex>(call.payload);
    SendEntry entry = entryOf(context, index, call);
    entry.dedupId = entry.serial;
    keep(context, entry);
}

void Queue::deleteMessage(Context& context, const Call& call, Surroundings& surroundings) {
    Received copy{kNoMessage, call.receipt};
    deleteCopies(context, std::span(&copy, 1), surroundings);
}

void Queue::deleteBatch(Context& context, const Call& call, Surroundings& surroundings) {
    Batch& batch = context.batches()[call.payload]; // deleting adds no batches
    context.batches().free(call.payload);
    deleteCopies(context, std::span(batch.entries).first(batch.count), surroundings);
}

void Queue::deleteCopies(Context& context, std::span<Received> copies, Surroundings& surroundings) {
    bill(0, false);
    if (isWithinOutage(config.outages, context.now())) {
        return;
    }
    if (store.takeQuota(context.now(), CallClass::Delete) != Refusal::None) {
        ++counted.throttled;
        return;
    }
    if (m_replacements > 0) {
        for (Received& copy : copies) {
            copy.receipt = inside(copy.receipt);
        }
    }
    // Repeated deletions count too (SQS-127).
    counted.deleteCalls += store.deleteMessages(context.now(), copies, surroundings);
}

void Queue::changeMessageVisibility(Context& context, const Call& call) {
    const Batch batch = context.batches()[call.payload];
    context.batches().free(call.payload);
    bill(0, false);
    if (isWithinOutage(config.outages, context.now())) {
        return;
    }
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
    if (hasGroup) {
        counted.billedGroupRequests += requests;
    }
}

void Queue::askForKey(Context& context, LinkIndex link) {
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
    m_timer.elapsed(context.now());
    Surroundings surroundings(*this, context);
    store.advance(context.now(), context.random(), surroundings);
    settle(context);
}

// Ends every change of the store: watches for what is due next and brings the gauges up to date.
void Queue::settle(Context& context) {
    // The exact time costs more than the bound, and matters only when a timer may be missing.
    if (store.dueFrom() < m_timer.next()) {
        m_timer.arm(context, store.nextDue());
    }
    // Outages and handles of the queue it was before have to be weighed with every call.
    if (config.outages.at.empty() && m_replacements == 0) {
        store.allowPlain(context.now(), m_timer.next());
    }
    context.awaitSends(store.takesPlainBefore(kPlainBytes) <= context.now());
    bringGaugesUpToDate(context.kernel());
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
