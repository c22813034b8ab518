// SPDX-License-Identifier: GPL-3.0-or-later
// Measures of messages standing in a row, in document units: the same in tubes and in lanes.
#pragma once

#include <QString>
#include <QtGlobal>

#include <cstddef>
#include <cstdint>

namespace sluice::ui {

inline constexpr qreal kMarkRadius = 4.5;
inline constexpr qreal kMarkPitch = 13;
inline constexpr qreal kRingRadius = 7;
inline constexpr qreal kRingPitch = 17.5; ///< The badge of one just keeps off the next.
inline constexpr qreal kClockWidth = 14;

/// "+115"; rounded to thousands, "+12 k", or millions, "+1.6 M", when it would not fit.
QString moreText(std::int64_t count);

/// Room for it.
qreal moreWidth(std::int64_t count);

/// How many of `count` messages, of which `listed` are known, fit into `width`, leaving room for
/// "+n" if not all do.
int fitting(std::int64_t count, std::size_t listed, qreal width, qreal pitch);

} // namespace sluice::ui
