// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernel/message.h"
#include "tests/support/test_main.h"

#include <array>
#include <map>
#include <utility>

namespace sluice::message_test {

class MessageTest : public QObject {
    Q_OBJECT
private slots:
    void aMessageLivesUntilItsLastHolderLetsGo() {
        MessagePool pool;
        const MessageIndex first = pool.add({});
        pool.retain(first, 2);
        QCOMPARE(pool[first].copies, 3U);
        for (int i = 0; i < 2; ++i) pool.release(first);
        QCOMPARE(pool.size(), std::size_t{1});
        pool.release(first);
        QCOMPARE(pool.size(), std::size_t{0});
        QCOMPARE(pool.add({}), first); // its place is used again
    }

    // Also of more queues than a message has bits for, and when they become more.
    void eachQueueKnowsWhatWasProcessed() {
        MessagePool pool;
        std::map<std::pair<MessageIndex, std::uint32_t>, bool> expected;
        const std::array<std::uint32_t, 9> queues{0, 63, 64, 65, 127, 128, 130, 400, 191};
        for (std::uint32_t round = 0; round < queues.size(); ++round) {
            const MessageIndex message = pool.add({});
            for (std::uint32_t i = 0; i <= round; ++i) {
                QVERIFY(pool.setProcessed(message, queues[i]));
                QVERIFY(!pool.setProcessed(message, queues[i]));
                expected[{message, queues[i]}] = true;
            }
            for (std::uint32_t each = 0; each <= round; ++each) {
                for (std::uint32_t queue = 0; queue < 500; ++queue) {
                    const MessageIndex of{each};
                    QCOMPARE(pool.isProcessed(of, queue), expected.contains({of, queue}));
                }
            }
        }
    }

    void aNewMessageWasProcessedNowhere() {
        MessagePool pool;
        const MessageIndex first = pool.add({});
        const MessageIndex second = pool.add({});
        for (const std::uint32_t queue : {5U, 70U, 200U}) {
            QVERIFY(pool.setProcessed(first, queue));
            QVERIFY(pool.setProcessed(second, queue));
        }
        pool.release(first);
        QCOMPARE(pool.add({}), first);
        for (std::uint32_t queue = 0; queue < 300; ++queue) {
            QVERIFY(!pool.isProcessed(first, queue));
            QCOMPARE(pool.isProcessed(second, queue), queue == 5 || queue == 70 || queue == 200);
        }
        QVERIFY(pool.setProcessed(first, 200));
    }
};

SLUICE_TEST(MessageTest)

} // namespace sluice::message_test

#include "message_test.moc"
