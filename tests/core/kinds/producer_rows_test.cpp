// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/producer.h"
#include "tests/support/test_main.h"

#include <algorithm>

namespace sluice::producer_rows_test {

namespace {

const PropertySpec& spec(std::string_view key) {
    const auto rows = Producer::properties();
    const auto found = std::find_if(
        rows.begin(), rows.end(), [&](const auto& row) { return row.spec.key == key; });
    if (found == rows.end()) qFatal("no such setting");
    return found->spec;
}

} // namespace

class ProducerRowsTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-46, SQS-63: the ranges of the service.
    void rangesAreThoseOfTheService() {
        QCOMPARE(spec("batch_size").range.maximum, 10.0);
        QCOMPARE(spec("message_delay").range.maximum, 900.0);
        QVERIFY(!check(spec("batch_size"), PropertyValue{std::int64_t{11}}));
        QVERIFY(check(spec("message_delay"), PropertyValue{Duration{900s}}).has_value());
    }

    // Twice what the extended client takes at most would not fit a field of a message.
    void payloadsMayBeTwoGigabytes() {
        QVERIFY(check(spec("message_size"), PropertyValue{std::int64_t{2'000'000'000}}));
        QVERIFY(!check(spec("message_size"), PropertyValue{std::int64_t{5'000'000'000}}));
    }

    void payloadsGoToOneBucketOnly() {
        QVERIFY(!Producer::ports()[1].takesMany);
        QCOMPARE(Producer::ports()[1].flows, static_cast<std::uint8_t>(Flow::Store));
    }
};

SLUICE_TEST(ProducerRowsTest)

} // namespace sluice::producer_rows_test

#include "producer_rows_test.moc"
