// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSyntaxHighlighter>

namespace sluice::ui {

/// A part of a line.
struct TextSpan {
    int first = 0;
    int length = 0;
};
/// The text, number or word of JSON that holds the character `at` of a line; any other character
/// stands for itself. Requires: at < line.size().
TextSpan jsonTokenAt(const QString& line, int at);

/// Colours member names, texts, numbers and words of JSON, in the present theme.
class JsonHighlighter : public QSyntaxHighlighter {
    Q_OBJECT

public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

protected:
    void highlightBlock(const QString& line) override;
};

} // namespace sluice::ui
