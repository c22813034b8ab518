// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/topic_rules.h"

#include <string_view>

namespace sluice {

/// What a topic must know of the part at the other end of a subscription. A kind that can subscribe
/// says it by `Subscriber subscriber() const`.
struct Subscriber {
    Protocol protocol = Protocol::Sqs;
    bool isFifo = false;    ///< Keeps the order of groups (SNS-53).
    bool isForeign = false; ///< Of another account: its owner must confirm (SNS-6).

    /// Which text of a message with one for each protocol it gets, if not that of its protocol: a
    /// push service (SNS-12). Static.
    std::string_view messageKey{};

    friend bool operator==(const Subscriber&, const Subscriber&) = default;
};

} // namespace sluice
