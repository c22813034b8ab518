// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/findings.h"

#include "core/base/assert.h"
#include "core/base/text.h"
#include "core/model/boundary_checks.h"
#include "core/model/edits.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace sluice {

namespace {

/// One end of a link, looked up; `problem` says what is missing when there is no port.
struct End {
    const Node* node = nullptr;
    const PortSpec* port = nullptr;
    std::string problem;
};

End endOf(const Document& document, const Registry& registry, NodeId id, std::string_view port) {
    const Node* node = document.node(id);
    if (node == nullptr) return {nullptr, nullptr, "One end of the link is not in the document."};
    const NodeKind* kind = registry.find(node->kind);
    if (kind == nullptr)
        return {node,
                nullptr,
                quoted(node->name) + " is of the kind " + quoted(node->kind)
                    + ", which this Sluice does not know."};
    const auto index = kind->port(port);
    if (!index)
        return {
            node, nullptr, quoted(node->name) + " has no port " + quoted(port) + " to link to."};
    return {node, &kind->ports[*index], {}};
}

std::string wrongDirection(const End& from, const End& to) {
    if (from.port->isOutput == to.port->isOutput) {
        const std::string_view both = from.port->isOutput ? "start" : "end";
        return "Links " + std::string(both)
               + " at both of these ports. Link an output to an input.";
    }
    return "A link runs from an output to an input: draw it from " + quoted(to.node->name) + " to "
           + quoted(from.node->name) + '.';
}

/// What is wrong with the link on its own, whatever other links there are.
std::string meaningless(const Document& document, const Registry& registry, const Link& link) {
    const End from = endOf(document, registry, link.from, link.fromPort);
    if (from.port == nullptr) return from.problem;
    const End to = endOf(document, registry, link.to, link.toPort);
    if (to.port == nullptr) return to.problem;
    if (link.from == link.to)
        return quoted(from.node->name)
               + " cannot be linked to itself. Link it to another node, or put one in between.";
    if (!from.port->isOutput || to.port->isOutput) return wrongDirection(from, to);
    if (!accepts(*to.port, *from.port)) {
        if (!to.port->advice.empty()) return std::string(to.port->advice);
        return quoted(to.port->label) + " of " + quoted(to.node->name) + " does not take what "
               + quoted(from.port->label) + " of " + quoted(from.node->name) + " gives.";
    }
    return {};
}

using PortKey = std::pair<NodeId, std::string_view>;

PortKey startOf(const Link& link) {
    return {link.from, link.fromPort};
}

PortKey endOf(const Link& link) {
    return {link.to, link.toPort};
}

std::string twice(const Document& document, const Link& link) {
    return quoted(document.node(link.from)->name) + " and " + quoted(document.node(link.to)->name)
           + " are already linked this way. One link is enough.";
}

std::string occupied(const Document& document, const Registry& registry, const PortKey& key) {
    const End end = endOf(document, registry, key.first, key.second);
    return quoted(end.port->label) + " of " + quoted(end.node->name)
           + " takes only one link. Remove the one it has first.";
}

/// Requires: meaningless() has nothing to say about a link at this port.
bool takesMany(const Document& document, const Registry& registry, const PortKey& key) {
    const End end = endOf(document, registry, key.first, key.second);
    SLUICE_ASSERT(end.port != nullptr);
    return end.port->takesMany;
}

class Validation {
public:
    Validation(const Document& document, const Registry& registry)
        : m_document(document)
        , m_registry(registry) {}

    std::vector<Finding> run() {
        checkSettings();
        for (const Link& link : m_document.links) checkLink(link);
        for (const Node& node : m_document.nodes) checkNode(node);
        checkCharts();
        checkBoundaries(m_document, m_registry, m_findings);
        if (!hasErrors(m_findings)) advise();
        std::stable_sort(m_findings.begin(), m_findings.end(), [](const auto& a, const auto& b) {
            return std::tuple(b.severity, std::max({raw(a.node), raw(a.link), raw(a.boundary)}))
                   < std::tuple(a.severity, std::max({raw(b.node), raw(b.link), raw(b.boundary)}));
        });
        return std::move(m_findings);
    }

private:
    Finding& add(Severity severity, std::string text) {
        Finding& result = m_findings.emplace_back();
        result.severity = severity;
        result.text = std::move(text);
        return result;
    }

