// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/json_editor.h"

#include "ui/inspector/json_highlighter.h"
#include "ui/theme/current_theme.h"
#include "ui/theme/tone.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>
#include <QTextBlock>
#include <QTimer>
#include <QVBoxLayout>
#include <QtMath>

#include <algorithm>
#include <chrono>
#include <utility>

namespace sluice::ui {

namespace {

constexpr qreal kLeastLines = 5;
constexpr qreal kMostLines = 18;
constexpr int kFrame = 22; ///< Margins and border of the field, pixels.
constexpr int kTabSpaces = 2;
constexpr std::chrono::milliseconds kPause{1'000}; ///< Without a key: what is typed is meant.

/// Where the place is in the text of its line, in UTF-16 units.
int unitsBefore(const QString& line, std::size_t column) {
    qsizetype at = 0;
    for (std::size_t passed = 1; passed < column && at < line.size(); ++passed)
        at += line[at].isHighSurrogate() ? 2 : 1;
    return static_cast<int>(std::min(at, line.size()));
}

/// The last character at `at` or before it that is no space; -1: there is none.
int lastUpTo(const QString& line, int at) {
    at = std::min(at, static_cast<int>(line.size()) - 1);
    while (at >= 0 && line[at].isSpace()) --at;
    return at;
}

} // namespace

JsonEditor::JsonEditor(const QString& name, Drafts& drafts, QWidget* parent)
    : QWidget(parent)
    , m_drafts(drafts)
    , m_field(new QPlainTextEdit(this))
    , m_pause(new QTimer(this))
    , m_draftRow(new QWidget(this))
    , m_draftState(new QLabel(m_draftRow))
    , m_revert(new QPushButton(tr("Revert"), m_draftRow))
    , m_error(new QLabel(this))
    , m_colors(new JsonHighlighter(m_field->document())) {
    m_field->setFont(Theme::font(Type::Mono));
    m_field->setTabChangesFocus(true);
    m_field->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_field->setTabStopDistance(kTabSpaces
                                * m_field->fontMetrics().horizontalAdvance(QLatin1Char(' ')));
    m_field->setAccessibleName(name);
    m_field->setToolTip(tr("Ctrl+Return applies it, Escape takes it back"));
    m_field->installEventFilter(this);
    setFocusProxy(m_field);
    m_error->setProperty("tone", "danger");
    m_error->setProperty("type", "small");
    m_error->setWordWrap(true);
    m_error->setTextFormat(Qt::PlainText);
    m_error->hide();
    m_draftState->setProperty("tone", "danger");
    m_draftState->setFont(Theme::font(Type::SmallBold));
    m_draftState->setWordWrap(true);
    m_revert->setToolTip(tr("Takes the draft back: shows what is in force (Escape)"));
    m_draftRow->hide();
    auto* draft = new QHBoxLayout(m_draftRow);
    draft->setContentsMargins(0, 0, 0, 0);
    draft->addWidget(m_draftState, 1);
    draft->addWidget(m_revert);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_field);
    layout->addWidget(m_draftRow);
    layout->addWidget(m_error);
    m_pause->setSingleShot(true);
    m_pause->setInterval(kPause);
    connect(m_pause, &QTimer::timeout, this, &JsonEditor::settle);
    connect(m_revert, &QPushButton::clicked, this, &JsonEditor::revert);
    connect(m_field, &QPlainTextEdit::textChanged, this, [this] {
        m_isFromBefore = false;
        m_pause->start();
        check();
        fit();
        emit edited();
    });
    fit();
}

void JsonEditor::setCheck(Check check) {
    m_check = std::move(check);
    this->check();
}

void JsonEditor::open(const QString& text, const DraftPlace& place, Check check) {
    m_place = place;
    m_shown = text;
    m_check = std::move(check);
    const QString* const kept = m_drafts.find(place);
    const bool isKept = kept != nullptr;
    m_field->setPlainText(isKept ? QString(*kept) : text); // which keeps or drops the draft
    m_isFromBefore = isKept;
    this->check();
}

void JsonEditor::show(const QString& text) {
    if (text == m_shown) return;
    const bool stays = isDraft() || this->text() == text;
    m_shown = text;
    if (stays) return check();
    const int cursor = m_field->textCursor().position();
    m_field->setPlainText(text);
    QTextCursor kept = m_field->textCursor();
    kept.setPosition(std::min(cursor, m_field->document()->characterCount() - 1));
    m_field->setTextCursor(kept);
}

void JsonEditor::revert() {
    m_field->setPlainText(m_shown);
}

void JsonEditor::keepDraft() {
    isDraft() ? m_drafts.keep(m_place, text()) : m_drafts.drop(m_place);
}

QString JsonEditor::text() const {
    return m_field->toPlainText();
}

QString JsonEditor::error() const {
    return m_error->text();
}

void JsonEditor::settle() {
    if (m_isInvalid || text() == m_shown) return;
    emit committed(text());
    // What is applied is taken back by undoing the edit of the document.
    if (text() == m_shown) m_field->document()->clearUndoRedoStacks();
}

void JsonEditor::check() {
    const auto problem = m_check ? m_check(text().toStdString()) : std::nullopt;
    m_isInvalid = problem && !problem->isRemark;
    keepDraft();
    showState(problem);
    mark(problem ? problem->place : TextPlace{0, 0}, m_isInvalid ? Token::Danger : Token::Warning);
    if (problem && m_field->hasFocus())
        QMetaObject::invokeMethod(
            this, &JsonEditor::bringReasonIntoView, Qt::QueuedConnection); // once it has its place
    if (m_field->property("invalid").toBool() == m_isInvalid) return;
    m_field->setProperty("invalid", m_isInvalid);
    m_field->style()->unpolish(m_field);
    m_field->style()->polish(m_field);
}

void JsonEditor::showState(const std::optional<Problem>& problem) {
    QString reason = problem ? problem->text : QString();
    if (problem && problem->place.line > 0)
        reason = tr("Line %1, column %2: %3")
                     .arg(problem->place.line)
                     .arg(problem->place.column)
                     .arg(problem->text);
    m_error->setText(reason);
    m_error->setVisible(problem.has_value());
    setTone(*m_error, m_isInvalid ? "danger" : "warning");
    m_draftState->setText(m_isFromBefore ? tr("Not in force: a draft from before, with an error")
                                         : tr("Not in force: a draft with an error"));
    m_draftRow->setVisible(isDraft());
}

/// The reason stands below the text, where a short window would cut it off.
void JsonEditor::bringReasonIntoView() {
    for (QWidget* widget = parentWidget(); widget != nullptr; widget = widget->parentWidget())
        if (auto* const area = qobject_cast<QScrollArea*>(widget))
            return area->ensureWidgetVisible(m_error, 0, 8);
}

/// As high as what is in it, within bounds.
void JsonEditor::fit() {
    // A plain text document tells its height in lines.
    const qreal lines = std::clamp(m_field->document()->size().height(), kLeastLines, kMostLines);
    m_field->setFixedHeight(qCeil(lines * m_field->fontMetrics().lineSpacing()) + kFrame);
}

/// What stands at the place; at the end of a line or of the text, what stands last before it.
void JsonEditor::mark(const TextPlace& place, Token token) {
    QList<QTextEdit::ExtraSelection> marks;
    QTextBlock block = m_field->document()->findBlockByNumber(static_cast<int>(place.line) - 1);
    int at = lastUpTo(block.text(), unitsBefore(block.text(), place.column));
    while (at < 0 && block.isValid()) {
        block = block.previous();
        at = lastUpTo(block.text(), block.length());
    }
    if (place.line > 0 && block.isValid()) {
        const TextSpan word = jsonTokenAt(block.text(), at);
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(block);
        mark.cursor.setPosition(block.position() + word.first);
        mark.cursor.setPosition(block.position() + word.first + word.length,
                                QTextCursor::KeepAnchor);
        mark.format.setBackground(currentTheme().color(token, 0.28));
        mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        mark.format.setUnderlineColor(currentTheme().color(token));
        marks << mark;
    }
    m_field->setExtraSelections(marks);
}

bool JsonEditor::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusOut) settle();
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool isReturn = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (isReturn && key->modifiers().testFlag(Qt::ControlModifier)) {
            settle();
            return true;
        }
        if (key->key() == Qt::Key_Escape && text() != m_shown) {
            revert();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void JsonEditor::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        m_colors->rehighlight();
        check();
    }
    QWidget::changeEvent(event);
}

} // namespace sluice::ui
