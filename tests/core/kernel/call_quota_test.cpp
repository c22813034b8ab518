// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernel/call_quota.h"
#include "tests/support/test_main.h"

namespace sluice::call_quota_test {

class CallQuotaTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-117, SNS-60
    void noSecondLetsMoreThanTheQuotaPass() {
        CallQuota quota;
        for (int second = 0; second < 5; ++second) {
            int passed = 0;
            for (int call = 0; call < 1'000; ++call) {
                passed += quota.take(kRunStart + 1s * second + 1ms * call, 300) ? 1 : 0;
            }
            QCOMPARE(passed, 300);
        }
    }

    void aSecondBeginsWithNothingTaken() {
        CallQuota quota;
        QVERIFY(quota.take(kRunStart + 999ms, 300, 300));
        QVERIFY(!quota.take(kRunStart + 1s - 1ns, 300));
        QVERIFY(quota.holds(kRunStart + 1s, 300, 300));
        QVERIFY(quota.take(kRunStart + 1s, 300, 300));
        QVERIFY(!quota.take(kRunStart + 1999ms, 300));
        QVERIFY(quota.take(kRunStart + 1h + 500ms, 300, 300)); // long after
    }

    void whatIsTooMuchAtOnceTakesNothing() {
        CallQuota quota;
        QVERIFY(!quota.take(kRunStart, 300, 301));
        QVERIFY(quota.take(kRunStart, 300, 200));
        QVERIFY(!quota.take(kRunStart, 300, 101));
        QVERIFY(quota.take(kRunStart, 300, 100));
    }

    void aQuotaThatChangesCountsWhatWasTakenAlready() {
        CallQuota quota;
        QVERIFY(quota.take(kRunStart, 300, 200));
        QVERIFY(!quota.take(kRunStart, 100));
        QVERIFY(quota.take(kRunStart, 201));
    }

    void lookingTakesNothing() {
        CallQuota quota;
        QVERIFY(quota.take(kRunStart, 10, 4));
        const CallQuota before = quota;
        QVERIFY(quota.holds(kRunStart, 10, 6) && !quota.holds(kRunStart, 10, 7));
        QVERIFY(quota == before);
    }
};

SLUICE_TEST(CallQuotaTest)

} // namespace sluice::call_quota_test

#include "call_quota_test.moc"
