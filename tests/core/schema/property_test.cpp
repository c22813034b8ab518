// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/property.h"
#include "tests/support/documents.h"
#include "tests/support/test_main.h"

#include <cmath>
#include <limits>

namespace sluice::property_test {

namespace {

const PropertySpec& spec(std::string_view key) {
    return *test::testKind(test::kTank).property(key);
}

QString rangeOf(std::string_view key) {
    return QString::fromStdString(rangeText(spec(key)));
}

QString refusalOf(std::string_view key, std::string_view text) {
    const auto value = parseValue(spec(key), text);
    return value ? QString() : QString::fromStdString(value.error().message);
}

} // namespace

class PropertyTest : public QObject {
    Q_OBJECT

private slots:
    void textsReadBackToEqualValues() {
        QVERIFY(rc::check("parseValue(toText(v)) == v", [] {
            for (const PropertySpec& each : test::testKind(test::kTank).properties) {
                const PropertyValue value = test::drawValue(each);
                RC_ASSERT(check(each, value).has_value());
                const auto read = parseValue(each, toText(value));
                RC_ASSERT(read.has_value());
                RC_ASSERT(*read == value);
            }
        }));
    }

    void sharesAreReadAsPercentOrNumber() {
        QVERIFY(parseValue(spec("share"), "12.5 %") == PropertyValue(0.125));
        QVERIFY(parseValue(spec("share"), "12.5%") == PropertyValue(0.125));
        QVERIFY(parseValue(spec("share"), "0.125") == PropertyValue(0.125));
    }

    void wholeNumbersAreGroupedAndReadWithOrWithoutSpaces() {
        PropertySpec bytes = spec("size");
        bytes.range = {0, 2e9};
        bytes.unit = Unit::Bytes;
        const PropertyValue value(std::int64_t{1'048'576});
        QCOMPARE(QString::fromStdString(toText(bytes, value)),
                 QString::fromUtf8("1\u2009048\u2009576"));
        for (const char* text : {"1048576", "1 048 576", "1\u2009048\u2009576 B", "1 024 KiB"})
            QVERIFY2(parseValue(bytes, text) == value, text);
        for (const char* text : {"1 04", "1 048 57", "1 -48", " 1 2", "1  048"})
            QVERIFY2(!parseValue(bytes, text), text);
    }

    void sharesAreWrittenInPercentAndReadBackExactly() {
        const auto text = [](double share) {
            return QString::fromStdString(toText(spec("share"), PropertyValue(share)));
        };
        QCOMPARE(text(0), "0 %");
        QCOMPARE(text(1), "100 %");
        QCOMPARE(text(0.07), "7 %");
        QCOMPARE(text(0.125), "12.5 %");
        QCOMPARE(text(0.00001), "0.001 %");
        QVERIFY(rc::check("parseValue(toText(spec, v)) == v", [] {
            for (const PropertySpec& each : test::testKind(test::kTank).properties) {
                const PropertyValue value = test::drawValue(each);
                RC_ASSERT(parseValue(each, toText(each, value)) == value);
            }
        }));
    }

    void unitsMayFollowNumbers() {
        QVERIFY(parseValue(spec("size"), "12 msg") == PropertyValue(std::int64_t{12}));
        PropertySpec bytes = spec("size");
        bytes.unit = Unit::Bytes;
        bytes.range = {0, 1e9};
        QVERIFY(parseValue(bytes, "256 KiB") == PropertyValue(std::int64_t{262144}));
        QVERIFY(!parseValue(bytes, "9223372036854775807 KiB"));
    }

    void choicesAreReadByKeyOrLabel() {
        QVERIFY(parseValue(spec("mode"), "busy") == PropertyValue("busy"));
        QVERIFY(parseValue(spec("mode"), " Busy ") == PropertyValue("busy"));
        QCOMPARE(refusalOf("mode", "wild"), "Mode must be calm or busy; \"wild\" is none of them.");
    }

