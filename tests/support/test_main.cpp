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

/// Splits `program [Class…] [Qt Test options…]`: options begin with the first argument that is no
/// class name. Returns false, after saying so, on a capitalised word that is no class.
bool readClasses(const QStringList& arguments, Factories& chosen, QStringList& options) {
    options = {arguments.value(0)};
    for (const QString& argument : arguments.mid(1)) {
        const auto found = factories().find(argument.toStdString());
        if (options.size() == 1 && found != factories().end()) {
            chosen.insert(*found);
        } else if (options.size() == 1 && argument.at(0).isUpper()) {
            std::fprintf(stderr, "no test class %s; there are:\n", qPrintable(argument));
            for (const auto& [name, make] : factories())
                std::fprintf(stderr, "  %s\n", name.c_str());
            return false;
        } else {
            options << argument;
        }
    }
    if (chosen.empty()) chosen = factories();
    return true;
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
    Factories chosen;
    QStringList options;
    if (!readClasses(Application::arguments(), chosen, options)) return 2;
    int failures = 0;
    for (const auto& [name, make] : chosen)
        failures += QTest::qExec(make().get(), options) == 0 ? 0 : 1;
    if (chosen.size() > 1) std::printf("%zu classes, %d failed\n", chosen.size(), failures);
    return failures == 0 ? 0 : 1;
}
