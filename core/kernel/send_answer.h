// SPDX-License-Identifier: GPL-3.0-or-later
// How queues and topics answer what is sent to them.
#pragma once

#include "core/kernel/context.h"

namespace sluice {

/// Answers a send call. Takes over the messages of the batch: those that go back to the sender.
void answerSend(Context& context, const Call& call, const Batch& refused, Refusal refusal);
/// Gives refused messages back to who sent them, and notes it with the number of the API's error.
void giveBack(
    Context& context, const Call& call, const Batch& refused, Refusal refusal, std::uint16_t error);

} // namespace sluice
