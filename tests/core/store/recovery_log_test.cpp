// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/recovery_log.h"
#include "tests/support/documents.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <ctime>
#include <random>

namespace sluice::recovery_log_test {

using test::smallDocument;

namespace {

/// The document after edit number `edit`: each moves, some add, some remove.
void doEdit(Document& document, int edit) {
    move(document, {{NodeId{1}}, {}, {}}, 1, 0);
    if (edit % 3 == 0) addNode(document, test::testKind(test::kTank), {double(edit), 0});
    if (edit % 7 == 0) remove(document, {{document.nodes.back().id}, {}, {}});
    document.settings.seed = edit;
}

Document afterEdits(int edits) {
    Document document = smallDocument();
    for (int edit = 1; edit <= edits; ++edit) doEdit(document, edit);
    return document;
}

/// Edits for ever, telling `acknowledgements` one byte after each that is safe.
[[noreturn]] void editUntilKilled(const std::string& directory, int acknowledgements) {
    auto log = RecoveryLog::start(directory, smallDocument(), "/home/user/lab.sluice");
    if (!log) _exit(1);
    Document document = smallDocument();
    for (int edit = 1;; ++edit) {
        doEdit(document, edit);
        if (!log->append(document)) _exit(2);
        if (write(acknowledgements, "+", 1) != 1) _exit(3);
    }
}

/// Runs the editing process and kills it as soon as `count` edits are acknowledged; how many were
/// acknowledged in all.
int killAfter(const std::string& directory, int count) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) qFatal("no pipe");
    const pid_t child = fork();
    if (child == 0) editUntilKilled(directory, ends[1]);
    close(ends[1]);
    int acknowledged = 0;
    char byte = 0;
    while (acknowledged < count && read(ends[0], &byte, 1) == 1) ++acknowledged;
    kill(child, SIGKILL);
    while (read(ends[0], &byte, 1) == 1) ++acknowledged;
    close(ends[0]);
    waitpid(child, nullptr, 0);
    return acknowledged;
}

/// Ends without finish(), as after a crash, leaving `edits` edits.
void crashAfter(const std::string& directory, int edits) {
    const pid_t child = fork();
    if (child == 0) {
        auto log = RecoveryLog::start(directory, smallDocument(), "/home/user/lab.sluice");
        Document document = smallDocument();
        for (int edit = 1; edit <= edits; ++edit) {
            doEdit(document, edit);
            if (!log->append(document)) _exit(1);
        }
        _exit(0);
    }
    waitpid(child, nullptr, 0);
}

} // namespace

class RecoveryLogTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_directory = m_folder->filePath("state/sluice").toStdString();
    }

    void killingAProcessAtAnyMomentLosesNoAcknowledgedEdit() {
        std::mt19937 random(20);
        for (int round = 0; round < 100; ++round) {
            const int acknowledged = killAfter(m_directory, 1 + int(random() % 15));
            const auto found = orphans(m_directory);
            QCOMPARE(found.size(), std::size_t{1});
            const int edits = int(found[0].document.settings.seed);
            QVERIFY2(edits >= acknowledged, qPrintable(QString::number(edits)));
            QVERIFY(found[0].document == afterEdits(edits));
            QVERIFY(found[0].userPath == "/home/user/lab.sluice");
            discard(found[0]);
            QVERIFY(orphans(m_directory).empty());
        }
    }

    void manyEditsStartNewFiles() {
        crashAfter(m_directory, 2 * kRecordsPerFile + 50);
        const auto found = orphans(m_directory);
        QCOMPARE(found.size(), std::size_t{1});
        QVERIFY(found[0].document == afterEdits(2 * kRecordsPerFile + 50));
    }

    void changesRightAfterANewFileAreNotTakenForNone() {
        crashAfter(m_directory, kRecordsPerFile + 1);
        QCOMPARE(orphans(m_directory).size(), std::size_t{1});
    }

    void runningAndFinishedSessionsAreNoOrphans() {
        auto log = RecoveryLog::start(m_directory, smallDocument(), {});
        QVERIFY(log.has_value());
        QVERIFY(log->append(afterEdits(3)).has_value());
        QVERIFY(orphans(m_directory).empty());
        log->finish();
        QVERIFY(orphans(m_directory).empty());
        QVERIFY(QDir(QString::fromStdString(m_directory)).isEmpty());
    }

    void sessionsWithoutAChangeLeaveNothing() {
        crashAfter(m_directory, 0);
        QVERIFY(orphans(m_directory).empty());
        QVERIFY(QDir(QString::fromStdString(m_directory)).isEmpty());
    }

    void oneFileOpenTwiceHasTwoLogs() {
        crashAfter(m_directory, 1);
        crashAfter(m_directory, 2);
        QCOMPARE(orphans(m_directory).size(), std::size_t{2});
    }

    void aRecoveryThatCrashesIsRecovered() {
        crashAfter(m_directory, 5);
        const auto first = orphans(m_directory);
        const pid_t child = fork();
        if (child == 0) {
            auto log = RecoveryLog::start(m_directory, smallDocument(), first[0].userPath);
            const bool isKept = log && log->append(first[0].document);
            if (isKept) discard(first[0]);
            _exit(0);
        }
        waitpid(child, nullptr, 0);
        const auto second = orphans(m_directory);
        QCOMPARE(second.size(), std::size_t{1});
        QVERIFY(second[0].document == first[0].document);
    }

    void aTornEndCostsTheLastEditOnly() {
        crashAfter(m_directory, 5);
        QFile file(logFile());
        const qint64 size = file.size();
        QVERIFY(file.resize(size - 1));
        QVERIFY(orphans(m_directory)[0].document == afterEdits(4));
    }

    void aDamagedLogGivesAnEarlierDocumentOrNone() {
        crashAfter(m_directory, 5);
        QFile file(logFile());
        QVERIFY(file.open(QIODevice::ReadWrite));
        const QByteArray right = file.readAll();
        for (qsizetype place = 0; place < right.size(); place += 37) {
            QByteArray damaged = right;
            damaged[place] = char(damaged[place] ^ 0x10);
            file.seek(0);
            file.write(damaged);
            file.flush();
            const auto found = orphans(m_directory);
            if (QFileInfo::exists(file.fileName()) && found.empty()) continue;
            if (found.empty()) break; // damaged so that it holds no change: removed
            QVERIFY(found[0].document == afterEdits(int(found[0].document.settings.seed)));
        }
    }

    void logsAreForTheirOwnerOnly() {
        crashAfter(m_directory, 1);
        struct stat status {};
        QCOMPARE(::stat(logFile().toLocal8Bit().constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777U, 0600U);
        const auto found = orphans(m_directory);
        QVERIFY(std::abs(double(found[0].changedAt) - double(std::time(nullptr))) < 600);
    }

    void aFullDiskIsReportedAndTheNextEditWritesAllAgain() {
        const pid_t child = fork();
        if (child == 0) {
            std::signal(SIGXFSZ, SIG_IGN);
            auto log = RecoveryLog::start(m_directory, smallDocument(), {});
            const rlimit small{8192, RLIM_INFINITY};
            setrlimit(RLIMIT_FSIZE, &small);
            bool hasFailed = false;
            for (int edit = 1; !hasFailed && edit < 100; ++edit)
                hasFailed = !log->append(afterEdits(edit));
            const rlimit large{RLIM_INFINITY, RLIM_INFINITY};
            setrlimit(RLIMIT_FSIZE, &large);
            const bool isBack = log->append(afterEdits(100)).has_value();
            _exit(hasFailed && isBack ? 0 : 1);
        }
        int status = 0;
        waitpid(child, &status, 0);
        QCOMPARE(status, 0);
        QVERIFY(orphans(m_directory)[0].document == afterEdits(100));
    }

    void foldersThatCannotBeMadeAreNamed() {
        const auto log = RecoveryLog::start("/dev/null/state", smallDocument(), {});
        QVERIFY(!log);
        QVERIFY(log.error().message.find("/dev/null/state") != std::string::npos);
    }

private:
    QString logFile() const {
        const QDir directory(QString::fromStdString(m_directory));
        const QStringList sessions = directory.entryList({"session-*"}, QDir::Dirs);
        return directory.filePath(sessions.value(0) + "/edits.log");
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_directory;
};

SLUICE_TEST(RecoveryLogTest)

} // namespace sluice::recovery_log_test

#include "recovery_log_test.moc"
