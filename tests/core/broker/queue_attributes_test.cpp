// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/queue_attributes.h"
#include "tests/support/test_main.h"

namespace sluice::queue_attributes_test {

namespace {

ApiResult<QueueAttributes> create(const AttributeTexts& given) {
    return createAttributes(given, LimitsProfile{});
}

std::string shown(const ApiResult<QueueAttributes>& attributes, std::string_view name) {
    return attributes ? attributeText(*attributes, name).value_or("-") : "refused";
}

const AttributeTexts kFifo{{"FifoQueue", "true"}};

} // namespace

class QueueAttributesTest : public QObject {
    Q_OBJECT
private slots:
    void newQueuesHaveTheDefaultsOfTheService() {
        const auto standard = create({});
        QCOMPARE(shown(standard, "DelaySeconds"), std::string("0"));
        QCOMPARE(shown(standard, "MaximumMessageSize"), std::string("1048576"));
        QCOMPARE(shown(standard, "MessageRetentionPeriod"), std::string("345600"));
        QCOMPARE(shown(standard, "ReceiveMessageWaitTimeSeconds"), std::string("0"));
        QCOMPARE(shown(standard, "VisibilityTimeout"), std::string("30"));
        QCOMPARE(shown(standard, "SqsManagedSseEnabled"), std::string("true"));
        for (const char* name : {"Policy",
                                 "RedrivePolicy",
                                 "RedriveAllowPolicy",
                                 "KmsMasterKeyId",
                                 "KmsDataKeyReusePeriodSeconds",
                                 "FifoQueue",
                                 "ContentBasedDeduplication",
                                 "DeduplicationScope",
                                 "FifoThroughputLimit",
                                 "Nonsense"}) {
            QCOMPARE(shown(standard, name), std::string("-"));
        }
        const auto fifo = create(kFifo);
        QCOMPARE(shown(fifo, "FifoQueue"), std::string("true"));
        QCOMPARE(shown(fifo, "ContentBasedDeduplication"), std::string("false"));
        QCOMPARE(shown(fifo, "DeduplicationScope"), std::string("queue"));
        QCOMPARE(shown(fifo, "FifoThroughputLimit"), std::string("perQueue"));
    }

    // SQS-5
    void numbersHaveRanges_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<qlonglong>("minimum");
        QTest::addColumn<qlonglong>("maximum");
        QTest::newRow("DelaySeconds") << "DelaySeconds" << 0LL << 900LL;
        QTest::newRow("size") << "MaximumMessageSize" << 1'024LL << 1'048'576LL;
        QTest::newRow("retention") << "MessageRetentionPeriod" << 60LL << 1'209'600LL;
        QTest::newRow("wait") << "ReceiveMessageWaitTimeSeconds" << 0LL << 20LL;
        QTest::newRow("visibility") << "VisibilityTimeout" << 0LL << 43'200LL;
        QTest::newRow("key reuse") << "KmsDataKeyReusePeriodSeconds" << 60LL << 86'400LL;
    }
    void numbersHaveRanges() {
        QFETCH(const QString, name);
        QFETCH(const qlonglong, minimum);
        QFETCH(const qlonglong, maximum);
        const std::string key = name.toStdString();
        for (const qlonglong value : {minimum, maximum}) {
            const std::string text = std::to_string(value);
            QCOMPARE(shown(create({{key, text}}), key), text);
        }
        const std::vector<std::string> wrong{
            std::to_string(minimum - 1), std::to_string(maximum + 1), "", "x", "5.0", " 7"};
        for (const std::string& text : wrong) {
            const auto result = create({{key, text}});
            QVERIFY2(!result, text.c_str());
            QCOMPARE(result.error().code, ApiErrorCode::InvalidAttributeValue);
            QCOMPARE(result.error().message, "Invalid value for the parameter " + key + ".");
        }
    }

    // PROF-1
    void theProfileBoundsTheLargestMessage() {
        const LimitsProfile limits = *limitsProfile("study-notes");
        const auto attributes = createAttributes({}, limits);
        QCOMPARE(shown(attributes, "MaximumMessageSize"), std::string("262144"));
        QVERIFY(!createAttributes({{"MaximumMessageSize", "262145"}}, limits));
    }

    // SQS-5
    void theTypeOfAQueueCannotBeChanged() {
        const auto result = changeAttributes(*create(kFifo), kFifo);
        QCOMPARE(result.error().code, ApiErrorCode::InvalidAttributeValue);
        QCOMPARE(result.error().message, std::string("Modifying queue type is not supported."));
    }

    // SQS-5
    void fifoAttributesNeedAFifoQueue() {
        const auto result = create({{"DeduplicationScope", "queue"}});
        QCOMPARE(result.error().code, ApiErrorCode::InvalidAttributeName);
        QCOMPARE(result.error().message,
                 std::string("You can specify the DeduplicationScope only when FifoQueue is set to "
                             "true."));
        QVERIFY(!create({{"ContentBasedDeduplication", "true"}}));
        QVERIFY(!changeAttributes(*create({}), {{"FifoThroughputLimit", "perQueue"}}));
    }

    // SQS-5
    void unknownNamesAreRefused() {
        for (const char* name : {"X", "QueueArn", "visibilityTimeout"}) {
            const auto result = create({{name, "1"}});
            QCOMPARE(result.error().code, ApiErrorCode::InvalidAttributeName);
            QCOMPARE(result.error().message, "Unknown Attribute " + std::string(name) + ".");
        }
        QCOMPARE(create({{"FifoQueue", "false"}}).error().code, ApiErrorCode::InvalidAttributeName);
    }

