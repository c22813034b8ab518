// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/document.h"

#include <QScrollArea>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace sluice::ui {

class DocumentSession;

/// The settings of one frame: type, name, region or account, size, and what lies inside. Holds an
/// id only.
class BoundaryPage : public QScrollArea {
    Q_OBJECT

public:
    explicit BoundaryPage(DocumentSession& documents, QWidget* parent = nullptr);

    /// Shows the frame; 0 shows nothing.
    void show(BoundaryId id);
    /// Shows the document's present values.
    void refresh();
    /// Puts the cursor into the name.
    void focusFirst();

    QComboBox& typeField() { return *m_type; }
    QLineEdit& nameField() { return *m_name; }
    QComboBox& codeField() { return *m_code; }
    QString error() const;
    QString contents() const;

private:
    void addRows(QFormLayout& form);
    void showCode(const Boundary& boundary);
    void showContents(const Boundary& boundary);
    void commitName();
    void commitCode();
    void commitSize();

    DocumentSession& m_documents;
    BoundaryId m_id{};
    QFormLayout* m_form = nullptr;
    QComboBox* m_type;
    QLineEdit* m_name;
    QLabel* m_codeLabel;
    QComboBox* m_code; ///< Regions are offered; any other code can be typed.
    QLabel* m_error;
    QSpinBox* m_width;
    QSpinBox* m_height;
    QLabel* m_contents;
    QLabel* m_crossings;
    bool m_isShowing = false; ///< Fields change by the document, not by the user.
};

} // namespace sluice::ui
