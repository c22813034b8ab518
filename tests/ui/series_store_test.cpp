// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/session/series_store.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sluice::ui::series_store_test {

namespace {

constexpr SeriesId kDepth{NodeId{1}, 0};

SimTime at(double time) {
    return kRunStart + fromSeconds(time);
}

/// A frame with one sample a second of the depth series, valued by `value(second)`.
template <class Value>
Frame frameOf(int firstSecond, int count, Value&& value) {
    Frame frame;
    frame.run = 1;
    for (int i = firstSecond; i < firstSecond + count; ++i)
        frame.samples.push_back({at(i), kDepth.node, kDepth.series, static_cast<double>(value(i))});
    frame.now = at(firstSecond + count - 1);
    return frame;
}

double highest(std::span<const SeriesPoint> points) {
    return std::ranges::max_element(points, {}, &SeriesPoint::value)->value;
}

} // namespace

class SeriesStoreTest : public QObject {
    Q_OBJECT

private slots:
    void samplesOfSeveralFramesFollowEachOther();
    void anotherRunStartsAfresh();
    void seriesAreKeptApart();
    void longRunsStayBoundedAndKeepPeaks();
    void decimationKeepsEveryPeak();
    void slidingWindowKeepsItsPoints();
    void shortStretchesAreHandedOverWhole();
    void gapsSurviveThinning();
    void valueAtIsTheLastOneKnown();
};

void SeriesStoreTest::samplesOfSeveralFramesFollowEachOther() {
    SeriesStore store;
    store.append(frameOf(0, 10, [](int i) { return i; }));
    store.append(frameOf(10, 5, [](int i) { return i; }));
    const auto points = store.points(kDepth);
    QCOMPARE(points.size(), std::size_t{15});
    QVERIFY(std::ranges::is_sorted(points, {}, &SeriesPoint::time));
    QCOMPARE(points.back().value, 14.0);
    QCOMPARE(store.now(), 14.0);
    QCOMPARE(store.begin(), 0.0);
}

void SeriesStoreTest::anotherRunStartsAfresh() {
    SeriesStore store;
    store.append(frameOf(0, 100, [](int i) { return i; }));
    Frame rewound = frameOf(0, 3, [](int) { return 7; });
    rewound.run = 2;
    store.append(rewound);
    QCOMPARE(store.points(kDepth).size(), std::size_t{3});
    QCOMPARE(store.now(), 2.0);
}

void SeriesStoreTest::seriesAreKeptApart() {
    SeriesStore store;
    Frame frame;
    frame.samples = {{at(1), NodeId{1}, 0, 5}, {at(1), NodeId{1}, 1, 6}, {at(1), NodeId{2}, 0, 7}};
    store.append(frame);
    QCOMPARE(store.points({NodeId{1}, 1}).front().value, 6.0);
    QCOMPARE(store.points({NodeId{2}, 0}).front().value, 7.0);
    QVERIFY(store.points({NodeId{3}, 0}).empty());
}

void SeriesStoreTest::longRunsStayBoundedAndKeepPeaks() {
    SeriesStore store;
    for (int part = 0; part < 100; ++part)
        store.append(frameOf(part * 1000, 1000, [](int i) { return i == 500 ? 1e6 : i % 10; }));
    const auto points = store.points(kDepth);
    QVERIFY(points.size() <= kSeriesCap);
    QVERIFY(points.size() > kSeriesCap / 2);
    QVERIFY(std::ranges::is_sorted(points, {}, &SeriesPoint::time));
    QCOMPARE(highest(points), 1e6);
    QCOMPARE(points.back().time, 99'999.0);
}

void SeriesStoreTest::decimationKeepsEveryPeak() {
    SeriesStore store;
    store.append(frameOf(0, 10'000, [](int i) { return i % 1000 == 777 ? 50 : i % 3; }));
    const auto drawn = store.decimated(kDepth, 0, 9999, 200);
    QVERIFY(drawn.size() <= 2 * 200 + 6);
    QCOMPARE(std::ranges::count(drawn, 50.0, &SeriesPoint::value), 10);
    QCOMPARE(std::ranges::min_element(drawn, {}, &SeriesPoint::value)->value, 0.0);
    QVERIFY(std::ranges::is_sorted(drawn, {}, &SeriesPoint::time));
}

void SeriesStoreTest::slidingWindowKeepsItsPoints() {
    SeriesStore store;
    store.append(frameOf(0, 10'000, [](int i) { return (i * 7919) % 101; }));
    const auto before = store.decimated(kDepth, 1000, 5000, 100);
    const auto after = store.decimated(kDepth, 1013, 5013, 100);
    const auto inMiddle = [](const auto& points) {
        std::vector<double> times;
        for (const SeriesPoint& point : points)
            if (point.time > 1100 && point.time < 4900) times.push_back(point.time);
        return times;
    };
    QCOMPARE(inMiddle(after), inMiddle(before));
}

void SeriesStoreTest::shortStretchesAreHandedOverWhole() {
    SeriesStore store;
    store.append(frameOf(0, 100, [](int i) { return i; }));
    const auto drawn = store.decimated(kDepth, 20.5, 29.5, 300);
    QCOMPARE(drawn.front().time, 20.0); // one beyond either end, so that the line reaches the edge
    QCOMPARE(drawn.back().time, 30.0);
    QCOMPARE(drawn.size(), std::size_t{11});
}

void SeriesStoreTest::gapsSurviveThinning() {
    SeriesStore store;
    store.append(frameOf(0, 4000, [](int i) {
        return i >= 1000 && i < 2000 ? std::numeric_limits<double>::quiet_NaN() : 1.0;
    }));
    const auto drawn = store.decimated(kDepth, 0, 3999, 40);
    QVERIFY(std::ranges::any_of(drawn,
                                [](const SeriesPoint& point) { return std::isnan(point.value); }));
    for (const SeriesPoint& point : drawn)
        QCOMPARE(std::isnan(point.value), point.time >= 1000 && point.time < 2000);
}

void SeriesStoreTest::valueAtIsTheLastOneKnown() {
    SeriesStore store;
    store.append(frameOf(5, 10, [](int i) { return i * 10; }));
    QVERIFY(!store.valueAt(kDepth, 4.9).has_value());
    QCOMPARE(store.valueAt(kDepth, 7.6).value_or(-1), 70.0);
    QCOMPARE(store.valueAt(kDepth, 99).value_or(-1), 140.0);
}

SLUICE_TEST(SeriesStoreTest)

} // namespace sluice::ui::series_store_test

#include "series_store_test.moc"
