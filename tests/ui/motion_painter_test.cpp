// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "tests/ui/canvas_samples.h"
#include "ui/canvas/motion_painter.h"
#include "ui/canvas/sign_painter.h"

#include <QImage>

#include <cmath>

namespace sluice::ui::motion_painter_test {

namespace {

// Links of the sample diagram.
constexpr LinkId kSends{10};
constexpr LinkId kDeadLetters{14};
constexpr NodeId kShipping{2};

Hop hop(HopKind kind, LinkId link, NodeId node, Duration at = 0s) {
    Hop one;
    one.message = 7;
    one.depart = one.arrive = kRunStart + at;
    one.link = link;
    one.node = node;
    one.kind = kind;
    one.color = 3;
    one.receiveCount = 3;
    return one;
}

/// The sample diagram with hops on their way.
struct Scene {
    explicit Scene(const Picture& shipping, std::vector<Hop> hops, bool isReduced = false)
        : sample(test::sampleDiagram()) {
        sample.pictures[1].picture = shipping;
        layout = layoutDiagram(sample.document, test::sampleRegistry(), sample.pictures);
        painter.setLook({}, 1);
        painter.setReduced(isReduced);
        Frame frame;
        frame.now = kRunStart;
        frame.state = RunState::Running;
        frame.run = 1;
        motion.take(frame);
        frame.now = kRunStart + 1ms;
        frame.hops = std::move(hops);
        motion.take(frame);
    }