    // SQS-5
    void aRefusedChangeChangesNothing() {
        const QueueAttributes before = *create({});
        QVERIFY(!changeAttributes(before, {{"DelaySeconds", "7"}, {"VisibilityTimeout", "x"}}));
        const auto after = changeAttributes(before, {{"DelaySeconds", "7"}});
        QCOMPARE(after->rules.delay, Duration(7s));
        QCOMPARE(before.rules.delay, Duration(0s));
    }

    // SQS-3
    void onlyGivenAttributesAreCompared() {
        const auto existing = create({{"DelaySeconds", "7"}, {"VisibilityTimeout", "20"}});
        QCOMPARE(differingAttribute(*existing, {}), std::string());
        QCOMPARE(differingAttribute(*existing, {{"DelaySeconds", "7"}}), std::string());
        QCOMPARE(
            differingAttribute(*existing, {{"DelaySeconds", "7"}, {"VisibilityTimeout", "30"}}),
            std::string("VisibilityTimeout"));
        QCOMPARE(differingAttribute(*create(kFifo), kFifo), std::string());
    }

    // SQS-7
    void emptyTextRemovesPolicies() {
        const std::string redrive = R"({"deadLetterTargetArn":"arn:d","maxReceiveCount":3})";
        const std::string policy =
            R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*",)"
            R"("Action":"*","Resource":"*"}})";
        const auto set = create({{"Policy", policy}, {"RedrivePolicy", redrive}});
        QCOMPARE(shown(set, "RedrivePolicy"), redrive);
        QCOMPARE(shown(set, "Policy"), policy);
        QCOMPARE(set->rules.maxReceiveCount, 3U);
        const auto unset = changeAttributes(*set, {{"Policy", ""}, {"RedrivePolicy", ""}});
        QCOMPARE(shown(unset, "RedrivePolicy"), std::string("-"));
        QCOMPARE(shown(unset, "Policy"), std::string("-"));
        QCOMPARE(unset->rules.maxReceiveCount, 0U);
        QVERIFY(!create({{"Policy", "{}"}}));
    }

    // SQS-7
    void defaultsRemoveKeyAttributesAndLeaveEncryptionOff() {
        const auto key =
            create({{"KmsMasterKeyId", "alias/k"}, {"KmsDataKeyReusePeriodSeconds", "600"}});
        QCOMPARE(shown(key, "KmsMasterKeyId"), std::string("alias/k"));
        QCOMPARE(shown(key, "KmsDataKeyReusePeriodSeconds"), std::string("600"));
        QCOMPARE(shown(key, "SqsManagedSseEnabled"), std::string("false"));
        const auto gone = changeAttributes(
            *key, {{"KmsMasterKeyId", ""}, {"KmsDataKeyReusePeriodSeconds", "300"}});
        QCOMPARE(shown(gone, "KmsMasterKeyId"), std::string("-"));
        QCOMPARE(shown(gone, "KmsDataKeyReusePeriodSeconds"), std::string("-"));
        QCOMPARE(shown(gone, "SqsManagedSseEnabled"), std::string("false"));
        QCOMPARE(gone->rules.encryption, Encryption::None);
    }

    // SQS-125
    void theTwoEncryptionsExcludeEachOther() {
        QVERIFY(!create({{"KmsMasterKeyId", "k"}, {"SqsManagedSseEnabled", "true"}}));
        const auto key = changeAttributes(*create({}), {{"KmsMasterKeyId", "k"}});
        QCOMPARE(key->rules.encryption, Encryption::Kms);
        QCOMPARE(shown(key, "SqsManagedSseEnabled"), std::string("false"));
        QVERIFY(changeAttributes(*key, {{"SqsManagedSseEnabled", "false"}})->rules.encryption
                == Encryption::Kms);
        const auto managed = changeAttributes(*key, {{"SqsManagedSseEnabled", "true"}});
        QCOMPARE(managed->rules.encryption, Encryption::SqsManaged);
        QCOMPARE(shown(managed, "KmsMasterKeyId"), std::string("-"));
    }

    // SQS-119
    void highThroughputNeedsTheScopeOfGroups() {
        AttributeTexts given = kFifo;
        given["FifoThroughputLimit"] = "perMessageGroupId";
        QCOMPARE(create(given).error().code, ApiErrorCode::InvalidAttributeValue);
        given["DeduplicationScope"] = "messageGroup";
        const auto fast = create(given);
        QVERIFY(fast);
        QCOMPARE(fast->rules.throughputLimit, ThroughputLimit::PerMessageGroup);
        QVERIFY(!changeAttributes(*fast, {{"DeduplicationScope", "queue"}}));
    }

    // SQS-95
    void theScopeOfTheCreationStaysInForce() {
        const auto changed =
            changeAttributes(*create(kFifo), {{"DeduplicationScope", "messageGroup"}});
        QCOMPARE(shown(changed, "DeduplicationScope"), std::string("messageGroup"));
        QCOMPARE(changed->rules.dedupScope, DedupScope::Queue);
    }

    // SQS-79
    void theAllowPolicyIsShownAsItWasSet() {
        const std::string text = R"({"redrivePermission":"denyAll"})";
        const auto set = create({{"RedriveAllowPolicy", text}});
        QCOMPARE(shown(set, "RedriveAllowPolicy"), text);
        const auto unset = changeAttributes(*set, {{"RedriveAllowPolicy", ""}});
        QCOMPARE(shown(unset, "RedriveAllowPolicy"), std::string("-"));
    }

    void everySettableAttributeIsListed() {
        QCOMPARE(settableAttributes().size(), std::size_t{15});
    }
};

SLUICE_TEST(QueueAttributesTest)

} // namespace sluice::queue_attributes_test

#include "queue_attributes_test.moc"
