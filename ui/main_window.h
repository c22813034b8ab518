// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions.h"
#include "ui/session/document_session.h"
#include "ui/session/run_session.h"
#include "ui/session/selection.h"

#include <QMainWindow>

class QLabel;
class QSplitter;
class QStackedWidget;

namespace sluice::ui {

class CanvasWidget;
class ChartPanel;
class DemonstrationGuide;
class DocumentFiles;
class Inspector;
class NoticeBar;
class PaletteView;
class PartEdits;
class PartMenu;
class RunBar;
class StartPage;
class StatusLine;

/// Owns the three signal sources and arranges the views around them; joins actions to what they do.
/// Nothing else.
class MainWindow : public QMainWindow {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)

public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    DocumentSession& documents() { return m_documents; }
    RunSession& run() { return m_run; }
    Selection& selection() { return m_selection; }
    Actions& actions() { return m_actions; }
    Inspector& inspector() { return *m_inspector; }
    PaletteView& palettePanel() { return *m_palette; }
    CanvasWidget& canvas() { return *m_canvas; }
    NoticeBar& notices() { return *m_notices; }
    PartMenu& partMenu() { return *m_partMenu; }
    DocumentFiles& files() { return *m_files; }
    const StatusLine& status() const { return *m_status; }
    bool showsStartPage() const;

public Q_SLOTS:
    /// Opens a file; a failure is shown above the canvas.
    void openFile(const QString& path);

protected:
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();
    QWidget* makeEditor();
    /// Calls `slot` whenever the action is triggered.
    template <class Slot>
    void when(ActionId id, Slot&& slot);
    void bindFiles();
    void bindEdits();
    void bindPartMenu();
    void bindArranging();
    void bindProperties();
    void bindView();
    void bindRun();
    void bindStartPage();
    void showEditor();
    void showStartPage();
    void updateSituation();
    void updateTitle();
    void exportPicture();
    void findAction();
    void showHelp();
    void tellOfDrafts();
    void showRunProblem(const Frame& frame);
    void showStatus(const FramePointer& frame);
    void showAnswers(const std::vector<AnsweredAction>& answers);
    void restoreLayout();
    void keepCanvasLargest();

    DocumentSession m_documents;
    RunSession m_run;
    Selection m_selection;
    Actions m_actions;
    QStackedWidget* m_pages;
    StartPage* m_start;
    PaletteView* m_palette;
    CanvasWidget* m_canvas;
    Inspector* m_inspector;
    ChartPanel* m_charts;
    NoticeBar* m_notices;
    StatusLine* m_status;
    RunBar* m_bar = nullptr;
    QLabel* m_fileState;
    QSplitter* m_columns;
    QSplitter* m_rows;
    DocumentFiles* m_files;
    PartEdits* m_edits;
    PartMenu* m_partMenu;
    DemonstrationGuide* m_guide;
    QString m_runProblem; ///< Why the run stopped, as told last; empty while it can run.
};

} // namespace sluice::ui
