// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/document.h"
#include "tests/support/documents.h"
#include "tests/support/test_main.h"

namespace sluice::document_test {

class DocumentTest : public QObject {
    Q_OBJECT

private slots:
    void partsAreFoundById() {
        QVERIFY(rc::check("every part is found, and nothing else", [] {
            const Document document = *test::anyDocument();
            for (const Node& each : document.nodes) {
                RC_ASSERT(document.node(each.id) == &each);
            }
            for (const Link& each : document.links) {
                RC_ASSERT(document.link(each.id) == &each);
            }
            for (const Note& each : document.notes) {
                RC_ASSERT(document.note(each.id) == &each);
            }
            for (const Boundary& each : document.boundaries) {
                RC_ASSERT(document.boundary(each.id) == &each);
            }
            RC_ASSERT(document.node(NodeId{0}) == nullptr);
            RC_ASSERT(document.node(NodeId{document.nextId}) == nullptr);
        }));
    }

    void settingsHaveSaneDefaultsAndRanges() {
        for (const auto& row : settingProperties()) {
            QVERIFY(check(row.spec, row.spec.defaultValue).has_value());
            QVERIFY(!row.spec.help.empty());
        }
        const auto rows = settingProperties();
        QVERIFY(!check(rows[3].spec, PropertyValue(Duration{9ms})));
        QVERIFY(check(rows[3].spec, PropertyValue(Duration{10ms})).has_value());
        QVERIFY(!check(rows[0].spec, PropertyValue(std::string())));
    }
};

SLUICE_TEST(DocumentTest)

} // namespace sluice::document_test

#include "document_test.moc"
