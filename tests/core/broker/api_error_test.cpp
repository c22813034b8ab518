// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/api_error.h"
#include "tests/support/test_main.h"

#include <set>

namespace sluice::api_error_test {

class ApiErrorTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-16
    void namesDifferBetweenJsonAndQueryProtocol() {
        QCOMPARE(shapeName(ApiErrorCode::QueueDoesNotExist), std::string_view("QueueDoesNotExist"));
        QCOMPARE(queryCode(ApiErrorCode::QueueDoesNotExist),
                 std::string_view("AWS.SimpleQueueService.NonExistentQueue"));
        QCOMPARE(queryCode(ApiErrorCode::QueueNameExists), std::string_view("QueueAlreadyExists"));
        QCOMPARE(queryCode(ApiErrorCode::KmsDisabled), std::string_view("KMS.DisabledException"));
        QCOMPARE(queryCode(ApiErrorCode::OverLimit), std::string_view("OverLimit"));
    }

    // SNS-58
    void topicsCallTheSameRefusalsOtherwise() {
        QVERIFY(codeOf(Refusal::Throttled) == ApiErrorCode::RequestThrottled);
        QVERIFY(topicCodeOf(Refusal::Throttled) == ApiErrorCode::Throttled);
        QVERIFY(topicCodeOf(Refusal::AccessDenied) == ApiErrorCode::AuthorizationError);
        QVERIFY(topicCodeOf(Refusal::KmsDisabled) == ApiErrorCode::TopicKmsDisabled);
        QVERIFY(topicCodeOf(Refusal::MessageTooLong) == ApiErrorCode::InvalidParameter);
        QVERIFY(codeOf(Refusal::DeliveryFailed) == ApiErrorCode::ServiceUnavailable);
    }

    void everyCodeHasItsOwnName() {
        std::set<std::string_view> shapes;
        std::set<std::string_view> queries;
        const int last = static_cast<int>(kLastErrorCode);
        for (int code = 1; code <= last; ++code) {
            shapes.insert(shapeName(static_cast<ApiErrorCode>(code)));
            queries.insert(queryCode(static_cast<ApiErrorCode>(code)));
        }
        QCOMPARE(shapes.size(), static_cast<std::size_t>(last));
        QCOMPARE(queries.size(), static_cast<std::size_t>(last));
        QVERIFY(!shapes.contains(""));
    }

    // SQS-13
    void statusIs400ButForAFew() {
        QCOMPARE(httpStatus(ApiErrorCode::InvalidParameterValue), 400);
        QCOMPARE(httpStatus(ApiErrorCode::PurgeQueueInProgress), 403);
        QCOMPARE(httpStatus(ApiErrorCode::ResourceNotFoundException), 404);
    }

    void theTopicServiceSpellsItsErrorsItsOwnWay() {
        QCOMPARE(shapeName(ApiErrorCode::NotFound), std::string_view("NotFoundException"));
        QCOMPARE(queryCode(ApiErrorCode::NotFound), std::string_view("NotFound"));
        QCOMPARE(httpStatus(ApiErrorCode::NotFound), 404);
        QCOMPARE(httpStatus(ApiErrorCode::Throttled), 429);
        QCOMPARE(httpStatus(ApiErrorCode::TopicLimitExceeded), 403);
        QCOMPARE(queryCode(ApiErrorCode::TopicEmptyBatch), std::string_view("EmptyBatchRequest"));
        QCOMPARE(shapeName(ApiErrorCode::ParameterValueInvalid),
                 std::string_view("InvalidParameterValueException"));
    }

    void everyRefusalHasACodeAndAText() {
        const int last = static_cast<int>(Refusal::KmsNotFound);
        for (int row = 1; row <= last; ++row) {
            const auto refusal = static_cast<Refusal>(row);
            const ApiError error = errorOf(refusal, 7, "x");
            QVERIFY(error.code != ApiErrorCode::None);
            QCOMPARE(error.code, codeOf(refusal));
            QVERIFY(!error.message.empty());
            QVERIFY(error.message.find('%') == std::string::npos);
        }
    }

    // SQS-13, SQS-25, SQS-32, SQS-35, SQS-38, SQS-52, SQS-64, SQS-106
    void textsAreThoseOfTheService() {
        const auto text = [](Refusal refusal, std::int64_t value = 0, std::string_view name = {}) {
            return QString::fromStdString(errorOf(refusal, value, name).message);
        };
        QCOMPARE(text(Refusal::MessageTooLong, 1024),
                 "One or more parameters are invalid. Reason: Message must be shorter than 1024 "
                 "bytes.");
        QCOMPARE(text(Refusal::BatchTooLong, 1'048'577, "1048576"),
                 "Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 "
                 "bytes.");
        QCOMPARE(text(Refusal::CountOutOfRange, 11),
                 "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between "
                 "1 and 10, if provided.");
        QCOMPARE(text(Refusal::VisibilityBeyondLimit),
                 "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]");
        QCOMPARE(text(Refusal::HandleInvalid, 0, "x"),
                 "The input receipt handle \"x\" is not a valid receipt handle.");
        QCOMPARE(text(Refusal::PurgeInProgress, 0, "q"),
                 "Only one PurgeQueue operation on q is allowed every 60 seconds.");
        QVERIFY(text(Refusal::HandleExpired, 0, "h")
                    .endsWith("Reason: The receipt handle has expired."));
        QVERIFY(text(Refusal::MessageGone, 0, "h")
                    .endsWith("Reason: Message does not exist or is not available for visibility "
                              "timeout change."));
    }
};

SLUICE_TEST(ApiErrorTest)

} // namespace sluice::api_error_test

#include "api_error_test.moc"
