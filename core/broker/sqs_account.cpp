// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/sqs_account.h"

#include "core/base/assert.h"
#include "core/broker/api_names.h"
#include "core/broker/hashing.h"

#include <algorithm>
#include <utility>

namespace sluice {

namespace {

// Queues that are each other's dead-letter queue would hand a message to and fro for ever.
constexpr int kMostRounds = 64;

} // namespace

void SqsAccount::Sink::answer(const Caller& caller, const Handout& handout, Refusal refusal) {
    for (std::uint32_t i = 0; i < handout.batch.count; ++i) {
        const Received& copy = handout.batch.entries[i];
        m_account.m_messages.retain(copy.message);
    }
    m_account.m_answers[caller.worker] = {handout.batch, refusal};
}

void SqsAccount::Sink::replicated(MessageIndex message) {
    m_account.m_messages.retain(message);
}

void SqsAccount::Sink::moveToDeadLetters(const MovedCopy& copy) {
    m_account.m_moved.push_back(copy);
}

bool SqsAccount::Sink::redrive(const StoredView& copy, NodeId destination) {
    const NodeId target = destination == NodeId{} ? copy.source : destination;
    if (m_account.find(target) == nullptr) return false;
    m_account.m_redriven.push_back({copy, target});
    return true;
}

void SqsAccount::Sink::elapsed(const Elapsed& what) {
    if (what.kind == Elapsed::Kind::Expired) m_account.m_messages.release(what.message);
}

void SqsAccount::Sink::removed(MessageIndex message,
                               std::uint32_t /*receiveCount*/,
                               bool /*isPurge*/) {
    m_account.m_messages.release(message);
}

SqsAccount::SqsAccount(const LimitsProfile& limits, std::uint64_t seed, ServicePlace place)
    : m_limits(limits)
    , m_place(std::move(place))
    , m_random(seed) {
    setKey("alias/aws/sqs", KeyState::Enabled);
    setKey("alias/aws/sns", KeyState::Enabled);
}

void SqsAccount::advance(SimTime to) {
    SLUICE_ASSERT(to >= m_now);
    settle();
    for (SimTime due = nextDue(); due <= to; due = std::max(nextDue(), m_now + 1ns)) {
        m_now = std::max(m_now, due);
        settle();
    }
    m_now = to;
    settle();
}

SimTime SqsAccount::nextDue() {
    SimTime due = kNever;
    for (auto& [id, entry] : m_queues) {
        due = std::min({due, entry.queue.queue.nextDue(), entry.removeAt});
    }
    return due;
}

void SqsAccount::setLimits(const LimitsProfile& limits) {
    m_limits = limits;
    for (auto& [id, entry] : m_queues) {
        QueueAttributes attributes = entry.queue.attributes;
        attributes.rules.limits = limits;
        entry.queue.attributes = attributes;
        entry.queue.queue.setRules(m_now, attributes.rules);
    }
}

void SqsAccount::setKey(std::string_view id, KeyState state) {
    m_keys.insert_or_assign(std::string(id), state);
    for (auto& [queue, entry] : m_queues) {
        if (entry.queue.attributes.kmsKey != id) continue;
        entry.queue.attributes.rules.keyState = state;
        entry.queue.queue.setRules(m_now, entry.queue.attributes.rules);
    }
}

KeyState SqsAccount::stateOfKey(const std::string& id) const {
    if (id.empty()) return KeyState::Enabled;
    const auto found = m_keys.find(id);
    return found == m_keys.end() ? KeyState::Missing : found->second;
}

MessageDetails& SqsAccount::details(MessageIndex message) {
    if (m_details.size() <= raw(message)) m_details.resize(raw(message) + 1);
    return m_details[raw(message)];
}

HostedQueue* SqsAccount::find(std::string_view name) {
    const auto found = m_names.find(name);
    return found == m_names.end() ? nullptr : find(found->second);
}

HostedQueue* SqsAccount::find(NodeId id) {
    const auto found = m_queues.find(id);
    return found == m_queues.end() ? nullptr : &found->second.queue;
}

std::vector<HostedQueue*> SqsAccount::queues() {
    std::vector<HostedQueue*> all;
    for (const auto& [name, id] : m_names) all.push_back(find(id));
    return all;
}

HostedQueue& SqsAccount::create(std::string_view name, const QueueAttributes& attributes) {
    const NodeId id{++m_lastQueue};
    HostedQueue& queue = m_queues.try_emplace(id, *this, id).first->second.queue;
    m_names.emplace(name, id);
    queue.name = name;
    queue.attributes = attributes;
    queue.attributes.rules.keyState = stateOfKey(attributes.kmsKey);
    queue.createdAt = queue.modifiedAt = m_now;
    queue.queue = SqsQueue(id, queue.attributes.rules);
    queue.queue.setRegion(m_place.region);
    return queue;
}

void SqsAccount::remove(HostedQueue& queue) {
    m_deletedAt.insert_or_assign(queue.name, m_now);
    m_queues.at(queue.id).removeAt = m_now + deletePropagation;
    settle();
}

void SqsAccount::removeNow(NodeId id) {
    Entry& entry = m_queues.at(id);
    entry.queue.queue.removeAll(m_now, entry.sink);
    m_names.erase(entry.queue.name);
    m_queues.erase(id);
}

std::optional<SimTime> SqsAccount::deletedAt(std::string_view name) const {
    const auto found = m_deletedAt.find(name);
    return found == m_deletedAt.end() ? std::nullopt : std::optional(found->second);
}

void SqsAccount::change(HostedQueue& queue, const QueueAttributes& attributes) {
    queue.attributes = attributes;
    queue.attributes.rules.keyState = stateOfKey(attributes.kmsKey);
    queue.modifiedAt = m_now;
    queue.queue.setRules(m_now, queue.attributes.rules);
}

QueueSink& SqsAccount::sink(HostedQueue& queue) {
    return m_queues.at(queue.id).sink;
}

void SqsAccount::settle() {
    std::vector<NodeId> leaving;
    for (const auto& [id, entry] : m_queues) {
        if (entry.removeAt <= m_now) leaving.push_back(id);
    }
    for (const NodeId id : leaving) removeNow(id);
    for (int round = 0; round < kMostRounds; ++round) {
        for (auto& [id, entry] : m_queues) {
            entry.queue.queue.advance(m_now, m_random, entry.sink);
        }
        if (!deliverMoved()) return;
    }
}

bool SqsAccount::deliverMoved() {
    const auto moved = std::exchange(m_moved, {});
    const auto redriven = std::exchange(m_redriven, {});
    for (const MovedCopy& copy : moved) deliverToDeadLetters(copy);
    for (const Redriven& copy : redriven) deliverRedriven(copy);
    return !moved.empty() || !redriven.empty();
}

// Without its dead-letter queue the message goes back to where it was.
void SqsAccount::deliverToDeadLetters(const MovedCopy& copy) {
    HostedQueue* source = find(copy.source);
    SLUICE_ASSERT(source != nullptr);
    HostedQueue* target = find(nameInArn(source->attributes.redrive.deadLetterTargetArn, m_place));
    MessageDetails& more = details(copy.message);
    if (target == nullptr) {
        more.sequenceNumber = source->queue.acceptMoved(m_now, copy);
        return;
    }
    more.sourceArn = queueArn(source->name, m_place);
    if (target->attributes.rules.type == QueueType::Fifo) {
        more.deduplicationId = messageIdOf(m_messages[copy.message].serial); // SQS-77
    }
    more.sequenceNumber = target->queue.acceptMoved(m_now, copy);
}

// A redriven message is a new one with the old content (SQS-84).
void SqsAccount::deliverRedriven(const Redriven& redriven) {
    HostedQueue* target = find(redriven.destination);
    SLUICE_ASSERT(target != nullptr);
    Message message = m_messages[redriven.copy.message];
    MessageDetails more = details(redriven.copy.message);
    message.serial = nextSerial();
    message.sentAt = m_now;
    const MessageIndex index = m_messages.add(message);
    SendEntry entry;
    entry.message = index;
    entry.serial = message.serial;
    entry.bytes = message.size;
    entry.group = redriven.copy.group;
    more.sourceArn.clear();
    if (target->attributes.rules.type == QueueType::Fifo) {
        more.deduplicationId = messageIdOf(message.serial);
        entry.dedupId = dedupIdOf(more.deduplicationId);
    }
    more.sequenceNumber = target->queue.sendMessage(m_now, entry).sequenceNumber;
    details(index) = std::move(more);
    m_messages.release(redriven.copy.message);
}

Caller SqsAccount::newCaller() {
    Caller caller;
    caller.worker = ++m_lastCaller;
    return caller;
}

std::optional<ReceiveAnswer> SqsAccount::takeAnswer(const Caller& caller) {
    const auto found = m_answers.find(caller.worker);
    if (found == m_answers.end()) return std::nullopt;
    const ReceiveAnswer answer = found->second;
    m_answers.erase(found);
    return answer;
}

} // namespace sluice
