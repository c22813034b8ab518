// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/property.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace sluice {

namespace {

/// 0.125 is "12.5": the shortest decimal number, its point moved, so that no rounding creeps in.
std::string percentDigits(double share) {
    std::array<char, 400> buffer{};
    const auto written = std::to_chars(
        buffer.data(), buffer.data() + buffer.size(), share, std::chars_format::fixed);
    std::string text(buffer.data(), written.ptr);
    const bool isNegative = text.starts_with('-');
    if (isNegative) text.erase(0, 1);
    std::size_t point = text.find('.');
    if (point == std::string::npos) {
        point = text.size();
    } else {
        text.erase(point, 1);
    }
    point += 2;
    if (text.size() < point) text.append(point - text.size(), '0');
    if (text.size() > point) text.insert(point, 1, '.');
    const std::size_t first = text.find_first_not_of('0');
    if (first == std::string::npos) return "0";
    text.erase(0, text[first] == '.' ? first - 1 : first);
    return (isNegative ? "-" : "") + text;
}

bool isLimited(const Range& range) {
    return range.minimum != 0 || range.maximum != 0;
}

bool isWithin(const Range& range, double number) {
    return !isLimited(range) || (number >= range.minimum && number <= range.maximum);
}

bool hasType(ValueType type, const PropertyValue& value) {
    switch (type) {
    case ValueType::Bool:
        return std::holds_alternative<bool>(value);
    case ValueType::Int:
    case ValueType::Node:
        return std::holds_alternative<std::int64_t>(value);
    case ValueType::Real: // JSON texts have 5 for 5.0
        return std::holds_alternative<double>(value) || std::holds_alternative<std::int64_t>(value);
    case ValueType::Time:
        return std::holds_alternative<Duration>(value);
    case ValueType::Text:
    case ValueType::Choice:
        return std::holds_alternative<std::string>(value);
    case ValueType::Distribution:
        return std::holds_alternative<Distribution>(value);
    case ValueType::Times:
        return std::holds_alternative<Times>(value);
    }
    return false;
}

const ChoiceSpec* choice(const PropertySpec& spec, std::string_view keyOrLabel) {
    const auto found = std::find_if(spec.choices.begin(), spec.choices.end(), [&](const auto& row) {
        return row.key == keyOrLabel || row.label == keyOrLabel;
    });
    return found == spec.choices.end() ? nullptr : &*found;
}

/// None of a time that comes in steps, in the unit of its steps: "0 d", which is stepped up to 1 d.
std::string noneInSteps(const PropertySpec& spec) {
    const std::string step = toText(fromSeconds(spec.range.step));
    return '0' + step.substr(step.find(' '));
}

/// One limit as the user reads it.
std::string limitText(const PropertySpec& spec, double limit) {
    switch (spec.type) {
    case ValueType::Time:
        if (limit == 0 && spec.range.step > 0) return noneInSteps(spec);
        [[fallthrough]];
    case ValueType::Distribution:
    case ValueType::Times:
        return toText(fromSeconds(limit));
    case ValueType::Real: {
        if (spec.unit == Unit::Share) return percentDigits(limit) + " %";
        constexpr double kGroupedFrom = 10'000; // "1 000 000" reads better than "1e+06"
        if (limit >= kGroupedFrom && limit == std::floor(limit))
            return groupedText(static_cast<std::int64_t>(limit));
        return shortest(limit);
    }
    default:
        return groupedText(static_cast<std::int64_t>(limit));
    }
}

std::string keysText(std::span<const ChoiceSpec> choices) {
    std::string text;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        if (i > 0) text += i + 1 == choices.size() ? " or " : ", ";
        text += choices[i].key;
    }
    return text;
}

/// What kind of value the setting takes, with an example where the way to write it is not plain.
std::string typeText(ValueType type) {
    switch (type) {
    case ValueType::Bool:
        return "true or false";
    case ValueType::Int:
        return "a whole number";
    case ValueType::Real:
        return "a number";
    case ValueType::Time:
        return "a time, for example 250 ms";
    case ValueType::Text:
    case ValueType::Choice:
        return "a text";
    case ValueType::Distribution:
        return "a distribution, for example exponential 8 ms";
    case ValueType::Times:
        return "times in ascending order, for example 0.5 s, 1 s";
    case ValueType::Node:
        return "the number of a part";
    }
    return "a value";
}

tl::unexpected<Error> mustBe(const PropertySpec& spec, const std::string& what) {
    return failure(std::string(spec.label) + " must be " + what + ".");
}

/// The number that the range limits, for all types but Times.
double measured(const PropertyValue& value) {
    struct Measure {
        double operator()(bool) const { return 0; }
        double operator()(std::int64_t number) const { return static_cast<double>(number); }
        double operator()(double number) const { return number; }
        double operator()(Duration duration) const { return seconds(duration); }
        double operator()(const std::string& text) const {
            return static_cast<double>(characterCount(text).value_or(0));
        }
        double operator()(const Distribution& each) const { return seconds(each.average()); }
        double operator()(const Times&) const { return 0; }
    };
    return std::visit(Measure{}, value);
}

