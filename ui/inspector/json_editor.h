// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/json_place.h"
#include "ui/session/drafts.h"
#include "ui/theme/theme.h"

#include <QString>
#include <QWidget>

#include <functional>
#include <optional>
#include <string>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTimer;

namespace sluice::ui {

class JsonHighlighter;

/// A field for JSON: coloured, checked with every key, marked where it is wrong, the reason below.
/// What is wrong is a draft: it is said not to be in force, and kept; the rest is handed over when
/// the keys pause, the focus leaves or Ctrl+Return is pressed. Escape and Revert take back what was
/// typed since.
class JsonEditor : public QWidget {
    Q_OBJECT

public:
    struct Problem {
        TextPlace place{0, 0}; ///< Line 0: not known.
        QString text;
        bool isRemark = false; ///< The text is right, but hardly what is meant.
    };
    using Check = std::function<std::optional<Problem>(const std::string&)>;

    /// Borrows `drafts`, which must outlive the editor.
    JsonEditor(const QString& name, Drafts& drafts, QWidget* parent = nullptr);

    /// Begins with another text of the document. A draft of it is shown in its place.
    void open(const QString& text, const DraftPlace& place, Check check);
    /// Another check of the same text.
    void setCheck(Check check);
    /// Shows the document's text, in place of what was typed if it is news; a draft stays.
    void show(const QString& text);
    /// What is in the field now.
    QString text() const;
    bool isInvalid() const { return m_isInvalid; }
    /// Whether what is in the field is wrong and not the document's.
    bool isDraft() const { return m_isInvalid && text() != m_shown; }
    /// The reason as it is shown; empty when there is none.
    QString error() const;
    /// Hands over what was typed, if it is right and news.
    void settle();
    QPlainTextEdit& field() { return *m_field; }
    QPushButton& revertButton() { return *m_revert; }

    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    /// The text in the field is another one.
    void edited();
    void committed(const QString& text);

protected:
    void changeEvent(QEvent* event) override;

private:
    void check();
    void showState(const std::optional<Problem>& problem);
    void keepDraft();
    void revert();
    void fit();
    void mark(const TextPlace& place, Token token);
    void bringReasonIntoView();

    Drafts& m_drafts;
    QPlainTextEdit* m_field;
    QTimer* m_pause; ///< Runs since the last key.
    QWidget* m_draftRow;
    QLabel* m_draftState;
    QPushButton* m_revert;
    QLabel* m_error;
    JsonHighlighter* m_colors;
    Check m_check;
    QString m_shown; ///< The document's text.
    DraftPlace m_place;
    bool m_isInvalid = false;
    bool m_isFromBefore = false; ///< The draft was there when its part was selected again.
};

} // namespace sluice::ui
