// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/patch_text.h"
#include "tests/support/documents.h"
#include "tests/support/test_main.h"

namespace sluice::patch_text_test {

class PatchTextTest : public QObject {
    Q_OBJECT

private slots:
    void theBytesOfAChangeDoTheChange() {
        QVERIFY(rc::check("any edits", [] {
            const Document before = *test::anyDocument();
            Document after = before;
            for (int edits = *rc::gen::inRange(0, 5); edits > 0; --edits) test::editAtRandom(after);
            Document now = before;
            RC_ASSERT(applyBytes(toBytes(diff(before, after), after), now));
            RC_ASSERT(now == after);
        }));
    }

    void changesFromBeforeThereWereFramesAreRead() {
        const Document before = test::smallDocument();
        Document after = before;
        after.nodes[0].name = "changed";
        std::string bytes = toBytes(diff(before, after), after);
        bytes.erase(3 * 4, 4); // the number of removed frames
        Document now = before;
        QVERIFY(applyBytes(bytes, now));
        QVERIFY(now == after);
    }

    void otherBytesAreRefused() {
        Document document = test::smallDocument();
        Document after = document;
        after.nodes[0].name = "changed";
        const std::string bytes = toBytes(diff(document, after), after);
        QVERIFY(!applyBytes("", document));
        QVERIFY(!applyBytes("\xFF\xFF\xFF\xFF", document));
        QVERIFY(!applyBytes(bytes.substr(0, bytes.size() - 2), document));
        QVERIFY(document == test::smallDocument());
    }
};

SLUICE_TEST(PatchTextTest)

} // namespace sluice::patch_text_test

#include "patch_text_test.moc"
