// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "core/model/document.h"
#include "core/report/node_reference.h"
#include "tests/support/test_main.h"

#include <algorithm>

namespace sluice::node_reference_test {

namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::string page(const std::string& fileName) {
    const auto pages = referencePages(registry());
    const auto found = std::find_if(pages.begin(), pages.end(), [&](const ReferencePage& each) {
        return each.fileName == fileName;
    });
    return found == pages.end() ? std::string() : found->text;
}

} // namespace

class NodeReferenceTest : public QObject {
    Q_OBJECT

private slots:
    void everyKindHasAPageThatSaysEverything() {
        for (const NodeKind& kind : registry().kinds) {
            const std::string text = page(std::string(kind.key) + ".md");
            QVERIFY(has(text, kind.help));
            for (const PropertySpec& spec : kind.properties) {
                QVERIFY2(has(text, "| `" + std::string(spec.key) + "` |"), spec.key.data());
                QString help = QString::fromUtf8(spec.help.data(), qsizetype(spec.help.size()));
                help.replace('|', "\\|"); // inside a table
                QVERIFY2(has(text, help.toStdString()), spec.key.data());
                const std::string steps = stepText(spec);
                const std::string allowed =
                    rangeText(spec) + (steps.empty() ? std::string() : ", " + steps);
                QVERIFY2(has(text, allowed), spec.key.data());
            }
            for (const MetricSpec& metric : kind.metrics)
                QVERIFY2(has(text, "| `" + std::string(metric.key) + "` |"), metric.key.data());
            for (const PortSpec& port : kind.ports)
                QVERIFY2(has(text, "| `" + std::string(port.key) + "` |"), port.key.data());
        }
    }

    void theIndexLinksToEveryPage() {
        const std::string index = page("index.md");
        for (const ReferencePage& each : referencePages(registry())) {
            if (each.fileName != "index.md") QVERIFY(has(index, "(" + each.fileName + ")"));
        }
    }

    void linksAndDocumentsHaveTheirSettings() {
        QVERIFY(has(page("links.md"), "`latency`"));
        for (const auto& row : settingProperties())
            QVERIFY(has(page("document.md"), "`" + std::string(row.spec.key) + "`"));
    }

    // A row of a Markdown table has as many bars as its heading.
    void tablesAreWellFormed() {
        for (const ReferencePage& each : referencePages(registry())) {
            qsizetype columns = 0;
            for (QString line : QString::fromStdString(each.text).split('\n')) {
                line.remove("\\|");
                if (!line.startsWith('|')) {
                    columns = 0;
                    continue;
                }
                if (columns == 0) columns = line.count('|');
                QCOMPARE(line.count('|'), columns);
            }
        }
    }
};

SLUICE_TEST(NodeReferenceTest)

} // namespace sluice::node_reference_test

#include "node_reference_test.moc"
