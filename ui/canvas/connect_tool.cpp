// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/connect_tool.h"

#include "core/kinds/link_access.h"
#include "core/model/findings.h"

#include <QCoreApplication>
#include <QPainterPath>

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
}

void ConnectGesture::release(const Pointer& pointer) {
    m_pixel = pointer.pixel;
    if (const Option* const option = optionAt(m_pixel)) return finish(*option, m_pixel);
    const auto node = m_context.scene.layout().nodeAt(m_context.view.toDocument(m_pixel));
    if (node && *node != m_from)
        m_context.refuse(m_pixel,
                         QCoreApplication::translate("Canvas", "This part takes no messages."));
}

void ConnectGesture::connectTo(NodeId target) {
    const NodeLayout* const place = m_context.scene.layout().node(target);
    if (place == nullptr) return;
    const QPointF pixel = m_context.view.toScreen(place->card.center());
    if (const Option* const option = bestOption(target)) finish(*option, pixel);
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

void ConnectGesture::finish(const Option& option, QPointF pixel) {
    if (!option.refusal.isEmpty()) return m_context.refuse(pixel, option.refusal);
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
        m_context.refuse(pixel, QString::fromStdString(connected.error().message));
    else
        m_context.selection.set({{}, {made}, {}});
}

void ConnectGesture::paint(QPainter& painter, const Theme& theme) const {
    if (m_outputs.empty()) return;
    const Option* const target = optionAt(m_pixel);
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
    const QPointF end = isFine ? target->input.position : m_context.view.toDocument(m_pixel);
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
}

} // namespace sluice::ui
