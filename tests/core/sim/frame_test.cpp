// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sim/frame.h"
#include "tests/support/test_main.h"

namespace sluice::frame_test {

namespace {

Frame frameOf(std::uint64_t run, const char* action, std::int64_t second) {
    Frame frame;
    frame.run = run;
    frame.answers.push_back({{NodeId{1}, action, {}, 0, {}}, {false, "Done."}});
    frame.samples.push_back({kRunStart + 1s * second, NodeId{1}, 0, 0});
    return frame;
}

} // namespace

class FrameTest : public QObject {
    Q_OBJECT
private slots:
    void whatWasNotReadComesFirst() {
        Frame unread = frameOf(3, "first", 1);
        unread.hops.resize(5);
        unread.hopStride = 2;
        Frame frame = frameOf(3, "second", 2);
        keepUnread(frame, std::move(unread));
        QVERIFY(frame.answers[0].action.key == "first" && frame.answers[1].action.key == "second");
        QVERIFY(frame.samples[0].time < frame.samples[1].time);
        QCOMPARE(frame.hops.size(), std::size_t{5});
        QCOMPARE(frame.hopStride, 2U);
    }

    void ofAnotherRunOnlyAnswersAreKept() {
        Frame unread = frameOf(3, "first", 1);
        unread.hops.resize(5);
        Frame frame = frameOf(4, "second", 0);
        keepUnread(frame, std::move(unread));
        QCOMPARE(frame.answers.size(), std::size_t{2});
        QCOMPARE(frame.samples.size(), std::size_t{1});
        QVERIFY(frame.hops.empty());
    }
};

SLUICE_TEST(FrameTest)

} // namespace sluice::frame_test

#include "frame_test.moc"
