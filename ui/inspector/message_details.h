// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sim/message_content.h"

#include <QWidget>

#include <optional>

class QPlainTextEdit;

namespace sluice::ui {

/// What the chosen message says: its body and, below, what the API tells beside it. For reading and
/// copying. Hidden while there is nothing to show.
class MessageDetails : public QWidget {
    Q_OBJECT

public:
    explicit MessageDetails(QWidget* parent = nullptr);

    void show(const std::optional<MessageContent>& content);

    QPlainTextEdit& text() const { return *m_text; }

private:
    QPlainTextEdit* m_text;
    std::optional<MessageContent> m_shown;
};

} // namespace sluice::ui
