// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/mark_row.h"

#include <algorithm>

namespace sluice::ui {

qreal moreWidth(std::int64_t count) {
    constexpr qreal kDigitWidth = 6;
    qreal width = 3 * kDigitWidth;
    for (std::int64_t rest = count; rest >= 10 && width < 6 * kDigitWidth; rest /= 10)
        width += kDigitWidth;
    return width;
}

int fitting(std::int64_t count, std::size_t listed, qreal width, qreal pitch) {
    const auto places = static_cast<std::int64_t>(std::max(0.0, width / pitch));
    const auto shorter =
        static_cast<std::int64_t>(std::max(0.0, (width - moreWidth(count)) / pitch));
    const std::int64_t shown = count <= places ? count : std::min(places, shorter);
    return static_cast<int>(std::min(shown, static_cast<std::int64_t>(listed)));
}

} // namespace sluice::ui
