// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/boundary_edits.h"
#include "core/model/edits.h"
#include "core/sim/live_edit.h"
#include "core/sim/timeline.h"
#include "core/store/document_codec.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::geography_test {

using namespace sluice::test;

namespace {

/// A producer in Ireland's frame at x 0 feeds a queue at x 1 000 in the document's own region.
struct Scene {
    Lab lab{5};
    NodeId source = lab.producer({{"rate", "10"}});
    NodeId queue = lab.queue();
    NodeId workers = lab.consumer({{"workers", "1"}});
    LinkId fed = lab.feed(source, queue, "10 ms");
    LinkId served = lab.serve(queue, workers, "10 ms");
    BoundaryId ireland{};

    Scene() {
        move(lab.document, {{queue, workers}, {}, {}}, 1'000, 0);
        ireland = addBoundary(lab.document, BoundaryType::Region, {-50, -50}, {500, 500});
        static_cast<void>(setBoundaryCode(lab.document, ireland, "eu-west-1"));
    }
};

Duration extra(const World& world, LinkId id) {
    for (const LinkState& link : world.kernel.links)
        if (link.id == id && link.isLive) return link.extraLatency;
    return -1s;
}

} // namespace

class GeographyTest : public QObject {
    Q_OBJECT
private slots:
    void linksAcrossRegionsTakeLonger() {
        Scene scene;
        World world = scene.lab.world();
        QVERIFY(extra(world, scene.fed) == 34ms);
        QVERIFY(extra(world, scene.served) == 0ms);
        Lab plain = scene.lab;
        plain.document.boundaries.clear();
        World near = plain.world();
        // The first message leaves both at the same time and arrives 34 ms later here.
        const auto arrival = [&](World& each) {
            while (queueIn(each, scene.queue).counted.sent == 0) step(each);
            return each.now();
        };
        QVERIFY(arrival(world) - arrival(near) == 34ms);
    }

    void movingPartsFramesAndSettingsAppliesLive() {
        Scene scene;
        World world = scene.lab.world();
        QVERIFY(runConserved(world, kRunStart + 5s));
        Document& document = scene.lab.document;
        const auto edit = [&](auto change) { scene.lab.edit(world, change); };
        edit([&] { move(document, {{scene.source}, {}, {}}, 1'000, 0); });
        QVERIFY(extra(world, scene.fed) == 0ms);
        edit([&] { QVERIFY(resize(document, scene.ireland, {950, -50}, {700, 500})); });
        QVERIFY(extra(world, scene.fed) == 0ms);
        edit([&] { move(document, {{scene.source}, {}, {}}, -1'000, 0); });
        QVERIFY(extra(world, scene.fed) == 34ms);
        edit([&] { document.settings.region = "ap-southeast-2"; });
        QVERIFY(extra(world, scene.fed) == 128ms);
        edit([&] { document.settings.regionLatencies = "ap-southeast-2/eu-west-1=3 s"; });
        QVERIFY(extra(world, scene.fed) == 3s);
        edit([&] { QVERIFY(setBoundaryType(document, scene.ireland, BoundaryType::Account)); });
        QVERIFY(extra(world, scene.fed) == 0ms);
        edit([&] { QVERIFY(setBoundaryType(document, scene.ireland, BoundaryType::Region)); });
        edit([&] { remove(document, {{}, {}, {}, {scene.ireland}}); });
        QVERIFY(extra(world, scene.fed) == 0ms);
        QCOMPARE(world.kernel.links.size(), std::size_t{2}); // nothing was rewired
        QVERIFY(runConserved(world, kRunStart + 10s));
    }

    void editsBeforeTheStartEqualTheSavedFile() {
        Scene scene;
        World again = build(decode(encode(scene.lab.document).value()).value()).value();
        QVERIFY(again == scene.lab.world());
        World world = Lab{5}.world();
        applyEdit(world, diff(Lab{5}.document, scene.lab.document));
        runUntil(world, kRunStart + 20s);
        runUntil(again, kRunStart + 20s);
        QVERIFY(world.geography == again.geography);
        QCOMPARE(digest(world), digest(again));
    }

    void goingBackBringsTheOldRegionBack() {
        Scene scene;
        World world = scene.lab.world();
        Timeline timeline(world, 8);
        runUntil(world, kRunStart + 5s);
        const Document before = scene.lab.document;
        move(scene.lab.document, {{scene.source}, {}, {}}, 1'000, 0);
        timeline.edit(world, diff(before, scene.lab.document), nullptr);
        runUntil(world, kRunStart + 10s);
        QVERIFY(timeline.at(kRunStart + 10s) == world);
        QVERIFY(extra(timeline.at(kRunStart + 4s), scene.fed) == 34ms);
    }

    void framesOfOtherTypesChangeNothing() {
        Lab lab = busyLab(11);
        World plain = lab.world();
        addBoundary(lab.document, BoundaryType::Region, {-500, -500}, {900, 900}); // its own region
        addBoundary(lab.document, BoundaryType::Account, {-400, -400}, {800, 800});
        addBoundary(lab.document, BoundaryType::Network, {-400, -400}, {800, 800});
        World framed = lab.world();
        runUntil(plain, kRunStart + 30s);
        runUntil(framed, kRunStart + 30s);
        QCOMPARE(digest(framed), digest(plain));
    }
};

SLUICE_TEST(GeographyTest)

} // namespace sluice::geography_test

#include "geography_test.moc"
