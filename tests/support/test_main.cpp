// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"

#include <QTemporaryDir>
#ifdef SLUICE_TEST_WITH_WIDGETS
#include <QApplication>
#else
#include <QCoreApplication>
#endif

#include <cstdio>
#include <map>
#include <optional>
#include <string>

namespace sluice::test {
namespace {

#ifdef SLUICE_TEST_WITH_WIDGETS
using Application = QApplication;
#else
using Application = QCoreApplication;
#endif

using Factories = std::map<std::string, Registration::Factory, std::less<>>;

/// All classes by name. A function, because registrations run before main() in no known order.
Factories& factories() {
    static Factories all;
    return all;
}

/// Settings, recovery logs and caches of a test run go to a folder of its own, never to the user's.
void useFolders(const QString& root) {
    for (const char* name :
         {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"}) {
        qputenv(name, (root + '/' + QString::fromLatin1(name).toLower()).toLocal8Bit());
    }
}

/// What a command line asks for.
struct Choice {
    Factories classes;
    QStringList options; ///< For Qt Test, the program's name first.
};

/// Splits `program [Class…] [Qt Test options…]`: options begin with the first argument that is no
/// class name. Nothing, after saying so, when a capitalised word there is no class.
std::optional<Choice> readChoice(const QStringList& arguments) {
    Choice choice{{}, {arguments.value(0)}};
    for (const QString& argument : arguments.mid(1)) {
        const auto found = factories().find(argument.toStdString());
        const bool isClassPlace = choice.options.size() == 1;
        if (isClassPlace && found != factories().end()) {
            choice.classes.insert(*found);
        } else if (isClassPlace && argument.at(0).isUpper()) {
            std::fprintf(stderr, "no test class %s; there are:\n", qPrintable(argument));
            for (const auto& [name, make] : factories())
                std::fprintf(stderr, "  %s\n", name.c_str());
            return std::nullopt;
        } else {
            choice.options << argument;
        }
    }
    if (choice.classes.empty()) choice.classes = factories();
    return choice;
}

} // namespace

Registration::Registration(std::string_view className, Factory make) {
    factories().emplace(className, make);
}

QString sourceDirectory() {
    return QStringLiteral(SLUICE_SOURCE_DIRECTORY);
}

QString programFile() {
    return QStringLiteral(SLUICE_PROGRAM_FILE);
}

} // namespace sluice::test

int main(int argc, char** argv) {
    using namespace sluice::test;
    const QTemporaryDir folders;
    useFolders(folders.path());
    const Application application(argc, argv);
    const std::optional<Choice> choice = readChoice(Application::arguments());
    if (!choice) return 2;
    int failures = 0;
    for (const auto& [name, make] : choice->classes) {
        if (QTest::qExec(make().get(), choice->options) != 0) ++failures;
    }
    if (choice->classes.size() > 1)
        std::printf("%zu classes, %d failed\n", choice->classes.size(), failures);
    return failures == 0 ? 0 : 1;
}
