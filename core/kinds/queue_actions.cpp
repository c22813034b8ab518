// SPDX-License-Identifier: GPL-3.0-or-later
// What a user can do to a running queue by hand: the API's actions, without a network between.
#include "core/base/assert.h"
#include "core/broker/hashing.h"
#include "core/broker/message_attributes.h"
#include "core/broker/request_checks.h"
#include "core/kinds/action_values.h"
#include "core/kinds/queue_sending.h"
#include "core/kinds/queue_surroundings.h"

#include <algorithm>
#include <array>

namespace sluice {

namespace {

/// The fields of the actions, as a config of their own.
struct Fields {
    std::string body = "sent by hand";
    std::string attributes;
    std::string group;
    std::string dedupId;
    Duration delay{};
    std::int64_t count = 1;
    std::int64_t rate = 0;
    NodeId destination{};
    Duration visibilityTimeout = 30s;
};

PropertySpec groupField() {
    PropertySpec spec = property<&Fields::group>(
                            {"group", "Message group", "MessageGroupId; a FIFO queue needs one."},
                            Unit::None,
                            {0, 128})
                            .spec;
    spec.requiredWhen = {"type", "fifo"};
    return spec;
}

std::vector<PropertySpec> sendFields() {
    using F = Fields;
    return {
        property<&F::body>({"body", "Body", "Text of the message."}, Unit::None, {0, 100'000}).spec,
        attributesField<&F::attributes>(),
        property<&F::count>(
            {"count", "How many", "Messages sent one after the other."}, Unit::None, {1, 1'000})
            .spec,
        groupField(),
        dedupIdField<&F::dedupId>(),
        property<&F::delay>(
            {"delay", "Delay", "DelaySeconds, added to nothing; 0 leaves it to the queue."},
            Unit::None,
            {0, 900, kWholeSeconds},
            {"type", "standard"})
            .spec};
}

constexpr std::string_view kNotInFlight = "Only while in flight can it be changed or deleted.";

/// DestinationArn of StartMessageMoveTask.
PropertySpec destinationField() {
    static constexpr std::array kNone{ChoiceSpec{"", "where each came from"}};
    PropertySpec spec = property<&Fields::destination>(
                            {"destination",
                             "Move to",
                             "DestinationArn; a queue of the same type, standard or FIFO."})
                            .spec;
    spec.choices = kNone;
    return spec;
}

ApiError
sendError(const QueueRules& rules, Refusal refusal, Duration delay, const std::string& name) {
    const bool isTooLong = refusal == Refusal::MessageTooLong;
    const std::int64_t value = isTooLong
                                   ? std::min(rules.maxMessageBytes, rules.limits.maxMessageBytes)
                                   : static_cast<std::int64_t>(seconds(delay));
    return errorOf(refusal, value, name, rules.limits);
}

/// What is sent, with its attributes as they are stored (SQS-49 to SQS-55).
ApiResult<BodyTemplate> sentBody(const NodeAction& action, const LimitsProfile& limits) {
    BodyTemplate body;
    body.isLiteral = true;
    body.text = valueOf<std::string>(action, "body", "");
    const auto attributes = parseAttributes(valueOf<std::string>(action, "attributes", ""));
    if (!attributes) return invalidParameterValue(attributes.error().message);
    ApiResult<> checked = checkBody(body.text);
    if (checked) checked = checkMessageAttributes(*attributes, limits);
    if (!checked) return tl::unexpected(checked.error());
    body.attributes = storedAttributes(*attributes);
    return body;
}

/// Stands for the receipt handle in texts.
std::string textOf(const Receipt& receipt) {
    return std::to_string(receipt.slot) + '-' + std::to_string(receipt.generation) + '-'
           + std::to_string(receipt.receiveCount);
}

} // namespace

std::span<const ActionSpec> Queue::actions() {
    using F = Fields;
    static const std::vector<ActionSpec> kActions{
        {"send_message",
         "Send message",
         "Puts messages into the queue.",
         sendFields(),
         false,
         false},
        {"purge",
         "Purge",
         "Removes all messages, those in flight and delayed ones too. At most once a minute.",
         {},
         false,
         true},
        {"start_redrive",
         "Start redrive",
         "Moves the messages of a dead-letter queue back to the queues they came from, or all of "
         "them to another queue, as new messages.",
         {destinationField(),
          property<&F::rate>({"rate",
                              "Rate limit (0: none)",
                              "At most so many messages a second; 0 leaves it to the service."},
                             Unit::None,
                             {0, MoveTask::kHighestRate})
              .spec},
         false,
         false},
        {"cancel_redrive",
         "Cancel redrive",
         "Stops it; what was moved stays moved.",
         {},
         false,
         false,
         {},
         "start_redrive"},
        {"change_visibility",
         "Change visibility",
         "Hides a message in flight until this long from now; 0 makes it visible at once.",
         {property<&F::visibilityTimeout>({"timeout", "Visibility timeout", "Counted from now."},
                                          Unit::None,
                                          {0, 43'200, kWholeSeconds})
              .spec},
         true,
         false,
         kNotInFlight},
        {"delete_message",
         "Delete",
         "Deletes a message in flight by its handle.",
         {},
         true,
         true,
         kNotInFlight},
    };
    return kActions;
}

Message Queue::messageByHand(Context& context,
                             std::uint32_t body,
                             std::uint32_t bytes,
                             const std::string& group,
                             const std::string& dedupId) {
    Message message;
    message.serial = newSerial(context);
    message.sentAt = context.now();
    message.body = body;
    message.size = bytes;
    message.group = context.bodies().group(group);
    const bool isFifo = store.rules().type == QueueType::Fifo;
    if (!dedupId.empty()) {
        message.dedupId = dedupIdOf(dedupId);
    } else if (isFifo && !store.rules().contentBasedDedup) {
        message.dedupId = message.serial;
    }
    return message;
}

ActionAnswer Queue::sendByHand(Context& context, const NodeAction& action) {
    const auto body = sentBody(action, context.limits());
    const auto group = valueOf<std::string>(action, "group", "");
    const auto dedupId = valueOf<std::string>(action, "dedup_id", "");
    const auto delay = valueOf<Duration>(action, "delay", Duration::zero());
    if (!body) return answerOf(body.error());
    for (const auto& [parameter, id] :
         {std::pair{"MessageGroupId", &group}, std::pair{"MessageDeduplicationId", &dedupId}}) {
        if (const auto checked = checkId(parameter, *id); !id->empty() && !checked) {
            return answerOf(checked.error());
        }
    }
    const auto count = valueOf<std::int64_t>(action, "count", 1);
    const std::uint32_t content = context.bodies().add(*body); // once for all of them
    const auto bytes = static_cast<std::uint32_t>(messageBytes(body->text, body->attributes));
    std::uint64_t duplicates = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        const MessageIndex index =
            context.create(messageByHand(context, content, bytes, group, dedupId));
        Call call;
        call.value = delay == Duration::zero() ? kNotGiven : delay;
        const SendEntry entry = entryOf(context, index, call);
        bill(entry.bytes, entry.group != 0);
        Refusal refusal = store.authorise(CallClass::Send, true);
        if (refusal == Refusal::None) {
            refusal = store.check(entry, false);
        }
        if (refusal == Refusal::None) {
            refusal = store.takeQuota(context.now(), CallClass::Send, std::span(&entry.group, 1));
        }
        if (refusal != Refusal::None) {
            context.messages().release(index);
            ActionAnswer answer =
                answerOf(sendError(store.rules(),
                                   refusal,
                                   delay,
                                   refusal == Refusal::DedupOnStandard ? dedupId : group));
            if (i > 0) {
                answer.text +=
                    " Before that, " + messages(static_cast<std::uint64_t>(i)) + " went.";
            }
            return answer;
        }
        const std::uint64_t before = counted.deduplicated;
        keep(context, entry);
        const std::uint64_t dropped = counted.deduplicated - before;
        duplicates += dropped;
        counted.sentByHand += 1 - dropped;
    }
    std::string text = "Sent " + messages(static_cast<std::uint64_t>(count)) + '.';
    if (duplicates > 0) {
        text +=
            " Of them " + groupedText(static_cast<std::int64_t>(duplicates))
            + (duplicates == 1 ? " was dropped as a duplicate." : " were dropped as duplicates.");
    }
    return {false, std::move(text)};
}

ActionAnswer Queue::startRedrive(Context& context, const NodeAction& action) {
    if (m_redriveSources.empty()) {
        return answerOf({ApiErrorCode::InvalidParameterValue,
                         "Source queue must be configured as a Dead Letter Queue."}); // SQS-82
    }
    const auto destination = static_cast<NodeId>(valueOf<std::int64_t>(action, "destination", 0));
    if (destination == NodeId{} && store.counts().movedIn == 0) {
        return {true,
                "None of its messages came from another queue. Choose the queue to move them to."};
    }
    const auto rate = valueOf<std::int64_t>(action, "rate", 0);
    const auto task = store.startMoveTask(context.now(), destination, rate);
    if (!task) {
        return answerOf({ApiErrorCode::InvalidParameterValue,
                         "There is already a task running. Only one active task is allowed for a "
                         "source queue arn at a given time."}); // SQS-85
    }
    const std::string_view where = destination == NodeId{} ? " back." : ".";
    return {false, "Moving " + messages(task->toMove) + std::string(where)};
}

std::string_view Queue::unavailable(std::string_view action,
                                    const Kernel& /*kernel*/,
                                    const NodeWiring& /*wiring*/) const {
    const bool isMoving =
        !store.moveTasks().empty() && store.moveTasks().front().state == MoveTask::State::Running;
    if (action == "cancel_redrive") return isMoving ? "" : "No redrive is running.";
    if (action != "start_redrive") return {};
    if (m_redriveSources.empty()) {
        return m_isForDeadLetters
                   ? "Its dead letters come from a topic: only those of a queue can be moved back."
                   : "It is not the dead-letter queue of any queue: there is nothing to move back.";
    }
    return isMoving ? "A redrive is running. Wait for its end, or cancel it." : "";
}

// SQS-83
std::string Queue::refusal(const NodeAction& action, const Queue& destination) const {
    const auto invalid = [](std::string text) {
        return answerOf({ApiErrorCode::InvalidParameterValue, std::move(text)}).text;
    };
    SLUICE_ASSERT(action.key == "start_redrive");
    if (&destination == this) {
        return invalid("Source queue arn and destination queue arn are the same.");
    }
    if (destination.store.rules().type != store.rules().type) {
        return invalid("Source and destination queues must be of the same type.");
    }
    return {};
}

// A topic of another account asks; its request is a message that the policy must let in.
void Queue::confirm(Context& context, const Call& call) const {
    if (!config.confirmsSubscriptions || context.link(call.link).isDenied) {
        return;
    }
    Call confirmation;
    confirmation.kind = CallKind::ConfirmSubscription;
    context.answer(call.link, confirmation);
}

std::uint64_t Queue::newSerial(Context& context) {
    constexpr unsigned kCountBits = 40;
    return static_cast<std::uint64_t>(context.id()) << kCountBits | ++m_created;
}

void Queue::messageRows(const Kernel& kernel, std::vector<MessageRow>& rows) const {
    rows.reserve(rows.size() + store.storedCount());
    store.visitStored([&](const StoredView& view) {
        const Message& message = kernel.messages[view.message];
        MessageRow row;
        row.serial = message.serial;
        switch (view.state) {
        case CopyState::Delayed:
            row.state = MessageRow::State::Delayed;
            break;
        case CopyState::Visible:
            row.state = view.isBlocked ? MessageRow::State::Blocked : MessageRow::State::Visible;
            break;
        case CopyState::InFlight:
            row.state = MessageRow::State::InFlight;
            break;
        }
        row.color = message.color();
        row.group = view.group;
        row.receiveCount = view.receiveCount;
        row.bytes = message.size;
        row.enqueuedAt = view.enqueuedAt;
        row.home = view.home;
        row.source = view.source;
        row.sequenceNumber = view.sequenceNumber;
        row.sentNumber = view.sentNumber;
        row.until = view.until;
        row.firstReceivedAt = view.firstReceivedAt;
        row.receipt = outside(view.receipt);
        row.message = view.message;
        rows.push_back(row);
    });
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
        const std::string queue = queueNameOf(action.nodeName, config);
        const bool isPurge = refusal == Refusal::PurgeInProgress;
        const ApiError error =
            errorOf(refusal, 0, isPurge ? queue : textOf(action.receipt), context.limits());
        answer = {true, std::string(shapeName(error.code)) + ": " + error.message};
    }
    store.advance(context.now(), context.random(), surroundings);
    settle(context);
    return answer;
}

} // namespace sluice
