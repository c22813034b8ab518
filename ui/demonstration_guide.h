// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/findings.h"
#include "core/schema/node_kind.h"

#include <QObject>
#include <QString>
#include <QTimer>

namespace sluice {
struct Showing;
}

namespace sluice::ui {

class DocumentSession;
class NoticeBar;
class RunSession;
class Selection;

/// "Show me": has the run demonstrate what a piece of advice warns of, selects the part advised and
/// says above the canvas what to watch and when it happens, or that it did not. The run pauses soon
/// after it has happened.
class DemonstrationGuide : public QObject {
    Q_OBJECT

public:
    DemonstrationGuide(DocumentSession& documents,
                       RunSession& run,
                       Selection& selection,
                       NoticeBar& notices,
                       QObject* parent = nullptr);

public Q_SLOTS:
    void start(const sluice::Finding& finding);

private:
    void follow();
    void end();
    void forget();
    QString eventText(const Demonstration& what) const;
    QString foundText(const Showing& showing) const;

    DocumentSession& m_documents;
    RunSession& m_run;
    Selection& m_selection;
    NoticeBar& m_notices;
    bool m_isFollowing = false;
    bool m_isTold = false;    ///< The notice says that the run is paused.
    double m_speedBefore = 1; ///< Of the run, before a slower one was chosen to watch.
    QTimer m_pause;           ///< Runs once the moment is reached.
};

} // namespace sluice::ui
