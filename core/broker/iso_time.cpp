// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/iso_time.h"

#include "core/base/text.h"

#include <charconv>
#include <chrono>

namespace sluice {

namespace {

/// Takes a text from its front, piece by piece.
class IsoReader {
public:
    explicit IsoReader(std::string_view text) : m_rest(text) {}

    bool isAtEnd() const { return m_rest.empty(); }
    bool take(char letter) {
        if (m_rest.empty() || m_rest.front() != letter) return false;
        m_rest.remove_prefix(1);
        return true;
    }
    /// Exactly `count` digits whose value lies in [least, most].
    std::optional<int> number(std::size_t count, int least, int most) {
        const std::string_view digits = m_rest.substr(0, count);
        if (digits.size() != count || digits.find_first_not_of("0123456789") != std::string::npos)
            return std::nullopt;
        int value = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (value < least || value > most) return std::nullopt;
        m_rest.remove_prefix(count);
        return value;
    }
    /// Whether there was a digit.
    bool skipDigits() {
        const std::size_t end = m_rest.find_first_not_of("0123456789");
        const std::size_t count = end == std::string_view::npos ? m_rest.size() : end;
        m_rest.remove_prefix(count);
        return count > 0;
    }

private:
    std::string_view m_rest;
};

/// "2026-11-21": days since 1970.
std::optional<std::int64_t> takeDay(IsoReader& reader) {
    const auto year = reader.number(4, 1970, 9999);
    if (!year || !reader.take('-')) return std::nullopt;
    const auto month = reader.number(2, 1, 12);
    if (!month || !reader.take('-')) return std::nullopt;
    const auto day = reader.number(2, 1, 31);
    if (!day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days(date).time_since_epoch().count();
}

/// "08:30": seconds of the day.
std::optional<std::int64_t> takeMinutes(IsoReader& reader) {
    const auto hour = reader.number(2, 0, 23);
    if (!hour || !reader.take(':')) return std::nullopt;
    const auto minute = reader.number(2, 0, 59);
    if (!minute) return std::nullopt;
    return *hour * 3'600 + *minute * 60;
}

/// "Z" or "+01:00": seconds that the local time is ahead.
std::optional<std::int64_t> takeZone(IsoReader& reader) {
    if (reader.take('Z')) return 0;
    const bool isAhead = reader.take('+');
    if (!isAhead && !reader.take('-')) return std::nullopt;
    const auto seconds = takeMinutes(reader);
    if (!seconds) return std::nullopt;
    return isAhead ? *seconds : -*seconds;
}

std::optional<std::int64_t> takeTimeOfDay(IsoReader& reader) {
    const auto minutes = takeMinutes(reader);
    if (!minutes) return std::nullopt;
    int second = 0;
    if (reader.take(':')) {
        const auto given = reader.number(2, 0, 59);
        if (!given || (reader.take('.') && !reader.skipDigits())) return std::nullopt;
        second = *given;
    }
    const auto zone = takeZone(reader);
    if (!zone) return std::nullopt;
    return *minutes + second - *zone;
}

} // namespace

std::optional<std::int64_t> parseIsoTime(std::string_view text) {
    if (const auto seconds = wholeNumber(text)) return seconds;
    IsoReader reader(text);
    const auto day = takeDay(reader);
    if (!day) return std::nullopt;
    constexpr std::int64_t kDay = 86'400;
    if (reader.isAtEnd()) return *day * kDay;
    if (!reader.take('T')) return std::nullopt;
    const auto timeOfDay = takeTimeOfDay(reader);
    if (!timeOfDay || !reader.isAtEnd()) return std::nullopt;
    return *day * kDay + *timeOfDay;
}

} // namespace sluice
