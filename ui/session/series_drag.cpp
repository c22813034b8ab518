// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/series_drag.h"

#include <QMimeData>

namespace sluice::ui {

std::optional<ChartSeries> draggedSeries(const QMimeData& mime) {
    const QList<QByteArray> parts = mime.data(QLatin1String(kSeriesMime)).split('\n');
    if (parts.size() != 2 || parts[1].isEmpty()) return std::nullopt;
    bool isNumber = false;
    const uint id = parts[0].toUInt(&isNumber);
    if (!isNumber || id == 0) return std::nullopt;
    return ChartSeries{NodeId{id}, parts[1].toStdString()};
}

} // namespace sluice::ui
