// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/fifo_call_quota.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr std::size_t kGroupPartitions = 256;

/// Regions that share a quota, and the field of the profile that has it.
struct RegionClass {
    std::array<std::string_view, 4> regions;
    std::int64_t LimitsProfile::*perSecond = nullptr;
};

constexpr std::array<RegionClass, 4> kRegionClasses{
    {{{"us-east-1", "us-west-2", "eu-west-1"}, &LimitsProfile::fifoHighThroughputCallsPerSecond},
     {{"us-east-2", "eu-central-1"}, &LimitsProfile::fifoHighThroughputCallsPerSecondB},
     {{"ap-south-1", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1"},
      &LimitsProfile::fifoHighThroughputCallsPerSecondC},
     {{"eu-west-2", "sa-east-1"}, &LimitsProfile::fifoHighThroughputCallsPerSecondD}}};

std::uint8_t classOf(std::string_view region) {
    const auto found = std::ranges::find_if(kRegionClasses, [&](const RegionClass& each) {
        return std::ranges::find(each.regions, region) != each.regions.end();
    });
    return static_cast<std::uint8_t>(found - kRegionClasses.begin());
}

std::int64_t callsOfClass(const LimitsProfile& limits, std::uint8_t regionClass) {
    return regionClass < kRegionClasses.size() ? limits.*kRegionClasses[regionClass].perSecond
                                               : limits.fifoHighThroughputCallsPerSecondE;
}

/// The partitions that hold these groups, each once. A message without a group counts for none.
std::vector<std::size_t> partitionsOf(std::span<const GroupIndex> groups) {
    std::vector<std::size_t> partitions;
    for (const GroupIndex group : groups) {
        if (group != 0) partitions.push_back(group % kGroupPartitions);
    }
    std::ranges::sort(partitions);
    partitions.erase(std::unique(partitions.begin(), partitions.end()), partitions.end());
    return partitions;
}

} // namespace

std::int64_t highThroughputCallsPerSecond(const LimitsProfile& limits, std::string_view region) {
    return callsOfClass(limits, classOf(region));
}

void FifoCallQuota::setRegion(std::string_view region) {
    m_regionClass = classOf(region);
}

Refusal FifoCallQuota::take(SimTime now,
                            const QueueRules& rules,
                            CallClass callClass,
                            std::span<const GroupIndex> groups) {
    const LimitsProfile& limits = rules.limits;
    CallQuota& calls = m_calls[static_cast<std::size_t>(callClass)];
    if (rules.throughputLimit != ThroughputLimit::PerMessageGroup) {
        const auto messages = static_cast<std::int64_t>(groups.size());
        const bool fits =
            calls.holds(now, limits.fifoCallsPerSecond)
            && (messages == 0 || m_sent.take(now, limits.fifoMessagesPerSecond, messages));
        return fits && calls.take(now, limits.fifoCallsPerSecond) ? Refusal::None
                                                                  : Refusal::Throttled;
    }
    const std::vector<std::size_t> partitions = partitionsOf(groups);
    if (!partitions.empty()) m_ofGroups.resize(kGroupPartitions);
    const std::int64_t ofGroup = limits.fifoCallsPerSecondPerGroup;
    const bool haveGroupsRoom = std::ranges::all_of(
        partitions, [&](std::size_t each) { return m_ofGroups[each].holds(now, ofGroup); });
    if (!haveGroupsRoom || !calls.take(now, callsOfClass(limits, m_regionClass))) {
        return Refusal::Throttled;
    }
    for (const std::size_t each : partitions) m_ofGroups[each].take(now, ofGroup);
    return Refusal::None;
}

} // namespace sluice
