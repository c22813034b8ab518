// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/property.h"
#include "tests/support/test_main.h"

#include <cmath>
#include <limits>

namespace sluice::property_storable_test {

class PropertyStorableTest : public QObject {
    Q_OBJECT

private slots:
    void onlyStorableValuesPass() {
        QVERIFY(!checkStorable(std::nan("")));
        QVERIFY(!checkStorable(std::numeric_limits<double>::infinity()));
        QVERIFY(!checkStorable(std::string("\xFF")));
        Distribution odd = exponential(1ms);
        odd.upper = 1s;
        QVERIFY(!checkStorable(odd));
        Distribution empty;
        empty.shape = Distribution::Shape::Empirical;
        QVERIFY(!checkStorable(empty));
        QVERIFY(!checkStorable(Times{{2s, 1s}}));
        QVERIFY(checkStorable(Times{{1s, 1s}}).has_value());
    }
};

SLUICE_TEST(PropertyStorableTest)

} // namespace sluice::property_storable_test

#include "property_storable_test.moc"
