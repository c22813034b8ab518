// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/connect_tool.h"

#include "core/kinds/link_access.h"
#include "core/model/findings.h"
#include "ui/session/text.h"

#include <QCoreApplication>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <string>

namespace sluice::ui {

namespace {

const NodeKind* kindOf(const CanvasContext& context, NodeId id) {
    const Node* const node = context.documents.document().node(id);
    return node != nullptr ? context.scene.registry().find(node->kind) : nullptr;
}

std::vector<PortPlace> portsOf(const CanvasContext& context, NodeId id, bool areOutputs) {
    std::vector<PortPlace> ports;
    const NodeKind* const kind = kindOf(context, id);
    const NodeLayout* const place = context.scene.layout().node(id);
    if (kind == nullptr || place == nullptr) return ports;
    for (std::size_t i = 0; i < kind->ports.size() && i < place->ports.size(); ++i)
        if (kind->ports[i].isOutput == areOutputs)
            ports.push_back({id, i, place->ports[i], kind->ports[i].side, areOutputs});
    return ports;
}

PortRef refOf(const CanvasContext& context, const PortPlace& port) {
    return {port.node, std::string(kindOf(context, port.node)->ports[port.port].key)};
}

} // namespace

ConnectGesture::ConnectGesture(const CanvasContext& context,
                               NodeId from,
                               std::optional<std::size_t> port)
    : m_context(context)
    , m_from(from)
    , m_outputs(portsOf(context, from, true)) {
    if (port)
        std::erase_if(m_outputs, [&](const PortPlace& output) { return output.port != *port; });
    if (!m_outputs.empty()) m_pixel = context.view.toScreen(m_outputs.front().position);
    const Document& document = context.documents.document();
    for (const NodeLayout& row : context.scene.layout().nodes) {
        for (const PortPlace& input : portsOf(context, row.id, false)) {
            for (std::size_t i = 0; i < m_outputs.size(); ++i) {
                const PortRef start = refOf(context, m_outputs[i]);
                const PortRef end = refOf(context, input);
                const Link link{LinkId{}, start.node, start.port, end.node, end.port, {}};
                const std::string why = refusal(document, context.scene.registry(), link);
                m_options.push_back({i, input, QString::fromStdString(why)});
            }
        }
    }
}

void ConnectGesture::move(const Pointer& pointer) {
    m_pixel = pointer.pixel;
    m_aim.reset();
}

void ConnectGesture::release(const Pointer& pointer) {
    m_pixel = pointer.pixel;
    if (const Option* const option = target()) return finish(*option);
    const auto node = m_context.scene.layout().nodeAt(m_context.view.toDocument(m_pixel));
    if (node && *node != m_from)
        m_context.refuse(QCoreApplication::translate("Canvas", "This part takes no messages."));
}

std::optional<NodeId> ConnectGesture::aimed() const {
    return m_aim ? std::optional(m_options[*m_aim].input.node) : std::nullopt;
}

void ConnectGesture::aimAt(const Option& option) {
    m_aim = static_cast<std::size_t>(&option - m_options.data());
}

QPointF ConnectGesture::endPixel() const {
    return m_aim ? m_context.view.toScreen(m_options[*m_aim].input.position) : m_pixel;
}

bool ConnectGesture::aimAtOther(bool isNext) {
    std::vector<NodeId> targets; // in the order of the document
    for (const Option& option : m_options) {
        const NodeId node = option.input.node;
        if (node != m_from && (targets.empty() || targets.back() != node)) targets.push_back(node);
    }
    if (targets.empty()) return false;
    const auto count = static_cast<std::ptrdiff_t>(targets.size());
    const std::ptrdiff_t step = isNext ? 1 : -1;
    std::ptrdiff_t at = 0;
    if (const auto here = aimed()) {
        at = (std::ranges::find(targets, *here) - targets.begin() + step + count) % count;
    } else { // begins at a part that takes the link, if there is one
        const auto fine = std::ranges::find_if(
            targets, [&](NodeId node) { return bestOption(node)->refusal.isEmpty(); });
        if (fine != targets.end()) at = fine - targets.begin();
    }
    aimAt(*bestOption(targets[static_cast<std::size_t>(at)]));
    return true;
}

void ConnectGesture::aimAtOtherPorts(int steps) {
    if (!m_aim) return;
    std::vector<const Option*> pairs;
    for (const Option& option : m_options)
        if (option.input.node == m_options[*m_aim].input.node) pairs.push_back(&option);
    const auto count = static_cast<std::ptrdiff_t>(pairs.size());
    const auto here = std::ranges::find(pairs, &m_options[*m_aim]) - pairs.begin();
    aimAt(*pairs[static_cast<std::size_t>((here + steps + count) % count)]);
}

void ConnectGesture::connectAimed() {
    if (m_aim) finish(m_options[*m_aim]);
}

const ConnectGesture::Option* ConnectGesture::target() const {
    return m_aim ? &m_options[*m_aim] : optionAt(m_pixel);
}

const ConnectGesture::Option* ConnectGesture::bestOption(NodeId target) const {
    const Option* best = nullptr;
    for (const Option& option : m_options) {
        if (option.input.node != target) continue;
        if (option.refusal.isEmpty()) return &option;
        if (best == nullptr) best = &option;
    }
    return best;
}

const ConnectGesture::Option* ConnectGesture::optionAt(QPointF pixel) const {
    const qreal reach = kPortReach;
    const Option* nearest = nullptr;
    for (const Option& option : m_options) {
        const QPointF away = m_context.view.toScreen(option.input.position) - pixel;
        if (std::hypot(away.x(), away.y()) > reach) continue;
        if (nearest == nullptr || (option.refusal.isEmpty() && !nearest->refusal.isEmpty()))
            nearest = &option;
    }
    if (nearest != nullptr) return nearest;
    const auto node = m_context.scene.layout().nodeAt(m_context.view.toDocument(pixel));
    return node && *node != m_from ? bestOption(*node) : nullptr;
}

void ConnectGesture::finish(const Option& option) {
    if (!option.refusal.isEmpty()) return m_context.refuse(option.refusal);
    LinkId made{};
    const auto connected = m_context.documents.edit(
        QCoreApplication::translate("Canvas", "Connect"), [&](Document& document) -> Result<> {
            auto link = connectWithPermission(document,
                                              m_context.scene.registry(),
                                              refOf(m_context, m_outputs[option.output]),
                                              refOf(m_context, option.input));
            if (!link) return tl::unexpected<Error>(link.error());
            made = *link;
            return {};
        });
    if (!connected)
        m_context.refuse(QString::fromStdString(connected.error().message));
    else
        m_context.selection.set({{}, {made}, {}});
}

// "Dead letters → Messages", or why not.
QString ConnectGesture::words(const Option& option) const {
    if (!option.refusal.isEmpty()) return option.refusal;
    const PortPlace& output = m_outputs[option.output];
    const auto label = [&](const PortPlace& port) {
        return translated(kindOf(m_context, port.node)->ports[port.port].label);
    };
    return QCoreApplication::translate("Canvas", "%1 → %2").arg(label(output), label(option.input));
}

void ConnectGesture::paintWords(QPainter& painter, const Theme& theme, const Option& option) const {
    constexpr qreal kWidest = 320;
    constexpr qreal kInset = 8;
    const bool isFine = option.refusal.isEmpty();
    const QString text = words(option);
    const QString keys = m_aim ? QCoreApplication::translate("Canvas",
                                                             "Tab: other part · ↑ ↓: other ports\n"
                                                             "Enter: connect · Esc: leave off")
                               : QString();
    painter.setFont(theme.font(Type::Small));
    const QFontMetricsF metrics(painter.font(), painter.device());
    const auto sizeOf = [&](const QString& words) {
        return metrics.boundingRect({0, 0, kWidest, 1'000}, Qt::TextWordWrap, words).size();
    };
    const QSizeF first = sizeOf(text);
    const QSizeF second = keys.isEmpty() ? QSizeF(0, 0) : sizeOf(keys);
    QRectF box(0,
               0,
               std::max(first.width(), second.width()) + 2 * kInset,
               first.height() + second.height() + kInset);
    const QPointF end = endPixel();
    box.moveTopLeft(end + QPointF(14, 16));
    const QRectF seen = painter.viewport();
    if (box.right() > seen.right()) box.moveRight(end.x() - 14);
    if (box.bottom() > seen.bottom()) box.moveBottom(end.y() - 16);
    painter.setPen(theme.color(isFine ? Token::Line : Token::Danger));
    painter.setBrush(theme.color(Token::Panel));
    painter.drawRoundedRect(box, 5, 5);
    const QRectF inside = box.marginsRemoved({kInset, kInset / 2, kInset, kInset / 2});
    painter.setPen(theme.color(isFine ? Token::Ink : Token::Danger));
    painter.drawText(inside, Qt::TextWordWrap, text);
    painter.setPen(theme.color(Token::Muted));
    painter.drawText(inside.adjusted(0, first.height(), 0, 0), Qt::TextWordWrap, keys);
}

void ConnectGesture::paint(QPainter& painter, const Theme& theme) const {
    if (m_outputs.empty()) return;
    const Option* const target = this->target();
    const bool isFine = target != nullptr && target->refusal.isEmpty();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const Option& option : m_options) {
        if (!option.refusal.isEmpty()) continue;
        const QPointF centre = m_context.view.toScreen(option.input.position);
        painter.setPen(QPen(theme.color(Token::Accent), 2));
        painter.setBrush(theme.color(Token::Accent, &option == target ? 0.45 : 0.18));
        painter.drawEllipse(centre, 9, 9);
    }
    const PortPlace& from = m_outputs[target != nullptr ? target->output : 0];
    const QPointF end = isFine ? target->input.position : m_context.view.toDocument(endPixel());
    const Cubic curve = portCurve(from.position, from.side, end)
                            .mapped(-m_context.view.origin, m_context.view.zoom);
    const bool isRefused = target != nullptr && !isFine;
    QPen pen(theme.color(isRefused ? Token::Danger : Token::Accent), 2.5);
    pen.setCapStyle(Qt::RoundCap);
    if (!isFine) pen.setDashPattern({2, 3});
    QPainterPath path(curve.start);
    path.cubicTo(curve.startControl, curve.endControl, curve.end);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(pen);
    painter.drawPath(path);
    if (target != nullptr) paintWords(painter, theme, *target);
}

} // namespace sluice::ui
