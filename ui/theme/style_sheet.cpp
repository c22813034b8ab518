// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include <array>
#include <utility>

namespace sluice::ui {

namespace {

// "@name" stands for a token of the table below.
constexpr const char* kRules = R"(
QMainWindow, QDialog { background: @panel; }
QMainWindow::separator { background: @line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: @accent; }
QSplitter::handle { background: @line; }
QSplitter[invisible="true"]::handle { background: transparent; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QToolTip { background: @panel; color: @ink; border: 1px solid @line; padding: 4px 6px; }
QFrame[frameShape="4"], QFrame[frameShape="5"] { color: @line; }

QMenuBar { background: @panel; border-bottom: 1px solid @line; padding: 3px 6px; }
QMenuBar::item { background: transparent; padding: 5px 10px; border-radius: 6px; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @panel; border: 1px solid @line; padding: 6px; }
QMenu::item { padding: 6px 26px 6px 10px; border-radius: 6px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: @soft; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { background: @line; height: 1px; margin: 5px 8px; }

QToolBar { background: @panel; border: none; border-bottom: 1px solid @line; padding: 7px 10px;
    spacing: 6px; }
QToolBar::separator { background: @line; width: 1px; margin: 4px 8px; }
QToolBar::handle { width: 0px; image: none; }
QStatusBar { background: @panel; border-top: 1px solid @line; color: @muted; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: @muted; padding: 2px 8px; }

QPushButton, QToolButton { background: @panel; color: @ink; border: 1px solid @line;
    border-radius: 7px; padding: 5px 11px; }
QToolButton { padding: 5px 8px; }
QPushButton[compact="true"] { font-size: 12px; padding: 4px 6px; }
QPushButton:hover, QToolButton:hover { background: @hover; }
QPushButton:pressed, QToolButton:pressed { background: @pressed; }
QPushButton:focus, QToolButton:focus { border-color: @accent; }
QPushButton:checked, QToolButton:checked { background: @soft; border-color: @accent; }
QPushButton:disabled, QToolButton:disabled { color: @faded; }
QPushButton:default, QPushButton[primary="true"], QToolButton[primary="true"] {
    background: @fill; color: @onfill; border-color: @fill; font-weight: 600; }
QPushButton:default:hover, QPushButton[primary="true"]:hover, QToolButton[primary="true"]:hover {
    background: @fillhover; border-color: @fillhover; }
QPushButton[primary="true"]:disabled, QToolButton[primary="true"]:disabled {
    background: @track; color: @faded; border-color: @line; }
QToolBar QToolButton[flat="true"], QPushButton[flat="true"] { border-color: transparent; }
QToolButton[popupMode="1"] { padding-right: 20px; }
QToolButton::menu-button { border: none; width: 16px; }
QToolButton::menu-indicator { image: url(:/icons/theme/chevron-down.svg); width: 10px;
    height: 10px; subcontrol-position: right center; right: 5px; }
QToolButton[popupMode="2"] { padding-right: 20px; }

QLineEdit, QAbstractSpinBox, QComboBox, QTextEdit, QPlainTextEdit { background: @panel; color: @ink;
    border: 1px solid @line; border-radius: 6px; padding: 4px 8px;
    selection-background-color: @fill; selection-color: @onfill; }
QPlainTextEdit[compact="true"] { font-size: 12px; padding: 2px 4px; }
QLineEdit:hover, QAbstractSpinBox:hover, QComboBox:hover { border-color: @edge; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QTextEdit:focus, QPlainTextEdit:focus {
    border-color: @accent; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { background: @canvas;
    color: @faded; }
QLineEdit[invalid="true"], QAbstractSpinBox[invalid="true"], QComboBox[invalid="true"],
QPlainTextEdit[invalid="true"] {
    border-color: @danger; background: @dangerpanel; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 16px;
    background: transparent; }
QAbstractSpinBox::up-arrow { image: url(:/icons/theme/chevron-up.svg); width: 9px; height: 9px; }
QAbstractSpinBox::down-arrow { image: url(:/icons/theme/chevron-down.svg); width: 9px;
    height: 9px; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url(:/icons/theme/chevron-down.svg); width: 10px; height: 10px; }
QComboBox { combobox-popup: 0; }
QComboBoxPrivateContainer { background: @panel; border: none; }
QComboBox QAbstractItemView { background: @panel; border: 1px solid @line; padding: 4px;
    selection-background-color: @soft; selection-color: @ink; outline: none; }

QCheckBox, QRadioButton { spacing: 8px; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator, QGroupBox::indicator { width: 16px; height: 16px;
    border: 1px solid @edge; background: @panel; }
QCheckBox::indicator, QGroupBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus, QCheckBox::indicator:hover,
QRadioButton::indicator:hover { border-color: @accent; }
QCheckBox::indicator:checked, QGroupBox::indicator:checked { background: @fill;
    border-color: @fill; image: url(:/icons/theme/check.svg); }
QRadioButton::indicator:checked { background: @panel; border: 5px solid @fill; width: 8px;
    height: 8px; }
QGroupBox { border: 1px solid @line; border-radius: 8px; margin-top: 10px; padding: 10px; }
QGroupBox::title { subcontrol-origin: margin; left: 10px; padding: 0 4px; color: @muted; }

QDockWidget { titlebar-close-icon: none; titlebar-normal-icon: none; }
QDockWidget::title { background: @panel; padding: 8px 10px; border-bottom: 1px solid @line; }
QTabWidget::pane { border: none; border-top: 1px solid @line; }
QTabBar { background: @panel; }
QTabBar::tab { background: @panel; color: @muted; padding: 9px 12px;
    border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: @ink; }
QTabBar::tab:selected { color: @ink; font-weight: 600; border-bottom-color: @accent; }
QTabBar::tab:focus { color: @accent; }
QTabBar QToolButton { border-color: transparent; padding: 0px; }
QTabBar QToolButton::left-arrow { image: url(:/icons/theme/chevron-left.svg); width: 10px;
    height: 10px; }
QTabBar QToolButton::right-arrow { image: url(:/icons/theme/chevron-right.svg); width: 10px;
    height: 10px; }
QToolButton#qt_toolbar_ext_button { border-color: transparent; padding: 0px;
    qproperty-icon: url(:/icons/theme/chevron-right.svg); }
QScrollArea { border: none; background: @panel; }
QScrollArea[roomy="true"] { border: 1px solid transparent; border-radius: 4px; }
QScrollArea[roomy="true"]:focus { border-color: @accent; }

QAbstractItemView { background: @panel; color: @ink; border: none; outline: none;
    alternate-background-color: @canvas; selection-background-color: @soft;
    selection-color: @ink; }
QAbstractItemView::item { padding: 4px 6px; border: none; }
QAbstractItemView::item:hover { background: @hover; }
QAbstractItemView::item:selected { background: @soft; color: @ink; }
QAbstractItemView::item:disabled { color: @muted; background: transparent; }
QTableView { gridline-color: transparent; }
QHeaderView { background: @panel; border: none; }
QHeaderView::section { background: @panel; color: @muted; border: none;
    border-bottom: 1px solid @line; padding: 5px 6px; text-align: left; }
QTableView[unsorted="true"] QHeaderView::section { padding: 5px 9px; }
QTableView[unsorted="true"] QHeaderView::up-arrow, QTableView[unsorted="true"] QHeaderView::down-arrow {
    image: none; width: 0px; height: 0px; }
QTableView[compact="true"]::item { padding: 4px 0px; }
QTableView[compact="true"] QHeaderView::section { font-size: 11px; padding: 4px 3px; }
QHeaderView::up-arrow { image: url(:/icons/theme/chevron-up.svg); width: 10px; height: 10px; }
QHeaderView::down-arrow { image: url(:/icons/theme/chevron-down.svg); width: 10px; height: 10px; }
QTableView[compact="true"] QHeaderView::up-arrow, QTableView[compact="true"] QHeaderView::down-arrow {
    subcontrol-origin: border; subcontrol-position: top center; width: 8px; height: 8px; }

QScrollBar { background: transparent; border: none; margin: 0px; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: @edge; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QSlider { background: transparent; }
QSlider::groove:horizontal { height: 5px; border-radius: 2px; background: @track; }
QSlider::sub-page:horizontal { height: 5px; border-radius: 2px; background: @fill; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -5px 0; border-radius: 7px;
    background: @fill; border: 1px solid @panel; }
QSlider::handle:horizontal:focus { border: 2px solid @accent; width: 12px; height: 12px; }
QProgressBar { background: @track; border: none; border-radius: 4px; text-align: center; }
QProgressBar::chunk { background: @fill; border-radius: 4px; }

QLabel { background: transparent; }
QLabel[type="title"] { font-size: 17px; font-weight: 700; }
QLabel[type="heading"] { font-size: 14px; font-weight: 700; }
QLabel[type="small"] { font-size: 12px; }
QLabel[type="caption"] { font-size: 11px; color: @muted; }
QLabel[type="mono"] { font-family: "DejaVu Sans Mono", "Noto Sans Mono"; font-size: 12px; }
QLabel[tone="muted"] { color: @muted; }
QLabel[tone="danger"] { color: @danger; }
QLabel[tone="warning"] { color: @warning; }
QLabel[tone="success"] { color: @success; }
QFrame[card="plain"] { background: @panel; border: 1px solid @line; border-radius: 8px; }
QFrame[card="warning"] { background: @warningpanel; border: 1px solid @warningline;
    border-radius: 8px; }
QFrame[card="danger"] { background: @dangerpanel; border: 1px solid @danger; border-radius: 8px; }
)";

QString text(const QColor& color) {
    return QStringLiteral("rgba(%1, %2, %3, %4)")
        .arg(color.red())
        .arg(color.green())
        .arg(color.blue())
        .arg(color.alpha());
}

QString resolved(const QString& name, const Theme& theme) {
    static constexpr std::array<std::pair<const char*, Token>, 20> kNames{{
        {"canvas", Token::Canvas},
        {"panel", Token::Panel},
        {"line", Token::Line},
        {"ink", Token::Ink},
        {"muted", Token::Muted},
        {"accent", Token::Accent},
        {"soft", Token::AccentSoft},
        {"fill", Token::AccentFill},
        {"onfill", Token::OnAccent},
        {"success", Token::Success},
        {"warning", Token::Warning},
        {"warningpanel", Token::WarningPanel},
        {"warningline", Token::WarningLine},
        {"danger", Token::Danger},
        {"dangerpanel", Token::DangerPanel},
        {"hover", Token::Hover},
        {"pressed", Token::Pressed},
        {"track", Token::Track},
        {"grid", Token::Grid},
        {"shadow", Token::Shadow},
    }};
    if (name == QLatin1String("faded")) return text(theme.color(Token::Muted, 0.6));
    if (name == QLatin1String("edge")) return text(theme.color(Token::Muted, 0.45));
    if (name == QLatin1String("fillhover")) return text(theme.color(Token::AccentFill, 0.88));
    for (const auto& [known, token] : kNames)
        if (name == QLatin1String(known)) return text(theme.color(token));
    return {};
}

} // namespace

QString styleSheet(const Theme& theme) {
    const QString rules = QString::fromLatin1(kRules);
    QString sheet;
    sheet.reserve(rules.size() * 2);
    for (qsizetype i = 0; i < rules.size();) {
        if (rules[i] != QLatin1Char('@')) {
            sheet += rules[i++];
            continue;
        }
        qsizetype end = i + 1;
        while (end < rules.size() && rules[end].isLetter()) ++end;
        sheet += resolved(rules.mid(i + 1, end - i - 1), theme);
        i = end;
    }
    return sheet;
}

} // namespace sluice::ui
