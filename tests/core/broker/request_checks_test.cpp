// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/request_checks.h"
#include "tests/support/test_main.h"

#include <vector>

namespace sluice::request_checks_test {

namespace {

ApiErrorCode codeOf(const ApiResult<>& result) {
    return result ? ApiErrorCode::None : result.error().code;
}

} // namespace

class RequestChecksTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-1
    void queueNamesHaveLimitedLengthAndCharacters() {
        QVERIFY(checkQueueName("a", false));
        QVERIFY(checkQueueName("A_b-9", false));
        QVERIFY(checkQueueName(std::string(80, 'x'), false));
        const std::vector<std::string> names{std::string(81, 'x'), "a b", "a.b", "ä"};
        for (const std::string& name : names) {
            QCOMPARE(codeOf(checkQueueName(name, false)), ApiErrorCode::InvalidParameterValue);
        }
        QCOMPARE(codeOf(checkQueueName("", false)), ApiErrorCode::MissingParameter);
    }

    // SQS-1
    void theSuffixOfAFifoNameCounts() {
        QVERIFY(checkQueueName(std::string(75, 'x').append(".fifo"), true));
        QCOMPARE(codeOf(checkQueueName(std::string(76, 'x').append(".fifo"), true)),
                 ApiErrorCode::InvalidParameterValue);
        QCOMPARE(codeOf(checkQueueName(".fifo", true)), ApiErrorCode::InvalidParameterValue);
    }

    // SQS-2
    void suffixAndTypeGoTogether() {
        QCOMPARE(codeOf(checkQueueName("a.fifo", false)), ApiErrorCode::InvalidParameterValue);
        QCOMPARE(codeOf(checkQueueName("a", true)), ApiErrorCode::InvalidParameterValue);
        QCOMPARE(codeOf(checkQueueName("a.FIFO", true)), ApiErrorCode::InvalidParameterValue);
    }

    // SQS-49
    void anEmptyBodyIsAMissingParameter() {
        const auto result = checkBody("");
        QCOMPARE(codeOf(result), ApiErrorCode::MissingParameter);
        QCOMPARE(result.error().message,
                 std::string("The request must contain the parameter MessageBody."));
        QVERIFY(checkBody(" "));
    }

    // SQS-50
    void bodiesAreOfAllowedCharacters_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("forbidden");
        QTest::newRow("blanks") << QByteArray("\t\n\r ") << QByteArray();
        QTest::newRow("U+D7FF U+E000") << QByteArray("\xED\x9F\xBF\xEE\x80\x80") << QByteArray();
        QTest::newRow("U+FFFD") << QByteArray("\xEF\xBF\xBD") << QByteArray();
        QTest::newRow("U+10000 U+10FFFF")
            << QByteArray("\xF0\x90\x80\x80\xF4\x8F\xBF\xBF") << QByteArray();
        QTest::newRow("2") << QByteArray("a\x02") << QByteArray("#x2");
        QTest::newRow("0") << QByteArray("a\0b", 3) << QByteArray("#x0");
        QTest::newRow("1F") << QByteArray("\x1F") << QByteArray("#x1F");
        QTest::newRow("U+FFFF") << QByteArray("\xEF\xBF\xBF") << QByteArray("#xFFFF");
        QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << QByteArray("#xD800");
        QTest::newRow("beyond") << QByteArray("\xF4\x90\x80\x80") << QByteArray("#x110000");
        QTest::newRow("half a character") << QByteArray("\xE2\x82") << QByteArray("#xFFFE");
        QTest::newRow("too long a form") << QByteArray("\xC0\x80") << QByteArray("#xFFFE");
    }
    void bodiesAreOfAllowedCharacters() {
        QFETCH(const QByteArray, text);
        QFETCH(const QByteArray, forbidden);
        const std::string body = text.toStdString();
        QCOMPARE(forbiddenCharacter(body).value_or(""), forbidden.toStdString());
        const auto result = checkBody(body);
        QCOMPARE(codeOf(result),
                 forbidden.isEmpty() ? ApiErrorCode::None : ApiErrorCode::InvalidMessageContents);
        if (!result) {
            QVERIFY(result.error().message.find("'" + forbidden.toStdString() + "'")
                    != std::string::npos);
        }
    }

    // SQS-89
    void groupAndDeduplicationIdsHaveASyntax() {
        const std::string marks = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
        QVERIFY(checkId("MessageGroupId", marks));
        QVERIFY(checkId("MessageGroupId", std::string(128, 'z')));
        const std::vector<std::string> ids{"", std::string(129, 'z'), "a b", "ä"};
        for (const std::string& id : ids) {
            const auto result = checkId("MessageGroupId", id);
            QCOMPARE(codeOf(result), ApiErrorCode::InvalidParameterValue);
            QVERIFY(QString::fromStdString(result.error().message)
                        .endsWith("can only include alphanumeric and punctuation characters. 1 "
                                  "to 128 in length."));
        }
    }

    // SQS-63
    void batchIdsAreCheckedInOrder() {
        const LimitsProfile limits;
        const auto check = [&](const std::vector<std::string>& ids) {
            return codeOf(checkBatchIds(ids, "SendMessageBatchRequestEntry", limits));
        };
        QCOMPARE(check({}), ApiErrorCode::EmptyBatchRequest);
        QCOMPARE(check(std::vector<std::string>(11, "a b")),
                 ApiErrorCode::TooManyEntriesInBatchRequest);
        QCOMPARE(check({"a", "a", "b c"}), ApiErrorCode::InvalidBatchEntryId);
        QCOMPARE(check({"a", ""}), ApiErrorCode::InvalidBatchEntryId);
        QCOMPARE(check({std::string(81, 'i')}), ApiErrorCode::InvalidBatchEntryId);
        QCOMPARE(check({"a", "b", "a"}), ApiErrorCode::BatchEntryIdsNotDistinct);
        QCOMPARE(check({"a", "A", std::string(80, 'i')}), ApiErrorCode::None);
    }

    // SQS-63
    void tooManyEntriesAreCounted() {
        const std::vector<std::string> ids(11, "a");
        QCOMPARE(checkBatchIds(ids, "SendMessageBatchRequestEntry", {}).error().message,
                 std::string("Maximum number of entries per request are 10. You have sent 11."));
    }

    // SQS-64
    void aBatchHasALargestSum() {
        QVERIFY(checkBatchBytes(1'048'576, {}));
        const auto result = checkBatchBytes(1'048'577, {});
        QCOMPARE(codeOf(result), ApiErrorCode::BatchRequestTooLong);
        QCOMPARE(result.error().message,
                 std::string("Batch requests cannot be longer than 1048576 bytes. You have sent "
                             "1048577 bytes."));
    }
};

SLUICE_TEST(RequestChecksTest)

} // namespace sluice::request_checks_test

#include "request_checks_test.moc"
