// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/run_json.h"
#include "core/sim/sampler.h"
#include "core/sim/simulator.h"
#include "tests/examples/example_documents.h"
#include "tests/support/test_main.h"

#include <nlohmann/json.hpp>

using namespace sluice;

class RunJsonTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_document = test::poisonMessages(); }

    void aRunIsOneObject() {
        const auto json = nlohmann::json::parse(textOf(10s));
        QCOMPARE(json["format"], "sluice-run");
        QCOMPARE(json["name"], m_document.settings.name);
        QCOMPARE(json["seed"], 42);
        QCOMPARE(json["time_s"], 10);
        QCOMPARE(json["samples"].size(), std::size_t{10});
        for (const auto& row : json["samples"]) QCOMPARE(row.size(), json["columns"].size() + 1);
        QCOMPARE(json["summary"].size(), json["columns"].size());
        QVERIFY(json["totals"]["sent"] > 10);
    }

    void aRunWithoutSamplesIsWhole() {
        const auto json = nlohmann::json::parse(textOf(0s));
        QVERIFY(json["samples"].empty());
        QCOMPARE(json["totals"]["events"], 0);
    }

    void digestHasSixteenDigits() {
        const auto json = nlohmann::json::parse(textOf(5s));
        QCOMPARE(json["digest"].get<std::string>().size(), std::size_t{16});
        QCOMPARE(digestText(*build(m_document)).size(), std::size_t{16});
    }

    void namesAreEscaped() {
        m_document.settings.name = "a \"quoted\" \\ name";
        const auto json = nlohmann::json::parse(textOf(1s));
        QCOMPARE(json["name"], m_document.settings.name);
    }

private:
    /// In pieces, as the command line writes it.
    std::string textOf(Duration duration) {
        auto world = build(m_document);
        RunJson json(m_document);
        std::string text = json.opening(*world);
        RunObserver observer;
        bool isDone = false;
        while (!isDone) {
            isDone = runSome(*world, kRunStart + duration, 50, &observer);
            text += json.rows(observer.samples);
            observer.samples.clear();
        }
        return text + json.closing(*world);
    }

    Document m_document;
};

SLUICE_TEST(RunJsonTest)
#include "run_json_test.moc"
