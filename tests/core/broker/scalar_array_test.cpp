// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/filter_text.h"
#include "core/broker/scalar_array.h"
#include "tests/support/test_main.h"

#include <nlohmann/json.hpp>
#include <rapidcheck.h>

#include <algorithm>

namespace sluice::scalar_array_test {

namespace {

/// The elements as JSON, or "faulty".
std::string elementsOf(std::string_view text) {
    ScalarArrayReader reader(text);
    std::string elements;
    while (const auto element = reader.next()) {
        elements += valueJson(*element) + ' ';
    }
    return reader.isFaulty() ? "faulty" : elements;
}

} // namespace

class ScalarArrayTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-26
    void elementsComeOneByOne() {
        QCOMPARE(elementsOf("[]"), std::string());
        QCOMPARE(elementsOf(" [ \"a\" , 1.50,true,false,null ] "),
                 std::string("\"a\" 1.5 true false null "));
        QCOMPARE(elementsOf("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\",\"\\u0041\\uD55C\\uD83D\\uDE00é\"]"),
                 std::string("\"\\\"\\\\/\\b\\f\\n\\r\\t\" \"A한😀é\" "));
    }

    // SNS-26
    void anythingElseIsFaulty() {
        for (const char* text : {"",
                                 "x",
                                 "[",
                                 "[1",
                                 "[1,",
                                 "[,]",
                                 "[1,]",
                                 "[1 2]",
                                 "[]]",
                                 "[[1]]",
                                 "[{}]",
                                 "[01]",
                                 "[1.]",
                                 "[.5]",
                                 "[+1]",
                                 "[-]",
                                 "[1e]",
                                 "[tru]",
                                 "[\"a]",
                                 "[\"\\x\"]",
                                 "[\"\\",
                                 "[\"\n\"]",
                                 R"(["\u12"])",
                                 R"(["\uD800"])",
                                 R"(["\uDC00"])",
                                 R"(["\uD800\u0041"])",
                                 "\"a\"",
                                 "{\"a\":1}"}) {
            QVERIFY2(!isScalarArray(text), text);
        }
        QVERIFY(isScalarArray("[0,-0.5e+10,\"\"]"));
    }

    // SNS-26
    void agreesWithAWholeJsonParser() {
        QVERIFY(rc::check([] {
            using Json = nlohmann::json;
            Json array = Json::array();
            for (const int choice :
                 *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 12))) {
                if (choice == 0)
                    array.push_back(nullptr);
                else if (choice == 1)
                    array.push_back(true);
                else if (choice == 2)
                    array.push_back(Json::array());
                else if (choice < 6)
                    array.push_back(*rc::gen::inRange(-1'000'000, 1'000'000) / 1e5);
                else
                    array.push_back(*rc::gen::string<std::string>());
            }
            std::string text =
                array.dump(-1, ' ', *rc::gen::arbitrary<bool>(), Json::error_handler_t::replace);
            if (*rc::gen::arbitrary<bool>())
                text.resize(*rc::gen::inRange<std::size_t>(0, text.size()));
            const Json parsed = Json::parse(text, nullptr, false);
            const bool isRight =
                parsed.is_array()
                && std::none_of(parsed.begin(), parsed.end(), [](const Json& each) {
                       return each.is_structured();
                   });
            RC_ASSERT(isScalarArray(text) == isRight);
            if (!isRight) return;
            ScalarArrayReader reader(text);
            for (const Json& each : parsed) {
                const auto element = reader.next();
                RC_ASSERT(element.has_value());
                const bool isSame = each.is_number() ? element->number == filterNumber(each)
                                                     : valueJson(*element) == each.dump();
                RC_ASSERT(isSame);
            }
            RC_ASSERT(!reader.next().has_value());
        }));
    }
};

SLUICE_TEST(ScalarArrayTest)

} // namespace sluice::scalar_array_test

#include "scalar_array_test.moc"
