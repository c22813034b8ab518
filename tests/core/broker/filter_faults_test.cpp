// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/filter_policy.h"
#include "tests/support/test_main.h"

namespace sluice::filter_faults_test {

class FilterFaultsTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-37
    void errorsAreSentencesWithWhatToDo_data() {
        QTest::addColumn<QByteArray>("policy");
        QTest::addColumn<QByteArray>("begin");
        QTest::addColumn<QByteArray>("end");
        QTest::newRow("no list") << QByteArray(R"j({"type":"order"})j")
                                 << QByteArray("\"type\" must be an object or an array. Write")
                                 << QByteArray("\"order\"]}.");
        QTest::newRow("no remedy") << QByteArray(R"j({"a":[{"numeric":[">",5,"<",1]}]})j")
                                   << QByteArray("Bottom") << QByteArray("less than top.");
        QTest::newRow("with its own full stop")
            << QByteArray(R"j({"a":[{"exists":1}]})j")
            << QByteArray("exists match pattern must be either") << QByteArray("true or false.");
    }
    void errorsAreSentencesWithWhatToDo() {
        QFETCH(QByteArray, policy);
        QFETCH(QByteArray, begin);
        QFETCH(QByteArray, end);
        const auto parsed = FilterPolicy::parse(policy.toStdString(), FilterScope::Attributes);
        QVERIFY(!parsed);
        const std::string said = filterAdvice(parsed.error().message);
        QVERIFY2(said.starts_with(begin.toStdString()), said.c_str());
        QVERIFY2(said.ends_with(end.toStdString()), said.c_str());
        QVERIFY2(said.find("..") == std::string::npos, said.c_str());
    }
};

SLUICE_TEST(FilterFaultsTest)

} // namespace sluice::filter_faults_test

#include "filter_faults_test.moc"
