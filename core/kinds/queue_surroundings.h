// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kinds/queue.h"

#include <algorithm>

namespace sluice {

/// What a queue's store asks of its surroundings, carried out on links. Lives for one event.
class Queue::Surroundings final : public QueueSink {
public:
    Surroundings(Queue& queue, Context& context) : m_queue(queue), m_context(context) {}

    void replicated(MessageIndex message) override { m_context.messages().retain(message); }

    void answer(const Caller& caller, const Handout& handout, Refusal refusal) override;

    // Inside the broker: visible there at once (SQS-74).
    void moveToDeadLetters(const MovedCopy& copy) override {
        const LinkIndex link = m_context.links(kDeadLetterPort).front();
        ++m_queue.counted.moved;
        m_context.note(HopKind::DeadLetter, copy.message, link, m_context.now(), copy.receiveCount);
        Call call;
        call.kind = CallKind::MoveMessage;
        call.payload = static_cast<std::uint32_t>(copy.message);
        call.receiveCount = static_cast<std::uint16_t>(std::min(copy.receiveCount, 0xFFFFU));
        call.isEncrypted = copy.isEncrypted;
        call.worker = static_cast<std::uint32_t>(copy.home);
        call.value = m_context.now() - copy.enqueuedAt;
        if (copy.firstReceivedAt != kNever)
            call.visibilityTimeout = m_context.now() - copy.firstReceivedAt;
        call.setSentNumber(copy.sentNumber);
        m_context.sendAtOnce(link, call);
    }

    // A redriven message is a new one with the old content (SQS-84).
    bool redrive(const StoredView& copy, NodeId destination) override {
        const NodeId target = destination == NodeId{} ? copy.source : destination;
        const auto links = m_context.links(kInPort);
        const auto home = std::find_if(links.begin(), links.end(), [&](LinkIndex link) {
            return m_context.link(link).flow == Flow::DeadLetter
                   && m_context.origin(link) == target;
        });
        const LinkIndex link = home == links.end() ? kNoLink : *home;
        const bool isThere =
            link != kNoLink || (destination != NodeId{} && m_context.isPresent(destination));
        if (!isThere) {
            return false;
        }
        Message message = m_context.messages()[copy.message];
        message.serial = m_queue.newSerial(m_context);
        const MessageIndex index = m_context.create(message);
        ++m_queue.counted.redriven;
        if (link == kNoLink)
            m_context.noteInside(HopKind::Redrive, copy.message, destination);
        else
            m_context.note(HopKind::Redrive, copy.message, link, m_context.now(), 0);
        m_context.messages().release(copy.message);
        Call call;
        call.kind = CallKind::RedriveMessage;
        call.payload = static_cast<std::uint32_t>(index);
        if (link == kNoLink) {
            m_context.sendInside(destination, call);
        } else {
            m_context.sendAtOnce(link, call);
        }
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

    [[gnu::always_inline]] void
    removed(MessageIndex message, std::uint32_t receiveCount, bool isPurge) override {
        ++(isPurge ? m_queue.counted.purged : m_queue.counted.deleted);
        m_context.note(isPurge ? HopKind::Lost : HopKind::Delete,
                       message,
                       kNoLink,
                       m_context.now(),
                       receiveCount);
        m_context.messages().release(message);
    }

private:
    static constexpr PortIndex kInPort = 0;
    static constexpr PortIndex kDeadLetterPort = 2;

    Queue& m_queue;
    Context& m_context;
};

} // namespace sluice
