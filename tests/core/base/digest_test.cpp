// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"
#include "tests/support/test_main.h"

#include <bit>
#include <set>

namespace sluice::digest_test {

class DigestTest : public QObject {
    Q_OBJECT

private slots:
    void valueIsTheSameOnEveryPlatform() {
        Digest digest;
        digest.add(1);
        digest.add(2.5);
        digest.add(std::string_view("sluice"));
        QCOMPARE(digest.value(), 477828078397080859U);
    }

    void orderCounts() {
        Digest oneTwo;
        oneTwo.add(1);
        oneTwo.add(2);
        Digest twoOne;
        twoOne.add(2);
        twoOne.add(1);
        QVERIFY(oneTwo.value() != twoOne.value());
    }

    void textBoundariesCount() {
        Digest left;
        left.add(std::string_view("ab"));
        left.add(std::string_view("c"));
        Digest right;
        right.add(std::string_view("a"));
        right.add(std::string_view("bc"));
        QVERIFY(left.value() != right.value());
    }

    void oneChangedBitChangesAboutHalfTheResult() {
        Digest base;
        base.add(std::uint64_t{0});
        for (unsigned bit = 0; bit < 64; ++bit) {
            Digest changed;
            changed.add(std::uint64_t{1} << bit);
            const int distance = std::popcount(base.value() ^ changed.value());
            QVERIFY2(distance > 10 && distance < 54, qPrintable(QString::number(distance)));
        }
    }

    void smallNumbersDoNotCollide() {
        std::set<std::uint64_t> values;
        for (int first = 0; first < 300; ++first) {
            for (int second = 0; second < 300; ++second) {
                Digest digest;
                digest.add(first);
                digest.add(second);
                values.insert(digest.value());
            }
        }
        QCOMPARE(values.size(), std::size_t{90'000});
    }
};

SLUICE_TEST(DigestTest)

} // namespace sluice::digest_test

#include "digest_test.moc"
