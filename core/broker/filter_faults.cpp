// SPDX-License-Identifier: GPL-3.0-or-later
// What the service's short errors about filter policies mean to who wrote the policy.
#include "core/broker/filter_policy.h"

#include <algorithm>
#include <array>

namespace sluice {

namespace {

struct Remedy {
    std::string_view said; ///< Part of the error.
    std::string_view remedy;
};

constexpr std::array<Remedy, 7> kRemedies{
    {{"must be an object or an array", R"(Write its values as a list, as {"type": ["order"]}.)"},
     {"Empty arrays", "Name at least one value, or remove the key."},
     {"must be numeric",
      R"(Write the number without quotes, as {"amount": [{"numeric": [">", 100]}]}.)"},
     {"match pattern must be a string",
      R"(Write it in quotes, as {"name": [{"prefix": "auto-"}]}.)"},
     {"Unrecognized match type",
      "Use prefix, suffix, equals-ignore-case, anything-but, numeric, cidr or exists."},
     {"does not support nested",
      "Choose that it looks at the body, or name no keys within keys: attributes have no parts."},
     {"Unrecognized numeric range operator", "Use =, <, <=, > or >=."}}};

} // namespace

std::string_view filterRemedy(std::string_view error) {
    const auto* const found = std::ranges::find_if(kRemedies, [&](const Remedy& each) {
        return error.find(each.said) != std::string_view::npos;
    });
    return found == kRemedies.end() ? std::string_view() : found->remedy;
}

std::size_t filterFault(std::string_view json, std::string_view error) {
    if (error.find("Empty arrays") != std::string_view::npos) {
        const std::size_t at = json.find("[]");
        return at == std::string_view::npos ? 0 : at;
    }
    while (!error.empty()) {
        const std::size_t end = std::min(error.find(' '), error.size());
        std::string_view word = error.substr(0, end);
        error.remove_prefix(std::min(end + 1, error.size()));
        if (word.starts_with('"') && word.ends_with('"') && word.size() > 2) {
            word.remove_prefix(1);
            word.remove_suffix(1);
        }
        const std::string named = '"' + std::string(word) + '"';
        const std::size_t at = word.empty() ? std::string_view::npos : json.find(named);
        if (at != std::string_view::npos) return at;
    }
    return 0;
}

} // namespace sluice
