// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/arn.h"

#include "core/base/text.h"

#include <array>

namespace sluice {

namespace {

constexpr std::size_t kParts = 6;

struct Parts {
    std::array<std::string_view, kParts> texts;
    std::size_t count = 0;
};

/// Split at the first five colons.
Parts partsOf(std::string_view text) {
    Parts parts;
    while (parts.count + 1 < kParts) {
        const std::size_t colon = text.find(':');
        if (colon == std::string_view::npos) break;
        parts.texts[parts.count++] = text.substr(0, colon);
        text.remove_prefix(colon + 1);
    }
    parts.texts[parts.count++] = text;
    return parts;
}

/// Remembers only the last '*': an earlier one never needs to take more once a later one was
/// reached. So the time is bounded by the product of both lengths.
template <class IsEqual>
bool matches(std::string_view pattern, std::string_view text, IsEqual isEqual) {
    std::size_t at = 0;
    std::size_t read = 0;
    std::size_t star = std::string_view::npos;
    std::size_t taken = 0; // where the text goes on after what the star took
    while (read < text.size()) {
        if (at < pattern.size() && pattern[at] == '*') {
            star = at++;
            taken = read;
        } else if (at < pattern.size()
                   && (pattern[at] == '?' || isEqual(pattern[at], text[read]))) {
            ++at;
            ++read;
        } else if (star != std::string_view::npos) {
            at = star + 1;
            read = ++taken;
        } else {
            return false;
        }
    }
    while (at < pattern.size() && pattern[at] == '*') ++at;
    return at == pattern.size();
}

} // namespace

std::optional<Arn> parseArn(std::string_view text) {
    const Parts parts = partsOf(text);
    if (parts.count != kParts || parts.texts[0] != "arn") return std::nullopt;
    const Arn arn{parts.texts[1], parts.texts[2], parts.texts[3], parts.texts[4], parts.texts[5]};
    if (arn.partition.empty() || arn.service.empty() || arn.resource.empty()) return std::nullopt;
    return arn;
}

std::string toText(const Arn& arn) {
    std::string text = "arn";
    for (const std::string_view part :
         {arn.partition, arn.service, arn.region, arn.account, arn.resource}) {
        text.append(":").append(part);
    }
    return text;
}

bool matchesPattern(std::string_view pattern, std::string_view text) {
    return matches(pattern, text, [](char one, char other) { return one == other; });
}

bool matchesIgnoringCase(std::string_view pattern, std::string_view text) {
    return matches(
        pattern, text, [](char one, char other) { return lowered(one) == lowered(other); });
}

bool matchesArn(std::string_view pattern, std::string_view arn) {
    if (pattern == "*") return true;
    const Parts patterns = partsOf(pattern);
    const Parts parts = partsOf(arn);
    if (patterns.count != kParts || parts.count != kParts) return false;
    for (std::size_t at = 0; at < kParts; ++at) {
        if (!matchesPattern(patterns.texts[at], parts.texts[at])) return false;
    }
    return true;
}

std::string completedArnPattern(std::string_view pattern) {
    std::string text(pattern);
    if (pattern == "*") return text;
    for (std::size_t count = partsOf(pattern).count; count < kParts; ++count) text += ":*";
    return text;
}

} // namespace sluice
