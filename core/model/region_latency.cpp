// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/region_latency.h"

#include "core/base/text.h"
#include "core/model/boundaries.h"

#include <algorithm>
#include <array>

namespace sluice {

namespace {

struct TypicalLatency {
    std::string_view lower, higher;
    int milliseconds;
};

/// Rough one-way times, estimated from the distances on the globe and known round trips, not
/// measured. Nothing is promised: whoever has measured writes the own values into the document.
constexpr std::array kTypical{
    TypicalLatency{"ap-northeast-1", "ap-northeast-2", 17},
    TypicalLatency{"ap-northeast-1", "ap-south-1", 65},
    TypicalLatency{"ap-northeast-1", "ap-southeast-1", 35},
    TypicalLatency{"ap-northeast-1", "ap-southeast-2", 52},
    TypicalLatency{"ap-northeast-1", "eu-central-1", 112},
    TypicalLatency{"ap-northeast-1", "eu-west-1", 100},
    TypicalLatency{"ap-northeast-1", "sa-east-1", 128},
    TypicalLatency{"ap-northeast-1", "us-east-1", 75},
    TypicalLatency{"ap-northeast-1", "us-west-2", 49},
    TypicalLatency{"ap-northeast-2", "ap-southeast-1", 36},
    TypicalLatency{"ap-northeast-2", "us-east-1", 88},
    TypicalLatency{"ap-northeast-2", "us-west-2", 61},
    TypicalLatency{"ap-south-1", "ap-southeast-1", 30},
    TypicalLatency{"ap-south-1", "ap-southeast-2", 75},
    TypicalLatency{"ap-south-1", "eu-central-1", 58},
    TypicalLatency{"ap-south-1", "eu-west-1", 61},
    TypicalLatency{"ap-south-1", "sa-east-1", 150},
    TypicalLatency{"ap-south-1", "us-east-1", 95},
    TypicalLatency{"ap-south-1", "us-west-2", 110},
    TypicalLatency{"ap-southeast-1", "ap-southeast-2", 46},
    TypicalLatency{"ap-southeast-1", "eu-central-1", 80},
    TypicalLatency{"ap-southeast-1", "eu-west-1", 88},
    TypicalLatency{"ap-southeast-1", "sa-east-1", 160},
    TypicalLatency{"ap-southeast-1", "us-east-1", 108},
    TypicalLatency{"ap-southeast-1", "us-west-2", 82},
    TypicalLatency{"ap-southeast-2", "eu-central-1", 125},
    TypicalLatency{"ap-southeast-2", "eu-west-1", 128},
    TypicalLatency{"ap-southeast-2", "sa-east-1", 155},
    TypicalLatency{"ap-southeast-2", "us-east-1", 99},
    TypicalLatency{"ap-southeast-2", "us-west-2", 70},
    TypicalLatency{"ca-central-1", "us-east-1", 8},
    TypicalLatency{"eu-central-1", "eu-north-1", 11},
    TypicalLatency{"eu-central-1", "eu-west-1", 12},
    TypicalLatency{"eu-central-1", "eu-west-2", 7},
    TypicalLatency{"eu-central-1", "eu-west-3", 5},
    TypicalLatency{"eu-central-1", "sa-east-1", 101},
    TypicalLatency{"eu-central-1", "us-east-1", 46},
    TypicalLatency{"eu-central-1", "us-west-2", 71},
    TypicalLatency{"eu-west-1", "eu-west-2", 6},
    TypicalLatency{"eu-west-1", "eu-west-3", 9},
    TypicalLatency{"eu-west-1", "sa-east-1", 89},
    TypicalLatency{"eu-west-1", "us-east-1", 34},
    TypicalLatency{"eu-west-1", "us-west-2", 62},
    TypicalLatency{"eu-west-2", "eu-west-3", 5},
    TypicalLatency{"eu-west-2", "us-east-1", 38},
    TypicalLatency{"sa-east-1", "us-east-1", 57},
    TypicalLatency{"sa-east-1", "us-west-2", 88},
    TypicalLatency{"us-east-1", "us-east-2", 6},
    TypicalLatency{"us-east-1", "us-west-1", 31},
    TypicalLatency{"us-east-1", "us-west-2", 34},
    TypicalLatency{"us-east-2", "us-west-2", 25},
    TypicalLatency{"us-west-1", "us-west-2", 11},
};

constexpr std::array kRegions{
    RegionName{"af-south-1", "Cape Town"},     RegionName{"ap-east-1", "Hong Kong"},
    RegionName{"ap-northeast-1", "Tokyo"},     RegionName{"ap-northeast-2", "Seoul"},
    RegionName{"ap-northeast-3", "Osaka"},     RegionName{"ap-south-1", "Mumbai"},
    RegionName{"ap-southeast-1", "Singapore"}, RegionName{"ap-southeast-2", "Sydney"},
    RegionName{"ca-central-1", "Canada"},      RegionName{"eu-central-1", "Frankfurt"},
    RegionName{"eu-north-1", "Stockholm"},     RegionName{"eu-south-1", "Milan"},
    RegionName{"eu-west-1", "Ireland"},        RegionName{"eu-west-2", "London"},
    RegionName{"eu-west-3", "Paris"},          RegionName{"me-south-1", "Bahrain"},
    RegionName{"sa-east-1", "São Paulo"},      RegionName{"us-east-1", "N. Virginia"},
    RegionName{"us-east-2", "Ohio"},           RegionName{"us-west-1", "N. California"},
    RegionName{"us-west-2", "Oregon"},
};

Result<> readEntry(RegionLatencies& latencies, std::string_view entry) {
    const auto refuse = [entry](const std::string& what) {
        return failure("Region latencies: \"" + std::string(entry) + "\": " + what
                       + " Write us-east-1/eu-west-1=40 ms or others=80 ms.");
    };
    const std::size_t equals = entry.find('=');
    if (equals == std::string_view::npos) return refuse("there is no = in it.");
    const std::string_view key = trimmed(entry.substr(0, equals));
    const auto value = parseDuration(trimmed(entry.substr(equals + 1)));
    if (!value || *value < Duration::zero() || *value > 1h)
        return refuse("the value is not a time between 0 s and 3 600 s.");
    if (key == "others") {
        latencies.others = *value;
        return {};
    }
    const std::size_t slash = std::min(key.find('/'), key.size());
    std::string lower(trimmed(key.substr(0, slash)));
    std::string higher(trimmed(key.substr(std::min(slash + 1, key.size()))));
    const bool areRegions = checkCode(BoundaryType::Region, lower).has_value()
                            && checkCode(BoundaryType::Region, higher).has_value();
    if (!areRegions || lower == higher) return refuse("it does not begin with two regions.");
    if (higher < lower) std::swap(lower, higher);
    latencies.pairs.insert_or_assign({std::move(lower), std::move(higher)}, *value);
    return {};
}

} // namespace

Duration RegionLatencies::between(std::string_view from, std::string_view to) const {
    if (from == to) return Duration::zero();
    const auto& [lower, higher] = std::minmax(from, to);
    const auto own = pairs.find({std::string(lower), std::string(higher)});
    if (own != pairs.end()) return own->second;
    for (const TypicalLatency& row : kTypical) {
        if (row.lower == lower && row.higher == higher)
            return std::chrono::milliseconds(row.milliseconds);
    }
    return others;
}

Result<RegionLatencies> regionLatencies(std::string_view text) {
    RegionLatencies latencies;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(';'), text.size());
        const std::string_view entry = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (entry.empty()) continue;
        if (const auto read = readEntry(latencies, entry); !read)
            return tl::unexpected<Error>(read.error());
    }
    return latencies;
}

std::span<const RegionName> commonRegions() {
    return kRegions;
}

} // namespace sluice
