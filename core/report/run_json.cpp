// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/run_json.h"

#include "core/kinds/registry.h"
#include "core/report/number_text.h"
#include "core/sim/closing_sample.h"
#include "core/sim/sampler.h"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>

namespace sluice {

namespace {

std::string jsonText(std::string_view text) {
    return nlohmann::json(text).dump();
}

std::string field(std::string_view key, const std::string& value) {
    return "  " + jsonText(key) + ": " + value;
}

std::string column(const Document& document, const Sample& sample) {
    const Node* node = document.node(sample.node);
    const NodeKind* kind = node == nullptr ? nullptr : registry().find(node->kind);
    if (kind == nullptr) return "null";
    const SeriesSpec& series = kind->series[sample.series];
    return "{\"node\": " + std::to_string(raw(sample.node)) + ", \"name\": " + jsonText(node->name)
           + ", \"series\": " + jsonText(series.key)
           + ", \"unit\": " + jsonText(plainUnit(series.unit)) + '}';
}

std::string totalsText(const RunTotals& totals) {
    const std::array<std::pair<std::string_view, std::uint64_t>, 9> rows{
        {{"sent", totals.sent},
         {"refused", totals.refused},
         {"deleted", totals.deleted},
         {"dead_lettered", totals.deadLettered},
         {"expired", totals.expired},
         {"lost", totals.lost},
         {"dropped", totals.dropped},
         {"in_dead_letter_queues", totals.inDeadLetterQueues},
         {"events", totals.events}}};
    std::string text;
    for (const auto& [key, value] : rows) {
        text += (text.empty() ? "{" : ", ") + jsonText(key) + ": " + std::to_string(value);
    }
    return text + ", \"cost_usd\": " + plainNumber(totals.cost, "null") + '}';
}

} // namespace

std::string RunJson::opening(const World& world) const {
    std::string text =
        "{\n" + field("format", jsonText("sluice-run")) + ",\n" + field("version", "1") + ",\n"
        + field("name", jsonText(m_document.settings.name)) + ",\n"
        + field("seed", std::to_string(world.seed)) + ",\n"
        + field("sample_interval_s", plainNumber(seconds(world.sampleInterval), "null")) + ",\n"
        + field("columns", "[");
    std::string_view separator = "\n    ";
    for (const Sample& sample : summary(world)) {
        text += separator;
        text += column(m_document, sample);
        separator = ",\n    ";
    }
    return text + "\n  ],\n" + field("samples", "[");
}

std::string RunJson::rows(std::span<const Sample> samples) {
    std::string text;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (i == 0 || samples[i].time != samples[i - 1].time) {
            if (i > 0) text += ']';
            text += m_hasRows ? ",\n    [" : "\n    [";
            text += plainNumber(seconds(samples[i].time - kRunStart), "null");
            m_hasRows = true;
        }
        text += ", " + plainNumber(samples[i].value, "null");
    }
    if (!samples.empty()) text += ']';
    return text;
}

std::string RunJson::closing(const World& world) {
    std::string values;
    for (const Sample& sample : summary(upToDate(world))) {
        values += (values.empty() ? "" : ", ") + plainNumber(sample.value, "null");
    }
    return "\n  ],\n" + field("totals", totalsText(totals(world))) + ",\n"
           + field("summary", '[' + values + ']') + ",\n"
           + field("time_s", plainNumber(seconds(world.now() - kRunStart), "null")) + ",\n"
           + field("digest", jsonText(digestText(world))) + "\n}\n";
}

std::string digestText(const World& world) {
    constexpr std::size_t kDigits = 16;
    std::array<char, kDigits> digits{};
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), digest(world), 16).ptr;
    const std::string text(digits.data(), end);
    return std::string(kDigits - text.size(), '0') + text;
}

} // namespace sluice
