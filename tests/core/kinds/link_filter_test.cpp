// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/link_filter.h"
#include "core/kinds/registry.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::link_filter_test {

using namespace sluice::test;

class LinkFilterTest : public QObject {
    Q_OBJECT
private slots:
    void aSubscriptionFiltersAsItsSettingsSay() {
        Lab lab;
        const LinkId link = lab.subscribe(lab.topic(), lab.queue());
        auto filter = linkFilter(lab.document, registry(), *lab.document.link(link));
        QVERIFY(filter && filter->policy.empty());
        QVERIFY(filter->scope == FilterScope::Attributes);
        lab.setLink(link, "filter_policy", R"({"type": ["order"]})");
        lab.setLink(link, "filter_scope", "body");
        filter = linkFilter(lab.document, registry(), *lab.document.link(link));
        QCOMPARE(filter->policy, std::string(R"({"type": ["order"]})"));
        QVERIFY(filter->scope == FilterScope::Body);
    }

    void otherLinksDoNotFilter() {
        Lab lab;
        const LinkId link = lab.feed(lab.producer(), lab.queue());
        QVERIFY(!linkFilter(lab.document, registry(), *lab.document.link(link)));
    }
};

SLUICE_TEST(LinkFilterTest)

} // namespace sluice::link_filter_test

#include "link_filter_test.moc"
