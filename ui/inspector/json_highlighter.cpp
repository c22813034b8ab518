// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/json_highlighter.h"

#include "ui/theme/current_theme.h"

#include <QRegularExpression>

namespace sluice::ui {

void JsonHighlighter::highlightBlock(const QString& line) {
    // A text, a member name when a colon follows; a number; a word. JSON texts end in their line.
    static const QRegularExpression token(
        QStringLiteral(R"(("(?:[^"\\]|\\.)*"?)(\s*:)?|(-?\d[\d.eE+-]*)|(true|false|null))"));
    const Theme theme = currentTheme();
    auto matches = token.globalMatch(line);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        const bool isText = match.capturedLength(1) > 0;
        const bool isName = isText && match.capturedLength(2) > 0;
        const Token color = isName ? Token::Accent : isText ? Token::Success : Token::Warning;
        setFormat(static_cast<int>(match.capturedStart()),
                  static_cast<int>(isText ? match.capturedLength(1) : match.capturedLength()),
                  theme.color(color));
    }
}

} // namespace sluice::ui
