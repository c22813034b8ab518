// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/link_filter.h"

#include "core/kinds/describe.h"
#include "core/kinds/topic.h"
#include "core/model/edits.h"

#include <algorithm>

namespace sluice {

std::optional<LinkFilter>
linkFilter(const Document& document, const Registry& kinds, const Link& link) {
    const bool isFiltering =
        std::ranges::any_of(linkSpecs(document, kinds, link),
                            [](const PropertySpec& spec) { return spec.key == kFilterPolicyKey; });
    if (!isFiltering) return std::nullopt;
    Topic::SubscriptionConfig settings;
    assignAll(settings, Topic::linkProperties(), link.properties);
    return LinkFilter{settings.filterPolicy, settings.filterScope};
}

} // namespace sluice
