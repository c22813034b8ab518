// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::consumer_picture_test {

using namespace sluice::test;

class ConsumerPictureTest : public QObject {
    Q_OBJECT
private slots:
    void aCellForEveryWorkerShowsWhatItDoes() {
        Lab lab;
        const NodeId source = lab.producer({{"rate", "1"}, {"message_limit", "2"}});
        const NodeId queue = lab.queue();
        const NodeId workers = lab.consumer({{"workers", "4"}, {"processing_time", "10 s"}});
        lab.feed(source, queue);
        lab.serve(queue, workers);
        World world = lab.world();
        runUntil(world, kRunStart + 6s);
        const auto shown = pictures(world);
        const auto found = std::find_if(shown.begin(), shown.end(), [&](const NodePicture& each) {
            return each.node == workers;
        });
        QVERIFY(found != shown.end());
        const auto& cells = std::get<Cells>(found->picture.parts.front());
        QCOMPARE(cells.count, std::int64_t{4});
        int busy = 0;
        int waiting = 0;
        for (const Cells::Cell& cell : cells.cells) {
            busy += cell.state == CellState::Busy ? 1 : 0;
            waiting += cell.state == CellState::Waiting ? 1 : 0;
            QVERIFY(cell.progress >= 0 && cell.progress <= 1);
        }
        QCOMPARE(busy, 2);
        QCOMPARE(waiting, 2);
        QCOMPARE(found->picture.summary, std::string("consumer · 4 workers"));
    }
};

SLUICE_TEST(ConsumerPictureTest)

} // namespace sluice::consumer_picture_test

#include "consumer_picture_test.moc"
