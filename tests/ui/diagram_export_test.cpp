// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "core/model/edits.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"
#include "ui/export/diagram_export.h"
#include "ui/export/pdf_dates.h"
#include "ui/theme/theme.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QRegularExpression>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QXmlStreamReader>

namespace sluice::ui::diagram_export_test {

namespace {

/// One part of every kind, with every picture primitive somewhere.
struct Drawing {
    Document document;
    std::vector<NodePicture> pictures;

    Drawing() {
        document.settings.name = "a <b> & “c”";
        double x = 0;
        for (const NodeKind& kind : registry().kinds) {
            const NodeId id = addNode(document, kind, {x, 0});
            pictures.push_back({id, everything(std::string(kind.colorRole))});
            x += 300;
        }
        addNote(document, {0, 300}, "A note with 한글");
    }

    static Picture everything(const std::string& role) {
        Tube tube;
        tube.visible = {{1, 0}, {2, 1}};
        tube.inFlight = {{3, 2, MarkState::InFlight, 1, 0.5F, 3}};
        tube.delayed = {{4, 3, MarkState::Delayed, 0, 0.5F, 3}};
        tube.visibleCount = 2;
        tube.inFlightCount = tube.delayedCount = 1;
        return {"summary",
                role,
                {tube,
                 Cells{{{CellState::Busy, 0.5F}, {CellState::Failed, 0}}, 2},
                 Gauge{"level", 3, 5},
                 Sparkline{{1, 3, 2}},
                 Counters{{{"visible", "2"}}}}};
    }
};

QByteArray rendered(ExportFormat format, const ExportOptions& options = {}) {
    const Drawing drawing;
    const auto bytes = renderDiagram(format, drawing.document, drawing.pictures, options);
    return bytes ? *bytes : QByteArray();
}

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class DiagramExportTest : public QObject {
    Q_OBJECT

private slots:
    void sameInputGivesTheSameBytes_data();
    void sameInputGivesTheSameBytes();
    void pngHasTheAskedSize();
    void svgIsPureVectors();
    void messagesInTransitAreDrawnAsVectors();
    void pdfIsPureVectorsOnAPageOfItsSize();
    void pdfWithoutDateKeepsItsTable();
    void darkDiffersFromLight();
    void suffixChoosesTheFormat();
    void fileHoldsTheRenderedBytes();
    void unwritablePathIsNamedAndLeavesNothing();
    void emptyDocumentIsRefused();
    void scaleOutOfRangeIsRefused();
    void hugePngIsRefusedWithARemedy();
};

void DiagramExportTest::sameInputGivesTheSameBytes_data() {
    QTest::addColumn<int>("format");
    QTest::newRow("png") << static_cast<int>(ExportFormat::Png);
    QTest::newRow("svg") << static_cast<int>(ExportFormat::Svg);
    QTest::newRow("pdf") << static_cast<int>(ExportFormat::Pdf);
}

void DiagramExportTest::sameInputGivesTheSameBytes() {
    QFETCH(int, format);
    const QByteArray first = rendered(static_cast<ExportFormat>(format));
    QVERIFY(!first.isEmpty());
    QTest::qSleep(1100); // a creation date counts seconds
    QCOMPARE(rendered(static_cast<ExportFormat>(format)), first);
}

void DiagramExportTest::pngHasTheAskedSize() {
    const Drawing drawing;
    const QSize size = exportSize(drawing.document, drawing.pictures);
    for (int scale = 1; scale <= 4; ++scale) {
        const QImage image = QImage::fromData(rendered(ExportFormat::Png, {scale, false}), "PNG");
        QCOMPARE(image.size(), size * scale);
    }
}

void DiagramExportTest::svgIsPureVectors() {
    const QByteArray svg = rendered(ExportFormat::Svg);
    QXmlStreamReader reader(svg);
    QStringList elements;
    QString title;
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement) continue;
        elements << reader.name().toString();
        if (elements.last() == QLatin1String("title")) title = reader.readElementText();
    }
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    QVERIFY(!elements.contains(QStringLiteral("image")));
    QVERIFY(elements.count(QStringLiteral("path")) > 10);
    QVERIFY(elements.contains(QStringLiteral("text")));
    QCOMPARE(title, QStringLiteral("a <b> & “c”"));
    const Drawing drawing;
    QCOMPARE(QSvgRenderer(svg).viewBox(),
             QRect({0, 0}, exportSize(drawing.document, drawing.pictures)));
}

void DiagramExportTest::messagesInTransitAreDrawnAsVectors() {
    test::Lab lab;
    const NodeId source = lab.producer();
    const NodeId target = lab.queue();
    Hop hop;
    hop.depart = kRunStart;
    hop.arrive = kRunStart + 1s;
    hop.link = lab.feed(source, target);
    hop.node = target;
    hop.kind = HopKind::Send;
    Motion motion;
    Frame frame;
    frame.run = 1;
    frame.state = RunState::Running;
    motion.take(frame);
    const auto svg = [&](const Motion* shown) {
        return renderDiagram(ExportFormat::Svg, lab.document, {}, {1, false, shown}).value();
    };
    QCOMPARE(svg(&motion), svg(nullptr)); // nothing is under way
    frame.now = kRunStart + 1ms;
    frame.hops = {hop};
    motion.take(frame);
    motion.advance(0.1);
    QCOMPARE(svg(&motion).count("<circle") + svg(&motion).count("<ellipse"),
             svg(nullptr).count("<circle") + svg(nullptr).count("<ellipse") + 2); // with its rim
    QVERIFY(!svg(&motion).contains("<image"));
}

