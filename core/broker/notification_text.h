// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernel/body_store.h"

#include <string>

namespace sluice {

/// The body of a message as a receiver sees it: what was sent, or the envelope a topic put around
/// it (SNS-18). An envelope of the lab names no sequence number and no subscription of its own.
std::string messageText(const BodyStore& bodies, const Message& message);

} // namespace sluice
