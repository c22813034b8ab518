// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_plot.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sluice::ui {

namespace {

constexpr double kLeastSpan = 10;
constexpr int kDescribeEvery = 1000; // ms
constexpr double kWidePen = 1.6;
constexpr double kBelowZero = 0.012; // share of the highest value
constexpr int kLabelMargin = 48;     // pixels left of the axis
constexpr int kMoneyMargin = 64;     // "$0.00025"
/// Points of all curves together up to which they are drawn wide. A wide antialiased line costs
/// microseconds a point; a pen of one pixel a hundredth of that.
constexpr qsizetype kMostWidePoints = 400;

void styleAxis(QCPAxis& axis, const Theme& theme) {
    axis.setTickLabelFont(theme.font(Type::Caption));
    axis.setTickLabelColor(theme.color(Token::Muted));
    axis.setBasePen(Qt::NoPen);
    axis.setTickPen(Qt::NoPen);
    axis.setSubTicks(false);
    axis.setTickLength(0);
    axis.setTickLabelPadding(8);
    axis.grid()->setPen(QPen(theme.color(Token::Line), 1));
    axis.grid()->setZeroLinePen(Qt::NoPen);
}

/// What the axis must reach at least.
double axisTop(Unit unit, double highest) {
    // A hundred requests: below that, labels would be mostly zeros.
    constexpr double kLeastDollars = 0.00004;
    constexpr double kLeastWhole = 4; // whole things never need a finer axis than 0 to 4
    if (unit == Unit::Dollars) return std::max(highest, kLeastDollars);
    if (unit != Unit::Seconds && unit != Unit::Share) return std::max(highest, kLeastWhole);
    return highest > 0 ? highest : 1.0; // nothing at all still gets an axis
}

} // namespace

ChartPlot::ChartPlot(const SeriesStore& store, const Theme& theme, QWidget* parent)
    : QCustomPlot(parent)
    , m_store(store)
    , m_theme(theme)
    , m_valueTicker(new ValueTicker)
    , m_cursor(new QCPItemStraightLine(this))
    , m_readOut(new QLabel(this)) {
    xAxis->setTicker(QSharedPointer<AgoTicker>::create());
    yAxis->setTicker(m_valueTicker);
    xAxis->grid()->setVisible(false);
    axisRect()->setAutoMargins(QCP::msNone);
    axisRect()->setMargins({kLabelMargin, 12, 24, 24});
    setPlottingHint(QCP::phCacheLabels);
    constexpr int kHeldMilliseconds = 6'000; // long enough to read, and nobody is left behind
    m_release.setSingleShot(true);
    m_release.setInterval(kHeldMilliseconds);
    connect(&m_release, &QTimer::timeout, this, [this] { readAt(std::nullopt); });
    m_cursor->setLayer(QStringLiteral("overlay"));
    layer(QStringLiteral("overlay"))->setMode(QCPLayer::lmBuffered);
    m_cursor->setVisible(false);
    m_readOut->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_readOut->setTextFormat(Qt::RichText);
    m_readOut->hide();
    setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    setMinimumSize(160, 96);
    setTheme(theme);
}

void ChartPlot::setLines(std::vector<ChartLine> lines) {
    m_lines = std::move(lines);
    clearGraphs();
    for (const ChartLine& line : m_lines) {
        QCPGraph* curve = addGraph();
        curve->setPen(QPen(line.color, 1));
        curve->setAdaptiveSampling(true);
    }
    readAt(std::nullopt);
    describe();
}

void ChartPlot::setTheme(const Theme& theme) {
    m_theme = theme;
    setBackground(QBrush(theme.color(Token::Panel)));
    styleAxis(*xAxis, theme);
    styleAxis(*yAxis, theme);
    m_cursor->setPen(QPen(theme.color(Token::Muted), 1));
    m_readOut->setFont(theme.font(Type::Small));
    m_readOut->setStyleSheet(QStringLiteral("QLabel { background: %1; color: %2; border: 1px solid "
                                            "%3; border-radius: 6px; padding: 4px 8px; }")
                                 .arg(theme.color(Token::Panel).name(),
                                      theme.color(Token::Ink).name(),
                                      theme.color(Token::Line).name()));
    replot(rpQueuedReplot);
}

