// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/receive_attempts.h"
#include "tests/support/test_main.h"

namespace sluice::receive_attempts_test {

namespace {

AttemptAnswer answerOf(std::uint32_t message) {
    AttemptAnswer answer;
    answer.batch.entries[0] = {MessageIndex{message}, {message, 1, 1}};
    answer.batch.count = 1;
    answer.visibleAt = kRunStart + message * 1s;
    return answer;
}

} // namespace

class ReceiveAttemptsTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-108
    void anAttemptIsFoundWithWhatItReturned() {
        ReceiveAttempts attempts;
        attempts.remember(kRunStart, 7, answerOf(1));
        attempts.remember(kRunStart, 8, answerOf(2));
        QVERIFY(*attempts.find(kRunStart + 1s, 7) == answerOf(1));
        QVERIFY(*attempts.find(kRunStart + 1s, 8) == answerOf(2));
        QVERIFY(attempts.find(kRunStart + 1s, 9) == nullptr);
    }

    // SQS-108
    void anAttemptIsKnownForFiveMinutes() {
        ReceiveAttempts attempts;
        attempts.remember(kRunStart, 7, answerOf(1));
        attempts.remember(kRunStart + 100s, 8, answerOf(2));
        QVERIFY(attempts.find(kRunStart + 300s - 1ns, 7) != nullptr);
        QVERIFY(attempts.find(kRunStart + 300s, 7) == nullptr);
        QVERIFY(attempts.find(kRunStart + 300s, 8) != nullptr);
        QCOMPARE(attempts.size(), std::size_t{1});
    }

    // SQS-108
    void aForgottenAttemptIsNewAndCanBeRememberedAgain() {
        ReceiveAttempts attempts;
        attempts.remember(kRunStart, 7, answerOf(1));
        attempts.remember(kRunStart, 8, answerOf(2));
        attempts.forget(7);
        attempts.forget(99);
        QVERIFY(attempts.find(kRunStart, 7) == nullptr);
        attempts.remember(kRunStart + 10s, 7, answerOf(3));
        QVERIFY(*attempts.find(kRunStart + 305s, 7) == answerOf(3));
        QVERIFY(attempts.find(kRunStart + 310s, 7) == nullptr);
    }

    // SQS-108
    void rememberingAnAttemptAgainReplacesIt() {
        ReceiveAttempts attempts;
        attempts.remember(kRunStart, 7, answerOf(1));
        attempts.remember(kRunStart + 10s, 7, answerOf(2));
        QCOMPARE(attempts.size(), std::size_t{1});
        QVERIFY(*attempts.find(kRunStart + 305s, 7) == answerOf(2));
        attempts.clear();
        QVERIFY(attempts.find(kRunStart + 305s, 7) == nullptr);
    }

    void manyAttemptsComeAndGo() {
        ReceiveAttempts attempts;
        for (std::uint32_t id = 1; id <= 5'000; ++id) {
            const SimTime now = kRunStart + id * 1s;
            attempts.find(now, id);
            attempts.remember(now, id, answerOf(id));
            if (id % 3 == 0) attempts.forget(id - 1);
        }
        const SimTime now = kRunStart + 5'000s;
        QVERIFY(attempts.find(now, 4'700) == nullptr);
        QVERIFY(*attempts.find(now, 4'702) == answerOf(4'702));
        QVERIFY(attempts.find(now, 4'703) == nullptr);
        const ReceiveAttempts copy = attempts;
        QVERIFY(copy == attempts);
    }
};

SLUICE_TEST(ReceiveAttemptsTest)

} // namespace sluice::receive_attempts_test

#include "receive_attempts_test.moc"