    void checkSettings() {
        for (const auto& row : settingProperties()) {
            const auto checked = check(row.spec, row.read(m_document.settings));
            if (!checked) add(Severity::Error, checked.error().message).property = row.spec.key;
        }
        if (const auto limits = limitsOf(m_document.settings); !limits) {
            add(Severity::Error, limits.error().message).property = "limit_overrides";
        }
    }

    /// Whether every setting is known, there and allowed. `name` begins the sentences.
    static std::vector<Finding> checkProperties(const std::string& name,
                                                const PropertyMap& values,
                                                std::span<const PropertySpec> specs) {
        std::vector<Finding> found;
        const auto say = [&](Severity severity, std::string_view key, const std::string& text) {
            found.push_back({severity, {}, {}, std::string(key), name + ": " + text});
        };
        std::set<std::string_view> known;
        for (const PropertySpec& spec : specs) {
            known.insert(spec.key);
            const auto value = values.find(spec.key);
            if (value == values.end()) {
                const std::string taken = toText(spec.defaultValue);
                say(Severity::Warning,
                    spec.key,
                    std::string(spec.label) + " is not set; a run takes "
                        + (taken.empty() ? "nothing" : taken) + '.');
            } else if (const auto checked = check(spec, value->second); !checked) {
                say(Severity::Error, spec.key, checked.error().message);
            } else if (!isInSteps(spec, value->second)) {
                say(Severity::Warning,
                    spec.key,
                    std::string(spec.label) + " is " + toText(value->second)
                        + ", but the service takes " + stepText(spec)
                        + " only. The run keeps to what is set.");
            }
        }
        for (const auto& [key, value] : values) {
            if (!known.contains(key))
                say(Severity::Warning,
                    key,
                    "the setting " + quoted(key) + " is unknown and unused.");
        }
        return found;
    }

    void checkLink(const Link& link) {
        m_linked.insert(startOf(link));
        m_linked.insert(endOf(link));
        m_linkedNodes.insert(link.from);
        m_linkedNodes.insert(link.to);
        std::string problem = meaningless(m_document, m_registry, link);
        if (problem.empty()) problem = conflict(link);
        if (!problem.empty()) add(Severity::Error, std::move(problem)).link = link.id;
        const auto& specs = linkSpecs(m_document, m_registry, link);
        for (Finding& each : checkProperties("Link", link.properties, specs)) {
            each.link = link.id;
            m_findings.push_back(std::move(each));
        }
    }

    /// What is wrong with the link beside the links before it.
    std::string conflict(const Link& link) {
        const bool isNew = m_pairs.insert({startOf(link), endOf(link)}).second;
        if (!isNew) return twice(m_document, link);
        for (const PortKey& key : {startOf(link), endOf(link)}) {
            if (++m_uses[key] > 1 && !takesMany(m_document, m_registry, key))
                return occupied(m_document, m_registry, key);
        }
        return {};
    }

    void checkNode(const Node& node) {
        const std::string name = quoted(node.name);
        const std::size_t length = characterCount(node.name).value_or(0);
        if (length == 0 || length > kMaxNameCharacters) {
            add(Severity::Error, "A node's name must be 1 to 80 characters. Rename " + name + '.')
                .node = node.id;
        }
        const NodeKind* kind = m_registry.find(node.kind);
        if (kind == nullptr) {
            add(Severity::Error,
                name + " is of the kind " + quoted(node.kind)
                    + ", which this Sluice does not know. Remove the node, or open the document "
                      "with a newer Sluice.")
                .node = node.id;
            return;
        }
        for (Finding& each : checkProperties(name, node.properties, kind->properties)) {
            each.node = node.id;
            m_findings.push_back(std::move(each));
        }
        checkUse(node, *kind);
    }

