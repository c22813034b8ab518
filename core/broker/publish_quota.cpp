// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/publish_quota.h"

#include <algorithm>
#include <array>
#include <span>

namespace sluice {

namespace {

constexpr std::string_view kLargest = "us-east-1";
constexpr std::array<std::string_view, 2> kLarge{"us-west-2", "eu-west-1"};
constexpr std::array<std::string_view, 8> kMedium{"us-east-2",
                                                  "us-west-1",
                                                  "ap-south-1",
                                                  "ap-northeast-1",
                                                  "ap-northeast-2",
                                                  "ap-southeast-1",
                                                  "ap-southeast-2",
                                                  "eu-central-1"};

bool isIn(std::span<const std::string_view> regions, std::string_view region) {
    return std::find(regions.begin(), regions.end(), region) != regions.end();
}

} // namespace

std::int64_t accountPublishesPerSecond(const TopicRules& rules, std::string_view region) {
    const LimitsProfile& limits = rules.limits;
    if (!rules.hasQuotas) return 0;
    if (rules.type == TopicType::Fifo) {
        if (!rules.isByGroup()) return 0;
        if (region == kLargest) return limits.fifoPublishesPerSecondOfAccount;
        return isIn(kLarge, region) ? limits.fifoPublishesPerSecondOfAccountA2
                                    : limits.fifoPublishesPerSecondOfAccountB;
    }
    if (region == kLargest) return limits.publishesPerSecond;
    if (isIn(kLarge, region)) return limits.publishesPerSecondA2;
    return isIn(kMedium, region) ? limits.publishesPerSecondB : limits.publishesPerSecondC;
}

} // namespace sluice
