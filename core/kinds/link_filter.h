// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/filter_policy.h"
#include "core/model/document.h"
#include "core/schema/node_kind.h"

#include <optional>
#include <string>
#include <string_view>

namespace sluice {

/// Key of the setting that holds the filter policy of a link.
inline constexpr std::string_view kFilterPolicyKey = "filter_policy";
/// Key of the setting that says what the policy looks at.
inline constexpr std::string_view kFilterScopeKey = "filter_scope";

/// What a link holds back, as its settings say it; the text may be no policy at all.
struct LinkFilter {
    std::string policy; ///< JSON; empty: it holds back nothing.
    FilterScope scope = FilterScope::Attributes;
};
/// Nothing for a link that cannot filter.
std::optional<LinkFilter>
linkFilter(const Document& document, const Registry& kinds, const Link& link);

} // namespace sluice
