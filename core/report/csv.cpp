// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/csv.h"

#include "core/kinds/registry.h"
#include "core/report/number_text.h"

namespace sluice {

std::string csvHeader() {
    return "time_s,node,name,series,unit,value\n";
}

std::string csvField(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string quoted = "\"";
    for (const char letter : text) {
        if (letter == '"') quoted += '"';
        quoted += letter;
    }
    return quoted + '"';
}

std::string csvRows(const Document& document, std::span<const Sample> samples) {
    std::string rows;
    for (const Sample& sample : samples) {
        const Node* node = document.node(sample.node);
        const NodeKind* kind = node == nullptr ? nullptr : registry().find(node->kind);
        if (kind == nullptr) continue;
        const SeriesSpec& series = kind->series[sample.series];
        rows += plainNumber(seconds(sample.time - kRunStart), "");
        rows += ',' + std::to_string(raw(sample.node)) + ',' + csvField(node->name) + ','
                + csvField(series.key) + ',';
        rows += plainUnit(series.unit);
        rows += ',' + plainNumber(sample.value, "") + '\n';
    }
    return rows;
}

} // namespace sluice
