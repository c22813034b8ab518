// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernel/message.h"

#include <algorithm>

namespace sluice {

bool MessagePool::isProcessed(MessageIndex index, std::uint32_t queue) const {
    std::uint64_t word = (*this)[index].processedIn;
    if (const std::size_t number = queue / 64; number > 0) {
        const std::size_t place = static_cast<std::uint32_t>(index) * m_furtherWords + number - 1;
        word = number <= m_furtherWords && place < m_further.size() ? m_further[place] : 0;
    }
    return (word >> (queue % 64) & 1U) != 0;
}

// The word of the message that has the bit of this queue. Makes room for it.
std::uint64_t& MessagePool::further(MessageIndex index, std::uint32_t queue) {
    const std::size_t words = std::max<std::size_t>(m_furtherWords, queue / 64);
    const std::size_t needed = capacity() * words;
    if (words > m_furtherWords || m_further.size() < needed) {
        std::vector<std::uint64_t> larger(needed);
        for (std::size_t i = 0; i < m_further.size(); ++i)
            larger[i / m_furtherWords * words + i % m_furtherWords] = m_further[i];
        m_further = std::move(larger);
        m_furtherWords = words;
    }
    return m_further[static_cast<std::uint32_t>(index) * words + queue / 64 - 1];
}

void MessagePool::forgetFurther(std::uint32_t index) {
    const std::size_t first = index * m_furtherWords;
    if (first < m_further.size())
        std::fill_n(m_further.begin() + static_cast<std::ptrdiff_t>(first), m_furtherWords, 0);
}

} // namespace sluice