bool isWithin(const PropertySpec& spec, const PropertyValue& value) {
    if (spec.type == ValueType::Bool || spec.type == ValueType::Choice) return true;
    if (const auto* times = std::get_if<Times>(&value)) {
        return std::all_of(times->at.begin(), times->at.end(), [&](Duration at) {
            return isWithin(spec.range, seconds(at));
        });
    }
    return isWithin(spec.range, measured(value));
}

// --- Reading -----------------------------------------------------------------------------------

/// Takes the unit off the end of `text`; returns what the number before it is to be multiplied by.
double takeUnit(std::string_view& text, Unit unit) {
    struct Suffix {
        std::string_view text;
        double factor;
    };
    static constexpr std::array kByteSuffixes{
        Suffix{"KiB", 1024}, Suffix{"MiB", 1048576}, Suffix{"GiB", 1073741824}};
    const auto take = [&](std::string_view suffix) {
        if (suffix.empty() || !text.ends_with(suffix)) return false;
        text = trimmed(text.substr(0, text.size() - suffix.size()));
        return true;
    };
    if (unit == Unit::Bytes) {
        for (const Suffix& suffix : kByteSuffixes) {
            if (take(suffix.text)) return suffix.factor;
        }
    }
    take(symbol(unit));
    return 1;
}

template <class Number>
std::optional<Number> wholeText(std::string_view text) {
    Number number{};
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return number;
}

/// "1 048 576" with spaces of whatever width between groups of three digits, as "1048576".
std::string withoutGroups(std::string_view text) {
    constexpr std::array<std::string_view, 4> kSpaces{" ", "\u2009", "\u00A0", "\u202F"};
    std::string digits;
    while (!text.empty()) {
        const auto space = std::find_if(kSpaces.begin(), kSpaces.end(), [&](std::string_view each) {
            return text.starts_with(each);
        });
        const bool isGroup = space != kSpaces.end() && !digits.empty()
                             && wholeText<int>(text.substr(space->size(), 3)).value_or(-1) >= 0
                             && text.size() >= space->size() + 3;
        if (isGroup) text.remove_prefix(space->size());
        digits += text.front();
        text.remove_prefix(1);
    }
    return digits;
}

std::optional<PropertyValue> parseInt(std::string_view text, Unit unit) {
    const auto factor = static_cast<std::int64_t>(takeUnit(text, unit));
    const auto number = wholeText<std::int64_t>(withoutGroups(text));
    if (!number) return std::nullopt;
    const std::int64_t limit = std::numeric_limits<std::int64_t>::max() / factor;
    if (factor != 1 && (*number > limit || *number < -limit)) return std::nullopt;
    return *number * factor;
}

std::optional<PropertyValue> parseReal(std::string_view text, Unit unit) {
    const std::size_t length = text.size();
    const double factor = takeUnit(text, unit);
    const bool isPercent = unit == Unit::Share && text.size() < length;
    const auto number = wholeText<double>(text);
    if (!number) return std::nullopt;
    if (!isPercent) return *number * factor;
    // Read as "12.5e-2", because 12.5 * 0.01 need not be the number nearest to 0.125.
    const auto exact = wholeText<double>(std::string(text) + "e-2");
    return exact ? *exact : *number / 100;
}

/// A time too long to be counted is one beyond the range, which then says what is allowed.
Result<Duration> parseTime(const Range& range, std::string_view text) {
    return isLimited(range) ? parseClampedDuration(text) : parseDuration(text);
}

Result<PropertyValue> parseTimes(const Range& range, std::string_view text) {
    Times times;
    text = trimmed(text);
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        const auto at = parseTime(range, trimmed(text.substr(0, comma)));
        if (!at) return tl::unexpected<Error>(at.error());
        if (times.at.size() == kMaxTimes) return failure("At most 100 000 times are possible.");
        times.at.push_back(*at);
        text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    }
    return times;
}

Result<PropertyValue> parseUnchecked(const PropertySpec& spec, std::string_view text) {
    const std::string_view word = trimmed(text);
    const auto orMustBe = [&](std::optional<PropertyValue> value) -> Result<PropertyValue> {
        if (value) return *std::move(value);
        return failure(std::string(spec.label) + " must be " + typeText(spec.type) + "; \""
                       + std::string(word) + "\" is not.");
    };
    switch (spec.type) {
    case ValueType::Bool:
        if (word == "true" || word == "false") return word == "true";
        return orMustBe(std::nullopt);
    case ValueType::Int:
    case ValueType::Node:
        return orMustBe(parseInt(word, spec.unit));
    case ValueType::Real:
        return orMustBe(parseReal(word, spec.unit));
    case ValueType::Time:
        return parseTime(spec.range, word).map([](Duration d) -> PropertyValue { return d; });
    case ValueType::Text:
        return std::string(text);
    case ValueType::Choice: {
        const ChoiceSpec* found = choice(spec, word);
        return std::string(found != nullptr ? found->key : word);
    }
    case ValueType::Distribution:
        // A time alone, perhaps longer than any distribution may have.
        if (const auto time = parseClampedDuration(word);
            time && !isWithin(spec.range, seconds(*time)))
            return mustBe(spec, rangeText(spec));
        return parseDistribution(word).map([](Distribution d) -> PropertyValue { return d; });
    case ValueType::Times:
        return parseTimes(spec.range, word);
    }
    return orMustBe(std::nullopt);
}

} // namespace

