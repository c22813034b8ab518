// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/ip_network.h"
#include "tests/support/test_main.h"

namespace sluice::ip_network_test {

class IpNetworkTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-33
    void addressesHaveTwoForms() {
        QCOMPARE(parseIpAddress("10.0.0.1")->length, 4);
        QCOMPARE(parseIpAddress("2001:db8::1")->length, 16);
        QCOMPARE(parseIpAddress("::")->bytes, (std::array<std::uint8_t, 16>{}));
        QCOMPARE(parseIpAddress("::ffff:10.0.0.1")->bytes[12], 10);
        const std::string_view withNul("10.0.0.1\0x", 10);
        QVERIFY(!parseIpAddress(withNul));
        QVERIFY(!parseIpAddress(std::string(100, '1')));
        for (const char* wrong : {"",
                                  "10",
                                  "10.0.0",
                                  "10.0.0.0.1",
                                  "256.0.0.1",
                                  "01.0.0.1",
                                  " 10.0.0.1",
                                  "10.0.0.1 ",
                                  ":",
                                  "1::2::3",
                                  "12345::",
                                  "fe80::1%lo"}) {
            QVERIFY2(!parseIpAddress(wrong), wrong);
        }
    }

    // SNS-33
    void theFirstBitsDecide() {
        const IpAddress network = *parseIpAddress("10.170.0.0");
        const IpAddress address = *parseIpAddress("10.175.1.2");
        for (unsigned bits = 0; bits <= 32; ++bits) { // 170 and 175 share 5 bits
            QCOMPARE(isInNetwork(address, network, bits), bits <= 13);
        }
        QVERIFY(isInNetwork(network, network, 32));
        QVERIFY(!isInNetwork(*parseIpAddress("::"), *parseIpAddress("0.0.0.0"), 0));
        QVERIFY(isInNetwork(*parseIpAddress("::1"), *parseIpAddress("::2"), 126));
        QVERIFY(!isInNetwork(*parseIpAddress("::1"), *parseIpAddress("::2"), 127));
    }
};

SLUICE_TEST(IpNetworkTest)

} // namespace sluice::ip_network_test

#include "ip_network_test.moc"
