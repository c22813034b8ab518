// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/policy_parts.h"

#include <nlohmann/json.hpp>

namespace sluice {

namespace {

bool isAccount(std::string_view text) {
    return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool startsWith(std::string_view text, std::string_view start) {
    return text.size() > start.size() && text.substr(0, start.size()) == start;
}

} // namespace

std::optional<PrincipalName> parsePrincipal(std::string_view text, bool isService) {
    if (isService) {
        constexpr std::string_view kDomain = ".amazonaws.com";
        const std::size_t end = text.find(kDomain);
        const bool isName = end != std::string_view::npos && end > 0
                            && text.find_first_of("*? ") == std::string_view::npos;
        if (!isName) return std::nullopt;
        return PrincipalName{PrincipalKind::Service, text};
    }
    if (text == "*") return PrincipalName{PrincipalKind::Everyone, text};
    if (isAccount(text)) return PrincipalName{PrincipalKind::Account, text};
    const auto arn = parseArn(text);
    if (!arn || !isAccount(arn->account) || text.find_first_of("*?") != std::string_view::npos)
        return std::nullopt;
    if (arn->service == "iam" && arn->resource == "root")
        return PrincipalName{PrincipalKind::Account, arn->account};
    const bool isIdentity =
        arn->service == "iam"
            ? startsWith(arn->resource, "role/") || startsWith(arn->resource, "user/")
            : arn->service == "sts" && startsWith(arn->resource, "assumed-role/");
    if (!isIdentity) return std::nullopt;
    return PrincipalName{PrincipalKind::Identity, text};
}

std::optional<std::string> conditionText(const nlohmann::ordered_json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_boolean() || value.is_number_integer()) return value.dump();
    return std::nullopt;
}

} // namespace sluice
