// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/message_words.h"

#include "ui/inspector/messages_page.h"
#include "ui/session/text.h"

namespace sluice::ui {

QString reasonForNothing(const Frame& frame, const MessagePage& page) {
    if (page.stored > 0) return MessagesPage::tr("No stored message matches.");
    if (frame.state == RunState::Failed)
        return MessagesPage::tr("The run cannot go on; Properties says why.");
    if (frame.now == kRunStart && frame.state == RunState::Paused)
        return MessagesPage::tr("Not run yet. Press Play, and messages appear here as they are "
                                "stored.");
    return MessagesPage::tr("No message is stored here now.");
}

QString countsOf(const MessagePage& page) {
    QString text = MessagesPage::tr("%1 messages").arg(grouped(page.stored));
    if (page.stored == 1) text = MessagesPage::tr("1 message");
    if (page.matching != page.stored)
        text =
            MessagesPage::tr("%1 of %2 messages").arg(grouped(page.matching), grouped(page.stored));
    if (page.locked == 0) return text;
    text = MessagesPage::tr("%1 · visible %2 (%3 locked) · in flight %4")
               .arg(text, grouped(page.visible), grouped(page.locked), grouped(page.inFlight));
    const std::uint64_t delayed = page.stored - page.visible - page.inFlight;
    return delayed == 0 ? text : MessagesPage::tr("%1 · delayed %2").arg(text, grouped(delayed));
}

} // namespace sluice::ui
