// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/node_kind.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <vector>

class QGridLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace sluice::ui {

class ExampleCard;

/// What the window shows before there is a document: the examples as running thumbnails, and the
/// ways to begin. Nothing runs while it is hidden. GUI thread only.
class StartPage : public QWidget {
    Q_OBJECT

public:
    /// Borrows `registry`, which must outlive the page. Shows the examples (*.sluice) of `folder`
    /// in the order of its lessons.txt, others behind them by name; those that cannot be read are
    /// left out.
    explicit StartPage(const Registry& registry,
                       const QString& folder = QStringLiteral(":/examples"),
                       QWidget* parent = nullptr);

    /// Full paths, newest first.
    void setRecentFiles(const QStringList& paths);
    const std::vector<ExampleCard*>& cards() const { return m_cards; }

Q_SIGNALS:
    void exampleChosen(const QString& resourcePath);
    void fileChosen(const QString& path);
    void newRequested();
    void openRequested();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* makeHeading() const;
    QWidget* makeGallery();
    QWidget* makeRecent();
    void addExample(const QString& path);
    void arrange();
    void tick();

    const Registry& m_registry;
    std::vector<ExampleCard*> m_cards;
    QGridLayout* m_grid = nullptr;
    QWidget* m_recent = nullptr;
    QVBoxLayout* m_recentList = nullptr;
    QTimer m_timer;
    QElapsedTimer m_sinceTick;
};

} // namespace sluice::ui