void DiagramExportTest::pdfIsPureVectorsOnAPageOfItsSize() {
    const QByteArray pdf = rendered(ExportFormat::Pdf);
    QVERIFY(pdf.startsWith("%PDF"));
    QVERIFY(!pdf.contains("/Subtype /Image"));
    QVERIFY(!pdf.contains("CreationDate"));
    const Drawing drawing;
    const QSize size = exportSize(drawing.document, drawing.pictures);
    static const QRegularExpression box(QStringLiteral("/MediaBox \\[0 0 ([\\d.]+) ([\\d.]+)\\]"));
    const auto match = box.match(QString::fromLatin1(pdf));
    QCOMPARE(match.captured(1).toDouble(), size.width() * 0.75);
    QCOMPARE(match.captured(2).toDouble(), size.height() * 0.75);
}

void DiagramExportTest::pdfWithoutDateKeepsItsTable() {
    const QByteArray pdf = rendered(ExportFormat::Pdf);
    const qsizetype pointer = pdf.lastIndexOf("startxref\n") + 10;
    const qsizetype table = pdf.mid(pointer, pdf.indexOf('\n', pointer) - pointer).toLongLong();
    QCOMPARE(pdf.mid(table, 5), QByteArray("xref\n"));
    const QList<QByteArray> lines = pdf.mid(table).split('\n');
    const int count = lines[1].split(' ').at(1).toInt();
    QVERIFY(count > 5);
    for (int object = 1; object < count; ++object) {
        const qsizetype offset = lines[object + 2].left(10).toLongLong();
        const QByteArray head = QByteArray::number(object) + " 0 obj";
        QCOMPARE(pdf.mid(offset, head.size()), head);
    }
    QCOMPARE(withoutCreationDate(pdf), pdf);
}

void DiagramExportTest::darkDiffersFromLight() {
    const QImage light = QImage::fromData(rendered(ExportFormat::Png, {1, false}));
    const QImage dark = QImage::fromData(rendered(ExportFormat::Png, {1, true}));
    QCOMPARE(light.pixelColor(0, 0), Theme{false}.color(Token::Canvas));
    QCOMPARE(dark.pixelColor(0, 0), Theme{true}.color(Token::Canvas));
}

void DiagramExportTest::suffixChoosesTheFormat() {
    QVERIFY(exportFormat(QStringLiteral("a.PNG")) == ExportFormat::Png);
    QVERIFY(exportFormat(QStringLiteral("/x.y/a.svg")) == ExportFormat::Svg);
    QVERIFY(exportFormat(QStringLiteral("a.b.pdf")) == ExportFormat::Pdf);
    for (const char* name : {"a.gif", "a", "png", ""}) {
        const auto format = exportFormat(QString::fromLatin1(name));
        QVERIFY(!format);
        QVERIFY(format.error().message.find(".svg") != std::string::npos);
    }
}

void DiagramExportTest::fileHoldsTheRenderedBytes() {
    const QTemporaryDir folder;
    const Drawing drawing;
    for (const char* name : {"a.png", "a.svg", "a.pdf"}) {
        const QString path = folder.filePath(QString::fromLatin1(name));
        QVERIFY(exportDiagram(path, drawing.document, drawing.pictures, {}));
        QCOMPARE(contents(path), rendered(*exportFormat(path)));
    }
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 3);
}

void DiagramExportTest::unwritablePathIsNamedAndLeavesNothing() {
    const QTemporaryDir folder;
    const Drawing drawing;
    const QString path = folder.filePath(QStringLiteral("missing/a.png"));
    const auto result = exportDiagram(path, drawing.document, drawing.pictures, {});
    QVERIFY(!result);
    QVERIFY(result.error().message.find(path.toStdString()) != std::string::npos);
    QVERIFY(QDir(folder.path()).isEmpty());

    const QString taken = folder.filePath(QStringLiteral("folder.png"));
    QVERIFY(QDir().mkdir(taken));
    QVERIFY(!exportDiagram(taken, drawing.document, drawing.pictures, {}));
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
             QStringList{QStringLiteral("folder.png")});
}

void DiagramExportTest::emptyDocumentIsRefused() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a.svg"));
    QVERIFY(!exportDiagram(path, Document{}, {}, {}));
    QVERIFY(!QFile::exists(path));
    QVERIFY(exportSize(Document{}, {}).isEmpty());
    QVERIFY(diagramImage(Document{}, {}, {100, 100}, {}).isNull());
}

void DiagramExportTest::scaleOutOfRangeIsRefused() {
    QVERIFY(rendered(ExportFormat::Png, {0, false}).isEmpty());
    QVERIFY(rendered(ExportFormat::Png, {5, false}).isEmpty());
}

void DiagramExportTest::hugePngIsRefusedWithARemedy() {
    Drawing drawing;
    drawing.document.nodes.back().position.x = 10'000;
    const auto fits = renderDiagram(ExportFormat::Png, drawing.document, {}, {1, false});
    QVERIFY(fits.has_value());
    const auto tooLarge = renderDiagram(ExportFormat::Png, drawing.document, {}, {2, false});
    QVERIFY(!tooLarge);
    QVERIFY(tooLarge.error().message.find("smaller scale") != std::string::npos);
    QVERIFY(renderDiagram(ExportFormat::Svg, drawing.document, {}, {2, false}).has_value());
}

SLUICE_TEST(DiagramExportTest)

} // namespace sluice::ui::diagram_export_test

#include "diagram_export_test.moc"