    void timesAreAscending() {
        QVERIFY(parseValue(spec("times"), "0.5 s, 1 s") == PropertyValue(Times{{500ms, 1s}}));
        QVERIFY(parseValue(spec("times"), "") == PropertyValue(Times{}));
        QVERIFY(!parseValue(spec("times"), "1 s, 0.5 s"));
        QVERIFY(!parseValue(spec("times"), "-1 s"));
        QVERIFY(!parseValue(spec("times"), "2 h"));
    }

    void errorsSayWhatIsAllowed() {
        QCOMPARE(refusalOf("wait", "13 h"), "Wait must be 0 s to 12 h.");
        QCOMPARE(refusalOf("share", "101 %"), "Share must be 0 % to 100 %.");
        QCOMPARE(refusalOf("size", "0"), QString::fromUtf8("Size must be 1 to 1\u2009000 msg."));
        QCOMPARE(refusalOf("size", "many"), "Size must be a whole number; \"many\" is not.");
        QCOMPARE(refusalOf("is_open", "maybe"), "Open must be true or false; \"maybe\" is not.");
        QCOMPARE(refusalOf("remark", std::string(41, 'x')),
                 "Remark must be at most 40 characters.");
        QCOMPARE(refusalOf("work", "exponential 2 h"), "Work must be 0 s to 1 h on average.");
    }

    void aTimeTooLongToBeCountedIsBeyondTheRange() {
        QCOMPARE(refusalOf("wait", "9999999 d"), "Wait must be 0 s to 12 h.");
        QCOMPARE(refusalOf("wait", "-9999999 d"), "Wait must be 0 s to 12 h.");
        QCOMPARE(refusalOf("work", "9999999 d"), "Work must be 0 s to 1 h on average.");
        QCOMPARE(refusalOf("times", "1 s, 9999999 d"), "Times must be " + rangeOf("times") + '.');
    }

    void fractionsAreRefusedWhereWholeSecondsAreTaken() {
        PropertySpec whole = spec("wait");
        whole.range.step = kWholeSeconds;
        const auto value = parseValue(whole, "1.5 s");
        QVERIFY(!value);
        QCOMPARE(QString::fromStdString(value.error().message),
                 "Wait must be in whole seconds, as the service takes it; 1.5 s is not.");
        QVERIFY(check(whole, Duration(1500ms)).has_value()); // documents may hold it
        QVERIFY(!isInSteps(whole, Duration(1500ms)) && isInSteps(whole, Duration(90s)));
        QVERIFY(parseValue(whole, "1.5 min") == PropertyValue(Duration(90s)));
        QVERIFY(parseValue(spec("wait"), "1.5 s") == PropertyValue(Duration(1500ms)));
    }

    void rangesAreEmptyWhereNothingIsLimited() {
        QCOMPARE(rangeOf("mode"), "");
        PropertySpec open = spec("size");
        open.range = {};
        QVERIFY(rangeText(open).empty());
        open.range = {5, std::numeric_limits<double>::infinity()};
        QVERIFY(rangeText(open) == "at least 5 msg");
    }

    void valuesOfAnotherTypeAreRefused() {
        QVERIFY(!check(spec("size"), PropertyValue(1.0)));
        QVERIFY(!check(spec("is_open"), PropertyValue(std::int64_t{1})));
    }

    void aTimeInStepsIsAWholeMultipleOfThem() {
        PropertySpec days = spec("wait");
        days.range = {0, 3 * 86'400.0, 86'400};
        QVERIFY(parseValue(days, "0") == PropertyValue(Duration(0)));
        QVERIFY(parseValue(days, "2 d") == PropertyValue(Duration(48h)));
        QVERIFY(!parseValue(days, "4 d"));
        const auto refused = parseValue(days, "1 h");
        QVERIFY(!refused);
        QCOMPARE(refused.error().message,
                 std::string("Wait must be in whole days, as the service takes it; 1 h is not."));
        QCOMPARE(toText(days, PropertyValue(Duration(0))), std::string("0 d"));
        days.range.step = 7'200;
        QVERIFY(parseValue(days, "4 h"));
        QVERIFY(parseValue(days, "3 h").error().message.find("in steps of 2 h") != std::string::npos);
    }
};

SLUICE_TEST(PropertyTest)

} // namespace sluice::property_test

#include "property_test.moc"
