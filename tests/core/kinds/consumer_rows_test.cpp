// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/consumer.h"
#include "tests/support/test_main.h"

#include <algorithm>

namespace sluice::consumer_rows_test {

class ConsumerRowsTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-25: one to ten messages a call, a wait of at most 20 s.
    void callsStayWithinTheLimitsOfTheService() {
        QCOMPARE(row("batch_size").range.maximum, 10.0);
        QCOMPARE(row("wait_time").range.maximum, 20.0);
        QVERIFY(!check(row("batch_size"), std::int64_t{11}));
        QVERIFY(!check(row("batch_size"), std::int64_t{0}));
        QVERIFY(!check(row("wait_time"), Duration{20s + 1ns}));
    }

    void choicesAreReadByKeyAndLabel() {
        const PropertySpec& spec = row("on_failure");
        QCOMPARE(spec.choices.size(), std::size_t{2});
        for (const ChoiceSpec& choice : spec.choices) {
            QVERIFY(*parseValue(spec, choice.key) == PropertyValue(std::string(choice.key)));
            QVERIFY(*parseValue(spec, choice.label) == PropertyValue(std::string(choice.key)));
        }
    }

private:
    static const PropertySpec& row(std::string_view key) {
        const auto rows = Consumer::properties();
        return std::find_if(
                   rows.begin(), rows.end(), [&](const auto& each) { return each.spec.key == key; })
            ->spec;
    }
};

SLUICE_TEST(ConsumerRowsTest)

} // namespace sluice::consumer_rows_test

#include "consumer_rows_test.moc"
