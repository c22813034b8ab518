// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/canvas_moment.h"
#include "ui/export/diagram_export.h"

#include <QDialog>

#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace sluice::ui {

/// Asks how to export the diagram and writes the file. Works on the copies it was given, so the run
/// may go on. Stays open, with the reason, when the file could not be written.
class ExportDialog : public QDialog {
    Q_OBJECT

public:
    /// `path` is the suggested file; its suffix chooses the format.
    ExportDialog(Document document,
                 CanvasMoment moment,
                 const QString& path,
                 QWidget* parent = nullptr);

    /// Where the file goes, or went.
    QString path() const;
    /// Borrows the moment.
    ExportOptions options() const;

public Q_SLOTS:
    void accept() override;

private:
    const std::vector<NodePicture>& pictures() const;
    void makeChoices();
    QWidget* makePath();
    void browse();
    void followFormat();
    void followPath();
    void say(const QString& problem);
    void renew();
    QString sizeText() const;
    bool isJson() const;

    Document m_document;
    CanvasMoment m_moment;
    QLabel* m_preview;
    QComboBox* m_format;
    QSpinBox* m_scale;
    QComboBox* m_theme;
    QCheckBox* m_transit; ///< Whether messages in transit are shown.
    QLabel* m_size;
    QLineEdit* m_path;
    QLabel* m_problem;
    QPushButton* m_export;
    QString m_overwritable; ///< An existing file that the user agreed to replace.
};

} // namespace sluice::ui