void ChartPlot::setSpan(double seconds) {
    m_span = seconds;
    readAt(std::nullopt);
}

void ChartPlot::refresh() {
    const bool hasStartedOver = m_store.now() < m_now;
    if (m_reading && !hasStartedOver) return;
    if (m_reading) readAt(std::nullopt);
    m_now = m_store.now();
    const double span = shownSpan();
    xAxis->setRange(-span, 0);
    scaleValueAxis(handOver(m_now - span));
    if (!m_sinceDescribed.isValid() || m_sinceDescribed.hasExpired(kDescribeEvery)) describe();
    replot(rpQueuedReplot);
}

/// Seconds across the chart. A young run fills the window in steps instead of huddling at its right
/// end.
double ChartPlot::shownSpan() const {
    constexpr std::array kSteps{10.0, 30.0, 60.0, 120.0, 300.0};
    const double elapsed = m_now - std::min(m_now, m_store.begin());
    if (m_span <= 0) return std::max(kLeastSpan, elapsed);
    const auto* step = std::ranges::lower_bound(kSteps, elapsed);
    return step == kSteps.end() ? m_span : std::min(m_span, *step);
}

/// Gives the curves their points from `from` seconds on; their highest value.
double ChartPlot::handOver(double from) {
    double highest = 0;
    qsizetype count = 0;
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        const auto points =
            m_store.decimated(m_lines[i].id, from, m_now, std::max(1, axisRect()->width()));
        QVector<QCPGraphData> drawn;
        drawn.reserve(static_cast<qsizetype>(points.size()));
        for (const SeriesPoint& point : points) {
            drawn.append(QCPGraphData(point.time - m_now, point.value));
            if (point.value > highest) highest = point.value;
        }
        count += drawn.size();
        graph(static_cast<int>(i))->data()->set(drawn, true);
    }
    setPenWidth(count <= kMostWidePoints ? kWidePen : 1.0);
    return highest;
}

void ChartPlot::setPenWidth(double width) {
    for (int i = 0; i < graphCount(); ++i) {
        QPen pen = graph(i)->pen();
        pen.setWidthF(width);
        graph(i)->setPen(pen);
    }
}

void ChartPlot::scaleValueAxis(double highest) {
    const Unit unit = sharedUnit(m_lines);
    const double wanted = axisTop(unit, highest);
    const AxisUnit shown = axisUnit(unit, wanted);
    const bool isMoney = unit == Unit::Dollars;
    m_valueTicker->setFactor(shown.factor);
    m_valueTicker->setMoney(isMoney);
    axisRect()->setMargins({isMoney ? kMoneyMargin : kLabelMargin, 12, 24, 24});
    // A little below 0, so that a line at 0 is drawn with its whole width.
    const double top = m_valueTicker->tickAbove(wanted * 1.02);
    yAxis->setRange(-kBelowZero * top, top);
    if (shown == m_unit) return;
    m_unit = shown;
    emit unitChanged();
}

void ChartPlot::readAt(std::optional<double> time) {
    if (!m_reading && !time) return;
    const bool hasEnded = !time;
    m_reading = time;
    m_cursor->setVisible(time.has_value());
    m_readOut->setVisible(time && !m_lines.empty());
    if (time) {
        m_cursor->point1->setCoords(*time - m_now, 0);
        m_cursor->point2->setCoords(*time - m_now, 1);
        m_readOut->setText(readOutHtml());
        placeReadOut();
    }
    layer(QStringLiteral("overlay"))->replot();
    if (hasEnded) refresh();
}

QString ChartPlot::valueText(const ChartLine& line) const {
    const auto value = m_store.valueAt(line.id, m_reading.value_or(m_now));
    if (!value || std::isnan(*value)) return QStringLiteral("–");
    return QString::fromStdString(scaledText(*value, line.unit));
}

