// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/message_details.h"

#include "core/broker/json_place.h"
#include "core/sim/message_query.h"

#include <QPlainTextEdit>
#include <QScrollBar>
#include <QVBoxLayout>

namespace sluice::ui {

namespace {

/// A few lines: the table comes first where there is little room.
constexpr int kLeastDetails = 88;
constexpr int kMostDetails = 360;
/// Bytes of a body that are shown: more than anybody reads here.
constexpr std::size_t kMostBody = 16'384;

QString textOf(const MessageContent& content) {
    const bool isWhole = content.body.size() <= kMostBody;
    const auto indented = isWhole ? indentedJson(content.body) : std::nullopt;
    QString text = QString::fromStdString(indented.value_or(content.body.substr(0, kMostBody)));
    if (!isWhole) text += QStringLiteral("…");
    text += '\n';
    for (const MessageContent::Line& line : content.lines) {
        text += QStringLiteral("\n%1: %2")
                    .arg(QString::fromStdString(line.label), QString::fromStdString(line.text));
    }
    return text;
}

} // namespace

MessageDetails::MessageDetails(QWidget* parent)
    : QWidget(parent)
    , m_text(new QPlainTextEdit(this)) {
    m_text->setReadOnly(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setTabChangesFocus(true);
    m_text->setMinimumHeight(kLeastDetails);
    m_text->setMaximumHeight(kMostDetails);
    m_text->setProperty("compact", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_text);
    hide();
}

// The view keeps its place while a message is read; only another one begins at the top.
void MessageDetails::show(const std::optional<MessageContent>& content) {
    if (content == m_shown) return;
    const bool isOther = !content || !m_shown || content->key != m_shown->key;
    m_shown = content;
    setVisible(content.has_value());
    if (!content) return;
    m_text->setAccessibleName(tr("Content of message %1")
                                  .arg(QString::fromStdString(messageNumber(content->key.serial))));
    const int place = m_text->verticalScrollBar()->value();
    m_text->setPlainText(textOf(*content));
    m_text->verticalScrollBar()->setValue(isOther ? 0 : place);
}

} // namespace sluice::ui
