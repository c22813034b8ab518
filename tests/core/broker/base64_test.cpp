// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/base64.h"
#include "tests/support/test_main.h"

#include <QByteArray>

namespace sluice::base64_test {

class Base64Test : public QObject {
    Q_OBJECT
private slots:
    void everyLengthIsPadded() {
        QCOMPARE(base64(""), std::string(""));
        QCOMPARE(base64("f"), std::string("Zg=="));
        QCOMPARE(base64("fo"), std::string("Zm8="));
        QCOMPARE(base64("foo"), std::string("Zm9v"));
        QCOMPARE(base64("foobar"), std::string("Zm9vYmFy"));
    }

    void everyByteIsWrittenAsAnotherEncoderDoes() {
        std::string bytes;
        for (int byte = 255; byte >= 0; --byte) bytes += static_cast<char>(byte);
        const QByteArray other(bytes.data(), static_cast<qsizetype>(bytes.size()));
        QCOMPARE(base64(bytes), other.toBase64().toStdString());
    }
};

SLUICE_TEST(Base64Test)

} // namespace sluice::base64_test

#include "base64_test.moc"
