// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernel/message.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

/// What the messages of one producer setting have in common.
struct BodyTemplate {
    std::string text;       ///< "{n}" stands for the message's number, "{key}" for its key.
    std::string attributes; ///< "name=value; name=value", as the user wrote it.

    friend bool operator==(const BodyTemplate&, const BodyTemplate&) = default;
};

/// Append-only list of templates: a changed setting adds one, so messages sent before keep theirs.
class BodyStore {
public:
    /// Index of an equal template, added if there is none.
    std::uint32_t add(const BodyTemplate& body);
    const BodyTemplate& operator[](std::uint32_t index) const { return m_templates[index]; }

    friend bool operator==(const BodyStore&, const BodyStore&) = default;

private:
    std::vector<BodyTemplate> m_templates;
};

/// The body of one message: its template filled in.
std::string bodyText(const BodyStore& bodies, const Message& message);

} // namespace sluice
