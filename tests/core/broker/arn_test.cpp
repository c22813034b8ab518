// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/arn.h"
#include "tests/support/naive_access.h"
#include "tests/support/test_main.h"

#include <rapidcheck.h>

namespace sluice::arn_test {

class ArnTest : public QObject {
    Q_OBJECT
private slots:
    void arnsAreReadInParts() {
        const auto queue = parseArn("arn:aws:sqs:us-east-1:000000000000:orders");
        QVERIFY(queue);
        QCOMPARE(*queue, (Arn{"aws", "sqs", "us-east-1", "000000000000", "orders"}));
        QCOMPARE(toText(*queue), std::string("arn:aws:sqs:us-east-1:000000000000:orders"));
        const auto subscription = parseArn("arn:aws:sns:us-east-1:000000000000:placed:7");
        QCOMPARE(subscription->resource, std::string_view("placed:7"));
        const auto bucket = parseArn("arn:aws:s3:::photos");
        QVERIFY(bucket && bucket->region.empty() && bucket->account.empty());
        QCOMPARE(toText(*bucket), std::string("arn:aws:s3:::photos"));
    }

    void whatIsNoArnIsRefused() {
        for (const char* text : {"",
                                 "arn",
                                 "arn:aws:sqs:us-east-1:000000000000",
                                 "arn:aws:sqs:::",
                                 "arn::sqs:::q",
                                 "arn:aws::::q",
                                 "urn:aws:sqs:::q",
                                 "ARN:aws:sqs:::q"})
            QVERIFY2(!parseArn(text), text);
    }

    void starsAndQuestionMarksStandForCharacters() {
        QVERIFY(matchesPattern("*", ""));
        QVERIFY(matchesPattern("a*c*", "abcd"));
        QVERIFY(matchesPattern("*.fifo", "orders.fifo.fifo"));
        QVERIFY(matchesPattern("a?c", "abc"));
        QVERIFY(!matchesPattern("a?c", "ac"));
        QVERIFY(!matchesPattern("a", "ab"));
        QVERIFY(!matchesPattern("", "a"));
        QVERIFY(!matchesPattern("SQS:*", "sqs:SendMessage"));
        QVERIFY(matchesIgnoringCase("SQS:send*", "sqs:SendMessage"));
    }

    void patternsEqualTheNaiveSearch() {
        QVERIFY(rc::check([] {
            const auto pattern =
                *rc::gen::container<std::string>(rc::gen::element('a', 'b', '*', '?'));
            const auto text = *rc::gen::container<std::string>(rc::gen::element('a', 'b'));
            RC_CLASSIFY(matchesPattern(pattern, text), "matches");
            RC_ASSERT(matchesPattern(pattern, text) == test::naiveMatches(pattern, text));
        }));
    }

    // ACL-3
    void partsOfArnsMatchOneByOne() {
        constexpr std::string_view kArn = "arn:aws:sqs:us-east-1:000000000000:orders";
        QVERIFY(matchesArn("*", kArn));
        QVERIFY(matchesArn("arn:aws:sqs:*:000000000000:ord*", kArn));
        QVERIFY(matchesArn("arn:aws:s?s:*:*:*", kArn));
        QVERIFY(!matchesArn("arn:aws:sqs:*:orders", kArn)); // no star reaches across a colon
        QVERIFY(!matchesArn("arn:aws:sqs:*", kArn));
        QVERIFY(!matchesArn("arn:aws:sns:*:*:orders", kArn));
        QVERIFY(matchesArn("arn:aws:s3:::photos", "arn:aws:s3:::photos"));
        QVERIFY(matchesArn("arn:aws:sns:*:*:placed*", "arn:aws:sns:us-east-1:1:placed:7"));
        QVERIFY(!matchesArn("arn:aws:s3:::photos", "no ARN"));
    }

    // ACL-3
    void incompleteResourcesMeanAllOfTheRest() {
        QCOMPARE(completedArnPattern("arn:aws:sqs"), std::string("arn:aws:sqs:*:*:*"));
        QCOMPARE(completedArnPattern("arn:aws:s3:::a:b"), std::string("arn:aws:s3:::a:b"));
        QCOMPARE(completedArnPattern("*"), std::string("*"));
    }
};

SLUICE_TEST(ArnTest)

} // namespace sluice::arn_test

#include "arn_test.moc"
