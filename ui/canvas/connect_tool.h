// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/tool.h"

#include <optional>
#include <vector>

namespace sluice::ui {

/// Draws a link from an output to the pointer, lights up the inputs that take it and says why the
/// others do not.
class ConnectGesture : public Gesture {
public:
    /// From one output port, or, with no `port`, from whichever output of the node fits the target.
    ConnectGesture(const CanvasContext& context, NodeId from, std::optional<std::size_t> port);

    /// Whether there is an output to start from.
    bool isPossible() const { return !m_outputs.empty(); }
    void move(const Pointer& pointer) override;
    /// Connects to what is under the pointer. Nothing happens over empty canvas.
    void release(const Pointer& pointer) override;
    void paint(QPainter& painter, const Theme& theme) const override;

    /// By keyboard: the part the link would go to, by the first of its ports that takes it.
    std::optional<NodeId> aimed() const;
    /// Aims at the next or previous part that has an input, around in a circle. False when there is
    /// none.
    bool aimAtOther(bool isNext);
    /// Aims at another pair of ports of the same two parts.
    void aimAtOtherPorts(int steps);
    /// Connects what is aimed at.
    void connectAimed();

private:
    /// One way to link an output of the source to an input of another node.
    struct Option {
        std::size_t output = 0; ///< Index into m_outputs.
        PortPlace input;
        QString refusal; ///< Empty when the link is fine.
    };

    const Option* optionAt(QPointF pixel) const;
    const Option* bestOption(NodeId target) const;
    /// What a release would connect to.
    const Option* target() const;
    void aimAt(const Option& option);
    /// Where the line ends, logical pixels of the canvas.
    QPointF endPixel() const;
    void finish(const Option& option);
    QString words(const Option& option) const;
    void paintWords(QPainter& painter, const Theme& theme, const Option& option) const;

    CanvasContext m_context;
    NodeId m_from;
    std::vector<PortPlace> m_outputs;
    std::vector<Option> m_options;
    std::optional<std::size_t> m_aim; ///< Index into m_options; nothing while the mouse aims.
    QPointF m_pixel;
};

} // namespace sluice::ui
