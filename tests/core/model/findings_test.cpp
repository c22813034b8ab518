// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/edits.h"
#include "core/model/findings.h"
#include "tests/support/documents.h"
#include "tests/support/test_main.h"

namespace sluice::findings_test {

using test::smallDocument;
using test::testRegistry;

namespace {

std::vector<Finding> findings(const Document& document) {
    return validate(document, testRegistry());
}

/// The only finding, or one that says how many there are.
Finding only(const Document& document) {
    const auto found = findings(document);
    if (found.size() == 1) return found.front();
    return {Severity::Advice, {}, {}, {}, std::to_string(found.size()) + " findings"};
}

bool says(const Finding& finding, Severity severity, std::string_view words) {
    if (finding.severity == severity && finding.text.find(words) != std::string::npos) return true;
    qWarning("found: %s", finding.text.c_str());
    return false;
}

} // namespace

class FindingsTest : public QObject {
    Q_OBJECT

private slots:
    void aSoundDocumentHasNone() { QVERIFY(findings(smallDocument()).empty()); }

    void unknownKindsAreErrors() {
        Document document = smallDocument();
        remove(document, {{}, {document.links[0].id}, {}});
        document.nodes[0].kind = "from-the-future";
        const auto found = findings(document);
        QVERIFY(hasErrors(found));
        QVERIFY(says(found[0], Severity::Error, "newer Sluice"));
        QCOMPARE(raw(found[0].node), std::size_t{1});
    }

    void settingsOutOfRangeOrOfAnotherTypeAreErrors() {
        Document document = smallDocument();
        document.nodes[1].properties["share"] = 2.0;
        QVERIFY(says(only(document), Severity::Error, "\"test-tank\": Share must be 0 %"));
        QVERIFY(only(document).property == "share");
        document.nodes[1].properties["share"] = true;
        QVERIFY(says(only(document), Severity::Error, "must be a number"));
        document = smallDocument();
        document.links[0].properties["weight"] = -1.0;
        QVERIFY(only(document).link == document.links[0].id);
    }

    void unknownAndMissingSettingsAreWarnings() {
        Document document = smallDocument();
        document.nodes[1].properties["odd"] = true;
        QVERIFY(says(only(document), Severity::Warning, "unknown and unused"));
        document = smallDocument();
        document.nodes[1].properties.erase("wait");
        QVERIFY(says(only(document), Severity::Warning, "a run takes 30 s"));
    }

    void fractionsOfWholeSecondsAreWarnings() {
        Registry strict = testRegistry();
        for (NodeKind& kind : strict.kinds)
            for (PropertySpec& spec : kind.properties)
                spec.range.step = spec.key == "wait" ? kWholeSeconds : 0;
        Document document = smallDocument();
        QVERIFY(validate(document, strict).empty());
        document.nodes[1].properties["wait"] = Duration(1500ms);
        const auto found = validate(document, strict);
        QCOMPARE(found.size(), std::size_t{1});
        QVERIFY(says(found[0], Severity::Warning, "Wait is 1.5 s, but the service takes whole"));
        QVERIFY(found[0].property == "wait");
        QVERIFY(findings(document).empty());
    }

    void linksThatMeanNothingAreErrors() {
        Document document = smallDocument();
        document.links[0].toPort = "nothing";
        QVERIFY(says(findings(document)[0], Severity::Error, "no port"));
        document = smallDocument();
        document.links[0].to = NodeId{99};
        QVERIFY(says(findings(document)[0], Severity::Error, "not in the document"));
    }

    void theSecondOfTwoEqualLinksIsTheError() {
        Document document = smallDocument();
        Link copy = document.links[0];
        copy.id = LinkId{document.nextId++};
        document.links.push_back(copy);
        QVERIFY(says(only(document), Severity::Error, "already linked"));
        QVERIFY(only(document).link == copy.id);
    }

    void aPortForOneLinkIsAnErrorWithTwo() {
        Document document = smallDocument();
        const NodeId tank = addNode(document, test::testKind(test::kTank), {});
        QVERIFY(sluice::connect(document, testRegistry(), {NodeId{1}, "out"}, {tank, "in"})
                    .has_value());
        Link second = document.links[1];
        second.id = LinkId{document.nextId++};
        second.from = tank;
        document.links.push_back(second);
        QVERIFY(says(only(document), Severity::Error, "takes only one link"));
    }

    void partsWithoutLinksAreWarnings() {
        Document document = smallDocument();
        remove(document, {{NodeId{1}}, {}, {}});
        QVERIFY(says(only(document), Severity::Warning, "Nothing comes into \"test-tank\""));
        remove(document, {{NodeId{3}}, {}, {}});
        QVERIFY(says(only(document), Severity::Warning, "not linked to anything"));
        QVERIFY(!hasErrors(findings(document)));
    }

    void seriesOfNothingAreWarnings() {
        Document document = smallDocument();
        addSeries(document, 0, {NodeId{1}, "depth"}, {});
        QVERIFY(says(only(document), Severity::Warning, "Remove it from the chart"));
    }

    void errorsComeFirstThenById() {
        Document document = smallDocument();
        remove(document, {{}, {document.links[0].id}, {}});
        document.nodes[2].properties["odd"] = true;
        document.nodes[1].properties["share"] = 2.0;
        const auto found = findings(document);
        QCOMPARE(found.size(), std::size_t{4});
        QVERIFY(found[0].severity == Severity::Error);
        QCOMPARE(raw(found[1].node), std::size_t{1});
        QCOMPARE(raw(found[2].node), std::size_t{2});
        QCOMPARE(raw(found[3].node), std::size_t{3});
    }

    void noDocumentIsTooOddToBeValidated() {
        QVERIFY(rc::check("any document", [] {
            const Document document = *test::anyDocument();
            for (const Link& link : document.links)
                static_cast<void>(refusal(document, testRegistry(), link));
            static_cast<void>(findings(document));
        }));
    }
};

SLUICE_TEST(FindingsTest)

} // namespace sluice::findings_test

#include "findings_test.moc"
