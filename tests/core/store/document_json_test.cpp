// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/document_json.h"
#include "tests/support/documents.h"
#include "tests/support/test_main.h"

#include <cfloat>

namespace sluice::document_json_test {

using test::smallDocument;

namespace {

QString refusalOf(std::string_view text) {
    const auto document = parseJson(text);
    return document ? QString() : QString::fromStdString(document.error().message);
}

} // namespace

class DocumentJsonTest : public QObject {
    Q_OBJECT

private slots:
    void everyFieldSurvivesAndTheTextIsStable() {
        QVERIFY(rc::check("parseJson(toJson(d)) == d, byte for byte back", [] {
            const Document document = *test::anyDocument();
            const std::string text = toJson(document);
            const auto read = parseJson(text);
            RC_ASSERT(read.has_value());
            RC_ASSERT(*read == document);
            RC_ASSERT(toJson(*read) == text);
        }));
    }

    void numbersKeepAllTheirDigits() {
        for (const double number : {0.1, 1.0 / 3, DBL_MIN, DBL_MAX, 5e-324, 1e15, 1e22, -2.5}) {
            Document document = smallDocument();
            document.nodes[1].properties["odd"] = number;
            QVERIFY(parseJson(toJson(document)) == document);
        }
    }

    void membersComeInAFixedOrder() {
        Document document;
        document.nodes.push_back({NodeId{1}, "k", "n", {1, 2.5}, {{"wait", Duration{30s}}}});
        document.nextId = 2;
        const std::string expected = R"({
  "sluice": 1,
  "nextId": 2,
  "settings": {
    "name": "Untitled",
    "notes": "",
    "seed": 42,
    "sample_interval": {
      "time": "1 s"
    },
    "speed": 1.0,
    "limits": "aws-2026",
    "limit_overrides": "",
    "region": "us-east-1",
    "account": "000000000000",
    "region_latencies": ""
  },
  "nodes": [
    {
      "id": 1,
      "kind": "k",
      "name": "n",
      "x": 1.0,
      "y": 2.5,
      "properties": {
        "wait": {
          "time": "30 s"
        }
      }
    }
  ],
  "links": [],
  "notes": [],
  "boundaries": [],
  "charts": []
}
)";
        QCOMPARE(QString::fromStdString(toJson(document)), QString::fromStdString(expected));
    }

    void muchMayBeLeftOut() {
        const auto document = parseJson(
            R"({"sluice": 1, "nodes": [{"id": 7, "kind": "k", "name": "n", "x": 0, "y": 0}]})");
        QVERIFY(document.has_value());
        QCOMPARE(document->nextId, 8U);
        QVERIFY(document->settings == Settings{});
    }

    void errorsNameThePlace_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* text, const char* words) {
            QTest::newRow(text) << QByteArray(text) << QString(words);
        };
        row("[]", "At the top: an object");
        row("{}", "\"sluice\" is missing");
        row(R"({"sluice": 2})", "newer Sluice");
        row(R"({"sluice": 1, "node": []})", "At /node: this member is unknown");
        row(R"({"sluice": 1, "nodes": 3})", "At /nodes: a list");
        row(R"({"sluice": 1, "nodes": [{"id": 0}]})", "At /nodes/0/id: a whole number from 1");
        row(R"({"sluice": 1, "nodes": [{"id": 1, "kind": 3}]})", "At /nodes/0/kind: a text");
        row(R"({"sluice": 1, "nextId": -1})", "At /nextId: a whole number");
        row(R"({"sluice": 1, "settings": {"sead": 1}})", "At /settings/sead: this setting");
        row(R"({"sluice": 1, "settings": {"seed": -1}})", "At /settings/seed: Seed must be");
        row(R"({"sluice": 1, "settings": {"seed": [1]}})", "At /settings/seed: a value belongs");
        row(R"({"sluice": 1, "settings": {"seed": 9223372036854775808}})", "too large");
        row(R"({"sluice": 1, "settings": {"sample_interval": {"time": "1 x"}}})",
            "At /settings/sample_interval/time: \"x\"");
        row(R"({"sluice": 1, "settings": {"seed": {"tim": "1 s"}}})",
            "At /settings/seed/tim: only");
        row(R"({"sluice": 1, "nextId": 1, "notes": [{"id": 1, "x": 0, "y": 0, "text": ""}]})",
            "not below the next id");
        row(R"({"sluice": 1,, })", "not JSON from byte 14");
    }

    void errorsNameThePlace() {
        QFETCH(QByteArray, text);
        QFETCH(QString, words);
        const QString refusal = refusalOf(text.toStdString());
        QVERIFY2(refusal.contains(words), qPrintable(refusal));
    }

    void damagedTextGivesAnErrorOrADocument() {
        const std::string text = toJson(smallDocument());
        QVERIFY(rc::check("one wrong byte, or an end too early", [&text] {
            std::string damaged = text;
            const auto place = *rc::gen::inRange<std::size_t>(0, damaged.size());
            damaged[place] = static_cast<char>(*rc::gen::inRange(0, 256));
            const auto read = parseJson(damaged);
            if (read) RC_ASSERT(parseJson(toJson(*read)) == *read);
            RC_ASSERT(!parseJson(text.substr(0, place)));
        }));
    }

    void partsMayHaveTheirEndsElsewhere() {
        Document document = smallDocument();
        document.nodes.clear();
        QVERIFY(!parseJson(toJson(document)));
        QVERIFY(parseJsonParts(toJson(document)) == document);
    }
};

SLUICE_TEST(DocumentJsonTest)

} // namespace sluice::document_json_test

#include "document_json_test.moc"
