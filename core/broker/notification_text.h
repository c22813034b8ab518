// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernel/body_store.h"

#include <string>

namespace sluice {

/// The body of a message as the part `reader` sees it: what was sent, or the envelope a topic put
/// around it (SNS-18) with the number of a FIFO topic, as long as that is remembered, and the
/// reader's own subscription.
std::string messageText(const BodyStore& bodies, const Message& message, NodeId reader = {});

} // namespace sluice
