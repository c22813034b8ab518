// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run_bar.h"

#include "core/schema/property.h"
#include "ui/actions.h"
#include "ui/session/document_session.h"
#include "ui/session/run_session.h"
#include "ui/speed_button.h"
#include "ui/theme/current_theme.h"
#include "ui/theme/icons.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

#include <algorithm>

namespace sluice::ui {

namespace {

constexpr int kButtonIcon = 16;

const PropertySpec* seedSpec() {
    const auto rows = settingProperties();
    const auto found =
        std::ranges::find_if(rows, [](const auto& row) { return row.spec.key == "seed"; });
    return found == rows.end() ? nullptr : &found->spec;
}

QFrame* framed(QWidget* parent) {
    auto* frame = new QFrame(parent);
    frame->setProperty("card", "plain");
    frame->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    return frame;
}

} // namespace

RunBar::RunBar(Actions& actions, DocumentSession& documents, RunSession& run, QWidget* parent)
    : QToolBar(tr("Simulation"), parent)
    , m_actions(actions)
    , m_documents(documents)
    , m_run(run)
    , m_play(new QToolButton(this))
    , m_speed(new SpeedButton(this)) {
    setObjectName(QStringLiteral("runBar"));
    setMovable(false);
    setIconSize({kButtonIcon, kButtonIcon});
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setContextMenuPolicy(Qt::PreventContextMenu);
    addRunButtons();
    addSeparator();
    addClock();
    addWidget(m_speed);
    addSeed();
    addExport();
    connect(m_speed, &SpeedButton::chosen, &run, &RunSession::setSpeed);
    connect(&run, &RunSession::stateChanged, this, &RunBar::showState);
    connect(&run, &RunSession::frameReady, this, [this](const FramePointer& frame) {
        m_clock->setText(QString::fromStdString(toClockText(frame->now)));
    });
    connect(&documents, &DocumentSession::opened, this, &RunBar::showSeed);
    connect(&documents, &DocumentSession::patched, this, &RunBar::showSeed);
    showState();
    showSeed();
}

void RunBar::addRunButtons() {
    addAction(&m_actions[ActionId::Restart]);
    auto* restart = qobject_cast<QToolButton*>(widgetForAction(&m_actions[ActionId::Restart]));
    restart->setToolButtonStyle(Qt::ToolButtonIconOnly);
    restart->setProperty("flat", true);
    m_play->setProperty("primary", true);
    m_play->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_play->setIconSize({kButtonIcon, kButtonIcon});
    QAction& play = m_actions[ActionId::Play];
    m_play->setToolTip(play.toolTip());
    connect(m_play, &QToolButton::clicked, &play, &QAction::trigger);
    connect(&play, &QAction::changed, this, &RunBar::showState);
    addWidget(m_play);
    addAction(&m_actions[ActionId::Step]);
    widgetForAction(&m_actions[ActionId::Step])->setProperty("flat", true);
}

void RunBar::addClock() {
    QFrame* frame = framed(this);
    m_clock = new QLabel(QString::fromStdString(toClockText(kRunStart)), frame);
    m_clock->setProperty("type", "mono");
    m_clock->setAccessibleName(tr("Simulated time"));
    m_clock->setToolTip(tr("Simulated time since the start of the run"));
    auto* layout = new QHBoxLayout(frame);
    layout->setContentsMargins(9, 5, 9, 5);
    layout->addWidget(m_clock);
    addWidget(frame);
}

void RunBar::addSeed() {
    QFrame* frame = framed(this);
    auto* label = new QLabel(tr("Seed"), frame);
    m_seed = new QLineEdit(frame);
    m_seed->setProperty("type", "mono");
    m_seed->setFixedWidth(64);
    m_seed->setFrame(false);
    m_seed->setStyleSheet(QStringLiteral(
        "QLineEdit:!focus { border-color: transparent; } QLineEdit { padding: 2px 4px; }"));
    m_seed->setAccessibleName(tr("Seed"));
    m_seed->setToolTip(tr("Start of all random numbers: the same seed gives the same run"));
    auto* layout = new QHBoxLayout(frame);
    layout->setContentsMargins(9, 1, 3, 1);
    layout->setSpacing(4);
    layout->addWidget(label);
    layout->addWidget(m_seed);
    addWidget(frame);
    connect(m_seed, &QLineEdit::editingFinished, this, &RunBar::commitSeed);
}

void RunBar::addExport() {
    auto* spacer = new QWidget(this);
    spacer->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(spacer);
    auto* button = new QToolButton(this);
    button->setText(m_actions.menu(MenuId::Export).title().remove(QLatin1Char('&')));
    button->setMenu(&m_actions.menu(MenuId::Export));
    button->setPopupMode(QToolButton::InstantPopup);
    button->setToolTip(tr("Write the canvas to a file"));
    addWidget(button);
}

void RunBar::showState() {
    const Theme theme = currentTheme();
    const bool isRunning = m_run.isRunning();
    m_play->setEnabled(m_actions[ActionId::Play].isEnabled());
    m_play->setText(isRunning ? tr("Pause") : tr("Play"));
    m_play->setAccessibleName(m_play->text());
    m_play->setIcon(
        icon(isRunning ? QStringLiteral("actions/pause") : QStringLiteral("actions/play"),
             theme.color(Token::OnAccent)));
    // Both words fit, so that nothing moves.
    const QFontMetrics metrics = m_play->fontMetrics();
    const int widest =
        std::max(metrics.horizontalAdvance(tr("Pause")), metrics.horizontalAdvance(tr("Play")));
    m_play->setFixedWidth(widest + kButtonIcon + 36);
    m_speed->show(m_run.speed());
}

void RunBar::showSeed() {
    const QString seed = QString::number(m_documents.document().settings.seed);
    if (m_seed->text() == seed) return;
    m_seed->setText(seed);
    m_seed->setCursorPosition(0);
}

void RunBar::commitSeed() {
    const PropertySpec* spec = seedSpec();
    if (spec == nullptr) return;
    const auto value = parseValue(*spec, m_seed->text().trimmed().toStdString());
    if (!value) {
        emit refused(QString::fromStdString(value.error().message));
    } else if (*value != PropertyValue(m_documents.document().settings.seed)) {
        m_documents.edit(tr("Change seed"), [&](Document& document) {
            return setSetting(document, spec->key, *value);
        });
        const bool hasBegun = m_run.frame() && m_run.frame()->totals.events > 0;
        emit told(hasBegun ? tr("This run keeps its seed; the next one begins with the new one. "
                                "Ctrl+R restarts.")
                           : QString());
    }
    showSeed();
}

} // namespace sluice::ui
