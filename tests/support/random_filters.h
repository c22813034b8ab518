// SPDX-License-Identifier: GPL-3.0-or-later
// Filter policies and messages made of numbers, so that rapidcheck shrinks them: a smaller number
// is a simpler choice, a missing one the simplest.
#pragma once

#include "core/broker/filter_policy.h"

#include <string>
#include <vector>

namespace sluice::test {

/// Hands out the numbers one by one, then zeros.
class Choices {
public:
    explicit Choices(const std::vector<unsigned>& numbers) : m_numbers(numbers) {}
    bool areLeft() const { return m_at < m_numbers.size(); }
    /// Below `count`.
    unsigned next(unsigned count) { return areLeft() ? m_numbers[m_at++] % count : 0; }
    template <std::size_t Count>
    const char* oneOf(const char* const (&texts)[Count]) {
        return texts[next(static_cast<unsigned>(Count))];
    }

private:
    const std::vector<unsigned>& m_numbers;
    std::size_t m_at = 0;
};

/// A policy of right form, mostly within the limits of SNS-38.
std::string filterPolicy(Choices& choices);
std::vector<MessageAttribute> filterAttributes(Choices& choices);
/// A JSON object, seldom something else.
std::string filterBody(Choices& choices);

} // namespace sluice::test
