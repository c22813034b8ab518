// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/run_json.h"
#include "core/sim/sampler.h"
#include "core/sim/simulator.h"
#include "tests/examples/example_documents.h"
#include "tests/support/test_main.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace sluice::run_json_test {

class RunJsonTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_document = test::poisonMessages(); }

    void aRunIsOneObject() {
        const QJsonObject json = run(10s);
        QCOMPARE(json["format"].toString(), QString("sluice-run"));
        QCOMPARE(json["name"].toString().toStdString(), m_document.settings.name);
        QCOMPARE(json["seed"].toInt(), 42);
        QCOMPARE(json["time_s"].toInt(), 10);
        const auto columns = json["columns"].toArray().size();
        QCOMPARE(json["samples"].toArray().size(), 10);
        for (const auto row : json["samples"].toArray())
            QCOMPARE(row.toArray().size(), columns + 1);
        QCOMPARE(json["summary"].toArray().size(), columns);
        QVERIFY(json["totals"].toObject()["sent"].toInt() > 10);
    }

    void aRunWithoutSamplesIsWhole() {
        const QJsonObject json = run(0s);
        QVERIFY(json["samples"].isArray() && json["samples"].toArray().isEmpty());
        QCOMPARE(json["totals"].toObject()["events"].toInt(-1), 0);
    }

    void digestHasSixteenDigits() {
        QCOMPARE(run(5s)["digest"].toString().size(), 16);
        QCOMPARE(digestText(*build(m_document)).size(), std::size_t{16});
    }

    void namesAreEscaped() {
        m_document.settings.name = "a \"quoted\" \\ name";
        QCOMPARE(run(1s)["name"].toString(), QString("a \"quoted\" \\ name"));
    }

private:
    /// In pieces, as the command line writes it.
    QJsonObject run(Duration duration) const {
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
        text += RunJson::closing(*world);
        return QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
    }

    Document m_document;
};

SLUICE_TEST(RunJsonTest)

} // namespace sluice::run_json_test

#include "run_json_test.moc"
