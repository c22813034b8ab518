// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/motion_painter.h"
#include "ui/start/example_run.h"

#include <QAbstractButton>

namespace sluice::ui {

/// One example in the gallery: its real diagram, running, with its name and what it shows.
class ExampleCard : public QAbstractButton {
    Q_OBJECT

public:
    ExampleCard(Document document, const Registry& registry, QWidget* parent = nullptr);

    ExampleRun& run() { return m_run; }
    /// Lets `seconds` of wall time pass in the thumbnail.
    void advance(double seconds);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void paintThumbnail(QPainter& painter, const QRectF& frame, const Theme& theme);
    void paintTexts(QPainter& painter, const Theme& theme) const;

    const Registry& m_registry;
    ExampleRun m_run;
    MotionPainter m_dots;
    QString m_description;
};

/// The first sentence of a text, without the line breaks in it.
QString firstSentence(const QString& text);

} // namespace sluice::ui
