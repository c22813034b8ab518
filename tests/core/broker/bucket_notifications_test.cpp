// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/bucket_notifications.h"
#include "core/broker/policy_statements.h"
#include "tests/support/policy_scene.h"
#include "tests/support/test_main.h"

#include <rapidcheck.h>

namespace sluice::bucket_notifications_test {

using namespace sluice::test;

namespace {

constexpr const char* kCreated = "s3:ObjectCreated:*";
constexpr const char* kUnable = "Unable to validate the following destination configurations";
constexpr BucketIdentity kBucket{kBucketArn, kOwner};

NotificationRule rule(const char* event, const char* prefix = "", const char* suffix = "") {
    return {event, prefix, suffix, std::string(kQueueArn)};
}

QString messageOf(const std::vector<NotificationRule>& rules) {
    const auto problem = checkNotifications(rules);
    return problem ? QString::fromStdString(problem->message) : QString();
}

/// All keys of at most five letters a and b.
std::vector<std::string> shortKeys() {
    std::vector<std::string> keys{""};
    for (std::size_t at = 0; keys[at].size() < 5; ++at) {
        keys.push_back(keys[at] + 'a');
        keys.push_back(keys[at] + 'b');
    }
    return keys;
}

} // namespace

class BucketNotificationsTest : public QObject {
    Q_OBJECT
private slots:
    // ACL-10
    void rulesMatchByEventAndKey() {
        QVERIFY(matches(rule(kCreated), "s3:ObjectCreated:Put", "a.jpg"));
        QVERIFY(!matches(rule(kCreated), "s3:ObjectRemoved:Delete", "a.jpg"));
        QVERIFY(!matches(rule("s3:ObjectCreated:Put"), "s3:ObjectCreated:Copy", "a.jpg"));
        const NotificationRule images = rule(kCreated, "images/", ".jpg");
        QVERIFY(matches(images, "s3:ObjectCreated:Put", "images/a.jpg"));
        QVERIFY(!matches(images, "s3:ObjectCreated:Put", "images/a.png"));
        QVERIFY(!matches(images, "s3:ObjectCreated:Put", "a.jpg"));
        QVERIFY(!matches(images, "s3:ObjectCreated:Put", "images/a.JPG"));
    }

    // ACL-14
    void overlappingFiltersAreRefused_data() {
        QTest::addColumn<QString>("first"); // event|prefix|suffix
        QTest::addColumn<QString>("second");
        QTest::addColumn<QString>("message"); // empty: accepted
        const QString ambiguous = "Configuration is ambiguously defined. Cannot have overlapping "
                                  "suffixes in two rules if the prefixes are overlapping for the "
                                  "same event type.";
        const QString same = "Configurations overlap. Configurations on the same bucket cannot "
                             "share a common event type.";
        const auto row = [](const char* first, const char* second, const QString& message) {
            QTest::newRow((std::string(first) + " and " + second).c_str())
                << first << second << message;
        };
        row("s3:ObjectCreated:*||", "s3:ObjectCreated:*||", same);
        row("s3:ObjectCreated:*||", "s3:ObjectCreated:Put||", same);
        row("s3:ObjectCreated:*||", "s3:ObjectRemoved:*||", "");
        row("s3:ObjectCreated:Copy||", "s3:ObjectCreated:Put||", "");
        row("s3:ObjectCreated:Put|images/|", "s3:ObjectCreated:*||", ambiguous);
        row("s3:ObjectCreated:*|images/|", "s3:ObjectCreated:*|images/small/|", ambiguous);
        row("s3:ObjectCreated:*|images/|", "s3:ObjectCreated:*|films/|", "");
        row("s3:ObjectCreated:*||.jpg", "s3:ObjectCreated:*||.png", "");
        row("s3:ObjectCreated:*||jpg", "s3:ObjectCreated:*||pg", ambiguous);
        row("s3:ObjectCreated:*|images/|.jpg", "s3:ObjectCreated:*|images/|.png", "");
        row("s3:ObjectCreated:*|images/|.jpg", "s3:ObjectCreated:*|films/|.jpg", "");
        row("s3:ObjectCreated:*|images/|", "s3:ObjectCreated:*||.jpg", ambiguous);
    }
    void overlappingFiltersAreRefused() {
        QFETCH(const QString, first);
        QFETCH(const QString, second);
        QFETCH(const QString, message);
        std::vector<NotificationRule> rules;
        for (const QString& text : {first, second}) {
            const QStringList parts = text.split('|');
            rules.push_back({parts[0].toStdString(),
                             parts[1].toStdString(),
                             parts[2].toStdString(),
                             std::string(kQueueArn)});
        }
        QCOMPARE(messageOf(rules), message);
        std::swap(rules[0], rules[1]);
        QCOMPARE(messageOf(rules), message);
        if (message.isEmpty()) return;
        const auto problem = checkNotifications(rules);
        QCOMPARE(problem->rule, std::size_t{1});
        QVERIFY(QString::fromStdString(problem->remedy).contains("notify a topic"));
    }

