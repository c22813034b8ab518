// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/request_checks.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace sluice {

namespace {

constexpr std::string_view kFifoSuffix = ".fifo";

bool isAlphanumeric(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool isNameCharacter(char c) {
    return isAlphanumeric(c) || c == '_' || c == '-';
}

/// Takes one character off the front; a byte that begins none is returned as 0xFFFE, which is not
/// allowed either.
char32_t nextCharacter(std::string_view& text) {
    constexpr char32_t kNone = 0xFFFE;
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned char first = byte(0);
    std::size_t length = 1;
    char32_t value = first;
    char32_t least = 0;
    if (first >= 0xF0 && first < 0xF8) {
        length = 4, value = first & 7U, least = 0x10000;
    } else if (first >= 0xE0 && first < 0xF0) {
        length = 3, value = first & 15U, least = 0x800;
    } else if (first >= 0xC0 && first < 0xE0) {
        length = 2, value = first & 31U, least = 0x80;
    } else if (first >= 0x80) {
        value = kNone;
    }
    bool isWhole = length <= text.size();
    for (std::size_t at = 1; isWhole && at < length; ++at) {
        isWhole = (byte(at) & 0xC0U) == 0x80;
        value = value << 6U | (byte(at) & 63U);
    }
    text.remove_prefix(isWhole ? length : 1);
    return isWhole && value >= least ? value : kNone;
}

bool isAllowed(char32_t c) {
    return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c <= 0xD7FF)
           || (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

} // namespace

std::optional<std::string> forbiddenCharacter(std::string_view text) {
    while (!text.empty()) {
        const char32_t c = nextCharacter(text);
        if (isAllowed(c)) continue;
        std::array<char, 8> digits{};
        const auto end = std::to_chars(
            digits.data(), digits.data() + digits.size(), static_cast<std::uint32_t>(c), 16);
        std::string shown(digits.data(), end.ptr);
        std::transform(shown.begin(), shown.end(), shown.begin(), [](char d) {
            return d >= 'a' ? static_cast<char>(d - 'a' + 'A') : d;
        });
        return "#x" + shown;
    }
    return std::nullopt;
}

ApiResult<> checkBody(std::string_view body) {
    if (auto present = checkPresent("MessageBody", body); !present) return present;
    if (const auto character = forbiddenCharacter(body)) {
        return refused(ApiErrorCode::InvalidMessageContents,
                       "Invalid binary character '" + *character
                           + "' was found in the message body, the set of allowed characters is "
                             "#x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to "
                             "#x10FFFF");
    }
    return {};
}

bool isFifoName(std::string_view name) {
    return name.size() >= kFifoSuffix.size()
           && name.substr(name.size() - kFifoSuffix.size()) == kFifoSuffix;
}

ApiResult<> checkQueueName(std::string_view name, bool isFifo) {
    if (auto present = checkPresent("QueueName", name); !present) return present;
    const bool hasSuffix = isFifoName(name);
    const std::string_view stem =
        hasSuffix ? name.substr(0, name.size() - kFifoSuffix.size()) : name;
    const bool isWritten = name.size() <= 80 && !stem.empty()
                           && std::all_of(stem.begin(), stem.end(), isNameCharacter);
    if (isFifo && !hasSuffix) {
        return refused(ApiErrorCode::InvalidParameterValue,
                       "The name of a FIFO queue can only include alphanumeric characters, "
                       "hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in "
                       "length");
    }
    if (!isWritten || hasSuffix != isFifo) {
        return refused(ApiErrorCode::InvalidParameterValue,
                       "Can only include alphanumeric characters, hyphens, or underscores. 1 to "
                       "80 in length");
    }
    return {};
}

ApiResult<> checkId(std::string_view parameter, std::string_view id) {
    // What is printable and no blank is a letter, a digit or one of the listed marks.
    const bool isWritten =
        std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c < 0x7F; });
    if (!isWritten || id.empty() || id.size() > 128) {
        return tl::unexpected(parameterValueError(
            parameter,
            id,
            std::string(parameter)
                + " can only include alphanumeric and punctuation characters. 1 to 128 in "
                  "length."));
    }
    return {};
}

ApiResult<> checkBatchIds(std::span<const std::string> ids,
                          std::string_view entryType,
                          const LimitsProfile& limits) {
    if (ids.empty()) {
        return refused(ApiErrorCode::EmptyBatchRequest,
                       "There should be at least one " + std::string(entryType)
                           + " in the request.");
    }
    if (static_cast<std::int64_t>(ids.size()) > limits.maxBatchEntries) {
        return refused(ApiErrorCode::TooManyEntriesInBatchRequest,
                       "Maximum number of entries per request are "
                           + std::to_string(limits.maxBatchEntries) + ". You have sent "
                           + std::to_string(ids.size()) + ".");
    }
    for (const std::string& id : ids) {
        if (id.empty() || id.size() > 80 || !std::all_of(id.begin(), id.end(), isNameCharacter)) {
            return refused(ApiErrorCode::InvalidBatchEntryId,
                           "A batch entry id can only contain alphanumeric characters, hyphens "
                           "and underscores. It can be at most 80 letters long.");
        }
    }
    std::set<std::string_view> seen;
    for (const std::string& id : ids) {
        if (!seen.insert(id).second) {
            return refused(ApiErrorCode::BatchEntryIdsNotDistinct, "Id " + id + " repeated.");
        }
    }
    return {};
}

ApiResult<> checkBatchBytes(std::int64_t bytes, const LimitsProfile& limits) {
    if (bytes <= limits.maxBatchBytes) return {};
    return tl::unexpected(
        errorOf(Refusal::BatchTooLong, bytes, std::to_string(limits.maxBatchBytes)));
}

ApiResult<> checkPresent(std::string_view parameter, std::string_view value) {
    if (!value.empty()) return {};
    return refused(ApiErrorCode::MissingParameter,
                   "The request must contain the parameter " + std::string(parameter) + ".");
}

ApiError
parameterValueError(std::string_view parameter, std::string_view value, std::string_view reason) {
    std::string text = "Value ";
    text += value;
    text += " for parameter ";
    text += parameter;
    text += " is invalid. Reason: ";
    text += reason;
    return {ApiErrorCode::InvalidParameterValue, std::move(text)};
}

Duration secondsOf(std::int64_t value) {
    constexpr std::int64_t kFar = 1'000'000'000;
    return std::chrono::seconds(std::clamp(value, -kFar, kFar));
}

std::optional<Duration> secondsOf(const std::optional<std::int64_t>& value) {
    return value ? std::optional(secondsOf(*value)) : std::nullopt;
}

} // namespace sluice
