// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/inspector/message_words.h"

namespace sluice::ui::message_words_test {

class MessageWordsTest : public QObject {
    Q_OBJECT

private slots:
    void countsSayHowManyMatch() {
        MessagePage page;
        page.stored = page.matching = 1;
        QCOMPARE(countsOf(page), "1 message");
        page.stored = page.matching = 2'500;
        QCOMPARE(countsOf(page), QString::fromUtf8("2\u2009500 messages"));
        page.matching = 12;
        QCOMPARE(countsOf(page), QString::fromUtf8("12 of 2\u2009500 messages"));
    }

    // The card says what the service counts: a locked message is a visible one.
    void lockedMessagesAreCountedAsVisible() {
        MessagePage page;
        page.stored = page.matching = 20;
        page.visible = 12;
        page.inFlight = 6;
        QCOMPARE(countsOf(page), "20 messages");
        page.locked = 3;
        QCOMPARE(
            countsOf(page),
            QString::fromUtf8("20 messages · visible 12 (3 locked) · in flight 6 · delayed 2"));
        page.inFlight = 8;
        QCOMPARE(countsOf(page),
                 QString::fromUtf8("20 messages · visible 12 (3 locked) · in flight 8"));
    }
};

SLUICE_TEST(MessageWordsTest)

} // namespace sluice::ui::message_words_test

#include "message_words_test.moc"