    // ACL-14
    void filtersOverlapIfAKeyMatchesBoth() {
        const std::vector<std::string> keys = shortKeys();
        QVERIFY(rc::check([&] {
            const auto filter = rc::gen::element<std::string>("", "a", "b", "ab", "ba");
            const auto event = rc::gen::element<std::string>(
                kCreated, "s3:ObjectCreated:Put", "s3:ObjectRemoved:*");
            const NotificationRule one{*event, *filter, *filter, ""};
            const NotificationRule other{*event, *filter, *filter, ""};
            bool isMet = false;
            for (const char* happened : {"s3:ObjectCreated:Put", "s3:ObjectRemoved:Delete"}) {
                for (const std::string& key : keys)
                    isMet = isMet || (matches(one, happened, key) && matches(other, happened, key));
            }
            RC_CLASSIFY(isMet, "overlap");
            RC_ASSERT(overlap(one, other) == isMet);
        }));
    }

    // ACL-14, SQS-114
    void fifoTargetsAreRefused() {
        for (const char* arn : {"arn:aws:sqs:us-east-1:000000000000:orders.fifo",
                                "arn:aws:sns:us-east-1:000000000000:placed.fifo"}) {
            const auto problem =
                checkNotifications(std::vector{NotificationRule{kCreated, "", "", arn}});
            QVERIFY(problem);
            QCOMPARE(QString::fromStdString(problem->message), QString(kUnable));
            QVERIFY(QString::fromStdString(problem->remedy).contains("standard"));
        }
    }

    // ACL-10
    void rulesHaveAForm() {
        QCOMPARE(messageOf({}), QString());
        for (const std::string_view event : notificationEvents())
            QCOMPARE(messageOf({rule(std::string(event).c_str())}), QString());
        QCOMPARE(messageOf({rule("s3:TestEvent")}),
                 QString("The event 's3:TestEvent' is not supported for notifications"));
        QVERIFY(
            messageOf({rule(kCreated, std::string(1'025, 'a').c_str())}).contains("1024 bytes"));
        QCOMPARE(messageOf({rule(kCreated, std::string(1'024, 'a').c_str())}), QString());
        QCOMPARE(messageOf({{kCreated, "", "", "arn:aws:kinesis:us-east-1:000000000000:s"}}),
                 QString("The ARN is not well formed"));
        QCOMPARE(
            messageOf({{kCreated, "", "", "arn:aws:lambda:us-east-1:000000000000:function:f"}}),
            QString());
    }

    // ACL-10
    void targetsMustLetTheBucketIn() {
        const std::vector<NotificationRule> rules{rule(kCreated, "a"), rule(kCreated, "b")};
        const auto text =
            withStatement("", bucketStatement(kBucketArn, kOwner, kQueueArn), kQueuePolicyLimits);
        const AccessPolicy open = AccessPolicy::parse(*text, kQueuePolicyLimits).value();
        const AccessPolicy closed;
        const auto check = [&](const AccessPolicy* one, const AccessPolicy* two) {
            const std::vector<NotificationTarget> targets{{one, kOwner}, {two, kOwner}};
            return checkTargets(rules, kBucket, targets);
        };
        QVERIFY(!check(&open, &open));
        const auto refused = check(&open, &closed);
        QCOMPARE(refused->rule, std::size_t{1});
        QCOMPARE(QString::fromStdString(refused->message), QString(kUnable));
        QVERIFY(QString::fromStdString(refused->remedy)
                    .contains("allows sqs:SendMessage to s3.amazonaws.com if aws:SourceArn is "
                              "arn:aws:s3:::photos"));
        QCOMPARE(QString::fromStdString(check(nullptr, &open)->remedy),
                 QString("There is no arn:aws:sqs:us-east-1:000000000000:orders."));
        const std::vector<NotificationTarget> both{{&open, kOwner}, {&open, kOwner}};
        QVERIFY(checkTargets(rules, {"arn:aws:s3:::other", kOwner}, both));
        QVERIFY(checkTargets(rules, {kBucketArn, kOther}, both));
    }

    // ACL-10
    void theBucketCallsAsAService() {
        NotificationRule toTopic = rule(kCreated);
        toTopic.targetArn = kTopicArn;
        const AccessRequest request = notificationRequest(toTopic, kBucket);
        QCOMPARE(request.principal.name, std::string_view("s3.amazonaws.com"));
        QCOMPARE(request.action, std::string_view("sns:Publish"));
        QCOMPARE(request.resource, kTopicArn);
        QCOMPARE(request.sourceArn, std::optional(kBucketArn));
        QCOMPARE(request.sourceAccount, std::optional(kOwner));
    }
};

SLUICE_TEST(BucketNotificationsTest)

} // namespace sluice::bucket_notifications_test

#include "bucket_notifications_test.moc"
