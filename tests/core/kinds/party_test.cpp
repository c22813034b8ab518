// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/party.h"
#include "tests/support/test_main.h"

namespace sluice::party_test {

class PartyTest : public QObject {
    Q_OBJECT
private slots:
    void namesKeepWhatAnArnMayHold() {
        QCOMPARE(nameInArn("Orders (new)", 80), std::string("Orders--new-"));
        QCOMPARE(nameInArn("abcdef", 3), std::string("abc"));
    }
    void rolesBelongToTheirAccount() {
        QCOMPARE(roleArn({"check out", "eu-west-1", "111122223333"}),
                 std::string("arn:aws:iam::111122223333:role/check-out"));
    }
};

SLUICE_TEST(PartyTest)

} // namespace sluice::party_test

#include "party_test.moc"
