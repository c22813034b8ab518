// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/api_names.h"

#include "core/base/uuid.h"
#include "core/broker/hashing.h"

#include <array>
#include <charconv>
#include <span>

namespace sluice {

namespace {

constexpr std::size_t kWordDigits = 8;
constexpr std::size_t kCheckDigits = 16;

void appendWord(std::string& text, std::uint32_t word) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    for (unsigned shift = 32; shift > 0; shift -= 4) text += kDigits[(word >> (shift - 4)) & 15U];
}

/// Words in hexadecimal and the first digits of their digest, which also depends on `purpose`.
std::string checkedText(std::string_view purpose, std::span<const std::uint32_t> words) {
    std::string text;
    for (const std::uint32_t word : words) appendWord(text, word);
    return text + sha256Hex(std::string(purpose).append(text)).substr(0, kCheckDigits);
}

template <std::size_t Count>
std::optional<std::array<std::uint32_t, Count>> parseChecked(std::string_view purpose,
                                                             std::string_view text) {
    if (text.size() != Count * kWordDigits + kCheckDigits) return std::nullopt;
    std::array<std::uint32_t, Count> words{};
    for (std::size_t at = 0; at < Count; ++at) {
        const char* begin = text.data() + at * kWordDigits;
        const auto [end, error] = std::from_chars(begin, begin + kWordDigits, words[at], 16);
        if (error != std::errc{} || end != begin + kWordDigits) return std::nullopt;
    }
    return checkedText(purpose, words) == text ? std::optional(words) : std::nullopt;
}

} // namespace

std::string queueUrl(std::string_view name, const ServicePlace& place) {
    return ("https://sqs." + place.region + ".amazonaws.com/" + place.account + '/').append(name);
}

std::string queueArn(std::string_view name, const ServicePlace& place) {
    return ("arn:aws:sqs:" + place.region + ':' + place.account + ':').append(name);
}

std::string_view nameInUrl(std::string_view url) {
    return url.substr(url.rfind('/') + 1);
}

std::string_view nameInArn(std::string_view arn, const ServicePlace& place) {
    const std::string start = queueArn({}, place);
    return arn.starts_with(start) ? arn.substr(start.size()) : std::string_view();
}

std::string messageIdOf(std::uint64_t serial) {
    return toText(uuidOf({serial}));
}

std::string sequenceText(std::uint64_t sequenceNumber) {
    const std::string digits = std::to_string(sequenceNumber);
    return std::string(20 - digits.size(), '0').append(digits);
}

std::string handleText(NodeId queue, const Receipt& receipt) {
    const std::array<std::uint32_t, 4> words{
        static_cast<std::uint32_t>(queue), receipt.slot, receipt.generation, receipt.receiveCount};
    return checkedText("receipt", words);
}

std::optional<Receipt> parseHandle(NodeId queue, std::string_view text) {
    const auto words = parseChecked<4>("receipt", text);
    if (!words || (*words)[0] != static_cast<std::uint32_t>(queue)) return std::nullopt;
    return Receipt{(*words)[1], (*words)[2], (*words)[3]};
}

std::string taskText(const TaskName& task) {
    const std::array<std::uint32_t, 3> words{static_cast<std::uint32_t>(task.queue),
                                             static_cast<std::uint32_t>(task.handle >> 32U),
                                             static_cast<std::uint32_t>(task.handle)};
    return checkedText("task", words);
}

std::optional<TaskName> parseTask(std::string_view text) {
    const auto words = parseChecked<3>("task", text);
    if (!words) return std::nullopt;
    return TaskName{NodeId{(*words)[0]}, std::uint64_t{(*words)[1]} << 32U | (*words)[2]};
}

} // namespace sluice
