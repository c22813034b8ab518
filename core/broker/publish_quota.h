// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/topic_rules.h"

#include <cstdint>
#include <string_view>

namespace sluice {

/// Messages a second that an account may publish in one region to all topics of this one's sort
/// together (SNS-56, SNS-60); 0: only the topic's own quota counts, or none.
std::int64_t accountPublishesPerSecond(const TopicRules& rules, std::string_view region);

} // namespace sluice
