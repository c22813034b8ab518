// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/source_rates.h"

#include "core/kinds/advice.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace sluice {

double messagesPerSecond(const Producer::Config& producer) {
    const bool isEndless = producer.stopAfter == Duration::zero() && producer.messageLimit == 0;
    if (!isEndless) return 0;
    switch (producer.schedule) {
    case Schedule::Constant:
        return producer.rate;
    case Schedule::Burst: {
        const double share =
            std::min(1.0, seconds(producer.burstLength) / seconds(producer.period));
        return producer.rate + (producer.peakRate - producer.rate) * share;
    }
    case Schedule::Sine:
        return (producer.rate + producer.peakRate) / 2;
    case Schedule::Step:
    case Schedule::Ramp:
        return producer.peakRate;
    case Schedule::Replay:
        break;
    }
    return 0;
}

double arrivalsPerSecond(const Document& document, NodeId queue) {
    double sum = 0;
    for (const auto& producer : nodesBefore<Producer>(document, queue, "in"))
        sum += messagesPerSecond(producer.config);
    return sum;
}

std::string amountText(double dollars) {
    if (dollars >= 100) return groupedText(std::llround(dollars));
    if (dollars < 0.01) return "0.01 or less";
    std::array<char, 32> text{};
    const int length = std::snprintf(text.data(), text.size(), "%.2f", dollars);
    return {text.data(), static_cast<std::size_t>(length)};
}

} // namespace sluice
