// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/demonstration_guide.h"

#include "core/kinds/registry.h"
#include "ui/notice_bar.h"
#include "ui/session/document_session.h"
#include "ui/session/run_session.h"
#include "ui/session/selection.h"
#include "ui/session/text.h"

#include <cmath>
#include <utility>

namespace sluice::ui {

namespace {

/// What happened is on its way across the screen for so long.
constexpr int kPauseAfterMilliseconds = 1'500;

QString durationText(Duration duration) {
    return QString::fromStdString(toText(duration));
}

} // namespace

DemonstrationGuide::DemonstrationGuide(DocumentSession& documents,
                                       RunSession& run,
                                       Selection& selection,
                                       NoticeBar& notices,
                                       QObject* parent)
    : QObject(parent)
    , m_documents(documents)
    , m_run(run)
    , m_selection(selection)
    , m_notices(notices) {
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseAfterMilliseconds);
    connect(&m_pause, &QTimer::timeout, this, &DemonstrationGuide::end);
    connect(&run, &RunSession::frameReady, this, &DemonstrationGuide::follow);
    connect(&run, &RunSession::stateChanged, this, &DemonstrationGuide::forget);
    connect(&notices, &NoticeBar::closed, this, [this] {
        if (!m_isFollowing) return;
        const auto& showing = m_run.showing();
        m_isFollowing = false;
        m_pause.stop();
        if (showing && showing->stage == Showing::Stage::Searching) m_run.pause();
    });
}

void DemonstrationGuide::start(const Finding& finding) {
    if (!finding.demonstration) return;
    const bool isOfNode = finding.node != NodeId{};
    m_selection.set({{isOfNode ? finding.node : finding.demonstration->node}, {}, {}});
    m_pause.stop();
    if (!m_isFollowing) m_speedBefore = m_run.speed();
    m_isTold = false;
    m_run.demonstrate(*finding.demonstration);
    m_isFollowing = true;
    follow();
}

void DemonstrationGuide::follow() {
    if (!m_isFollowing) return;
    const auto& showing = m_run.showing();
    if (!showing) { // the run was steered in another way
        m_isFollowing = false;
        m_pause.stop();
        m_notices.endGuidance();
        return;
    }
    const Duration within = showing->what.within;
    switch (showing->stage) {
    case Showing::Stage::Searching: {
        const SimTime now = m_run.frame() ? m_run.frame()->now : kRunStart;
        const double share = seconds(now - kRunStart) / seconds(within);
        m_notices.showGuidance(tr("Running to the moment when %1: %2 so far, at most %3 (%4 %).")
                                   .arg(eventText(showing->what),
                                        QString::fromStdString(toClockText(now)),
                                        durationText(within),
                                        QString::number(std::floor(100 * share))),
                               tr("Stop"));
        break;
    }
    case Showing::Stage::Found:
        m_notices.showGuidance(foundText(*showing), tr("Close"));
        if (m_run.frame()->now >= showing->moment && !m_pause.isActive()) m_pause.start();
        break;
    case Showing::Stage::Missed:
        m_isFollowing = false;
        m_notices.showGuidance(
            tr("It did not happen: within %1 of simulated time there was no moment when %2. It may "
               "be rare; another seed or a higher rate may show it.")
                .arg(durationText(within), eventText(showing->what)),
            tr("Close"));
        break;
    }
}

// Whoever watches can look at it in peace.
void DemonstrationGuide::end() {
    const auto showing = m_run.showing();
    if (!m_isFollowing || !showing) return;
    m_isFollowing = false;
    m_run.pause();
    m_run.setSpeed(m_speedBefore);
    m_isTold = true;
    m_notices.showGuidance(
        tr("It happened at %1: %2. The run is paused shortly after. Space goes on; restart "
           "to see it from the beginning.")
            .arg(QString::fromStdString(toClockText(showing->moment)), eventText(showing->what)),
        tr("Close"));
}

// What was said of the pause is not true any more.
void DemonstrationGuide::forget() {
    if (!m_run.isRunning() || !std::exchange(m_isTold, false)) return;
    m_notices.endGuidance();
}

/// "“Duplicates processed” of “encoders” reaches 1"
QString DemonstrationGuide::eventText(const Demonstration& what) const {
    const Node* node = m_documents.document().node(what.node);
    const NodeKind* kind = node == nullptr ? nullptr : registry().find(node->kind);
    QString label = fromView(what.metric);
    if (kind != nullptr) {
        if (const auto index = kind->seriesIndex(what.metric))
            label = translated(kind->series[*index].label);
    }
    return tr("“%1” of “%2” reaches %3")
        .arg(label,
             node == nullptr ? QString() : QString::fromStdString(node->name),
             QString::number(what.threshold));
}

QString DemonstrationGuide::foundText(const Showing& showing) const {
    const QString at = QString::fromStdString(toClockText(showing.moment));
    const SimTime now = m_run.frame()->now;
    if (now >= showing.moment) return tr("Now, at %1: %2.").arg(at, eventText(showing.what));
    const double wait = seconds(showing.moment - now) / m_run.speed();
    return tr("Watch: at %1, in %2 s, %3.")
        .arg(at, QString::number(std::ceil(wait)), eventText(showing.what));
}

} // namespace sluice::ui
