// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/s3_events.h"
#include "tests/support/test_main.h"

#include <nlohmann/json.hpp>
#include <rapidcheck.h>

namespace sluice::s3_events_test {

namespace {

constexpr ObjectEvent kPut{"s3:ObjectCreated:Put",
                           1'795'249'800'250,
                           "us-east-1",
                           "photos",
                           "red flowers/\xC3\xA9+1.jpg",
                           1'024,
                           "d41d8cd98f00b204e9800998ecf8427e",
                           0xAB};

} // namespace

class S3EventsTest : public QObject {
    Q_OBJECT
private slots:
    // ACL-13
    void anEventHasOneRecord() {
        QCOMPARE(QString::fromStdString(objectEventBody(kPut)),
                 QString(R"({"Records":[{"eventVersion":"2.1","eventSource":"aws:s3",)"
                         R"("awsRegion":"us-east-1","eventTime":"2026-11-21T08:30:00.250Z",)"
                         R"("eventName":"ObjectCreated:Put","s3":{"s3SchemaVersion":"1.0",)"
                         R"("bucket":{"name":"photos","arn":"arn:aws:s3:::photos"},)"
                         R"("object":{"key":"red+flowers/%C3%A9%2B1.jpg","size":1024,)"
                         R"("eTag":"d41d8cd98f00b204e9800998ecf8427e",)"
                         R"("sequencer":"0000000000000000AB"}}}]})"));
    }

    // ACL-13
    void removedObjectsHaveNoSize() {
        ObjectEvent removed = kPut;
        removed.event = "s3:ObjectRemoved:Delete";
        const auto body = nlohmann::json::parse(objectEventBody(removed));
        const auto& record = body["Records"][0];
        QCOMPARE(record["eventName"].get<std::string>(), std::string("ObjectRemoved:Delete"));
        QVERIFY(!record["s3"]["object"].contains("size"));
        QVERIFY(!record["s3"]["object"].contains("eTag"));
        QVERIFY(record["s3"]["object"].contains("sequencer"));
    }

    // ACL-13
    void sequencersHaveTheOrderOfTheEvents() {
        QVERIFY(rc::check([](std::uint64_t one, std::uint64_t other) {
            const std::string first = sequencerText(one);
            RC_ASSERT(first.size() == sequencerText(other).size());
            RC_ASSERT((first < sequencerText(other)) == (one < other));
        }));
        QCOMPARE(sequencerText(~std::uint64_t{0}), std::string("00FFFFFFFFFFFFFFFF"));
    }

    // ACL-10
    void aNewTargetGetsATestEvent() {
        const auto body = nlohmann::ordered_json::parse(testEventBody("photos", 1'795'249'800'250));
        QCOMPARE(body["Service"].get<std::string>(), std::string("Amazon S3"));
        QCOMPARE(body["Event"].get<std::string>(), std::string("s3:TestEvent"));
        QCOMPARE(body["Time"].get<std::string>(), std::string("2026-11-21T08:30:00.250Z"));
        QCOMPARE(body["Bucket"].get<std::string>(), std::string("photos"));
        QCOMPARE(body["RequestId"].get<std::string>().size(), std::size_t{16});
        QVERIFY(!body.contains("Records"));
        QVERIFY(testEventBody("photos", 1) != testEventBody("photos", 2));
    }

    void namesMayHoldAnyBytes() {
        ObjectEvent odd = kPut;
        odd.bucket = "\xFF\"";
        odd.key = std::string_view("\0\xFF%", 3);
        const auto body = nlohmann::json::parse(objectEventBody(odd));
        QCOMPARE(body["Records"][0]["s3"]["object"]["key"].get<std::string>(),
                 std::string("%00%FF%25"));
    }
};

SLUICE_TEST(S3EventsTest)

} // namespace sluice::s3_events_test

#include "s3_events_test.moc"
