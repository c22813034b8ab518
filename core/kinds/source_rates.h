// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kinds/producer.h"
#include "core/model/document.h"

#include <string>

namespace sluice {

/// Messages per second in the long run; 0 for a producer that falls silent.
double messagesPerSecond(const Producer::Config& producer);

/// What all producers send into the queue, in messages per second in the long run.
double arrivalsPerSecond(const Document& document, NodeId queue);

/// An amount of dollars: "0.01 or less", "1.04", "1 240".
std::string amountText(double dollars);

} // namespace sluice
