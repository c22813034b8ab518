// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/node_reference.h"

#include "core/model/document.h"
#include "core/report/service_choice.h"

#include <algorithm>
#include <span>

namespace sluice {

namespace {

/// Text for a table cell, where a bar would end it.
std::string cell(std::string_view text) {
    std::string escaped;
    for (const char letter : text) {
        if (letter == '|') escaped += '\\';
        escaped += letter == '\n' ? ' ' : letter;
    }
    return escaped;
}

std::string code(std::string_view text) {
    return '`' + cell(text) + '`';
}

std::string_view typeName(ValueType type) {
    switch (type) {
    case ValueType::Bool:
        return "true or false";
    case ValueType::Int:
        return "whole number";
    case ValueType::Real:
        return "number";
    case ValueType::Time:
        return "time";
    case ValueType::Text:
        return "text";
    case ValueType::Choice:
        return "choice";
    case ValueType::Distribution:
        return "distribution of times";
    case ValueType::Times:
        return "list of times";
    case ValueType::Node:
        return "part of the document";
    }
    return "value";
}

std::string_view typeName(MetricType type) {
    switch (type) {
    case MetricType::Counter:
        return "counter";
    case MetricType::Gauge:
        return "gauge";
    case MetricType::Distribution:
        return "distribution (p50, p90, p99)";
    }
    return "metric";
}

std::string allowed(const PropertySpec& spec) {
    std::string text;
    for (const ChoiceSpec& choice : spec.choices) {
        text += (text.empty() ? "" : "; ") + code(choice.key) + ' ' + cell(choice.label);
    }
    const std::string steps = stepText(spec);
    return text + rangeText(spec) + (steps.empty() ? "" : ", " + steps);
}

std::string_view ownerOf(const AppliesWhen& when) {
    switch (when.whose) {
    case Whose::Own:
        return "";
    case Whose::LinkStart:
        return " of the part it starts from";
    case Whose::LinkEnd:
        return " of the part at its end";
    case Whose::AnyLinkEnd:
        return " of a part it is linked to";
    }
    return "";
}

std::string helpOf(const PropertySpec& spec) {
    std::string text = cell(spec.help);
    if (spec.appliesWhen.key.empty()) return text;
    text += " Only when " + code(spec.appliesWhen.key) + std::string(ownerOf(spec.appliesWhen))
            + " is ";
    std::string_view rest = spec.appliesWhen.values;
    while (!rest.empty()) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        text += code(rest.substr(0, comma));
        rest.remove_prefix(std::min(comma + 1, rest.size()));
        text += rest.empty() ? "." : " or ";
    }
    return text;
}

std::string defaultOf(const PropertySpec& spec) {
    const std::string text = toText(spec, spec.defaultValue);
    return text.empty() ? "(empty)" : code(text);
}

std::string settingsTable(std::span<const PropertySpec> specs) {
    std::string text = "| Key | Setting | Type | Unit | Allowed | Default | What it does |\n"
                       "|---|---|---|---|---|---|---|\n";
    for (const PropertySpec& spec : specs) {
        text += "| " + code(spec.key) + " | " + cell(spec.label) + " | "
                + std::string(typeName(spec.type)) + " | " + cell(symbol(spec.unit)) + " | "
                + allowed(spec) + " | " + defaultOf(spec) + " | " + helpOf(spec) + " |\n";
    }
    return text;
}

std::string flowNames(std::uint8_t flows) {
    std::string text;
    const auto add = [&](Flow flow, const char* name) {
        if ((flows & static_cast<unsigned>(flow)) != 0)
            text += (text.empty() ? "" : ", ") + std::string(name);
    };
    add(Flow::Send, "sent messages");
    add(Flow::Receive, "receive calls");
    add(Flow::DeadLetter, "dead letters");
    add(Flow::Store, "stored payloads");
    add(Flow::Notify, "notifications");
    add(Flow::Event, "events");
    return text;
}

std::string portsTable(std::span<const PortSpec> ports) {
    std::string text = "| Key | Port | Direction | Carries | Links |\n|---|---|---|---|---|\n";
    for (const PortSpec& port : ports) {
        text += "| " + code(port.key) + " | " + cell(port.label) + " | "
                + (port.isOutput ? "output" : "input") + " | " + flowNames(port.flows) + " | "
                + (port.takesMany ? "any number" : "one") + " |\n";
    }
    return text;
}

std::string metricsTable(std::span<const MetricSpec> metrics) {
    std::string text = "| Key | Metric | Type | Unit | What it counts |\n|---|---|---|---|---|\n";
    for (const MetricSpec& metric : metrics) {
        text += "| " + code(metric.key) + " | " + cell(metric.label) + " | "
                + std::string(typeName(metric.type)) + " | " + cell(symbol(metric.unit)) + " | "
                + cell(metric.help) + " |\n";
    }
    return text;
}

std::string actionsTable(std::span<const ActionSpec> actions) {
    std::string text = "| Key | Action | What it does |\n|---|---|---|\n";
    for (const ActionSpec& action : actions) {
        text += "| " + code(action.key) + " | " + cell(action.label) + " | " + cell(action.help)
                + " |\n";
    }
    return text;
}

std::string indexPage(const Registry& registry) {
    std::string text = "# Sluice reference\n\n"
                       "Generated by `sluice reference` from the descriptions the program itself "
                       "works with.\n\n"
                       "| Part | Group | What it is |\n|---|---|---|\n";
    for (const NodeKind& kind : registry.kinds) {
        text += "| [" + cell(kind.label) + "](" + std::string(kind.key) + ".md) | "
                + cell(kind.category) + " | " + cell(kind.help) + " |\n";
    }
    return text
           + "\nSee also: [links](links.md), [documents](document.md), [choosing a service]"
             "(choosing.md).\n";
}

std::vector<PropertySpec> documentSpecs() {
    std::vector<PropertySpec> specs;
    for (const auto& row : settingProperties()) specs.push_back(row.spec);
    return specs;
}

} // namespace

std::string referencePage(const NodeKind& kind) {
    std::string text = "# " + std::string(kind.label) + "\n\n" + std::string(kind.help) + "\n\n"
                       + "Kind " + code(kind.key) + ", group " + std::string(kind.category) + ".\n";
    if (!kind.ports.empty()) text += "\n## Ports\n\n" + portsTable(kind.ports);
    if (!kind.properties.empty()) text += "\n## Settings\n\n" + settingsTable(kind.properties);
    if (!kind.linkPort.empty())
        text += "\n## Settings of its links\n\nOf links that start at the port "
                + code(kind.linkPort) + ":\n\n" + settingsTable(kind.linkProperties);
    if (!kind.actions.empty()) text += "\n## Actions\n\n" + actionsTable(kind.actions);
    if (!kind.metrics.empty()) text += "\n## Metrics\n\n" + metricsTable(kind.metrics);
    return text;
}

std::vector<ReferencePage> referencePages(const Registry& registry) {
    std::vector<ReferencePage> pages{{"index.md", indexPage(registry)}};
    for (const NodeKind& kind : registry.kinds) {
        pages.push_back({std::string(kind.key) + ".md", referencePage(kind)});
    }
    pages.push_back({"links.md",
                     "# Links\n\nA link carries requests, answers and messages between two ports. "
                     "Its settings:\n\n"
                         + settingsTable(registry.linkProperties)});
    pages.push_back({"document.md",
                     "# Documents\n\nA document is one file. Settings of the whole document:\n\n"
                         + settingsTable(documentSpecs())});
    pages.push_back({"choosing.md", serviceChoicePage()});
    return pages;
}

} // namespace sluice
