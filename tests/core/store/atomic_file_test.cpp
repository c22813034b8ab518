// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/atomic_file.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace sluice::atomic_file_test {

namespace {

std::span<const std::byte> bytesOf(const QByteArray& text) {
    return std::as_bytes(std::span(text.constData(), static_cast<std::size_t>(text.size())));
}

QByteArray contentOf(const std::string& path) {
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be read");
}

unsigned permissionsOf(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0U;
}

/// What `work` returns in a process of its own, which may not write files longer than 4 KiB.
template <class Work>
int inASmallProcess(Work work) {
    const pid_t child = fork();
    if (child == 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{4096, 4096};
        setrlimit(RLIMIT_FSIZE, &limit);
        _exit(work());
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

class AtomicFileTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath("a.sluice").toStdString();
    }

    void writesAndReplaces() {
        QVERIFY(writeAtomically(m_path, bytesOf("one")).has_value());
        QVERIFY(writeAtomically(m_path, bytesOf("two")).has_value());
        QCOMPARE(contentOf(m_path), "two");
        const auto read = readRegularFile(m_path, 3);
        QVERIFY(read.has_value());
        QCOMPARE(read->size(), std::size_t{3});
        QCOMPARE(entries(), 1);
    }

    void keepsThePermissionsOfTheFile() {
        QVERIFY(writeAtomically(m_path, bytesOf("one"), NewFileAccess::OwnerOnly).has_value());
        QCOMPARE(permissionsOf(m_path), 0600U);
        ::chmod(m_path.c_str(), 0640);
        QVERIFY(writeAtomically(m_path, bytesOf("two")).has_value());
        QCOMPARE(permissionsOf(m_path), 0640U);
    }

    void newFilesFollowTheUmask() {
        const mode_t before = ::umask(0027);
        const auto written = writeAtomically(m_path, bytesOf("one"));
        ::umask(before);
        QVERIFY(written.has_value());
        QCOMPARE(permissionsOf(m_path), 0640U);
    }

    void aFullDiskLeavesTheOldFile() {
        QVERIFY(writeAtomically(m_path, bytesOf("old")).has_value());
        const int failed = inASmallProcess([&] {
            const auto written = writeAtomically(m_path, bytesOf(QByteArray(100'000, 'x')));
            const bool saysSo =
                !written && written.error().message.find("disk is full") != std::string::npos;
            return saysSo ? 0 : 1;
        });
        QCOMPARE(failed, 0);
        QCOMPARE(contentOf(m_path), "old");
        QCOMPARE(entries(), 1);
    }

    void foldersThatDoNotExistAreNamed() {
        const auto written = writeAtomically(m_path + "/no/b", bytesOf("x"));
        QVERIFY(!written);
        QVERIFY(written.error().message.find(m_path) != std::string::npos);
    }

    void protectedFilesStay() {
        if (::geteuid() == 0) QSKIP("root may write anywhere");
        QVERIFY(writeAtomically(m_path, bytesOf("old")).has_value());
        ::chmod(m_path.c_str(), 0400);
        const auto written = writeAtomically(m_path, bytesOf("new"));
        QVERIFY(!written);
        QVERIFY(written.error().message.find("permission") != std::string::npos);
        QCOMPARE(contentOf(m_path), "old");
    }

    void everyErrorHasARemedy() {
        for (const int code : {ENOSPC, EACCES, ENOENT, ELOOP, EISDIR, ENAMETOOLONG, EIO}) {
            const std::string text = fileProblem("save", "/a/b", code);
            QVERIFY(text.starts_with("Cannot save \"/a/b\": "));
            QVERIFY(text.size() > 40);
        }
    }

    void onlyOrdinaryFilesAreTouched_data() {
        QTest::addColumn<QString>("path");
        const QString folder = QDir::tempPath();
        QTest::newRow("folder") << folder;
        QTest::newRow("device") << "/dev/full";
        QTest::newRow("endless") << "/dev/zero";
        QTest::newRow("link") << "/proc/self/exe";
    }

    void onlyOrdinaryFilesAreTouched() {
        QFETCH(QString, path);
        QVERIFY(!readRegularFile(path.toStdString(), 1 << 20));
        QVERIFY(!writeAtomically(path.toStdString(), bytesOf("x")));
    }

    void pipesDoNotHang() {
        QCOMPARE(::mkfifo(m_path.c_str(), 0600), 0);
        QVERIFY(!readRegularFile(m_path, 100));
    }

    void longFilesAreNotRead() {
        QVERIFY(writeAtomically(m_path, bytesOf("four")).has_value());
        QVERIFY(!readRegularFile(m_path, 3));
    }

private:
    int entries() const {
        const QDir folder(m_folder->path());
        return int(folder.entryList(QDir::Files | QDir::Hidden).size());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_path;
};

SLUICE_TEST(AtomicFileTest)

} // namespace sluice::atomic_file_test

#include "atomic_file_test.moc"
