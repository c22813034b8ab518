// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/distribution.h"

#include "core/base/assert.h"
#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>

namespace sluice {

namespace {

constexpr Duration kLongest = Distribution::kLongest;
constexpr double kMaxVariation = 10.0;
constexpr int kMaxPhases = 1'000;
constexpr std::size_t kMaxValues = 10'000;

constexpr std::string_view kUniformExample = "uniform 5 ms to 50 ms";
constexpr std::string_view kLognormalExample = "lognormal 10 ms cv 0.5";
constexpr std::string_view kErlangExample = "erlang 3 of 10 ms";
constexpr std::string_view kEmpiricalExample = "empirical 1 ms, 5 ms, 9 ms";

Duration meanOf(const std::vector<Duration>& values) {
    SLUICE_ASSERT(!values.empty());
    __extension__ __int128 sum = 0;
    for (const Duration value : values) {
        sum += value.count();
    }
    return Duration{static_cast<std::int64_t>(sum / static_cast<std::int64_t>(values.size()))};
}

// --- Reading -----------------------------------------------------------------------------------

struct Halves {
    std::string_view left;
    std::string_view right;
};

// The parts of "5 ms to 50 ms" around the word "to", which stands alone.
std::optional<Halves> splitAtWord(std::string_view text, std::string_view word) {
    const std::string wanted = ' ' + std::string(word) + ' ';
    const std::size_t place = text.find(wanted);
    if (place == std::string_view::npos) return std::nullopt;
    return Halves{trimmed(text.substr(0, place)), trimmed(text.substr(place + wanted.size()))};
}

tl::unexpected<Error> wrongForm(std::string_view text, std::string_view example) {
    return failure("\"" + std::string(text) + "\" is incomplete or has a word too many. Write it "
                   + "like \"" + std::string(example) + "\".");
}

Result<Duration> readDuration(std::string_view name, std::string_view text) {
    if (trimmed(text).empty()) {
        return failure("The " + std::string(name) + " is missing. Write a duration, for example "
                       + "8 ms.");
    }
    Result<Duration> value = parseClampedDuration(text);
    if (!value) return failure("The " + std::string(name) + " is wrong: " + value.error().message);
    if (*value < Duration::zero() || *value > kLongest) {
        return failure("The " + std::string(name) + " \"" + std::string(trimmed(text))
                       + "\" must lie between 0 and 36525 d.");
    }
    return value;
}

template <class Number>
std::optional<Number> readNumber(std::string_view text) {
    Number number{};
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return number;
}

Result<Distribution> readSimple(Distribution::Shape shape, std::string_view text) {
    const std::string_view name = shape == Distribution::Shape::Constant ? "value" : "mean";
    return readDuration(name, text).map([&](Duration value) {
        Distribution result;
        result.shape = shape;
        result.mean = value;
        return result;
    });
}

Result<Distribution> readUniform(std::string_view text) {
    const auto ends = splitAtWord(text, "to");
    if (!ends) return wrongForm("uniform " + std::string(text), kUniformExample);
    const Result<Duration> lower = readDuration("lower end", ends->left);
    if (!lower) return tl::unexpected(lower.error());
    const Result<Duration> upper = readDuration("upper end", ends->right);
    if (!upper) return tl::unexpected(upper.error());
    if (*lower > *upper) {
        return failure("The lower end " + toText(*lower) + " is above the upper end "
                       + toText(*upper) + ". Write the smaller one first, like \""
                       + std::string(kUniformExample) + "\".");
    }
    Distribution result;
    result.shape = Distribution::Shape::Uniform;
    result.mean = *lower;
    result.upper = *upper;
    return result;
}

Result<Distribution> readLognormal(std::string_view text) {
    const auto parts = splitAtWord(text, "cv");
    if (!parts) return wrongForm("lognormal " + std::string(text), kLognormalExample);
    const Result<Duration> mean = readDuration("mean", parts->left);
    if (!mean) return tl::unexpected(mean.error());
    const auto variation = readNumber<double>(parts->right);
    if (!variation || !(*variation > 0.0 && *variation <= kMaxVariation)) {
        return failure("The coefficient of variation \"" + std::string(parts->right)
                       + "\" must be a number above 0 and at most 10, like \""
                       + std::string(kLognormalExample) + "\".");
    }
    Distribution result;
    result.shape = Distribution::Shape::Lognormal;
    result.mean = *mean;
    result.variation = *variation;
    return result;
}

Result<Distribution> readErlang(std::string_view text) {
    const auto parts = splitAtWord(text, "of");
    if (!parts) return wrongForm("erlang " + std::string(text), kErlangExample);
    const auto phases = readNumber<int>(parts->left);
    if (!phases || *phases < 1 || *phases > kMaxPhases) {
        return failure("The number of phases \"" + std::string(parts->left)
                       + "\" must be a whole number from 1 to 1000, like \""
                       + std::string(kErlangExample) + "\".");
    }
    const Result<Duration> mean = readDuration("mean", parts->right);
    if (!mean) return tl::unexpected(mean.error());
    Distribution result;
    result.shape = Distribution::Shape::Erlang;
    result.mean = *mean;
    result.phases = *phases;
    return result;
}

Result<Distribution> readEmpirical(std::string_view text) {
    if (text.empty()) return wrongForm("empirical", kEmpiricalExample);
    Distribution result;
    result.shape = Distribution::Shape::Empirical;
    while (true) {
        const std::size_t comma = text.find(',');
        const std::string name = "value number " + std::to_string(result.values.size() + 1);
        const Result<Duration> value = readDuration(name, text.substr(0, comma));
        if (!value) return tl::unexpected(value.error());
        if (result.values.size() == kMaxValues) {
            return failure("An empirical distribution holds at most 10000 values.");
        }
        result.values.push_back(*value);
        if (comma == std::string_view::npos) return result;
        text.remove_prefix(comma + 1);
    }
}

} // namespace

Duration Distribution::average() const {
    switch (shape) {
    case Shape::Uniform:
        return mean + (upper - mean) / 2;
    case Shape::Empirical:
        return meanOf(values);
    case Shape::Constant:
    case Shape::Exponential:
    case Shape::Lognormal:
    case Shape::Erlang:
        break;
    }
    return mean;
}

Distribution constant(Duration value) {
    Distribution result;
    result.mean = value;
    return result;
}

Distribution exponential(Duration mean) {
    Distribution result;
    result.shape = Distribution::Shape::Exponential;
    result.mean = mean;
    return result;
}

std::string toText(const Distribution& distribution) {
    std::string mean = toText(distribution.mean);
    switch (distribution.shape) {
    case Distribution::Shape::Constant:
        return mean;
    case Distribution::Shape::Uniform:
        return "uniform " + mean + " to " + toText(distribution.upper);
    case Distribution::Shape::Exponential:
        return "exponential " + mean;
    case Distribution::Shape::Lognormal:
        return "lognormal " + mean + " cv " + shortest(distribution.variation);
    case Distribution::Shape::Erlang:
        return "erlang " + std::to_string(distribution.phases) + " of " + mean;
    case Distribution::Shape::Empirical:
        break;
    }
    std::string text = "empirical";
    std::string_view separator = " ";
    for (const Duration value : distribution.values) {
        text.append(separator).append(toText(value));
        separator = ", ";
    }
    return text;
}

Result<Distribution> parseDistribution(std::string_view text) {
    const std::string_view whole = trimmed(text);
    if (whole.empty()) {
        return failure("The distribution is empty. Write a duration, for example 8 ms, or "
                       "\"exponential 8 ms\".");
    }
    const std::string_view word = whole.substr(0, whole.find(' '));
    const std::string_view rest = trimmed(whole.substr(word.size()));
    const bool isNumber = word.find_first_of("0123456789") < 3; // "5", ".5" and "-.5" too
    if (isNumber) return readSimple(Distribution::Shape::Constant, whole);
    if (word == "constant") return readSimple(Distribution::Shape::Constant, rest);
    if (word == "exponential") return readSimple(Distribution::Shape::Exponential, rest);
    if (word == "uniform") return readUniform(rest);
    if (word == "lognormal") return readLognormal(rest);
    if (word == "erlang") return readErlang(rest);
    if (word == "empirical") return readEmpirical(rest);
    return failure("\"" + std::string(word)
                   + "\" is not a distribution. Use constant, uniform, exponential, lognormal, "
                     "erlang or empirical, for example \"exponential 8 ms\".");
}

} // namespace sluice
