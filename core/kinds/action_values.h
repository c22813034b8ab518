// SPDX-License-Identifier: GPL-3.0-or-later
// What the kinds' actions by hand have in common: fields and reading them, and answers from errors.
#pragma once

#include "core/broker/api_error.h"
#include "core/kernel/node_action.h"
#include "core/schema/property.h"
#include "core/schema/unit.h"

#include <string>
#include <string_view>

namespace sluice {

/// Of a message, in the form that parseAttributes() reads.
template <auto Member>
PropertySpec attributesField() {
    return property<Member>(
               {"attributes", "Attributes", "Message attributes, as type=order; amount:Number=5."},
               Unit::None,
               {0, 10'000})
        .spec;
}

template <auto Member>
PropertySpec dedupIdField() {
    return property<Member>({"dedup_id",
                             "Deduplication ID",
                             "MessageDeduplicationId; empty: unique or from the content."},
                            Unit::None,
                            {0, 128},
                            {"type", "fifo"})
        .spec;
}

/// The field's value; `otherwise` when there is none of this type.
template <class T>
T valueOf(const NodeAction& action, std::string_view key, T otherwise) {
    const auto found = action.values.find(key);
    const T* value = found == action.values.end() ? nullptr : std::get_if<T>(&found->second);
    return value == nullptr ? otherwise : *value;
}

inline ActionAnswer answerOf(const ApiError& error) {
    return {true, std::string(shapeName(error.code)) + ": " + error.message};
}

/// "1 message", "12 messages"
inline std::string messages(std::uint64_t count) {
    return groupedText(static_cast<std::int64_t>(count)) + (count == 1 ? " message" : " messages");
}

} // namespace sluice
