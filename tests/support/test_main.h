// SPDX-License-Identifier: GPL-3.0-or-later
// Many test classes in one program. A test file ends with
//     SLUICE_TEST(SimTimeTest)
//     #include "sim_time_test.moc"
#pragma once

#include <QObject>
#include <QString>
#include <QTest>

#include <memory>
#include <string_view>

namespace sluice::test {

/// Makes one test class known to main(). Lives as long as the program; used through SLUICE_TEST
/// only.
class Registration {
public:
    using Factory = std::unique_ptr<QObject> (*)();
    Registration(std::string_view className, Factory make);
};

/// The checkout this test program was built from: examples, sources and golden files lie below it.
QString sourceDirectory();

/// The `sluice` program of the same build, or empty when it was not built.
QString programFile();

} // namespace sluice::test

/// Registers `Class` (a QObject with Qt Test slots and a default constructor) under its own name.
/// NOLINTNEXTLINE(cppcoreguidelines-macro-usage)
#define SLUICE_TEST(Class)                                                                         \
    static const ::sluice::test::Registration registrationOf##Class(                               \
        #Class, []() -> std::unique_ptr<QObject> { return std::make_unique<Class>(); });
