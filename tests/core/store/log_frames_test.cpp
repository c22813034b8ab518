// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/log_frames.h"
#include "tests/support/test_main.h"

namespace sluice::log_frames_test {

class LogFramesTest : public QObject {
    Q_OBJECT

private slots:
    void checksumIsTheCommonOne() {
        QCOMPARE(crc32("123456789"), 0xCBF43926U);
        QCOMPARE(crc32(""), 0U);
    }

    void framesComeOutAsTheyWentIn() {
        std::string bytes;
        appendFrame(bytes, "first");
        appendFrame(bytes, "");
        std::string_view rest = bytes;
        QVERIFY(takeFrame(rest) == "first");
        QVERIFY(takeFrame(rest) == "");
        QVERIFY(!takeFrame(rest));
    }

    void cutOffAndDamagedFramesAreNone() {
        std::string bytes;
        appendFrame(bytes, "payload");
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            std::string_view cut = std::string_view(bytes).substr(0, size);
            QVERIFY(!takeFrame(cut));
        }
        for (std::size_t place = 0; place < bytes.size(); ++place) {
            std::string damaged = bytes;
            damaged[place] = static_cast<char>(damaged[place] ^ 1);
            std::string_view rest = damaged;
            QVERIFY(!takeFrame(rest));
        }
    }

    void numbersAreLittleEndian() {
        std::string bytes;
        appendNumber(bytes, 0x01020304U);
        QVERIFY(bytes == std::string("\x04\x03\x02\x01"));
        std::string_view rest = bytes;
        QVERIFY(takeNumber(rest) == 0x01020304U);
        QVERIFY(!takeNumber(rest));
    }
};

SLUICE_TEST(LogFramesTest)

} // namespace sluice::log_frames_test

#include "log_frames_test.moc"