Result<> check(const PropertySpec& spec, const PropertyValue& value) {
    if (!hasType(spec.type, value)) return mustBe(spec, typeText(spec.type));
    if (auto storable = checkStorable(value); !storable)
        return failure(std::string(spec.label) + ": " + storable.error().message);
    if (spec.type == ValueType::Choice) {
        const auto& key = std::get<std::string>(value);
        const bool isKey = std::any_of(spec.choices.begin(),
                                       spec.choices.end(),
                                       [&](const auto& row) { return row.key == key; });
        if (!isKey)
            return mustBe(spec, keysText(spec.choices) + "; \"" + key + "\" is none of them");
    }
    if (!isWithin(spec, value)) return mustBe(spec, rangeText(spec));
    return {};
}

bool isInSteps(const PropertySpec& spec, const PropertyValue& value) {
    const auto* const time = std::get_if<Duration>(&value);
    return time == nullptr || spec.range.step == 0
           || *time % fromSeconds(spec.range.step) == Duration::zero();
}

std::string stepText(const PropertySpec& spec) {
    if (spec.range.step == 0) return {};
    if (spec.range.step == kWholeSeconds) return "whole seconds";
    if (spec.range.step == kWholeDays) return "whole days";
    return "steps of " + toText(fromSeconds(spec.range.step));
}

Result<> checkEntered(const PropertySpec& spec, const PropertyValue& value) {
    if (auto checked = check(spec, value); !checked) return checked;
    if (!isInSteps(spec, value))
        return mustBe(
            spec, "in " + stepText(spec) + ", as the service takes it; " + toText(value) + " is not");
    if (spec.problem == nullptr) return {};
    const auto& text = std::get<std::string>(value);
    const std::string problem = text.empty() ? std::string() : spec.problem(text);
    if (!problem.empty()) return failure(std::string(spec.label) + ": " + problem);
    return {};
}

std::string toText(const PropertyValue& value) {
    struct Text {
        std::string operator()(bool isTrue) const { return isTrue ? "true" : "false"; }
        std::string operator()(std::int64_t number) const { return std::to_string(number); }
        std::string operator()(double number) const { return shortest(number); }
        std::string operator()(Duration duration) const { return toText(duration); }
        std::string operator()(const std::string& text) const { return text; }
        std::string operator()(const Distribution& each) const { return toText(each); }
        std::string operator()(const Times& times) const {
            std::string text;
            for (const Duration at : times.at) {
                if (!text.empty()) text += ", ";
                text += toText(at);
            }
            return text;
        }
    };
    return std::visit(Text{}, value);
}

std::string toText(const PropertySpec& spec, const PropertyValue& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value);
        whole != nullptr && spec.type == ValueType::Real)
        return toText(spec, static_cast<double>(*whole));
    if (const auto* time = std::get_if<Duration>(&value);
        time != nullptr && *time == Duration::zero() && spec.range.step > 0)
        return noneInSteps(spec);
    const auto* const number = std::get_if<double>(&value);
    if (spec.unit == Unit::Share && number != nullptr && std::isfinite(*number))
        return percentDigits(*number) + " %";
    if (const auto* whole = std::get_if<std::int64_t>(&value); whole && spec.type == ValueType::Int)
        return groupedText(*whole);
    return toText(value);
}

Result<PropertyValue> parseValue(const PropertySpec& spec, std::string_view text) {
    auto value = parseUnchecked(spec, text);
    if (!value) return value;
    if (auto checked = checkEntered(spec, *value); !checked)
        return tl::unexpected<Error>(checked.error());
    return value;
}

std::string rangeText(const PropertySpec& spec) {
    const bool hasRange = spec.type != ValueType::Bool && spec.type != ValueType::Choice;
    if (!hasRange || !isLimited(spec.range)) return {};
    const std::string minimum = limitText(spec, spec.range.minimum);
    std::string text;
    if (std::isinf(spec.range.maximum)) {
        text = "at least " + minimum;
    } else if (spec.type == ValueType::Text && spec.range.minimum == 0) {
        text = "at most " + limitText(spec, spec.range.maximum);
    } else {
        text = minimum + " to " + limitText(spec, spec.range.maximum);
    }
    if (spec.type == ValueType::Text) return text + " characters";
    if (spec.type == ValueType::Distribution) return text + " on average";
    const bool hasSymbol = spec.type == ValueType::Int || spec.type == ValueType::Real;
    const std::string_view unit = spec.unit == Unit::Share || !hasSymbol ? "" : symbol(spec.unit);
    return unit.empty() ? text : text + ' ' + std::string(unit);
}

} // namespace sluice
