// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sim/frame.h"

#include <QToolBar>

class QLabel;
class QLineEdit;
class QToolButton;

namespace sluice::ui {

class Actions;
class DocumentSession;
class RunSession;
class SpeedButton;

/// The one row of tools: restart, play, step, clock, speed, seed and export.
class RunBar : public QToolBar {
    Q_OBJECT

public:
    RunBar(Actions& actions,
           DocumentSession& documents,
           RunSession& run,
           QWidget* parent = nullptr);

    const QLabel& clock() const { return *m_clock; }
    QLineEdit& seedField() { return *m_seed; }

Q_SIGNALS:
    /// What was typed as seed is none; a sentence for the user.
    void refused(const QString& text);
    /// What an edit means to the run.
    void told(const QString& text);

private:
    void addRunButtons();
    void addClock();
    void addSeed();
    void addExport();
    void showState();
    void showSeed();
    void commitSeed();

    Actions& m_actions;
    DocumentSession& m_documents;
    RunSession& m_run;
    QToolButton* m_play;
    SpeedButton* m_speed;
    QLabel* m_clock = nullptr;
    QLineEdit* m_seed = nullptr;
};

} // namespace sluice::ui
