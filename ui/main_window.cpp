// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "core/kinds/registry.h"
#include "core/report/node_reference.h"
#include "ui/canvas/boundary_tool.h"
#include "ui/canvas/canvas_widget.h"
#include "ui/charts/chart_panel.h"
#include "ui/demonstration_guide.h"
#include "ui/dialogs/command_palette.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/help.h"
#include "ui/document_files.h"
#include "ui/inspector/inspector.h"
#include "ui/notice_bar.h"
#include "ui/palette/palette_view.h"
#include "ui/part_edits.h"
#include "ui/part_menu.h"
#include "ui/run_bar.h"
#include "ui/start/start_page.h"
#include "ui/status_line.h"
#include "ui/theme/current_theme.h"
#include "ui/undo_keys.h"

#include <QCloseEvent>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLabel>
#include <QMenuBar>
#include <QMimeData>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <memory>

namespace sluice::ui {

namespace {

constexpr int kPaletteWidth = 212;
constexpr int kInspectorWidth = 346;
constexpr int kChartHeight = 260;
constexpr int kLeastChartHeight = 160;
/// The charts take at most one part in so many of the editor's height.
constexpr int kMostChartShare = 3;
/// Of the editor's width. Below half, so that panels widened by hand stay as they are.
constexpr int kLeastCanvasPercent = 60;

QString droppedFile(const QMimeData& data) {
    const QList<QUrl> urls = data.urls();
    return urls.size() == 1 ? urls.front().toLocalFile() : QString();
}

} // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent)
    , m_run(m_documents)
    , m_selection(m_documents)
    , m_pages(new QStackedWidget(this))
    , m_start(new StartPage(registry(), QStringLiteral(":/examples"), this))
    , m_palette(new PaletteView(registry(), this))
    , m_canvas(new CanvasWidget(m_documents, m_run, m_selection, currentTheme()))
    , m_inspector(new Inspector(m_documents, m_run, m_selection, registry(), this))
    , m_charts(new ChartPanel(m_documents, m_run, registry(), this))
    , m_notices(new NoticeBar(this))
    , m_status(new StatusLine(this))
    , m_fileState(new QLabel(this))
    , m_columns(new QSplitter(Qt::Horizontal, this))
    , m_rows(new QSplitter(Qt::Vertical, this))
    , m_files(new DocumentFiles(m_documents, this))
    , m_edits(new PartEdits(m_documents, m_selection, registry(), this))
    , m_partMenu(new PartMenu(*m_canvas, m_documents, m_run, m_selection, registry()))
    , m_guide(new DemonstrationGuide(m_documents, m_run, m_selection, *m_notices, this)) {
    setAcceptDrops(true);
    arrange();
    bindFiles();
    bindEdits();
    bindView();
    bindRun();
    bindStartPage();
    new UndoKeys(*this);
    restoreLayout();
    showStartPage();
}

MainWindow::~MainWindow() {
    // Views end before the sessions they listen to.
    const std::unique_ptr<QWidget> centre(takeCentralWidget());
}

bool MainWindow::showsStartPage() const {
    return m_pages->currentWidget() == m_start;
}

void MainWindow::arrange() {
    m_actions.fill(*menuBar());
    m_fileState->setProperty("tone", "muted");
    m_fileState->setContentsMargins(8, 6, 12, 0);
    menuBar()->setCornerWidget(m_fileState);
    m_bar = new RunBar(m_actions, m_documents, m_run, this);
    addToolBar(m_bar);
    setStatusBar(m_status);
    addActions(m_actions.all());
    m_pages->addWidget(m_start);
    m_pages->addWidget(makeEditor());
    auto* centre = new QWidget(this);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_pages);
    setCentralWidget(centre);
    m_notices->setParent(centre); // over the views, so that nothing moves when it comes and goes
    m_notices->setPlace(*m_start);
}

