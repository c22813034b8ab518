// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/publish_checks.h"
#include "tests/support/test_main.h"

namespace sluice::publish_checks_test {

namespace {

QString messageOf(const ApiResult<>& result) {
    return result ? QString() : QString::fromStdString(result.error().message);
}

ApiErrorCode codeOfAttribute(const MessageAttribute& attribute) {
    const auto result = checkTopicAttributes({&attribute, 1});
    return result ? ApiErrorCode::None : result.error().code;
}

} // namespace

class PublishChecksTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-10
    void messagesCountWithTheirAttributes() {
        const LimitsProfile limits;
        const MessageAttributes attributes{{"name", "String", "value"}}; // 15 bytes
        const std::string body(262'144 - 15, 'x');
        QVERIFY(checkTopicMessage(body, attributes, limits));
        QCOMPARE(messageOf(checkTopicMessage(body + "x", attributes, limits)),
                 "Invalid parameter: Message too long");
        QCOMPARE(messageOf(checkTopicMessage("", attributes, limits)),
                 "Invalid parameter: Empty message");
    }

    // SNS-11
    void subjectsAreShortPrintableAscii() {
        QVERIFY(checkSubject("!"));
        QVERIFY(checkSubject(std::string(100, 'a')));
        for (const std::string& subject : {std::string(),
                                           std::string(101, 'a'),
                                           std::string("a\nb"),
                                           std::string("a\tb"),
                                           std::string(" a"),
                                           std::string("\xC3\xA4"),
                                           std::string("a\x7F")}) {
            QCOMPARE(messageOf(checkSubject(subject)), "Invalid parameter: Subject");
        }
    }

    // SNS-13
    void attributesHaveTheServicesTypes() {
        for (const auto& [type, value] : {std::pair{"String", "a"},
                                          {"String.Array", "[1,\"a\"]"},
                                          {"Number", "1.5"},
                                          {"Binary", "\x01"},
                                          {"String.custom", "a"},
                                          {"Number.float", "2"}}) {
            QCOMPARE(codeOfAttribute({"a", type, value}), ApiErrorCode::None);
        }
        for (const auto& [type, value] : {std::pair{"Text", "a"},
                                          {"", "a"},
                                          {"String.", "a"},
                                          {"String", ""},
                                          {"Number", "x"},
                                          {"String.Array", "{}"},
                                          {"String.Array", "["}}) {
            QCOMPARE(codeOfAttribute({"a", type, value}), ApiErrorCode::ParameterValueInvalid);
        }
        for (const char* name : {"", ".a", "a.", "a..b", "a b"}) {
            QCOMPARE(codeOfAttribute({name, "String", "a"}), ApiErrorCode::ParameterValueInvalid);
        }
        const MessageAttributes twice{{"a", "String", "1"}, {"a", "String", "2"}};
        QVERIFY(!checkTopicAttributes(twice));
    }

    // SNS-13
    void thereIsNoLimitOfTheirNumber() {
        MessageAttributes many;
        for (int i = 0; i < 50; ++i) many.push_back({"a" + std::to_string(i), "String", "x"});
        QVERIFY(checkTopicAttributes(many));
    }

    // SNS-12
    void everyProtocolGetsItsOwnTextOrTheDefault() {
        const auto message = StructuredMessage::parse(
            R"({"default":"d","sqs":"q","email":5,"unknown":"u","lambda":{"a":1}})");
        QVERIFY(message);
        QCOMPARE(message->textFor("sqs"), std::string("q"));
        QCOMPARE(message->textFor("email"), std::string("d"));
        QCOMPARE(message->textFor("lambda"), std::string("d"));
        QCOMPARE(message->textFor("http"), std::string("d"));
    }

    // SNS-12
    void structuredMessagesNeedADefault() {
        const auto text = [](const char* json) {
            return QString::fromStdString(StructuredMessage::parse(json).error().message);
        };
        for (const char* json : {"{}", R"({"sqs":"q"})", R"({"default":1})"}) {
            QCOMPARE(text(json),
                     "Invalid parameter: Message Structure - No default entry in JSON message "
                     "body");
        }
        for (const char* json : {"", "{", "[]", "\"a\""}) {
            QCOMPARE(text(json),
                     "Invalid parameter: Message Structure - JSON message body failed to parse");
        }
    }
};

SLUICE_TEST(PublishChecksTest)

} // namespace sluice::publish_checks_test

#include "publish_checks_test.moc"