    /// Whether anything can happen at the node at all.
    void checkUse(const Node& node, const NodeKind& kind) {
        if (kind.ports.empty()) return;
        if (!m_linkedNodes.contains(node.id)) {
            add(Severity::Warning,
                quoted(node.name)
                    + " is not linked to anything, so nothing happens there. Draw a "
                      "link from or to one of its ports.")
                .node = node.id;
            return;
        }
        const auto isInput = [](const PortSpec& port) { return !port.isOutput; };
        const auto isLinked = [&](const PortSpec& port) {
            return m_linked.contains({node.id, port.key});
        };
        const bool hasInput = std::any_of(kind.ports.begin(), kind.ports.end(), isInput);
        const bool isFed = std::any_of(kind.ports.begin(), kind.ports.end(), [&](const auto& port) {
            return isInput(port) && isLinked(port);
        });
        if (!hasInput || isFed) return;
        add(Severity::Warning,
            "Nothing comes into " + quoted(node.name) + ". Draw a link to its input.")
            .node = node.id;
    }

    void checkCharts() {
        for (const Chart& chart : m_document.charts) {
            for (const ChartSeries& series : chart.series) {
                const Node* node = m_document.node(series.node);
                const NodeKind* kind = node == nullptr ? nullptr : m_registry.find(node->kind);
                if (kind != nullptr && kind->seriesIndex(series.series)) continue;
                const std::string owner = node == nullptr ? "a node that is gone" : node->name;
                Finding& found =
                    add(Severity::Warning,
                        "The chart " + quoted(chart.title) + " shows " + quoted(series.series)
                            + " of " + owner + ", which does not exist. Remove it from the chart.");
                if (node != nullptr) found.node = node->id;
            }
        }
    }

    /// Kinds look at the links around each node; a document too large for that at every edit goes
    /// without advice.
    void advise() {
        if (m_document.nodes.size() * m_document.links.size() > kMostLooks) return;
        for (const Node& node : m_document.nodes) {
            const NodeKind* kind = m_registry.find(node.kind);
            if (kind->advise != nullptr) kind->advise(m_document, m_registry, node, m_findings);
        }
    }

    static constexpr std::size_t kMostLooks = 5'000'000;

    const Document& m_document;
    const Registry& m_registry;
    std::vector<Finding> m_findings;
    std::set<std::pair<PortKey, PortKey>> m_pairs;
    std::map<PortKey, int> m_uses;
    std::set<PortKey> m_linked;
    std::set<NodeId> m_linkedNodes;
};

} // namespace

std::vector<Finding> validate(const Document& document, const Registry& registry) {
    return Validation(document, registry).run();
}

std::string refusal(const Document& document, const Registry& registry, const Link& link) {
    std::string problem = meaningless(document, registry, link);
    if (!problem.empty()) return problem;
    const bool isStartTaken = !takesMany(document, registry, startOf(link));
    const bool isEndTaken = !takesMany(document, registry, endOf(link));
    for (const Link& other : document.links) {
        if (other.id == link.id) continue;
        const bool sharesStart = startOf(other) == startOf(link);
        const bool sharesEnd = endOf(other) == endOf(link);
        if (sharesStart && sharesEnd) return twice(document, link);
        if (sharesStart && isStartTaken) return occupied(document, registry, startOf(link));
        if (sharesEnd && isEndTaken) return occupied(document, registry, endOf(link));
    }
    const NodeKind* kind = registry.find(document.node(link.from)->kind);
    return kind->linkProblem == nullptr ? std::string() : kind->linkProblem(document, link);
}

bool hasErrors(const std::vector<Finding>& findings) {
    return std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
        return finding.severity == Severity::Error;
    });
}

} // namespace sluice
