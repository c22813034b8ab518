// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/naive_queue.h"

#include <algorithm>

namespace sluice::test {

void NaiveQueue::send(SimTime now, MessageIndex message, Duration delay) {
    Copy copy;
    copy.message = message;
    copy.enqueuedAt = copy.arrivedAt = copy.place = now;
    copy.due = now + delay;
    copy.state = delay > Duration::zero() ? State::Delayed : State::Visible;
    m_copies.push_back(copy);
}

void NaiveQueue::acceptMoved(SimTime now, const MovedCopy& moved) {
    Copy copy;
    copy.message = moved.message;
    copy.enqueuedAt = moved.enqueuedAt;
    copy.arrivedAt = copy.place = now;
    copy.receiveCount = moved.receiveCount;
    m_copies.push_back(copy);
}

bool NaiveQueue::receive(SimTime now, const Selection& selection, const QueueRules& rules) {
    SimTime first = kNever;
    for (const Copy& copy : m_copies) {
        if (copy.state == State::Visible) first = std::min(first, copy.place);
    }
    if (first == kNever) return selection.kind == Selection::Kind::Nothing;
    const bool isMove = selection.kind == Selection::Kind::Moved;
    Copy* copy = stored(isMove ? selection.moved.message : selection.received.message);
    if (copy == nullptr || copy->state != State::Visible || copy->place != first) return false;
    const bool isExhausted =
        rules.maxReceiveCount != 0 && copy->receiveCount >= rules.maxReceiveCount;
    if (isExhausted != isMove) return false;
    if (isMove) {
        leave(*copy, State::Moved, now);
        return selection.moved.receiveCount == copy->receiveCount
               && selection.moved.enqueuedAt == copy->enqueuedAt;
    }
    ++copy->receiveCount;
    ++copy->receivesHere;
    copy->state = State::InFlight;
    copy->receivedAt = now;
    copy->deadline = now + rules.visibilityTimeout;
    return selection.received.receipt.receiveCount == copy->receiveCount
           && selection.isFirstReceive == (copy->receiveCount == 1)
           && selection.timeInQueue == now - copy->enqueuedAt;
}

bool NaiveQueue::remove(SimTime now, MessageIndex message) {
    Copy* copy = stored(message);
    if (copy != nullptr) leave(*copy, State::Deleted, now);
    return copy != nullptr;
}

CopyRefusal NaiveQueue::changeVisibility(SimTime now, MessageIndex message, Duration timeout) {
    Copy* copy = stored(message);
    if (copy == nullptr) return CopyRefusal::Gone;
    if (now + timeout > copy->receivedAt + 43'200s) return CopyRefusal::BeyondLimit;
    copy->state = State::InFlight;
    copy->deadline = now + timeout;
    return CopyRefusal::None;
}

SimTime NaiveQueue::nextDue(const QueueRules& rules) const {
    SimTime due = kNever;
    for (const Copy& copy : m_copies) {
        if (!isStored(copy)) continue;
        due = std::min(due, copy.enqueuedAt + rules.retention);
        if (copy.state == State::Delayed) due = std::min(due, copy.due);
        if (copy.state == State::InFlight) due = std::min(due, copy.deadline);
    }
    return due;
}

std::size_t NaiveQueue::elapse(SimTime now, const QueueRules& rules) {
    std::size_t happened = 0;
    for (Copy& copy : m_copies) {
        if (!isStored(copy)) continue;
        if (copy.enqueuedAt + rules.retention <= now) {
            leave(copy, State::Expired, now);
        } else if (copy.state == State::Delayed && copy.due <= now) {
            copy.state = State::Visible;
        } else if (copy.state == State::InFlight && copy.deadline <= now) {
            copy.state = State::Visible;
            copy.place = copy.receivesHere >= 3 ? now : copy.arrivedAt;
        } else {
            continue;
        }
        ++happened;
    }
    return happened;
}

std::size_t NaiveQueue::count(State state) const {
    return static_cast<std::size_t>(std::count_if(
        m_copies.begin(), m_copies.end(), [&](const Copy& copy) { return copy.state == state; }));
}

std::uint64_t NaiveQueue::sojourns(SimTime now) const {
    std::uint64_t sum = 0;
    for (const Copy& copy : m_copies) {
        sum += static_cast<std::uint64_t>((std::min(copy.leftAt, now) - copy.arrivedAt).count());
    }
    return sum;
}

Duration NaiveQueue::ageOfOldest(SimTime now) const {
    SimTime oldest = now;
    for (const Copy& copy : m_copies) {
        const bool counts = isStored(copy) && copy.state != State::Delayed && copy.receivesHere < 3;
        if (counts) oldest = std::min(oldest, copy.arrivedAt);
    }
    return now - oldest;
}

NaiveQueue::Copy* NaiveQueue::stored(MessageIndex message) {
    const auto found = std::find_if(m_copies.begin(), m_copies.end(), [&](const Copy& copy) {
        return copy.message == message && isStored(copy);
    });
    return found == m_copies.end() ? nullptr : &*found;
}

void NaiveQueue::leave(Copy& copy, State state, SimTime now) {
    copy.state = state;
    copy.leftAt = now;
}

} // namespace sluice::test
