// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/filter_policy.h"
#include "tests/support/test_main.h"

namespace sluice::filter_faults_test {

class FilterFaultsTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-37
    void errorsArePlacedAndHaveARemedy_data() {
        QTest::addColumn<QByteArray>("policy");
        QTest::addColumn<QByteArray>("place");
        QTest::newRow("no list") << QByteArray(R"j({"a":[1],"type":"order"})j")
                                 << QByteArray("\"type\"");
        QTest::newRow("empty list") << QByteArray(R"j({"a":[1],"b":[]})j") << QByteArray("[]");
        QTest::newRow("no number")
            << QByteArray(R"j({"a":[1],"b":[{"numeric":[">","x"]}]})j") << QByteArray("\">\"");
        QTest::newRow("no text") << QByteArray(R"j({"a":[1],"b":[{"suffix":1}]})j")
                                 << QByteArray("\"suffix\"");
        QTest::newRow("no operator")
            << QByteArray(R"j({"a":[1],"b":[{"like":"x"}]})j") << QByteArray("\"like\"");
    }
    void errorsArePlacedAndHaveARemedy() {
        QFETCH(QByteArray, policy);
        QFETCH(QByteArray, place);
        const std::string text = policy.toStdString();
        const auto parsed = FilterPolicy::parse(text, FilterScope::Attributes);
        QVERIFY(!parsed);
        const std::string& error = parsed.error().message;
        QVERIFY2(filterRemedy(error).ends_with('.'), error.c_str());
        QVERIFY2(text.substr(filterFault(text, error)).starts_with(place.toStdString()),
                 error.c_str());
    }
};

SLUICE_TEST(FilterFaultsTest)

} // namespace sluice::filter_faults_test

#include "filter_faults_test.moc"
