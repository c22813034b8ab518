// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/party.h"

#include <algorithm>
#include <cctype>

namespace sluice {

std::string nameInArn(std::string_view name, std::size_t longest) {
    std::string result;
    for (const char c : name) {
        const bool isAllowed =
            std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
        result += isAllowed ? c : '-';
    }
    result.resize(std::min(result.size(), longest));
    return result;
}

std::string roleArn(const PartPlace& place) {
    constexpr std::size_t kLongestRole = 64;
    return "arn:aws:iam::" + place.account + ":role/" + nameInArn(place.name, kLongestRole);
}

bool canCall(const Party& party) {
    return !party.service.empty() || party.arn.starts_with("arn:aws:iam::");
}

} // namespace sluice