    /// The dots `seconds` later.
    std::vector<Dot> after(double seconds) {
        motion.advance(seconds);
        painter.place(motion, layout, view);
        return {painter.dots().begin(), painter.dots().end()};
    }
    QImage signs() const {
        QImage image(1000, 700, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter canvas(&image);
        canvas.translate(0, 100);
        painter.paintSigns(canvas, motion, layout, view, {});
        return image;
    }

    test::Sample sample;
    DiagramLayout layout;
    Motion motion;
    MotionPainter painter;
    ViewTransform view;
};

double distance(const Dot& dot, QPointF point) {
    return std::hypot(static_cast<double>(dot.x) - point.x(),
                      static_cast<double>(dot.y) - point.y());
}

quint8 code(DotShape shape) {
    return static_cast<quint8>(shape);
}

QImage blank() {
    QImage image(1000, 700, QImage::Format_RGB32);
    image.fill(Qt::white);
    return image;
}

} // namespace

class MotionPainterTest : public QObject {
    Q_OBJECT

private slots:
    void aSentMessageGoesInside();
    void aMessageArrivesAtItsOwnLane();
    void aMessagePassesBelowTheNamesOfLanes();
    void aMessageLeavesFromItsOwnLane();
    void aDuplicateFadesAtTheDoor();
    void aRefusedMessageBouncesBack();
    void noSignRestsHalfFaded();
    void refusalsAreTakenInWithReducedMotion();
    void aRedriveRunsAgainstTheLink();
    void aRedriveToAChosenQueueNeedsNoLink();
    void bothSignsOfADeadLetterLinkCanBeRead();
    void payloadsArePutForwardsAndGotBackwards();
    void aFilteredMessageFadesInFrontOfTheFunnel();
    void aFilteredMessageKeepsPaceWithItsSibling();
    void whatIsLostFallsOutOfAPartWithoutStore();
    void aMessagePassesBelowTheCardsOfOthers();
    void aMessageInsideAPartIsHiddenByWhatLiesOverIt();
};

void MotionPainterTest::aSentMessageGoesInside() {
    Scene scene(test::tubePicture(3, 0, 0), {hop(HopKind::Send, kSends, {})});
    const NodeLayout& node = *scene.layout.node(kShipping);
    QVERIFY(distance(scene.after(0.075).front(), node.door()) > 50);
    QVERIFY(distance(scene.after(0.076).front(), node.door()) < 10);
    scene.after(0.09);
    QVERIFY(distance(scene.after(0.008).front(), node.entry) < 10);
}

void MotionPainterTest::aMessageArrivesAtItsOwnLane() {
    Picture picture = test::lanesPicture(4);
    std::get<Lanes>(picture.parts.front()).lanes[3].marks[1].message = 7;
    Scene scene(picture, {hop(HopKind::Send, kSends, {})});
    scene.after(0.1);
    scene.after(0.1);
    const QPointF mark = *scene.layout.node(kShipping)->markAt(7);
    QVERIFY(distance(scene.after(0.049).front(), mark) < 4);
}

void MotionPainterTest::aMessagePassesBelowTheNamesOfLanes() {
    Picture picture = test::lanesPicture(4);
    std::get<Lanes>(picture.parts.front()).lanes[1].marks[0].message = 7;
    Scene scene(picture, {hop(HopKind::Send, kSends, {})});
    const NodeLayout& node = *scene.layout.node(kShipping);
    QCOMPARE(node.names.size(), std::size_t{4});
    int hidden = 0;
    for (int i = 0; i < 49; ++i) {
        const std::vector<Dot> dots = scene.after(0.005);
        hidden += dots.empty() ? 1 : 0;
        for (const Dot& dot : dots)
            QVERIFY(!node.isBelowName(scene.view.toDocument(QPointF(dot.x, dot.y))));
    }
    QVERIFY(hidden > 0);
    QVERIFY(distance(scene.after(0.003).front(), *node.markAt(7)) < 10);
}

void MotionPainterTest::aMessageLeavesFromItsOwnLane() {
    Picture picture = test::lanesPicture(4);
    std::get<Lanes>(picture.parts.front()).lanes[2].marks[0].message = 7;
    Scene scene(picture, {hop(HopKind::Receive, LinkId{12}, {})});
    const QPointF mark = *scene.layout.node(kShipping)->markAt(7);
    QVERIFY(distance(scene.after(0.001).front(), mark) < 6);
}

void MotionPainterTest::aDuplicateFadesAtTheDoor() {
    Scene scene(test::tubePicture(3, 0, 0),
                {hop(HopKind::Send, kSends, {}), hop(HopKind::Deduplicate, {}, kShipping)});
    const QPointF door = scene.layout.node(kShipping)->door();
    scene.after(0.1);
    const auto arriving = scene.after(0.06);
    QCOMPARE(arriving.size(), std::size_t{1}); // the dot or its fading, never both
    QCOMPARE(arriving.front().shape, code(DotShape::Ring));
    QVERIFY(distance(arriving.front(), door) < 1);
    QVERIFY(scene.signs() != blank());
    const auto later = scene.after(0.1);
    QVERIFY(later.size() == 1 && later.front().alpha < arriving.front().alpha);
    for (int i = 0; i < 6; ++i) scene.after(0.1);
    QVERIFY(scene.after(0.1).empty());
    for (int i = 0; i < 12; ++i) scene.after(0.1);
    QVERIFY(scene.signs() == blank());
}

void MotionPainterTest::aRefusedMessageBouncesBack() {
    Scene scene(test::tubePicture(3, 0, 0),
                {hop(HopKind::Send, kSends, {}), hop(HopKind::Refuse, {}, kShipping)});
    const QPointF door = scene.layout.node(kShipping)->door();
    scene.after(0.1);
    const auto hit = scene.after(0.06);
    QVERIFY(hit.size() == 1 && distance(hit.front(), door) < 6);
    QCOMPARE(hit.front().shape, code(DotShape::Cross));
    QCOMPARE(hit.front().color, kDangerDot);
    scene.after(0.1);
    const auto back = scene.after(0.1);
    QVERIFY(back.size() == 1);
    QVERIFY(distance(back.front(), door) > 15 && static_cast<double>(back.front().x) < door.x());
    QVERIFY(scene.signs() != blank());
}

void MotionPainterTest::noSignRestsHalfFaded() {
    Scene scene(test::tubePicture(3, 0, 0),
                {hop(HopKind::Send, kSends, {}), hop(HopKind::Refuse, {}, kShipping)});
    for (int i = 0; i < 14; ++i) scene.after(0.1);
    QVERIFY(scene.signs() != blank());
    Frame pause;
    pause.run = 1;
    pause.now = kRunStart + 1ms;
    scene.motion.take(pause);
    while (scene.motion.isMoving()) scene.after(0.05);
    QVERIFY(scene.signs() == blank());
}

void MotionPainterTest::refusalsAreTakenInWithReducedMotion() {
    for (const HopKind kind : {HopKind::Deduplicate, HopKind::Refuse}) {
        Scene scene(test::lanesPicture(4),
                    {hop(HopKind::Send, kSends, {}), hop(kind, {}, kShipping)},
                    true);
        const QPointF door = scene.layout.node(kShipping)->door();
        for (const double step : {0.05, 0.09, 0.09, 0.09, 0.09})
            for (const Dot& dot : scene.after(step)) QVERIFY(distance(dot, door) < 2);
        QVERIFY(scene.signs() != blank());
    }
}

void MotionPainterTest::aRedriveRunsAgainstTheLink() {
    const LinkId link = kDeadLetters;
    Scene scene(test::tubePicture(3, 0, 0), {hop(HopKind::Redrive, link, {})});
    const Cubic curve = scene.layout.link(link)->curve;
    const auto begin = scene.after(0.06).front();
    QCOMPARE(begin.shape, code(DotShape::Diamond));
    QCOMPARE(begin.color, quint8{3}); // it is a message like others again
    scene.after(0.09);
    const auto end = scene.after(0.0999).front();
    QVERIFY(distance(begin, curve.end) < distance(begin, curve.start));
    QVERIFY(distance(end, curve.start) < 3);
    QVERIFY(scene.signs() != blank());
}

void MotionPainterTest::aRedriveToAChosenQueueNeedsNoLink() {
    Hop move = hop(HopKind::Redrive, {}, kShipping);
    move.to = test::sampleDiagram().document.link(kDeadLetters)->to;
    Scene scene(test::tubePicture(3, 0, 0), {move});
    const NodeLayout& from = *scene.layout.node(kShipping);
    const NodeLayout& to = *scene.layout.node(move.to);
    const auto begin = scene.after(0.06).front();
    QCOMPARE(begin.shape, code(DotShape::Diamond));
    scene.after(0.09);
    const auto end = scene.after(0.0999).front();
    QVERIFY(distance(begin, from.exit) < distance(begin, to.door()));
    QVERIFY(distance(end, to.door()) < 10);
    QVERIFY(scene.signs() != blank());
}

void MotionPainterTest::bothSignsOfADeadLetterLinkCanBeRead() {
    const auto inkOf = [](const std::vector<HopKind>& kinds, QPointF place) {
        std::vector<Hop> hops;
        for (const HopKind kind : kinds) hops.push_back(hop(kind, kDeadLetters, {}));
        Scene scene(test::tubePicture(3, 0, 0), std::move(hops));
        Document& document = scene.sample.document;
        for (Node& node : document.nodes)
            if (node.id == document.link(kDeadLetters)->to) node.position = {place.x(), place.y()};
        scene.layout = layoutDiagram(document, test::sampleRegistry(), scene.sample.pictures);
        scene.after(0.06);
        const QImage image = scene.signs();
        int ink = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) ink += qGray(image.pixel(x, y)) < 150 ? 1 : 0;
        return ink;
    };
    for (const QPointF place : {QPointF(320, 330), QPointF(600, 120), QPointF(620, 20)}) {
        const int one = inkOf({HopKind::DeadLetter}, place);
        const int other = inkOf({HopKind::Redrive}, place);
        QVERIFY(one > 100 && other > 100);
        QCOMPARE(inkOf({HopKind::DeadLetter, HopKind::Redrive}, place), one + other);
    }
}

void MotionPainterTest::payloadsArePutForwardsAndGotBackwards() {
    for (const HopKind kind : {HopKind::Send, HopKind::Receive}) {
        Scene scene(test::tubePicture(3, 0, 0), {hop(kind, LinkId{40}, {})});
        scene.sample.document.nodes = {{NodeId{1}, "uploader", "a", {0, 0}, {}},
                                       {NodeId{2}, "bucket", "b", {400, 0}, {}}};
        scene.sample.document.links = {{LinkId{40}, NodeId{1}, "out", NodeId{2}, "in", {}}};
        scene.layout = layoutDiagram(scene.sample.document, test::sampleRegistry(), {});
        const Dot begin = scene.after(0.02).front();
        scene.after(0.09);
        const Dot end = scene.after(0.04).front();
        QCOMPARE(end.x > begin.x, kind == HopKind::Send);
    }
}

void MotionPainterTest::aFilteredMessageFadesInFrontOfTheFunnel() {
    Scene scene(test::tubePicture(3, 0, 0), {hop(HopKind::Filter, kSends, {})});
    const LinkLayout& link = *scene.layout.link(kSends);
    const QPointF funnel = CurveTable(link.curve).at(link.signPlace());
    const auto isBeside = [&](const Dot& dot) { // not on it, where it could not be seen
        const double least = signReach(1) + static_cast<double>(DotLayer::kRadius) - 0.5;
        return distance(dot, funnel) > least && distance(dot, funnel) < least + 3;
    };
    const Dot begin = scene.after(0.01).front();
    QCOMPARE(begin.alpha, quint8{255});
    QVERIFY(distance(begin, funnel) > 30);
    const Dot held = scene.after(0.09).front();
    QVERIFY(isBeside(held) && held.alpha < 255 && held.size < 255);
    scene.after(0.1);
    const Dot fading = scene.after(0.1).front();
    QVERIFY(isBeside(fading) && fading.alpha < held.alpha && fading.size < held.size);
    for (int i = 0; i < 2; ++i) scene.after(0.1);
    QVERIFY(scene.after(0.1).empty());
}

void MotionPainterTest::aFilteredMessageKeepsPaceWithItsSibling() {
    std::vector<Hop> hops{hop(HopKind::Send, kSends, {}), hop(HopKind::Filter, kSends, {})};
    for (Hop& one : hops) one.arrive += 10s;
    Scene scene(test::tubePicture(3, 0, 0), hops);
    for (int i = 0; i < 29; ++i) scene.after(0.1);
    const auto both = scene.after(0.1);
    QCOMPARE(both.size(), std::size_t{2});
    QVERIFY(distance(both[0], {both[1].x, both[1].y}) < 2);
    QCOMPARE(both[1].alpha, quint8{255});
    for (int i = 0; i < 30; ++i) scene.after(0.1);
    QCOMPARE(scene.after(0.1).size(), std::size_t{1}); // as fast as ever once it is held
}

void MotionPainterTest::whatIsLostFallsOutOfAPartWithoutStore() {
    constexpr NodeId kProducer{1};
    Scene scene(test::tubePicture(3, 0, 0), {hop(HopKind::Lost, {}, kProducer)});
    const QRectF card = scene.layout.node(kProducer)->card;
    const Dot begin = scene.after(0.05).front();
    QCOMPARE(begin.shape, code(DotShape::Cross));
    QVERIFY(distance(begin, QPointF(card.center().x(), card.bottom())) < 8);
    scene.after(0.1);
    QVERIFY(scene.after(0.1).front().y > begin.y + 5);
    for (int i = 0; i < 4; ++i) scene.after(0.1);
    QVERIFY(scene.after(0.1).empty());
}

void MotionPainterTest::aMessagePassesBelowTheCardsOfOthers() {
    Hop slow = hop(HopKind::Send, kSends, {});
    slow.arrive += 10s;
    Scene scene(test::tubePicture(3, 0, 0), {slow});
    QRectF& card = scene.layout.nodes.back().card;
    card.setSize({40, 200});
    card.moveCenter(CurveTable(scene.layout.link(kSends)->curve).at(0.5F));
    int before = 0;
    int hidden = 0;
    int after = 0;
    for (int i = 0; i < 99; ++i) {
        const std::vector<Dot> dots = scene.after(0.1);
        if (dots.empty()) {
            ++hidden;
            continue;
        }
        QVERIFY(!card.contains(QPointF(dots.front().x, dots.front().y)));
        ++(hidden == 0 ? before : after);
    }
    QVERIFY(before > 10 && hidden > 5 && after > 10);
}

void MotionPainterTest::aMessageInsideAPartIsHiddenByWhatLiesOverIt() {
    Scene scene(test::tubePicture(3, 0, 0), {hop(HopKind::DeadLetter, kDeadLetters, {})});
    const QPointF entry = scene.layout.node(NodeId{6})->entry;
    scene.after(0.09);
    scene.after(0.09);
    QVERIFY(distance(scene.after(0.065).front(), entry) < 20);
    const auto isSeenBelow = [&](NodeId other) {
        DiagramLayout layout = scene.layout;
        layout.nodes[raw(other) - 1].card.moveCenter(entry);
        scene.painter.place(scene.motion, layout, scene.view);
        return !scene.painter.dots().empty();
    };
    QVERIFY(isSeenBelow(NodeId{2})); // painted before the part
    QVERIFY(!isSeenBelow(NodeId{7}));
}

SLUICE_TEST(MotionPainterTest)

} // namespace sluice::ui::motion_painter_test

#include "motion_painter_test.moc"