QWidget* MainWindow::makeEditor() {
    m_columns->addWidget(m_palette);
    m_columns->addWidget(m_canvas);
    m_columns->addWidget(m_inspector);
    m_columns->setSizes({kPaletteWidth, 1'100, kInspectorWidth});
    m_rows->addWidget(m_columns);
    m_rows->addWidget(m_charts);
    m_rows->setSizes({700, kChartHeight});
    m_columns->setStretchFactor(1, 1);
    m_rows->setStretchFactor(0, 1);
    for (QSplitter* splitter : {m_columns, m_rows}) {
        splitter->setHandleWidth(1);
        splitter->setChildrenCollapsible(false);
    }
    m_palette->setMinimumWidth(176);
    m_inspector->setMinimumWidth(280);
    m_charts->setMinimumHeight(kLeastChartHeight);
    return m_rows;
}

void MainWindow::showEditor() {
    m_notices->hide();
    m_notices->setPlace(*m_canvas);
    m_pages->setCurrentWidget(m_rows);
    m_bar->setVisible(true);
    m_status->setVisible(true);
    m_canvas->setFocus();
    QTimer::singleShot(0, m_canvas, [this] { // when it has its size
        keepCanvasLargest();
        m_canvas->fit();
    });
    updateSituation();
    updateTitle();
}

void MainWindow::showStartPage() {
    if (!showsStartPage()) m_documents.open(Document{});
    m_start->setRecentFiles(DocumentFiles::recentFiles());
    m_pages->setCurrentWidget(m_start);
    m_notices->setPlace(*m_start);
    m_bar->setVisible(false);
    m_status->setVisible(false);
    updateSituation();
    updateTitle();
}

void MainWindow::updateSituation() {
    const PartIds& parts = m_selection.parts();
    m_actions.apply({!showsStartPage(),
                     !parts.empty(),
                     parts.nodes.size() == 1,
                     m_documents.undoStack().canUndo(),
                     m_documents.undoStack().canRedo(),
                     selectedBoundary(m_selection).has_value(),
                     parts.nodes.size() + parts.notes.size()});
}

void MainWindow::updateTitle() {
    if (showsStartPage()) {
        m_fileState->clear();
        setWindowTitle(tr("Sluice"));
        return;
    }
    const QString name = m_documents.path().isEmpty()
                             ? QString::fromStdString(m_documents.document().settings.name)
                             : QFileInfo(m_documents.path()).fileName();
    const QString state = m_documents.isModified()       ? tr("edited")
                          : m_documents.path().isEmpty() ? tr("not saved yet")
                                                         : tr("saved");
    const QString title = QStringLiteral("%1 — %2").arg(name, state);
    m_fileState->setText(title);
    m_fileState->adjustSize();
    menuBar()->setCornerWidget(m_fileState);
    setWindowTitle(title);
}

void MainWindow::openFile(const QString& path) {
    m_files->openPath(path);
}

void MainWindow::exportPicture() {
    ExportDialog dialog(
        m_documents.document(), m_canvas->scene().moment(), m_files->exportPath(), this);
    if (dialog.exec() == QDialog::Accepted)
        m_notices->showAnswer(
            tr("Written to %1.").arg(QFileInfo(dialog.path()).absoluteFilePath()));
}

void MainWindow::findAction() {
    CommandPalette(m_actions.all() + m_partMenu->partActions(), this).exec();
}

void MainWindow::showHelp() {
    const PartIds& parts = m_selection.parts();
    const Node* node =
        parts.nodes.size() == 1 ? m_documents.document().node(parts.nodes.front()) : nullptr;
    const NodeKind* kind = node == nullptr ? nullptr : registry().find(node->kind);
    HelpDialog(kind == nullptr ? shortcutsText(m_actions.all())
                               : QString::fromStdString(referencePage(*kind)),
               this)
        .exec();
}

void MainWindow::restoreLayout() {
    const QSettings settings;
    resize(1'400, 900);
    restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
    m_columns->restoreState(settings.value(QStringLiteral("window/columns")).toByteArray());
    m_rows->restoreState(settings.value(QStringLiteral("window/rows")).toByteArray());
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!m_files->mayLeave()) {
        event->ignore();
        return;
    }
    QSettings settings;
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/columns"), m_columns->saveState());
    settings.setValue(QStringLiteral("window/rows"), m_rows->saveState());
    event->accept();
}

void MainWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        m_actions.applyTheme();
        m_canvas->setTheme(currentTheme());
    }
    QMainWindow::changeEvent(event);
}

// Escape leads back to the canvas from wherever nothing else makes use of it.
void MainWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && !showsStartPage()) {
        m_notices->putAway();
        m_canvas->setFocus(Qt::OtherFocusReason);
    } else {
        QMainWindow::keyPressEvent(event);
    }
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    keepCanvasLargest();
}

// In a small window the panels give way, so that the canvas stays the largest.
void MainWindow::keepCanvasLargest() {
    if (showsStartPage()) return;
    const int most = std::max(m_rows->height() / kMostChartShare, kLeastChartHeight);
    const bool isHigh = m_charts->isVisible() && m_charts->height() > most;
    m_charts->setMaximumHeight(most);
    if (isHigh) m_rows->setSizes({m_rows->height() - most, most});
    const QList<int> widths = m_columns->sizes(); // palette, canvas, inspector; hidden ones are 0
    const int missing = m_columns->width() * kLeastCanvasPercent / 100 - widths[1];
    const int palette = std::max(0, widths[0] - m_palette->minimumWidth());
    const int inspector = std::max(0, widths[2] - m_inspector->minimumWidth());
    const int given = std::min(missing, palette + inspector);
    if (given <= 0) return;
    const int fromPalette = given * palette / (palette + inspector);
    m_columns->setSizes(
        {widths[0] - fromPalette, widths[1] + given, widths[2] - (given - fromPalette)});
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!droppedFile(*event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    const QString path = droppedFile(*event->mimeData());
    if (!path.isEmpty() && m_files->mayLeave()) openFile(path);
}

} // namespace sluice::ui
