// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/mark_row.h"

#include "core/schema/unit.h"

#include <algorithm>

namespace sluice::ui {

qreal moreWidth(std::int64_t count) {
    constexpr qreal kDigitWidth = 6;
    constexpr qreal kMost = 32; // of "+9 999" and "+999 k"
    qreal width = 3 * kDigitWidth;
    for (std::int64_t rest = count; rest >= 10 && width < kMost; rest /= 10) width += kDigitWidth;
    return std::min(width, kMost);
}

QString moreText(std::int64_t count) {
    constexpr std::int64_t kThousand = 1'000, kMillion = 1'000'000;
    const auto rounded = [count](std::int64_t step) { return (count + step / 2) / step * step; };
    if (count < 10 * kThousand)
        return QStringLiteral("+%1").arg(QString::fromStdString(groupedText(count)));
    std::int64_t shown = rounded(kThousand);
    if (shown >= kMillion) shown = rounded(kMillion / 10);
    if (shown >= 10 * kMillion) shown = rounded(kMillion);
    return QStringLiteral("+%1").arg(
        QString::fromStdString(scaledText(static_cast<double>(shown), Unit::None)));
}

int fitting(std::int64_t count, std::size_t listed, qreal width, qreal pitch) {
    const auto places = static_cast<std::int64_t>(std::max(0.0, width / pitch));
    const auto shorter =
        static_cast<std::int64_t>(std::max(0.0, (width - moreWidth(count)) / pitch));
    const std::int64_t shown = count <= places ? count : std::min(places, shorter);
    return static_cast<int>(std::min(shown, static_cast<std::int64_t>(listed)));
}

} // namespace sluice::ui
