// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas_scene.h"

#include "ui/canvas/mark_painter.h"

#include <algorithm>
#include <iterator>
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
        // Frames tell of it.
        if (old == nullptr || old->reach != row.picture.reach) isMoved = true;
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

std::vector<NodeId> CanvasScene::updateAway() {
    constexpr std::size_t kMost = 2'000; // more are not told apart
    std::vector<std::pair<NodeId, std::uint64_t>> away;
    const bool isStill = m_frame != nullptr && m_frame->state != RunState::Running;
    if (isStill && m_motion.count() <= kMost) {
        for (const auto& [key, lane] : m_motion.lanes()) {
            const LinkLayout* const link = m_layout.link(key.link);
            for (std::size_t i = lane.first; i < lane.messages.size(); ++i) {
                const MovingMessage& message = lane.messages[i];
                if (message.depart > m_motion.clock()) break; // they depart in order
                away.emplace_back(link != nullptr ? link->from : key.from, message.message);
                away.emplace_back(link != nullptr ? link->to : key.to, message.message);
            }
        }
        std::ranges::sort(away);
    }
    std::vector<NodeId> changed;
    if (away == m_away) return changed;
    std::vector<std::pair<NodeId, std::uint64_t>> differing;
    std::ranges::set_symmetric_difference(away, m_away, std::back_inserter(differing));
    for (const auto& [node, message] : differing) changed.push_back(node);
    m_away = std::move(away);
    return changed;
}

const Picture* CanvasScene::seenOf(NodeId id, Picture& memory) const {
    const Picture* const whole = pictureOf(pictures(), id);
    const auto from = std::ranges::lower_bound(m_away, std::pair(id, std::uint64_t{0}));
    if (whole == nullptr || from == m_away.end() || from->first != id) return whole;
    memory = *whole;
    const auto hide = [&](std::vector<Mark>& marks) {
        for (Mark& mark : marks)
            if (std::ranges::binary_search(m_away, std::pair(id, mark.message)))
                mark.message = kAwayMark;
    };
    for (PicturePart& part : memory.parts) {
        if (auto* const tube = std::get_if<Tube>(&part)) {
            for (auto* const marks : {&tube->delayed, &tube->visible, &tube->inFlight})
                hide(*marks);
        } else if (auto* const lanes = std::get_if<Lanes>(&part)) {
            for (Lanes::Lane& lane : lanes->lanes) hide(lane.marks);
        }
    }
    return &memory;
}

CanvasMoment CanvasScene::moment() const {
    CanvasMoment result{{pictures().begin(), pictures().end()}, {}, m_motion};
    for (const NodePicture& row : result.pictures) {
        Picture memory;
        result.besideTransit.push_back({row.node, *seenOf(row.node, memory), row.unavailable});
    }
    return result;
}

void CanvasScene::forgetRun() {
    m_away.clear();
    m_frame.reset();
    m_motion.clear();
    m_changed.clear();
}

} // namespace sluice::ui
