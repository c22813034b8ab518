// SPDX-License-Identifier: GPL-3.0-or-later
// What each row of the action table does in the window.
#include "ui/canvas/canvas_widget.h"
#include "ui/charts/chart_panel.h"
#include "ui/demonstration_guide.h"
#include "ui/dialogs/about.h"
#include "ui/document_files.h"
#include "ui/inspector/action_dialog.h"
#include "ui/inspector/inspector.h"
#include "ui/inspector/metrics_page.h"
#include "ui/inspector/properties_page.h"
#include "ui/main_window.h"
#include "ui/notice_bar.h"
#include "ui/palette/palette_view.h"
#include "ui/part_edits.h"
#include "ui/part_menu.h"
#include "ui/run_bar.h"
#include "ui/session/text.h"
#include "ui/start/start_page.h"
#include "ui/status_line.h"
#include "ui/theme/current_theme.h"
#include "ui/theme_choice.h"

#include <QAction>
#include <QMenu>
#include <QSettings>

#include <algorithm>
#include <utility>

namespace sluice::ui {

template <class Slot>
void MainWindow::when(ActionId id, Slot&& slot) {
    connect(&m_actions[id], &QAction::triggered, this, std::forward<Slot>(slot));
}

void MainWindow::bindFiles() {
    when(ActionId::New, [this] {
        if (m_files->mayLeave()) m_files->openNew();
    });
    when(ActionId::Open, [this] { m_files->chooseAndOpen(); });
    when(ActionId::Save, [this] { m_files->save(); });
    when(ActionId::SaveAs, [this] { m_files->saveAs(); });
    when(ActionId::Recover, [this] { m_files->recover(); });
    when(ActionId::CloseDocument, [this] {
        if (m_files->mayLeave()) showStartPage();
    });
    when(ActionId::Quit, [this] { close(); });
    when(ActionId::ExportPicture, [this] { exportPicture(); });
    auto* recent = new QMenu(tr("Open recent"), this);
    QMenu& file = m_actions.menu(MenuId::File);
    file.insertMenu(&m_actions[ActionId::Save], recent);
    connect(&file, &QMenu::aboutToShow, this, [this, recent] { m_files->fillRecent(*recent); });
    connect(m_files, &DocumentFiles::documentReady, this, &MainWindow::showEditor);
    connect(m_files, &DocumentFiles::failed, m_notices, &NoticeBar::showError);
    connect(m_files, &DocumentFiles::refused, m_notices, &NoticeBar::showRefusal);
    connect(&m_documents, &DocumentSession::recoveryFailed, m_notices, &NoticeBar::showError);
    connect(&m_documents, &DocumentSession::statusChanged, this, &MainWindow::updateTitle);
    connect(&m_documents, &DocumentSession::opened, this, &MainWindow::updateTitle);
}

void MainWindow::bindEdits() {
    when(ActionId::Undo, [this] { m_documents.undoStack().undo(); });
    when(ActionId::Redo, [this] { m_documents.undoStack().redo(); });
    when(ActionId::Cut, [this] { m_edits->cut(); });
    when(ActionId::Copy, [this] { m_edits->copy(); });
    when(ActionId::Paste, [this] { m_edits->paste(); });
    when(ActionId::Duplicate, [this] { m_edits->duplicate(); });
    when(ActionId::Delete, [this] { m_edits->removeSelected(); });
    when(ActionId::SelectAll, [this] { m_canvas->selectAll(); });
    when(ActionId::Rename, [this] { m_canvas->renameSelection(); });
    when(ActionId::Connect, [this] { m_canvas->startConnect(); });
    when(ActionId::AddRegion, [this] { m_canvas->startBoundary(BoundaryType::Region); });
    when(ActionId::AddAccount, [this] { m_canvas->startBoundary(BoundaryType::Account); });
    when(ActionId::AddNetwork, [this] { m_canvas->startBoundary(BoundaryType::Network); });
    when(ActionId::AddNote, [this] { m_canvas->addAtCentre(NewNote{}); });
    bindArranging();
    when(ActionId::FindPart, [this] { m_palette->focusSearch(); });
    when(ActionId::FindAction, [this] { findAction(); });
    bindPartMenu();
    connect(m_palette, &PaletteView::chosen, m_canvas, [this](const NewPart& part) {
        m_palette->clearSearch();
        m_canvas->setFocus(Qt::OtherFocusReason); // to move it, link it, edit it
        m_canvas->addAtCentre(part);
    });
    connect(m_edits, &PartEdits::added, m_canvas, &CanvasWidget::showSelection);
    connect(m_edits, &PartEdits::refused, m_notices, &NoticeBar::showRefusal);
    connect(m_canvas, &CanvasWidget::editRequested, m_inspector, &Inspector::beginEdit);
    connect(m_canvas, &CanvasWidget::refused, m_notices, &NoticeBar::showRefusal);
    connect(m_canvas, &CanvasWidget::leftOff, m_notices, &NoticeBar::putAway);
    connect(&m_inspector->metrics(),
            &MetricsPage::chartRequested,
            this,
            [this](const ChartSeries& series) {
                m_charts->addSeriesTo(m_charts->charts().size(), series);
            });
    bindProperties();
    connect(&m_selection, &Selection::changed, this, &MainWindow::updateSituation);
    QUndoStack& stack = m_documents.undoStack();
    connect(&stack, &QUndoStack::canUndoChanged, this, &MainWindow::updateSituation);
    connect(&stack, &QUndoStack::canRedoChanged, this, &MainWindow::updateSituation);
    connect(&stack, &QUndoStack::undoTextChanged, this, [this](const QString& step) {
        m_actions[ActionId::Undo].setText(step.isEmpty() ? tr("Undo") : tr("Undo: %1").arg(step));
    });
    connect(&stack, &QUndoStack::redoTextChanged, this, [this](const QString& step) {
        m_actions[ActionId::Redo].setText(step.isEmpty() ? tr("Redo") : tr("Redo: %1").arg(step));
    });
}

void MainWindow::bindPartMenu() {
    m_partMenu->setEditActions({&m_actions[ActionId::Rename],
                                &m_actions[ActionId::Connect],
                                &m_actions[ActionId::Cut],
                                &m_actions[ActionId::Copy],
                                &m_actions[ActionId::Duplicate],
                                &m_actions[ActionId::AddRegion],
                                &m_actions[ActionId::AddAccount],
                                &m_actions[ActionId::AddNetwork],
                                &m_actions[ActionId::Delete],
                                &m_actions[ActionId::Help]},
                               {&m_actions[ActionId::Paste],
                                &m_actions[ActionId::AddRegion],
                                &m_actions[ActionId::AddAccount],
                                &m_actions[ActionId::AddNetwork],
                                &m_actions[ActionId::AddNote],
                                &m_actions[ActionId::Tidy],
                                &m_actions[ActionId::SelectAll],
                                &m_actions[ActionId::Fit],
                                &m_actions[ActionId::Grid]});
}

void MainWindow::bindArranging() {
    when(ActionId::Tidy, [this] { m_canvas->tidy(); });
    const auto aligns = [this](ActionId id, Alignment alignment) {
        when(id, [this, alignment] { m_canvas->align(alignment); });
    };
    aligns(ActionId::AlignLeft, Alignment::Left);
    aligns(ActionId::AlignCentre, Alignment::Centre);
    aligns(ActionId::AlignRight, Alignment::Right);
    aligns(ActionId::AlignTop, Alignment::Top);
    aligns(ActionId::AlignMiddle, Alignment::Middle);
    aligns(ActionId::AlignBottom, Alignment::Bottom);
    when(ActionId::DistributeAcross, [this] { m_canvas->distribute(Direction::Across); });
    when(ActionId::DistributeDown, [this] { m_canvas->distribute(Direction::Down); });
}

void MainWindow::bindProperties() {
    const PropertiesPage& properties = m_inspector->properties();
    connect(&properties, &PropertiesPage::refused, m_notices, &NoticeBar::showRefusal);
    connect(
        &properties, &PropertiesPage::demonstrationRequested, m_guide, &DemonstrationGuide::start);
    connect(&properties, &PropertiesPage::nodeChosen, this, [this](NodeId node) {
        m_selection.set({{node}, {}, {}});
    });
    connect(&properties, &PropertiesPage::partAdded, m_canvas, &CanvasWidget::showPart);
}

void MainWindow::bindView() {
    const auto shows = [this](ActionId id, QWidget* panel) {
        m_actions[id].setChecked(true);
        connect(&m_actions[id], &QAction::toggled, panel, &QWidget::setVisible);
    };
    when(ActionId::ZoomIn, [this] { m_canvas->zoomIn(); });
    when(ActionId::ZoomOut, [this] { m_canvas->zoomOut(); });
    when(ActionId::ZoomTo100, [this] { m_canvas->zoomTo100(); });
    when(ActionId::Fit, [this] { m_canvas->fit(); });
    shows(ActionId::ShowPalette, m_palette);
    shows(ActionId::ShowInspector, m_inspector);
    shows(ActionId::ShowCharts, m_charts);
    m_actions[ActionId::Grid].setChecked(true);
    connect(&m_actions[ActionId::Grid], &QAction::toggled, m_canvas, &CanvasWidget::setGridShown);
    connect(&m_actions[ActionId::ShowMinimap],
            &QAction::toggled,
            m_canvas,
            &CanvasWidget::setMinimapShown);
    m_actions[ActionId::DarkTheme].setChecked(currentTheme().isDark);
    when(ActionId::DarkTheme, [](bool isDark) { chooseTheme({isDark}); });
    const QString reducedKey = QStringLiteral("look/reducedMotion");
    connect(&m_actions[ActionId::ReduceMotion],
            &QAction::toggled,
            this,
            [this, reducedKey](bool isReduced) {
                m_canvas->setMotionReduced(isReduced);
                QSettings().setValue(reducedKey, isReduced);
            });
    m_actions[ActionId::ReduceMotion].setChecked(QSettings().value(reducedKey).toBool());
    when(ActionId::FullScreen, [this](bool isFull) { isFull ? showFullScreen() : showNormal(); });
    when(ActionId::Help, [this] { showHelp(); });
    when(ActionId::About, [this] { AboutDialog(this).exec(); });
    connect(m_canvas, &CanvasWidget::zoomChanged, m_status, &StatusLine::showZoom);
}

void MainWindow::bindRun() {
    when(ActionId::Restart, [this] { m_run.restart(); });
    when(ActionId::Play, [this] {
        m_run.togglePlay();
        if (m_run.isRunning()) tellOfDrafts();
    });
    when(ActionId::Step, [this] { m_run.step(); });
    when(ActionId::Faster, [this] { m_run.setSpeed(m_run.speed() * 2); });
    when(ActionId::Slower, [this] { m_run.setSpeed(m_run.speed() / 2); });
    when(ActionId::NormalSpeed, [this] { m_run.setSpeed(1); });
    connect(m_bar, &RunBar::refused, m_notices, &NoticeBar::showRefusal);
    connect(m_bar, &RunBar::told, this, [this](const QString& text) {
        text.isEmpty() ? m_notices->putAway() : m_notices->showAnswer(text);
    });
    connect(&m_run, &RunSession::stateChanged, this, [this] {
        m_actions[ActionId::Play].setText(m_run.isRunning() ? tr("Pause") : tr("Play"));
        m_status->showRunning(m_run.isRunning());
        if (m_run.isRunning()) m_runProblem.clear();
    });
    connect(&m_run, &RunSession::frameReady, this, [this](const FramePointer& frame) {
        if (frame->state != RunState::Running) showStatus(frame);
        showRunProblem(*frame);
    });
    // While it runs, the status bar and the cards tell of one moment.
    connect(m_canvas, &CanvasWidget::cardsShown, this, &MainWindow::showStatus);
    connect(&m_run, &RunSession::answered, this, &MainWindow::showAnswers);
}

void MainWindow::showStatus(const FramePointer& frame) {
    m_status->show(*frame, m_canvas->framesPerSecond());
}

// Who changed a policy expects the run to go by it.
void MainWindow::tellOfDrafts() {
    const QStringList drafts = m_documents.draftNames();
    if (!drafts.isEmpty())
        m_notices->showRefusal(tr("The run goes on without a draft with an error: %1.")
                                   .arg(drafts.join(QStringLiteral(", "))));
}

// One line for each text, however many actions it came from. A dialog that asked says itself why
// it was refused.
void MainWindow::showAnswers(const std::vector<AnsweredAction>& answers) {
    const auto dialogs = findChildren<ActionDialog*>();
    QStringList lines;
    bool isRefused = false;
    for (const auto& [action, answer] : answers) {
        const bool isAsked =
            std::ranges::any_of(dialogs, [&asked = action](const ActionDialog* dialog) {
                return dialog->awaits(asked);
            });
        if (isAsked && answer.isRefused) continue;
        const Node* node = m_documents.document().node(action.node);
        const QString name = node == nullptr ? QString() : QString::fromStdString(node->name);
        const QString text = translated(answer.text);
        lines << (name.isEmpty() ? text : QStringLiteral("%1: %2").arg(name, text));
        isRefused = isRefused || answer.isRefused;
    }
    if (lines.isEmpty()) return;
    lines.removeDuplicates();
    const QString text = lines.join(QLatin1Char('\n'));
    isRefused ? m_notices->showRefusal(text) : m_notices->showAnswer(text);
}

// Told once, and again whenever the user tries to go on.
void MainWindow::showRunProblem(const Frame& frame) {
    const auto error = std::ranges::find(frame.findings, Severity::Error, &Finding::severity);
    const bool hasProblem = frame.state == RunState::Failed && error != frame.findings.end();
    QString problem = hasProblem ? translated(error->text) : QString();
    if (hasProblem && frame.totals.events > 0) problem += tr(" Then restart the run.");
    if (problem == m_runProblem) return;
    if (m_notices->text() == typeset(m_runProblem)) m_notices->hide();
    m_runProblem = problem;
    if (hasProblem) m_notices->showError(problem);
}

void MainWindow::bindStartPage() {
    connect(m_start, &StartPage::newRequested, m_files, &DocumentFiles::openNew);
    connect(m_start, &StartPage::openRequested, m_files, &DocumentFiles::chooseAndOpen);
    connect(m_start, &StartPage::exampleChosen, m_files, &DocumentFiles::openExample);
    connect(m_start, &StartPage::fileChosen, m_files, &DocumentFiles::openPath);
}

} // namespace sluice::ui
