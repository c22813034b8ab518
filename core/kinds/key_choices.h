// SPDX-License-Identifier: GPL-3.0-or-later
// The words for the state of a key, which queues and topics share.
#pragma once

#include "core/broker/queue_rules.h"
#include "core/schema/property.h"

#include <span>

namespace sluice::detail {

template <>
std::span<const ChoiceSpec> choicesOf<KeyState>();

} // namespace sluice::detail
