// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kinds/topic.h"

namespace sluice {

/// What a topic's store asks of its surroundings, carried out on links. Lives for one event.
class Topic::Surroundings final : public TopicSink {
public:
    Surroundings(Topic& topic, Context& context) : m_topic(topic), m_context(context) {}

    FilterResult filter(const Notification& what) override;
    void held(MessageIndex message) override { m_context.messages().retain(message); }
    void deliver(const Attempt& attempt) override;
    std::uint64_t deliverFirst(const FirstAttempts& attempts) override;
    void ended(const Attempt& attempt, DeliveryEnd end, DeliveryOutcome outcome) override;
    void released(MessageIndex message) override { m_context.messages().release(message); }

private:
    /// A form of a message made during this event.
    struct Form {
        MessageIndex original = kNoMessage;
        MessageIndex made = kNoMessage;
    };

    bool broadcast(const FirstAttempts& attempts);
    [[gnu::noinline]] bool deliverApart(const FirstAttempts& attempts, std::size_t i);
    MessageIndex formFor(const Notification& what, const Route& route);
    [[gnu::noinline]] MessageIndex makeForm(const Notification& what, bool wraps, bool drops);
    bool isStructured(MessageIndex message) const;
    bool hasTooManyAttributes(MessageIndex message) const;
    void redrive(const Attempt& attempt, DeliveryOutcome outcome);

    Topic& m_topic;
    Context& m_context;
    std::array<Form, 4> m_forms;
};

} // namespace sluice
