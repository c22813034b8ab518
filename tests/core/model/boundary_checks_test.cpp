// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/boundary_checks.h"
#include "core/model/boundary_edits.h"
#include "core/model/edits.h"
#include "tests/support/documents.h"
#include "tests/support/test_main.h"

#include <algorithm>

namespace sluice::boundary_checks_test {

using namespace sluice::test;

namespace {

std::vector<Finding> found(const Document& document) {
    std::vector<Finding> findings;
    checkBoundaries(document, testRegistry(), findings);
    return findings;
}

bool says(const Finding& finding, std::string_view words) {
    return finding.text.find(words) != std::string::npos;
}

/// Two tanks at x 0 and 300, the first with the second for its dead letters.
Document twoTanks() {
    Document document;
    const NodeId source = addNode(document, testKind(kTank), {0, 0});
    const NodeId dead = addNode(document, testKind(kTank), {300, 0});
    connect(document, testRegistry(), {source, "dead"}, {dead, "in"}).value();
    return document;
}

} // namespace

class BoundaryChecksTest : public QObject {
    Q_OBJECT

private slots:
    void framesThatNestAreFine() {
        Document document = smallDocument();
        addBoundary(document, BoundaryType::Region, {-100, -100}, {900, 900});
        addBoundary(document, BoundaryType::Region, {-50, -50}, {300, 300});
        addBoundary(document, BoundaryType::Account, {-80, -80}, {700, 700});
        QVERIFY(found(document).empty());
    }

    void aPartInTwoRegionsThatDoNotNestIsAnError() {
        Document document = smallDocument(); // parts at x 0, 200, 400
        addBoundary(document, BoundaryType::Region, {-50, -50}, {400, 300});
        addBoundary(document, BoundaryType::Account, {250, -50}, {400, 300});
        QVERIFY(found(document).empty());
        addBoundary(document, BoundaryType::Region, {250, -50}, {400, 300});
        const auto findings = found(document);
        QCOMPARE(findings.size(), std::size_t{1});
        QVERIFY(findings[0].severity == Severity::Error && findings[0].node == NodeId{2});
        QVERIFY(says(findings[0], "two regions"));
        QVERIFY(says(findings[0], "Ireland · eu-west-1"));
    }

    // SQS-69
    void deadLettersStayInTheirRegionAndAccount() {
        Document document = twoTanks();
        QVERIFY(found(document).empty());
        const auto frame = addBoundary(document, BoundaryType::Account, {280, -50}, {400, 300});
        QCOMPARE(found(document).size(), std::size_t{1});
        QVERIFY(found(document)[0].link == document.links[0].id);
        QVERIFY(says(found(document)[0], "same account."));
        QVERIFY(setBoundaryType(document, frame, BoundaryType::Region).has_value());
        QVERIFY(found(document).empty()); // the document's own region
        QVERIFY(setBoundaryCode(document, frame, "eu-west-1").has_value());
        QVERIFY(says(found(document)[0], "same region."));
        QVERIFY(hasErrors(validate(document, testRegistry())));
    }

    void wrongCodesAndSettingsAreErrors() {
        Document document;
        const auto id = addBoundary(document, BoundaryType::Region, {}, {100, 100});
        document.boundaries[0].code = "moon";
        document.settings.region = "x";
        document.settings.account = "y";
        document.settings.regionLatencies = "z";
        const auto findings = found(document);
        QCOMPARE(findings.size(), std::size_t{4});
        QVERIFY(findings[0].property == "region" && findings[1].property == "account");
        QVERIFY(findings[2].property == "region_latencies");
        QVERIFY(findings[3].boundary == id);
        QVERIFY(std::ranges::all_of(
            findings, [](const Finding& each) { return each.severity == Severity::Error; }));
    }
};

SLUICE_TEST(BoundaryChecksTest)

} // namespace sluice::boundary_checks_test

#include "boundary_checks_test.moc"