QString ChartPlot::readOut() const {
    if (!m_reading) return {};
    QString text = readingText();
    for (const ChartLine& line : m_lines)
        text += QStringLiteral("\n%1: %2").arg(line.name, valueText(line));
    return text;
}

/// Before the run began there is no time to tell.
QString ChartPlot::readingText() const {
    const double time = std::max(0.0, m_reading.value_or(0));
    return QString::fromStdString(toClockText(kRunStart + fromSeconds(time)));
}

QString ChartPlot::readOutHtml() const {
    const QString muted = m_theme.color(Token::Muted).name();
    QString rows = QStringLiteral("<tr><td colspan=3 style='color:%1'>%2 · %3</td></tr>")
                       .arg(muted, readingText(), tr("held"));
    for (const ChartLine& line : m_lines)
        rows +=
            QStringLiteral("<tr><td style='color:%1'>●&nbsp;</td><td>%2&nbsp;&nbsp;</td>"
                           "<td align=right><b>%3</b></td></tr>")
                .arg(line.color.name(), line.name.toHtmlEscaped(), valueText(line).toHtmlEscaped());
    return QStringLiteral("<table cellspacing=0 cellpadding=0>%1</table>").arg(rows);
}

/// Beside the cursor line, on the side with more room.
void ChartPlot::placeReadOut() {
    constexpr int kGap = 8;
    m_readOut->adjustSize();
    const int line = static_cast<int>(xAxis->coordToPixel(m_reading.value_or(m_now) - m_now));
    const bool isLeft = line > axisRect()->center().x();
    const int x = isLeft ? line - kGap - m_readOut->width() : line + kGap;
    m_readOut->move(std::clamp(x, 0, std::max(0, width() - m_readOut->width())), 4);
    m_readOut->raise();
}

/// What a screen reader says: the newest value of every line.
void ChartPlot::describe() {
    m_sinceDescribed.start();
    QStringList values;
    for (const ChartLine& line : m_lines)
        values << QStringLiteral("%1 %2").arg(line.name, valueText(line));
    setAccessibleDescription(values.join(QStringLiteral(", ")));
}

void ChartPlot::mouseMoveEvent(QMouseEvent* event) {
    m_release.start();
    const double x = xAxis->pixelToCoord(event->position().x());
    const bool isInside = axisRect()->rect().contains(event->position().toPoint());
    readAt(isInside ? std::optional(std::clamp(x, xAxis->range().lower, 0.0) + m_now)
                    : std::nullopt);
}

void ChartPlot::leaveEvent(QEvent* event) {
    readAt(std::nullopt);
    QCustomPlot::leaveEvent(event);
}

void ChartPlot::keyPressEvent(QKeyEvent* event) {
    m_release.start();
    const double step = xAxis->range().size() / 40;
    const double left = m_now + xAxis->range().lower;
    switch (event->key()) {
    case Qt::Key_Left:
        readAt(std::max(left, m_reading.value_or(m_now) - step));
        break;
    case Qt::Key_Right:
        readAt(std::min(m_now, m_reading.value_or(left) + step));
        break;
    case Qt::Key_Home:
        readAt(left);
        break;
    case Qt::Key_End:
        readAt(m_now);
        break;
    case Qt::Key_Escape:
        readAt(std::nullopt);
        break;
    default:
        QCustomPlot::keyPressEvent(event);
        return;
    }
    setAccessibleDescription(m_reading ? readOut() : accessibleDescription());
}

void ChartPlot::focusOutEvent(QFocusEvent* event) {
    if (!underMouse()) readAt(std::nullopt);
    QCustomPlot::focusOutEvent(event);
}

void ChartPlot::resizeEvent(QResizeEvent* event) {
    QCustomPlot::resizeEvent(event);
    refresh();
}

void ChartPlot::wheelEvent(QWheelEvent* event) {
    event->ignore(); // the row of charts scrolls
}

} // namespace sluice::ui
