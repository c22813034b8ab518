// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/uuid.h"
#include "tests/support/test_main.h"

#include <QRegularExpression>

#include <set>

namespace sluice::uuid_test {

class UuidTest : public QObject {
    Q_OBJECT
private slots:
    void theSameNumbersGiveTheSameUuidAndOthersAnother() {
        std::set<std::string> seen;
        static const QRegularExpression form(
            "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$");
        for (std::uint64_t i = 0; i < 300; ++i) {
            for (const Uuid& uuid : {uuidOf({i}), uuidOf({i, 7}), uuidOf({7, 1000 + i})}) {
                const std::string text = toText(uuid);
                QVERIFY2(QString::fromStdString(text).contains(form), text.c_str());
                QVERIFY(seen.insert(text).second);
            }
            QVERIFY(uuidOf({i, 7}) == uuidOf({i, 7}));
        }
    }

    void anyStartOfItsTextIsFound() {
        const Uuid uuid = uuidOf({3, 12});
        const std::string text = toText(uuid);
        for (std::size_t length = UuidStart::kFewestDigits; length <= text.size(); ++length) {
            const QString start = QString::fromStdString(text.substr(0, length));
            for (QString typed : {start, start.toUpper(), QString(start).remove('-')}) {
                const auto parsed = UuidStart::parse(typed.toStdString());
                QVERIFY2(parsed && parsed->isOf(uuid), qPrintable(typed));
                typed.back() = typed.back() == '0' ? '1' : '0';
                const auto other = UuidStart::parse(typed.toStdString());
                QVERIFY2(!other || !other->isOf(uuid), qPrintable(typed));
            }
        }
    }

    void whatBeginsNoUuidIsNone_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << "";
        QTest::newRow("too short") << "3f2";
        QTest::newRow("a message number") << "3-1200";
        QTest::newRow("a group") << "group-1";
        QTest::newRow("two dashes") << "9f2c04e1--77";
        QTest::newRow("too long") << "9f2c04e1-77ab-4c3d-a0b8-1d90c8e5f19a0";
    }
    void whatBeginsNoUuidIsNone() {
        QFETCH(const QString, text);
        QVERIFY(!UuidStart::parse(text.toStdString()));
    }
};

SLUICE_TEST(UuidTest)

} // namespace sluice::uuid_test

#include "uuid_test.moc"
