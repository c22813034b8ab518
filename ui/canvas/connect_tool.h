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
    /// Connects to a node chosen by the keyboard.
    void connectTo(NodeId target);

private:
    /// One way to link an output of the source to an input of another node.
    struct Option {
        std::size_t output = 0; ///< Index into m_outputs.
        PortPlace input;
        QString refusal; ///< Empty when the link is fine.
    };

    const Option* optionAt(QPointF pixel) const;
    const Option* bestOption(NodeId target) const;
    void finish(const Option& option, QPointF pixel);

    CanvasContext m_context;
    NodeId m_from;
    std::vector<PortPlace> m_outputs;
    std::vector<Option> m_options;
    QPointF m_pixel;
};

} // namespace sluice::ui
