// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernel/token_bucket.h"
#include "tests/support/test_main.h"

namespace sluice::token_bucket_test {

class TokenBucketTest : public QObject {
    Q_OBJECT
private slots:
    void afterARestItHoldsASecondsWorthAndThenRefillsEvenly() {
        TokenBucket bucket;
        const auto taken = [&](SimTime now) {
            int calls = 0;
            while (bucket.take(now, 100)) ++calls;
            return calls;
        };
        QCOMPARE(taken(kRunStart), 100);
        QCOMPARE(taken(kRunStart + 10ms - 1ns), 0);
        QCOMPARE(taken(kRunStart + 10ms), 1);
        QCOMPARE(taken(kRunStart + 60ms), 5);
        QCOMPARE(taken(kRunStart + 1h), 100);
    }
};

SLUICE_TEST(TokenBucketTest)

} // namespace sluice::token_bucket_test

#include "token_bucket_test.moc"
