// SPDX-License-Identifier: GPL-3.0-or-later
// The window runs a document through Engine, the command line through runUntil; both must show the
// same run.
#include "core/sim/engine.h"
#include "core/sim/sampler.h"
#include "core/sim/simulator.h"
#include "tests/examples/example_documents.h"
#include "tests/support/test_main.h"

#include <bit>

namespace sluice::examples_in_engine_test {

namespace {

bool areEqual(const std::vector<Sample>& one, const std::vector<Sample>& other) {
    return std::equal(one.begin(),
                      one.end(),
                      other.begin(),
                      other.end(),
                      [](const Sample& left, const Sample& right) {
                          // By bits, because intervals without values hold NaN.
                          return left.time == right.time && left.node == right.node
                                 && left.series == right.series
                                 && std::bit_cast<std::uint64_t>(left.value)
                                        == std::bit_cast<std::uint64_t>(right.value);
                      });
}

bool areEqual(const std::vector<NodePicture>& one, const std::vector<NodePicture>& other) {
    return std::equal(one.begin(),
                      one.end(),
                      other.begin(),
                      other.end(),
                      [](const NodePicture& left, const NodePicture& right) {
                          return left.node == right.node && left.picture == right.picture;
                      });
}

} // namespace

class ExamplesInEngineTest : public QObject {
    Q_OBJECT

private slots:
    void playedAndPausedEqualsAStraightRun_data() { rows(); }
    void playedAndPausedEqualsAStraightRun() {
        begin();
        m_engine->setSpeed(1'000);
        m_engine->play();
        QVERIFY(waitFor([](const Frame& frame) { return frame.now > kRunStart + 30s; }));
        m_engine->pause();
        QVERIFY(waitFor([](const Frame& frame) { return frame.state == RunState::Paused; }));
        compareWithStraightRun();
    }

    void soughtToAndFroEqualsAStraightRun_data() { rows(); }
    void soughtToAndFroEqualsAStraightRun() {
        begin();
        for (const Duration at : {90s, 20s, 60s}) {
            m_engine->seek(kRunStart + at);
            QVERIFY(waitFor([at](const Frame& frame) { return frame.now == kRunStart + at; }));
        }
        m_samples.clear(); // those before the rewind are void
        compareWithStraightRun();
    }

private:
    static void rows() {
        QTest::addColumn<int>("index");
        const auto examples = test::exampleDocuments();
        for (std::size_t i = 0; i < examples.size(); ++i)
            QTest::newRow(examples[i].fileName.c_str()) << int(i);
    }

    void begin() {
        QFETCH(int, index);
        m_document = test::exampleDocuments()[std::size_t(index)].document;
        m_samples.clear();
        m_frame = nullptr;
        m_engine = std::make_unique<Engine>();
        m_engine->load(m_document);
        QVERIFY(waitFor([](const Frame&) { return true; }));
    }

    /// Takes frames until one is as wanted; false after 20 s.
    template <class Wanted>
    bool waitFor(Wanted isWanted) {
        return QTest::qWaitFor(
            [&] {
                const FramePointer frame = m_engine->takeFrame();
                if (frame == nullptr) return false;
                m_samples.insert(m_samples.end(), frame->samples.begin(), frame->samples.end());
                m_frame = frame;
                return isWanted(*frame);
            },
            20'000);
    }

    void compareWithStraightRun() {
        auto world = build(m_document);
        RunObserver observer;
        runUntil(*world, m_frame->now, &observer);
        QVERIFY(m_frame->totals == totals(*world));
        QVERIFY(areEqual(m_frame->pictures, pictures(*world)));
        if (!m_samples.empty()) QVERIFY(areEqual(m_samples, observer.samples));
    }

    Document m_document;
    std::unique_ptr<Engine> m_engine;
    FramePointer m_frame;
    std::vector<Sample> m_samples;
};

SLUICE_TEST(ExamplesInEngineTest)

} // namespace sluice::examples_in_engine_test

#include "examples_in_engine_test.moc"
