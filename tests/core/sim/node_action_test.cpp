// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/edits.h"
#include "core/sim/node_action.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::node_action_test {

using namespace sluice::test;

namespace {

/// Every action of every kind, with the description of its kind.
struct Offer {
    const NodeKind* kind = nullptr;
    const ActionSpec* action = nullptr;
};

std::vector<Offer> offers() {
    std::vector<Offer> all;
    for (const NodeKind& kind : registry().kinds) {
        for (const ActionSpec& action : kind.actions) all.push_back({&kind, &action});
    }
    return all;
}

/// A busy lab that has a part of the kind.
Lab labWith(const NodeKind& kind, std::int64_t seed) {
    Lab lab = busyLab(seed);
    addNode(lab.document, kind, {});
    return lab;
}

NodeId nodeOf(const Lab& lab, const NodeKind& kind) {
    for (const Node& node : lab.document.nodes) {
        if (node.kind == kind.key) return node.id;
    }
    return NodeId{};
}

} // namespace

class NodeActionTest : public QObject {
    Q_OBJECT
private slots:
    void actionsAreDescribedWhole() {
        for (const auto& [kind, action] : offers()) {
            QVERIFY(!action->key.empty() && !action->label.empty() && !action->help.empty());
            for (const PropertySpec& field : action->fields) {
                QVERIFY2(check(field, field.defaultValue), std::string(field.key).c_str());
                QVERIFY(!field.label.empty() && !field.help.empty());
            }
            if (action->isPerMessage) QVERIFY(kind->holdsMessages);
        }
    }

    void everyActionIsAnswered() {
        for (const auto& [kind, action] : offers()) {
            const Lab lab = labWith(*kind, 6);
            World world = lab.world();
            runUntil(world, kRunStart + 5s);
            const auto answer =
                applyAction(world, {nodeOf(lab, *kind), std::string(action->key), {}, 0, {}});
            QVERIFY2(!answer.text.empty(), std::string(action->key).c_str());
            runUntil(world, kRunStart + 10s);
            QVERIFY(isConserved(world));
        }
    }

    void anActionOnAPartThatIsNotThereIsRefused() {
        World world = busyLab(7).world();
        const World before = world;
        QVERIFY(applyAction(world, {NodeId{77}, "purge", {}, 0, {}}).isRefused);
        QVERIFY(world == before);
    }

    void anActionTheKindDoesNotHaveIsRefused() {
        const Lab lab = busyLab(7);
        World world = lab.world();
        const World before = world;
        const auto answer =
            applyAction(world, {lab.document.nodes.front().id, "turn_blue", {}, 0, {}});
        QVERIFY(answer.isRefused);
        QVERIFY(QString::fromStdString(answer.text).contains("turn_blue"));
        QVERIFY(world == before);
    }

    // What is told beforehand is what would happen.
    void whatIsUnavailableWouldBeRefused() {
        int told = 0;
        for (const auto& [kind, action] : offers()) {
            const Lab lab = busyLab(6);
            World world = lab.world();
            runUntil(world, kRunStart + 5s);
            for (const NodePicture& row : pictures(world)) {
                for (const UnavailableAction& each : row.unavailable) {
                    if (each.key != action->key) continue;
                    ++told;
                    QVERIFY(std::string_view(each.why).ends_with('.'));
                    World tried = world;
                    QVERIFY(
                        applyAction(tried, {row.node, std::string(each.key), {}, 0, {}}).isRefused);
                }
            }
        }
        QVERIFY(told > 0);
    }

    void aValueOutOfRangeIsRefusedWithItsFieldsName() {
        for (const auto& [kind, action] : offers()) {
            const Lab lab = labWith(*kind, 8);
            World world = lab.world();
            const World before = world;
            for (const PropertySpec& field : action->fields) {
                const auto wrong = std::holds_alternative<bool>(field.defaultValue)
                                       ? PropertyValue(0.5)
                                       : PropertyValue(true);
                const auto answer = applyAction(world,
                                                {nodeOf(lab, *kind),
                                                 std::string(action->key),
                                                 {{std::string(field.key), wrong}},
                                                 0,
                                                 {}});
                QVERIFY(answer.isRefused);
                QVERIFY(answer.text.starts_with(field.label));
                QVERIFY(world == before);
            }
        }
    }
};

SLUICE_TEST(NodeActionTest)

} // namespace sluice::node_action_test

#include "node_action_test.moc"
