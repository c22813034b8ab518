// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/canvas_moment.h"
#include "ui/canvas/diagram_layout.h"
#include "ui/canvas/motion.h"
#include "ui/canvas/node_painter.h"

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace sluice::ui {

/// What the canvas shows, worked out from the document and the newest frame. Holds ids, never
/// pointers into either. GUI thread only.
class CanvasScene {
public:
    explicit CanvasScene(const Registry& registry) : m_registry(registry) {}

    const Registry& registry() const { return m_registry; }
    const DiagramLayout& layout() const { return m_layout; }
    Pictures pictures() const { return m_frame ? Pictures(m_frame->pictures) : Pictures(); }
    const FramePointer& frame() const { return m_frame; }
    Motion& motion() { return m_motion; }
    const Motion& motion() const { return m_motion; }

    /// Works everything out anew after an edit or for another document.
    void rebuild(const Document& document, const std::vector<Finding>& findings);
    /// Takes a frame; its hops begin to move. Returns whether a card changed its size, a link its
    /// course or a frame what it tells of its parts.
    bool take(const FramePointer& frame, const Document& document);
    /// Nodes whose picture differs from the frame before, in order of id.
    const std::vector<NodeId>& changedPictures() const { return m_changed; }

    /// Works out what is under way while the run stands still, as after a step: a message is then
    /// seen on its way and not, at the same time, among what a part at either end of it stores.
    /// Returns the parts that look different now, in no order, perhaps more than once.
    std::vector<NodeId> updateAway();
    /// What there is to see of the node: its picture without what is under way. May be null;
    /// `memory` holds it if it is not the frame's own.
    const Picture* seenOf(NodeId id, Picture& memory) const;

    CanvasMoment moment() const;

    bool hasFinding(NodeId id) const { return m_found.contains(id); }
    /// Another document: nothing of the old run may show.
    void forgetRun();

private:
    bool forgetMissing(const Frame& before);

    const Registry& m_registry;
    DiagramLayout m_layout;
    FramePointer m_frame;
    Motion m_motion;
    std::set<NodeId> m_found;
    std::vector<NodeId> m_changed;
    std::vector<std::pair<NodeId, std::uint64_t>> m_away; ///< Parts and messages, ascending.
};

} // namespace sluice::ui
