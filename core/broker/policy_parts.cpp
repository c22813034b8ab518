// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/policy_parts.h"

#include <nlohmann/json.hpp>

namespace sluice {

namespace {

bool isAccount(std::string_view text) {
    return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
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
    const std::string_view type = arn->resource.substr(0, arn->resource.find('/') + 1);
    const bool isIdentity =
        arn->resource.size() > type.size()
        && (arn->service == "iam" ? type == "role/" || type == "user/"
                                  : arn->service == "sts" && type == "assumed-role/");
    if (!isIdentity) return std::nullopt;
    return PrincipalName{PrincipalKind::Identity, text};
}

std::optional<std::string> conditionText(const nlohmann::ordered_json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_boolean() || value.is_number_integer()) return value.dump();
    return std::nullopt;
}

bool hasLabel(const nlohmann::ordered_json& statement, std::string_view label) {
    return statement.contains("Sid") && statement["Sid"] == label;
}

} // namespace sluice
