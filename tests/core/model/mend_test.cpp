// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/edits.h"
#include "core/model/findings.h"
#include "tests/support/documents.h"
#include "tests/support/test_main.h"

namespace sluice::mend_test {

using namespace sluice::test;

namespace {

/// The made-up kinds, of which tanks always advise to fill them.
Registry advisingRegistry() {
    Registry result = testRegistry();
    for (NodeKind& kind : result.kinds) {
        if (kind.key != kTank) continue;
        kind.advise =
            [](const Document&, const Registry&, const Node& node, std::vector<Finding>& findings) {
                Finding finding;
                finding.severity = Severity::Advice;
                finding.node = node.id;
                finding.text = "Fill it.";
                findings.push_back(finding);
            };
    }
    return result;
}

Finding proposal(std::vector<Setting> fix, std::optional<Addition> addition = {}) {
    Finding result;
    result.severity = Severity::Advice;
    result.fix = std::move(fix);
    result.addition = std::move(addition);
    return result;
}

} // namespace

class MendTest : public QObject {
    Q_OBJECT

private slots:
    void kindsAdviseOnDocumentsThatCanRun() {
        Document document = smallDocument();
        const auto found = validate(document, advisingRegistry());
        QCOMPARE(found.size(), std::size_t{1});
        QVERIFY(found.front().text == "Fill it." && found.front().node == document.nodes[1].id);
        document.nodes[1].properties["share"] = 2.0;
        for (const Finding& finding : validate(document, advisingRegistry()))
            QVERIFY(finding.severity != Severity::Advice);
    }

    void settingsAreChanged() {
        Document document = smallDocument();
        const NodeId tank = document.nodes[1].id;
        const Finding finding = proposal({{tank, "share", 0.5}});
        QVERIFY(isMendable(finding));
        QVERIFY(mend(document, testRegistry(), finding));
        QVERIFY(document.node(tank)->properties.at("share") == PropertyValue(0.5));
    }

    void aMissingPartIsAddedLinkedAndPlacedApart() {
        Document document = smallDocument();
        const NodeId tank = document.nodes[1].id;
        const Finding finding =
            proposal({}, Addition{tank, "dead", kTank, "overflow", {{"share", 0.25}}});
        QVERIFY(isMendable(finding));
        const Document before = document;
        QVERIFY(mend(document, testRegistry(), finding));
        QCOMPARE(document.nodes.size(), before.nodes.size() + 1);
        const Node& added = document.nodes.back();
        QVERIFY(added.name == "overflow" && added.properties.at("share") == PropertyValue(0.25));
        const Link& link = document.links.back();
        QVERIFY(link.from == tank && link.fromPort == "dead" && link.to == added.id);
        for (const Node& node : before.nodes) QVERIFY(node.position != added.position);
        QVERIFY(!hasErrors(validate(document, testRegistry())));
        // The port is taken now.
        QVERIFY(!mend(document, testRegistry(), finding));
    }

    void whatTheDocumentRefusesFails() {
        Document document = smallDocument();
        QVERIFY(!mend(document, testRegistry(), proposal({{NodeId{99}, "share", 0.5}})));
        QVERIFY(!mend(document, testRegistry(), proposal({{document.nodes[1].id, "share", 7.0}})));
        const Addition lost{NodeId{99}, "dead", kTank, "overflow", {}};
        QVERIFY(!mend(document, testRegistry(), proposal({}, lost)));
        QVERIFY(!isMendable(proposal({})));
    }
};

SLUICE_TEST(MendTest)

} // namespace sluice::mend_test

#include "mend_test.moc"
