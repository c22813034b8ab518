// SPDX-License-Identifier: GPL-3.0-or-later
// What the service's short errors about filter policies mean to who wrote the policy.
#include "core/base/text.h"
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

std::string filterAdvice(std::string_view error) {
    const std::string said = sentence(std::string(error));
    const auto* const found = std::ranges::find_if(kRemedies, [&](const Remedy& each) {
        return error.find(each.said) != std::string_view::npos;
    });
    return found == kRemedies.end() ? said : said + ' ' + std::string(found->remedy);
}

} // namespace sluice
