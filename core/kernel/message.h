// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/base/sim_time.h"
#include "core/kernel/slot_pool.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sluice {

/// What never changes of a message, shared by all its copies. The body is a template: text and
/// attributes are stored once per producer setting (BodyStore), a message adds its number, key and
/// size to it. One cache line.
struct alignas(64) Message {
    std::uint64_t serial =
        0;          ///< Unique in a run: producer's NodeId in the upper 24 bits, its count below.
    SimTime sentAt; ///< When the producer sent it.
    /// MessageDeduplicationId as a number; 0: none given (SQS-90).
    std::uint64_t dedupId = 0;
    /// Key of the object in a bucket that keeps its large payload; 0: there is none.
    std::uint64_t payload = 0;
    std::uint32_t body = 0;   ///< Index into BodyStore.
    std::uint32_t size = 0;   ///< Bytes of body and attributes, as a queue counts them.
    std::uint32_t group = 0;  ///< MessageGroupId as BodyStore numbers them; 0: none given.
    std::uint32_t key = 0;    ///< Which of the producer's keys it carries, from 0.
    std::uint32_t copies = 0; ///< Holders of this message: queue copies, calls, consumers.
    bool isPoison = false;    ///< Processing it always fails.
    bool isEvent = false;     ///< Tells of the object in `payload`, which it does not need.
    /// The envelope a topic put around it, as BodyStore numbers them; 0: none.
    std::uint16_t envelope = 0;
    /// In which of the first 64 queues it was processed, a bit each; see
    /// MessagePool::setProcessed().
    std::uint64_t processedIn = 0;

    /// Colour key of everything that shows this message: messages of one group or key share it.
    std::uint8_t color() const { return static_cast<std::uint8_t>((group != 0 ? group : key) % 8); }

    friend bool operator==(const Message&, const Message&) = default;
};

static_assert(sizeof(Message) == 64);

/// Live messages with counted holders; a message is freed with its last holder.
class MessagePool {
public:
    /// Adds a message held once.
    MessageIndex add(const Message& message) {
        const std::uint32_t index = m_pool.add(message);
        m_pool[index].copies = 1;
        if (m_furtherWords > 0) [[unlikely]]
            forgetFurther(index);
        return static_cast<MessageIndex>(index);
    }
    void retain(MessageIndex index, std::uint32_t holders = 1) { (*this)[index].copies += holders; }
    void release(MessageIndex index) {
        if (--(*this)[index].copies == 0) {
            m_pool.free(static_cast<std::uint32_t>(index));
        }
    }
    Message& operator[](MessageIndex index) { return m_pool[static_cast<std::uint32_t>(index)]; }
    const Message& operator[](MessageIndex index) const {
        return m_pool[static_cast<std::uint32_t>(index)];
    }
    /// Notes that a consumer finished successfully the copy of this queue (its
    /// NodeWiring::storeNumber). False when one had before: it is a duplicate.
    bool setProcessed(MessageIndex index, std::uint32_t queue) {
        std::uint64_t& word = queue < 64 ? (*this)[index].processedIn : further(index, queue);
        const std::uint64_t bit = std::uint64_t{1} << (queue % 64);
        const bool isFirst = (word & bit) == 0;
        word |= bit;
        return isFirst;
    }
    bool isProcessed(MessageIndex index, std::uint32_t queue) const;
    std::size_t size() const { return m_pool.size(); }
    /// Messages ever there at once.
    std::size_t capacity() const { return m_pool.capacity(); }

    friend bool operator==(const MessagePool&, const MessagePool&) = default;

private:
    [[gnu::noinline, gnu::cold]] std::uint64_t& further(MessageIndex index, std::uint32_t queue);
    [[gnu::noinline, gnu::cold]] void forgetFurther(std::uint32_t index);

    SlotPool<Message> m_pool;
    // The same as Message::processedIn for the queues after the first 64: so many words for each
    // message, none while nothing was processed there.
    std::size_t m_furtherWords = 0;
    std::vector<std::uint64_t> m_further;
};

} // namespace sluice
