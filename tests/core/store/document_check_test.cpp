// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/document_check.h"
#include "tests/support/documents.h"
#include "tests/support/test_main.h"

namespace sluice::document_check_test {

using test::smallDocument;

namespace {

using Spoil = void (*)(Document&);

QString refusalAfter(Spoil spoil) {
    Document document = smallDocument();
    spoil(document);
    const auto checked = checkDocument(document);
    return checked ? QString() : QString::fromStdString(checked.error().message);
}

} // namespace

class DocumentCheckTest : public QObject {
    Q_OBJECT

private slots:
    void documentsThatFollowTheRulesPass() {
        QVERIFY(rc::check("any document",
                          [] { RC_ASSERT(checkDocument(*test::anyDocument()).has_value()); }));
        QVERIFY(checkDocument(Document{}).has_value());
    }

    void editedDocumentsFollowTheRules() {
        QVERIFY(rc::check("up to 30 edits", [] {
            Document document;
            for (int edits = *rc::gen::inRange(0, 30); edits > 0; --edits)
                test::editAtRandom(document);
            RC_ASSERT(checkDocument(document).has_value());
        }));
    }

    void errorsNameThePart() {
        QCOMPARE(refusalAfter([](Document& d) { d.nodes[1].name = std::string(81, 'x'); }),
                 "The node with id 2: its name is not 1 to 80 characters.");
        QVERIFY(refusalAfter([](Document& d) {
                    std::swap(d.nodes[0], d.nodes[1]);
                }).contains("out of order"));
        QVERIFY(refusalAfter([](Document& d) { d.nextId = 4; }).contains("not below the next id"));
        QVERIFY(refusalAfter([](Document& d) { d.nextId = 0; }).contains("begin at 1"));
        QVERIFY(refusalAfter([](Document& d) { d.links[0].to = NodeId{0}; }).contains("missing"));
        QVERIFY(refusalAfter([](Document& d) { d.links[0].fromPort = ""; }).contains("a port"));
        QVERIFY(refusalAfter([](Document& d) {
                    d.notes[0].position.y = 1.1e6;
                }).contains("off the canvas"));
        QVERIFY(refusalAfter([](Document& d) {
                    d.settings.sampleInterval = 0s;
                }).contains("Sample interval must be"));
        QVERIFY(refusalAfter([](Document& d) { d.charts.resize(65); }).contains("64 charts"));
        QVERIFY(refusalAfter([](Document& d) {
                    d.charts[0].series[0].node = NodeId{};
                }).contains("no node can have"));
        QVERIFY(refusalAfter([](Document& d) {
                    d.nodes[0].properties["a b"] = true;
                }).contains("setting's key"));
    }

    void countsAreLimited() {
        QVERIFY(refusalAfter([](Document& d) {
                    d.nodes.resize(kMaxNodes + 1);
                }).contains("more than 10000 nodes"));
    }
};

SLUICE_TEST(DocumentCheckTest)

} // namespace sluice::document_check_test

#include "document_check_test.moc"
