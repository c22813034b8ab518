// SPDX-License-Identifier: GPL-3.0-or-later
// What must hold of every kind of node, present and future.
#include "core/kinds/kinds.h"
#include "core/model/edits.h"
#include "core/sim/simulator.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <QFile>

#include <cmath>
#include <set>

namespace sluice::kinds_test {

using namespace sluice::test;

namespace {

QString text(std::string_view view) {
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

/// The kind linked to one node of every kind that may be linked to it, in both directions.
Document around(const NodeKind& kind) {
    Document document;
    const NodeId centre = addNode(document, kind, {});
    for (const NodeKind& other : registry().kinds) {
        const NodeId neighbour = addNode(document, other, {});
        for (const PortSpec& mine : kind.ports) {
            for (const PortSpec& theirs : other.ports) {
                const PortRef here{centre, std::string(mine.key)};
                const PortRef there{neighbour, std::string(theirs.key)};
                static_cast<void>(connect(document,
                                          registry(),
                                          mine.isOutput ? here : there,
                                          mine.isOutput ? there : here));
            }
        }
    }
    // What the service would refuse together is tried one by one elsewhere.
    for (const Finding& finding : validate(document, registry())) {
        if (finding.severity == Severity::Error) remove(document, PartIds{{}, {finding.link}, {}});
    }
    return document;
}

void checkProperties(std::span<const PropertySpec> specs) {
    std::set<std::string_view> keys;
    for (const PropertySpec& spec : specs) {
        const QByteArray key = text(spec.key).toUtf8();
        QVERIFY2(!spec.key.empty() && !spec.label.empty(), key.constData());
        QVERIFY2(spec.help.size() > 10 && spec.help.back() == '.', key.constData());
        QVERIFY2(keys.insert(spec.key).second, key.constData());
        QVERIFY2(std::isfinite(spec.range.minimum), key.constData());
        QVERIFY2(spec.range.minimum <= spec.range.maximum, key.constData());
        QVERIFY2(check(spec, spec.defaultValue).has_value(), key.constData());
        const auto back = parseValue(spec, toText(spec.defaultValue));
        QVERIFY2(back.has_value() && *back == spec.defaultValue, key.constData());
        if (spec.type == ValueType::Choice) QVERIFY2(spec.choices.size() > 1, key.constData());
    }
    for (const PropertySpec& spec : specs) {
        const AppliesWhen& when = spec.appliesWhen;
        const bool isOfSomeKind =
            when.whose != Whose::Own
            && std::ranges::any_of(registry().kinds, [&](const NodeKind& kind) {
                   return kind.property(when.key) != nullptr;
               });
        const bool isFound = when.key.empty() || keys.contains(when.key) || isOfSomeKind;
        QVERIFY2(isFound, text(spec.key).toUtf8().constData());
    }
}

} // namespace

class KindsTest : public QObject {
    Q_OBJECT
private slots:
    void descriptionIsComplete_data() { everyKind(); }
    void descriptionIsComplete() {
        const NodeKind& kind = present();
        QVERIFY(!kind.label.empty() && !kind.category.empty() && !kind.colorRole.empty());
        QVERIFY(kind.help.size() > 60 && kind.help.back() == '.');
        QVERIFY(!kind.ports.empty() && !kind.properties.empty() && !kind.metrics.empty());
        checkProperties(kind.properties);
        checkProperties(kind.linkProperties);
        for (const PropertySpec& spec : kind.linkProperties) {
            const auto port = kind.port(spec.namesPartAt);
            QVERIFY(spec.namesPartAt.empty() || (port && kind.ports[*port].isOutput));
        }
        std::set<std::string_view> keys;
        for (const PortSpec& port : kind.ports) {
            QVERIFY(!port.label.empty() && port.flows != 0);
            QVERIFY(keys.insert(port.key).second);
        }
    }

    void metricsAreDescribed_data() { everyKind(); }
    void metricsAreDescribed() {
        std::set<std::string_view> keys;
        for (const MetricSpec& metric : present().metrics) {
            const QByteArray key = text(metric.key).toUtf8();
            QVERIFY2(keys.insert(metric.key).second, key.constData());
            QVERIFY2(!metric.label.empty(), key.constData());
            QVERIFY2(metric.help.size() > 10 && metric.help.back() == '.', key.constData());
            const bool isTime = metric.type == MetricType::Distribution;
            if (isTime) QVERIFY2(metric.unit == Unit::Seconds, key.constData());
        }
        std::set<std::string> series;
        for (const SeriesSpec& spec : present().series) QVERIFY(series.insert(spec.key).second);
    }

    void whatCostsAddsToTheTotals_data() { everyKind(); }
    void whatCostsAddsToTheTotals() {
        bool hasCost = false;
        const NodeState state = makeNode(present().key, {});
        withNode(state, [&](const auto& node) {
            hasCost = requires {
                node.cost();
            };
        });
        const bool hasMetric = std::ranges::any_of(
            present().metrics, [](const auto& each) { return each.unit == Unit::Dollars; });
        QCOMPARE(hasCost, hasMetric);
    }

    void iconExists_data() { everyKind(); }
    void iconExists() {
        const QString path = sourceDirectory() + "/resources/icons/" + text(present().key) + ".svg";
        QVERIFY2(QFile::exists(path), qPrintable(path));
    }

    void everySettingReachesTheNode_data() { everyKind(); }
    void everySettingReachesTheNode() {
        for (const PropertySpec& spec : present().properties) {
            if (spec.type != ValueType::Int) continue;
            NodeState changed = makeNode(present().key, {});
            assign(changed, {{std::string(spec.key), std::int64_t(spec.range.maximum)}});
            NodeState plain = makeNode(present().key, {});
            const bool isDefault =
                spec.defaultValue == PropertyValue(std::int64_t(spec.range.maximum));
            QVERIFY2(isDefault || !(changed == plain), text(spec.key).toUtf8().constData());
        }
        QVERIFY(makeNode("no such kind", {}).index() == 0);
    }

    void runsAreEqualAndConserved_data() { everyKind(); }
    void runsAreEqualAndConserved() {
        auto first = build(around(present()));
        auto second = build(around(present()));
        QVERIFY(first && second);
        for (int i = 0; i < 1'000 && step(*first); ++i) {
            QVERIFY(step(*second));
            QVERIFY(isConserved(*first));
        }
        QVERIFY(*first == *second);
        QCOMPARE(digest(*first), digest(*second));
    }

    void showsAPicture_data() { everyKind(); }
    void showsAPicture() {
        auto world = build(around(present()));
        runUntil(*world, kRunStart + 20s);
        for (const NodePicture& shown : pictures(*world)) {
            QVERIFY(!shown.picture.summary.empty());
            QVERIFY(!shown.picture.parts.empty());
        }
    }

    void linkSettingsAreDescribed() { checkProperties(registry().linkProperties); }

private:
    static void everyKind() {
        QTest::addColumn<std::size_t>("kind");
        for (std::size_t i = 0; i < registry().kinds.size(); ++i)
            QTest::addRow("%s", qPrintable(text(registry().kinds[i].key))) << i;
    }
    static const NodeKind& present() {
        QFETCH(std::size_t, kind);
        return registry().kinds[kind];
    }
};

SLUICE_TEST(KindsTest)

} // namespace sluice::kinds_test

#include "kinds_test.moc"
