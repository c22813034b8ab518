// SPDX-License-Identifier: GPL-3.0-or-later
// What a document can hold, whatever setting it is for.
#include "core/base/text.h"
#include "core/schema/property.h"

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

struct StorableCheck {
    Result<> operator()(bool) const { return {}; }
    Result<> operator()(std::int64_t) const { return {}; }
    Result<> operator()(Duration) const { return {}; }
    Result<> operator()(double number) const {
        if (!std::isfinite(number)) return failure("A number must be finite.");
        return {};
    }
    Result<> operator()(const std::string& text) const {
        const auto count = characterCount(text);
        if (!count) return failure("A text must be valid UTF-8 without NUL characters.");
        if (*count > kMaxTextCharacters)
            return failure("A text may have at most 1 000 000 characters.");
        return {};
    }
    Result<> operator()(const Distribution& distribution) const {
        const auto again = parseDistribution(toText(distribution));
        if (!again) return failure(again.error().message);
        if (*again != distribution)
            return failure("A distribution may hold only what its text says: \""
                           + toText(distribution) + "\".");
        return {};
    }
    Result<> operator()(const Times& times) const {
        if (times.at.size() > kMaxTimes) return failure("At most 100 000 times are possible.");
        if (!times.at.empty() && times.at.front() < Duration::zero())
            return failure("Times count from the start of the run and may not be negative.");
        if (!std::is_sorted(times.at.begin(), times.at.end()))
            return failure("Times must be in ascending order.");
        return {};
    }
};

} // namespace

Result<> checkStorable(const PropertyValue& value) {
    return std::visit(StorableCheck{}, value);
}

} // namespace sluice
