// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernel/body_store.h"

#include <algorithm>

namespace sluice {

namespace {

void replaceAll(std::string& text, std::string_view placeholder, const std::string& value) {
    for (std::size_t at = text.find(placeholder); at != std::string::npos;
         at = text.find(placeholder, at + value.size())) {
        text.replace(at, placeholder.size(), value);
    }
}

} // namespace

std::uint32_t BodyStore::add(const BodyTemplate& body) {
    const auto found = std::find(m_templates.begin(), m_templates.end(), body);
    if (found != m_templates.end()) {
        return static_cast<std::uint32_t>(found - m_templates.begin());
    }
    m_templates.push_back(body);
    return static_cast<std::uint32_t>(m_templates.size() - 1);
}

std::string bodyText(const BodyStore& bodies, const Message& message) {
    constexpr std::uint64_t kCountBits = (1ULL << 40U) - 1;
    std::string text = bodies[message.body].text;
    replaceAll(text, "{n}", std::to_string(message.serial & kCountBits));
    replaceAll(text, "{key}", std::to_string(message.key));
    return text;
}

} // namespace sluice
