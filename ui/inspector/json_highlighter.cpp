// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/json_highlighter.h"

#include "ui/theme/current_theme.h"

#include <QRegularExpression>

namespace sluice::ui {

namespace {

/// A text, a member name when a colon follows; a number or a word of JSON; any other word. JSON
/// texts end in their line.
const QRegularExpression& tokens() {
    static const QRegularExpression all(QStringLiteral(
        R"(("(?:[^"\\]|\\.)*"?)(\s*:)?|(-?\d[\d.eE+-]*|\b(?:true|false|null)\b)|(\w+))"));
    return all;
}

} // namespace

TextSpan jsonTokenAt(const QString& line, int at) {
    auto matches = tokens().globalMatch(line);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        const bool isText = match.capturedLength(1) > 0;
        const auto first = static_cast<int>(match.capturedStart());
        const auto length =
            static_cast<int>(isText ? match.capturedLength(1) : match.capturedLength());
        if (at >= first && at < first + length) return {first, length};
    }
    return {at, line[at].isHighSurrogate() ? 2 : 1};
}

void JsonHighlighter::highlightBlock(const QString& line) {
    const Theme theme = currentTheme();
    auto matches = tokens().globalMatch(line);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        if (match.capturedLength(4) > 0) continue; // no word of JSON
        const bool isText = match.capturedLength(1) > 0;
        const bool isName = isText && match.capturedLength(2) > 0;
        const Token color = isName ? Token::Accent : isText ? Token::Success : Token::Warning;
        setFormat(static_cast<int>(match.capturedStart()),
                  static_cast<int>(isText ? match.capturedLength(1) : match.capturedLength()),
                  theme.color(color));
    }
}

} // namespace sluice::ui
