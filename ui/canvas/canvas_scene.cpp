// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas_scene.h"

#include <algorithm>
#include <utility>

namespace sluice::ui {

namespace {

/// Takes the new places of the slots; whether anything else moved.
bool replace(NodeLayout& row, NodeLayout&& renewed) {
    const bool isSame = row.card == renewed.card && row.ports == renewed.ports
                        && row.parts == renewed.parts && row.role == renewed.role;
    row = std::move(renewed);
    return !isSame;
}

} // namespace

void CanvasScene::rebuild(const Document& document, const std::vector<Finding>& findings) {
    m_layout = layoutDiagram(document, m_registry, pictures());
    m_found.clear();
    for (const Finding& finding : findings)
        if (raw(finding.node) != 0) m_found.insert(finding.node);
}

bool CanvasScene::take(const FramePointer& frame, const Document& document) {
    const FramePointer before = std::exchange(m_frame, frame);
    m_motion.take(*frame);
    m_changed.clear();
    bool isMoved = false;
    for (const NodePicture& row : frame->pictures) {
        const Picture* const old =
            before ? pictureOf(Pictures(before->pictures), row.node) : nullptr;
        if (old != nullptr && *old == row.picture) continue;
        m_changed.push_back(row.node);
        const Node* const node = document.node(row.node);
        const NodeLayout* const place = m_layout.node(row.node);
        if (node == nullptr || place == nullptr) continue;
        const auto index = static_cast<std::size_t>(place - m_layout.nodes.data());
        if (replace(m_layout.nodes[index],
                    layoutNode(*node, m_registry.find(node->kind), &row.picture)))
            isMoved = true;
    }
    if (before != nullptr && forgetMissing(*before)) isMoved = true;
    if (isMoved) m_layout = layoutDiagram(document, m_registry, pictures());
    return isMoved;
}

/// Parts that the frame before showed and this one does not, as in a run that cannot start; whether
/// there are any.
bool CanvasScene::forgetMissing(const Frame& before) {
    bool isAny = false;
    for (const NodePicture& row : before.pictures) {
        if (pictureOf(pictures(), row.node) != nullptr) continue;
        m_changed.push_back(row.node);
        isAny = true;
    }
    std::ranges::sort(m_changed);
    return isAny;
}

void CanvasScene::forgetRun() {
    m_frame.reset();
    m_motion.clear();
    m_changed.clear();
}

} // namespace sluice::ui
