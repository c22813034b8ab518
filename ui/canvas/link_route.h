// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/cubic.h"

#include <QRectF>

#include <cstdint>
#include <span>

namespace sluice::ui {

/// Bends links around cards. Lives for one layout: what it may spend is counted in points looked
/// at, not in time, so that equal documents give equal routes on every machine.
class LinkRouter {
public:
    /// Borrows the cards, document units.
    explicit LinkRouter(std::span<const QRectF> cards) : m_cards(cards) {}

    /// The curve itself when it crosses no card, else the one most like it of those tried that
    /// does not; the curve itself when there is none. `from` and `to` are the places of its own
    /// cards, which it may touch but not cross.
    Cubic routed(const Cubic& curve, std::size_t from, std::size_t to);

private:
    bool isClear(const Cubic& curve, std::size_t from, std::size_t to, bool isBent);

    std::span<const QRectF> m_cards;
    std::int64_t m_pointsLeft = 3'000'000; // some milliseconds
};

} // namespace sluice::ui
