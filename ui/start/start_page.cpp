// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/start_page.h"

#include "core/store/document_codec.h"
#include "ui/start/example_card.h"
#include "ui/theme/current_theme.h"

#include <QDir>
#include <QFile>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <memory>

namespace sluice::ui {

namespace {

constexpr int kCardTickMilliseconds = 33;
/// After a pause of the whole program, thumbnails do not catch up on more than this.
constexpr double kLongestCardTick = 0.25;
constexpr int kStartMargin = 40;
constexpr int kCardGap = 2 * kGridStep;

QLabel* label(const QString& text, const char* type, const char* tone = nullptr) {
    auto* result = new QLabel(text);
    result->setProperty("type", type);
    if (tone != nullptr) result->setProperty("tone", tone);
    return result;
}

Result<Document> readExample(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return failure(file.errorString().toStdString());
    const QByteArray bytes = file.readAll();
    return decode(
        std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
}

/// The documents of a folder: first those that its lessons.txt lists, one file name per line, in
/// that order, then the others by name.
QStringList inLessonOrder(const QDir& folder) {
    QStringList names = folder.entryList({QStringLiteral("*.sluice")}, QDir::Files, QDir::Name);
    QFile list(folder.filePath(QStringLiteral("lessons.txt")));
    if (!list.open(QIODevice::ReadOnly)) return names;
    const QStringList lessons =
        QString::fromUtf8(list.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    const auto place = [&](const QString& name) {
        const auto at = lessons.indexOf(name);
        return at < 0 ? lessons.size() : at;
    };
    std::ranges::stable_sort(names, {}, place);
    return names;
}

} // namespace

StartPage::StartPage(const Registry& registry, const QString& folder, QWidget* parent)
    : QWidget(parent)
    , m_registry(registry) {
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(kStartMargin, kStartMargin, kStartMargin, kStartMargin);
    column->setSpacing(3 * kGridStep);
    column->addWidget(makeHeading());
    column->addWidget(makeGallery());
    column->addWidget(makeRecent());
    column->addStretch();
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(content);
    content->setAutoFillBackground(false); // setWidget() has set it
    scroll->setStyleSheet(QStringLiteral("QScrollArea { background: transparent; }"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(scroll);

    const QDir examples(folder);
    for (const QString& name : inLessonOrder(examples)) addExample(examples.filePath(name));
    arrange();
    setRecentFiles({});
    setAccessibleName(tr("Start page"));
    m_timer.setInterval(kCardTickMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &StartPage::tick);
}

void StartPage::setRecentFiles(const QStringList& paths) {
    while (const std::unique_ptr<QLayoutItem> item{m_recentList->takeAt(0)})
        item->widget()->deleteLater();
    for (const QString& path : paths) {
        auto* button = new QPushButton(QFileInfo(path).fileName());
        button->setFlat(true);
        button->setToolTip(QDir::toNativeSeparators(path));
        button->setAccessibleDescription(QDir::toNativeSeparators(path));
        connect(button, &QPushButton::clicked, this, [this, path] { emit fileChosen(path); });
        m_recentList->addWidget(button, 0, Qt::AlignLeft);
    }
    m_recent->setVisible(!paths.isEmpty());
}

QWidget* StartPage::makeHeading() const {
    auto* heading = new QWidget;
    auto* texts = new QVBoxLayout;
    texts->setSpacing(4);
    texts->addWidget(label(QStringLiteral("Sluice"), "title"));
    auto* purpose = label(tr("Draw a message-driven architecture, press play, and watch every "
                             "message wait, hide, time out and die."),
                          "body",
                          "muted");
    purpose->setWordWrap(true);
    texts->addWidget(purpose);
    auto* create = new QPushButton(tr("&New document"));
    create->setProperty("primary", true);
    auto* open = new QPushButton(tr("&Open…"));
    connect(create, &QPushButton::clicked, this, &StartPage::newRequested);
    connect(open, &QPushButton::clicked, this, &StartPage::openRequested);
    auto* row = new QHBoxLayout(heading);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGridStep);
    row->addLayout(texts, 1);
    row->addWidget(create, 0, Qt::AlignTop);
    row->addWidget(open, 0, Qt::AlignTop);
    return heading;
}

QWidget* StartPage::makeGallery() {
    auto* gallery = new QWidget;
    auto* column = new QVBoxLayout(gallery);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGridStep);
    column->addWidget(label(tr("Examples"), "heading"));
    m_grid = new QGridLayout;
    m_grid->setSpacing(kCardGap);
    column->addLayout(m_grid);
    return gallery;
}

QWidget* StartPage::makeRecent() {
    m_recent = new QWidget;
    auto* column = new QVBoxLayout(m_recent);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGridStep);
    column->addWidget(label(tr("Recent files"), "heading"));
    m_recentList = new QVBoxLayout;
    m_recentList->setSpacing(0);
    column->addLayout(m_recentList);
    return m_recent;
}

void StartPage::addExample(const QString& path) {
    auto document = readExample(path);
    if (!document) {
        qWarning("%s: %s", qPrintable(path), document.error().message.c_str());
        return;
    }
    auto* card = new ExampleCard(std::move(*document), m_registry, this);
    connect(card, &ExampleCard::clicked, this, [this, path] { emit exampleChosen(path); });
    m_cards.push_back(card);
}

/// As many cards to a row as fit; they share its whole width.
void StartPage::arrange() {
    if (m_cards.empty()) return;
    const int room = width() - 2 * kStartMargin + kCardGap;
    const int columns = std::max(1, room / (m_cards.front()->sizeHint().width() + kCardGap));
    for (int i = 0; i < static_cast<int>(m_cards.size()); ++i)
        m_grid->addWidget(m_cards[static_cast<std::size_t>(i)], i / columns, i % columns);
    for (int i = 0; i < std::max(m_grid->columnCount(), columns); ++i)
        m_grid->setColumnStretch(i, i < columns ? 1 : 0);
}

void StartPage::tick() {
    const double passed = static_cast<double>(m_sinceTick.restart()) / 1000;
    for (ExampleCard* card : m_cards) card->advance(std::min(passed, kLongestCardTick));
}

void StartPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    for (ExampleCard* card : m_cards) card->run().play();
    m_sinceTick.start();
    m_timer.start();
}

void StartPage::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_timer.stop();
    for (ExampleCard* card : m_cards) card->run().pause();
}

void StartPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void StartPage::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), currentTheme().color(Token::Canvas));
}

} // namespace sluice::ui
