// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/hashing.h"
#include "tests/support/test_main.h"

namespace sluice::hashing_test {

class HashingTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-56
    void bodyDigestIsLowerCaseMd5() {
        QCOMPARE(md5Hex("hello"), std::string("5d41402abc4b2a76b9719d911017c592"));
        QCOMPARE(md5Hex(""), std::string("d41d8cd98f00b204e9800998ecf8427e"));
    }

    // SQS-91
    void contentDigestIsLowerCaseSha256() {
        QCOMPARE(sha256Hex("abc"),
                 std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }

    void shortIdHasTheTopBitAndTheFirstBytes() {
        QCOMPARE(dedupIdOf("abc"), 0xba7816bf8f01cfeaULL);
        QVERIFY(dedupIdOf("") >> 63U == 1);
        QVERIFY(dedupIdOf("a") != dedupIdOf("b"));
    }

    // SQS-91
    void contentIdIsThatOfTheBodyAlone() {
        BodyStore bodies;
        BodyTemplate body;
        body.text = "n{n}";
        Message message;
        message.body = bodies.add(body);
        message.serial = 7;
        const std::uint64_t first = contentDedupId(bodies, message);
        QCOMPARE(first, dedupIdOf(sha256Hex("n7")));
        message.size = 900;
        QCOMPARE(contentDedupId(bodies, message), first);
        message.serial = 8;
        QVERIFY(contentDedupId(bodies, message) != first);
    }
};

SLUICE_TEST(HashingTest)

} // namespace sluice::hashing_test

#include "hashing_test.moc"
