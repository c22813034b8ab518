// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/json_place.h"

#include <QString>
#include <QWidget>

#include <functional>
#include <map>
#include <optional>
#include <string>

class QLabel;
class QPlainTextEdit;

namespace sluice::ui {

class JsonHighlighter;

/// A field for JSON: coloured, checked with every key, marked from the fault to the end of its
/// line, the reason below. What is wrong goes nowhere; the rest is handed over when the focus
/// leaves or Ctrl+Return is pressed. Escape takes back what was typed.
class JsonEditor : public QWidget {
    Q_OBJECT

public:
    struct Problem {
        TextPlace place{0, 0}; ///< Line 0: not known.
        QString text;
    };
    using Check = std::function<std::optional<Problem>(const std::string&)>;

    explicit JsonEditor(const QString& name, QWidget* parent = nullptr);

    void setCheck(Check check);
    /// Begins with another text of the document, of the part or link `owner`. What was typed and is
    /// wrong is there again when its owner comes back.
    void open(const QString& text, std::uint64_t owner);
    /// Another document: its parts may have the same numbers.
    void forgetDrafts() { m_drafts.clear(); }
    /// Shows the document's text, in place of what was typed if it is news.
    void show(const QString& text);
    /// What is in the field now.
    QString text() const;
    bool isInvalid() const { return m_isInvalid; }
    /// The reason as it is shown; empty when there is none.
    QString error() const;
    /// Hands over what was typed, if it is right and news.
    void settle();
    QPlainTextEdit& field() { return *m_field; }

    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    /// The text in the field is another one.
    void edited();
    void committed(const QString& text);

protected:
    void changeEvent(QEvent* event) override;

private:
    void check();
    void fit();
    void mark(const TextPlace& place);
    void bringReasonIntoView();

    QPlainTextEdit* m_field;
    QLabel* m_error;
    JsonHighlighter* m_colors;
    Check m_check;
    QString m_shown;                           ///< The document's text.
    std::map<std::uint64_t, QString> m_drafts; ///< Wrong texts, by their owner.
    std::uint64_t m_owner = 0;
    bool m_isInvalid = false;
};

} // namespace sluice::ui
