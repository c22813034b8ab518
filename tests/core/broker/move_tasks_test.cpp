// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/move_tasks.h"
#include "tests/support/test_main.h"

namespace sluice::move_tasks_test {

class MoveTasksTest : public QObject {
    Q_OBJECT
private slots:
    // SQS-86
    void aTaskIsDescribedInALine() {
        MoveTask task;
        task.state = MoveTask::State::Cancelled;
        task.perSecond = 20;
        task.moved = 13;
        task.toMove = 52;
        task.startedAt = kRunStart + 65s;
        QCOMPARE(QString::fromStdString(describe(task)),
                 QStringLiteral("cancelled · 13 of 52 moved · at most 20 a second · started at "
                                "00:01:05.000"));
        QCOMPARE(QString::fromStdString(summaryOf(task)),
                 QStringLiteral("redrive cancelled · 13 of 52 moved"));
        QVERIFY(!isUnderWay(task));
    }

    // SQS-86
    void aFailureSaysWhy() {
        MoveTask task;
        task.state = MoveTask::State::Failed;
        QVERIFY(describe(task).ends_with("there is no queue to move the next message to"));
        task.state = MoveTask::State::Running;
        QVERIFY(isUnderWay(task) && describe(task).starts_with("running"));
    }
};

SLUICE_TEST(MoveTasksTest)

} // namespace sluice::move_tasks_test

#include "move_tasks_test.moc"
