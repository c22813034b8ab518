// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernel/send_answer.h"

namespace sluice {

void answerSend(Context& context, const Call& call, const Batch& refused, Refusal refusal) {
    Call answer;
    answer.kind = CallKind::SendMessageResult;
    answer.worker = call.worker;
    answer.payload = context.batches().add(refused);
    answer.refusal = refusal;
    context.answer(call.link, answer);
}

void giveBack(Context& context,
              const Call& call,
              const Batch& refused,
              Refusal refusal,
              std::uint16_t error) {
    for (std::uint32_t i = 0; i < refused.count; ++i) {
        context.noteRefusal(refused.entries[i].message, call.link, refusal, error);
    }
    answerSend(context, call, refused, refusal);
}

} // namespace sluice
