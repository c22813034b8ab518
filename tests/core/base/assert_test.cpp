// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/assert.h"
#include "tests/support/test_main.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace sluice::assert_test {

namespace {

/// How a child process ended that ran `SLUICE_ASSERT(holds)`, and what it wrote to stderr.
struct Ending {
    int status = 0;
    QByteArray written;
};

Ending endingOfAssert(bool holds) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) qFatal("no pipe");
    const pid_t child = fork();
    if (child == 0) {
        std::signal(SIGABRT, SIG_DFL);
        dup2(ends[1], STDERR_FILENO);
        SLUICE_ASSERT(holds);
        _exit(7);
    }
    close(ends[1]);
    Ending ending;
    std::array<char, 512> chunk{};
    while (const auto size = read(ends[0], chunk.data(), chunk.size())) {
        if (size < 0) break;
        ending.written.append(chunk.data(), size);
    }
    close(ends[0]);
    waitpid(child, &ending.status, 0);
    return ending;
}

} // namespace

class AssertTest : public QObject {
    Q_OBJECT

private slots:
    void brokenInvariantAbortsAndNamesThePlace() {
        const Ending ending = endingOfAssert(false);
        QVERIFY(WIFSIGNALED(ending.status));
        QCOMPARE(WTERMSIG(ending.status), SIGABRT);
        QVERIFY2(ending.written.contains("assert_test.cpp:"), ending.written);
        QVERIFY2(ending.written.contains("holds"), ending.written);
    }

    void keptInvariantGoesOn() {
        const Ending ending = endingOfAssert(true);
        QVERIFY(WIFEXITED(ending.status));
        QCOMPARE(WEXITSTATUS(ending.status), 7);
    }
};

SLUICE_TEST(AssertTest)

} // namespace sluice::assert_test

#include "assert_test.moc"
