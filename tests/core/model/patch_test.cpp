// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/patch.h"
#include "tests/support/documents.h"
#include "tests/support/test_main.h"

#include <algorithm>

namespace sluice::patch_test {

namespace {

Document applied(const Patch& patch, Document document) {
    apply(patch, document);
    return document;
}

Document edited(Document document) {
    for (int edits = *rc::gen::inRange(0, 8); edits > 0; --edits) test::editAtRandom(document);
    return document;
}

template <class Part>
bool ascends(const std::vector<Part>& parts) {
    const auto notBefore = [](const Part& a, const Part& b) { return a.id >= b.id; };
    return std::adjacent_find(parts.begin(), parts.end(), notBefore) == parts.end();
}

} // namespace

class PatchTest : public QObject {
    Q_OBJECT

private slots:
    void applyingADifferenceGivesTheOtherDocument() {
        QVERIFY(rc::check("any two documents", [] {
            const Document a = *test::anyDocument();
            const Document b = *test::anyDocument();
            const Patch patch = diff(a, b);
            RC_ASSERT(applied(patch, a) == b);
            RC_ASSERT(applied(inverted(patch), b) == a);
            RC_ASSERT(inverted(inverted(patch)) == patch);
            RC_ASSERT(diff(a, a).empty());
        }));
    }

    void mergingIsTheDifferenceOfTheEnds() {
        QVERIFY(rc::check("a, b and c", [] {
            const Document a = edited(test::smallDocument());
            const Document b = edited(a);
            const Document c = edited(b);
            RC_ASSERT(merged(diff(a, b), diff(b, c)) == diff(a, c));
            RC_ASSERT(merged(diff(a, b), diff(b, a)).empty());
        }));
    }

    void undoingAllEditsGivesTheStartAndRedoingThemTheEnd() {
        QVERIFY(rc::check("up to 30 edits", [] {
            const Document start = *test::anyDocument();
            Document now = start;
            std::vector<Patch> done;
            for (int edits = *rc::gen::inRange(0, 30); edits > 0; --edits) {
                const Document before = now;
                test::editAtRandom(now);
                RC_ASSERT(ascends(now.nodes) && ascends(now.links) && ascends(now.notes)
                          && ascends(now.boundaries));
                done.push_back(diff(before, now));
            }
            const Document end = now;
            for (auto patch = done.rbegin(); patch != done.rend(); ++patch)
                apply(inverted(*patch), now);
            RC_ASSERT(now == start);
            for (const Patch& patch : done) apply(patch, now);
            RC_ASSERT(now == end);
        }));
    }
};

SLUICE_TEST(PatchTest)

} // namespace sluice::patch_test

#include "patch_test.moc"
