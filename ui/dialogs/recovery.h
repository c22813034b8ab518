// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/recovery_log.h"

#include <QDialog>

#include <optional>
#include <vector>

class QListWidget;
class QPushButton;

namespace sluice::ui {

/// Lists the documents that were never saved because the program was ended. The user opens one,
/// deletes some, or leaves them for later.
class RecoveryDialog : public QDialog {
    Q_OBJECT

public:
    explicit RecoveryDialog(std::vector<RecoveredDocument> found, QWidget* parent = nullptr);

    /// The one to open, after the dialog was accepted.
    std::optional<RecoveredDocument> chosen() const;

private:
    void fill();
    void discardCurrent();

    std::vector<RecoveredDocument> m_found;
    QListWidget* m_list;
    QPushButton* m_open;
    QPushButton* m_discard;
};

} // namespace sluice::ui
