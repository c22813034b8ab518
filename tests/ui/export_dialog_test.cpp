// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "core/model/edits.h"
#include "tests/support/test_main.h"
#include "ui/dialogs/export_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>

#include <algorithm>

namespace sluice::ui::export_dialog_test {

namespace {

Document onePart() {
    Document document;
    addNode(document, registry().kinds.front(), {0, 0});
    return document;
}

QComboBox& formatOf(const ExportDialog& dialog) {
    return *dialog.findChildren<QComboBox*>().first();
}

QPushButton& exportButton(const ExportDialog& dialog) {
    const auto buttons = dialog.findChildren<QPushButton*>();
    return **std::ranges::find_if(
        buttons, [](const QPushButton* button) { return button->property("primary").toBool(); });
}

} // namespace

class ExportDialogTest : public QObject {
    Q_OBJECT

private slots:
    void writesWhatWasChosen();
    void formatAndFileNameFollowEachOther();
    void failureIsShownAndKeepsTheDialogOpen();
    void emptyDocumentCannotBeExported();
    void messagesInTransitAreShownUnlessTheUserSaysNo();
    void anExistingFileIsReplacedAtTheSecondPressOnly();
};

void ExportDialogTest::anExistingFileIsReplacedAtTheSecondPressOnly() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a.png"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("mine") == 4);
    file.close();
    ExportDialog dialog(onePart(), {}, path);
    exportButton(dialog).click();
    QVERIFY(dialog.result() != static_cast<int>(QDialog::Accepted));
    QCOMPARE(QFileInfo(path).size(), 4);
    QCOMPARE(exportButton(dialog).text(), QStringLiteral("Overwrite"));
    exportButton(dialog).click();
    QCOMPARE(dialog.result(), static_cast<int>(QDialog::Accepted));
    QVERIFY(QFileInfo(path).size() > 4);
}

void ExportDialogTest::writesWhatWasChosen() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a.png"));
    ExportDialog dialog(onePart(), {}, path);
    dialog.findChild<QSpinBox*>()->setValue(3);
    exportButton(dialog).click();
    QCOMPARE(dialog.result(), static_cast<int>(QDialog::Accepted));
    QCOMPARE(QImage(path).size(), exportSize(onePart(), {}) * 3);
}

void ExportDialogTest::formatAndFileNameFollowEachOther() {
    ExportDialog dialog(onePart(), {}, QStringLiteral("/tmp/orders.v2.svg"));
    QCOMPARE(formatOf(dialog).currentIndex(), 1);
    QVERIFY(!dialog.findChild<QSpinBox*>()->isEnabled());
    formatOf(dialog).setCurrentIndex(2);
    QCOMPARE(dialog.path(), QStringLiteral("/tmp/orders.v2.pdf"));
    const auto fields = dialog.findChildren<QLineEdit*>();
    auto* field = *std::ranges::find_if(fields, [](const QLineEdit* one) {
        return one->accessibleName() == QLatin1String("File");
    });
    field->setText(QStringLiteral("/tmp/orders.png"));
    emit field->textEdited(field->text());
    QCOMPARE(formatOf(dialog).currentIndex(), 0);
    field->setText(QStringLiteral("/tmp/orders"));
    emit field->textEdited(field->text());
    QVERIFY(!exportButton(dialog).isEnabled());
}

void ExportDialogTest::failureIsShownAndKeepsTheDialogOpen() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("missing/a.pdf"));
    ExportDialog dialog(onePart(), {}, path);
    dialog.show();
    exportButton(dialog).click();
    QVERIFY(dialog.isVisible());
    const auto labels = dialog.findChildren<QLabel*>();
    QVERIFY(std::ranges::any_of(labels, [&](const QLabel* label) {
        return label->isVisible() && label->text().contains(path);
    }));
}

void ExportDialogTest::emptyDocumentCannotBeExported() {
    const ExportDialog dialog(Document{}, {}, QStringLiteral("/tmp/a.png"));
    QVERIFY(!exportButton(dialog).isEnabled());
}

void ExportDialogTest::messagesInTransitAreShownUnlessTheUserSaysNo() {
    const Document document = onePart();
    CanvasMoment moment;
    moment.pictures = moment.besideTransit = {{document.nodes.front().id, {}}};
    ExportDialog dialog(document, moment, QStringLiteral("/tmp/a.png"));
    QVERIFY(dialog.options().motion != nullptr);
    dialog.findChild<QCheckBox*>()->setChecked(false);
    QVERIFY(dialog.options().motion == nullptr);
    const ExportDialog without(document, {}, QStringLiteral("/tmp/a.png")); // nothing ran
    QVERIFY(without.options().motion == nullptr);
}

SLUICE_TEST(ExportDialogTest)

} // namespace sluice::ui::export_dialog_test

#include "export_dialog_test.moc"
