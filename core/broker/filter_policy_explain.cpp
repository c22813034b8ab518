// SPDX-License-Identifier: GPL-3.0-or-later
// A policy and its meeting with a message in words.
#include "core/broker/filter_policy.h"
#include "core/broker/filter_sources.h"
#include "core/broker/filter_text.h"

#include <algorithm>

namespace sluice {

namespace {

std::string nodeShort(const FilterProgram& program, std::uint32_t index) {
    const FilterNode& node = program.nodes[index];
    std::string text;
    if (node.kind == FilterNode::Kind::Key) {
        const auto conditions = program.conditionsOf(node);
        for (const FilterCondition& condition : conditions) {
            if (!text.empty()) text += " | ";
            text += conditionShort(program, condition);
        }
        // "amount ≥ 1000" and "id exists" read as sentences.
        const FilterOperator test = conditions.front().test;
        const bool isSentence =
            conditions.size() == 1
            && (test == FilterOperator::Numeric || test == FilterOperator::Exists);
        return std::string(program.pathOf(node)).append(isSentence ? " " : ": ") + text;
    }
    const bool isAny = node.kind == FilterNode::Kind::Any;
    for (std::uint32_t inner = index + 1; inner < node.end; inner = program.nodes[inner].end) {
        if (!text.empty()) text += isAny ? " or " : ", ";
        text += nodeShort(program, inner);
    }
    return isAny ? '(' + text + ')' : text;
}

/// Cut to at most `most` characters, the last of which says so.
std::string cutTo(std::string text, std::size_t most) {
    const auto isStart = [](char c) { return (c & '\xC0') != '\x80'; };
    const auto count = std::count_if(text.begin(), text.end(), isStart);
    if (static_cast<std::size_t>(count) <= most) return text;
    if (most == 0) return {};
    std::size_t kept = 0;
    std::size_t end = 0;
    while (end < text.size() && (kept < most || !isStart(text[end]))) {
        if (isStart(text[end]) && ++kept == most) break;
        ++end;
    }
    return text.substr(0, end) + "…";
}

template <class Source>
std::string foundText(std::uint32_t key, const Source& source) {
    if (!source.isValid(key)) return "invalid";
    if (!source.isPresent(key)) return "absent";
    std::string text;
    std::size_t count = 0;
    source.any(key, [&](const FilterValue& value) {
        if (count++ > 0) text += ", ";
        text += valueJson(value);
        return false;
    });
    return text.empty() ? "[]" : text;
}

template <class Source>
class Explainer {
public:
    Explainer(const FilterProgram& program, const Source& source)
        : m_program(program)
        , m_source(source) {}

    void node(std::uint32_t index, const std::string& branch) {
        const FilterNode& node = m_program.nodes[index];
        if (node.kind == FilterNode::Kind::Key) return conditions(node, branch);
        std::size_t alternative = 0;
        for (std::uint32_t inner = index + 1; inner < node.end;
             inner = m_program.nodes[inner].end) {
            std::string name = branch;
            if (node.kind == FilterNode::Kind::Any) {
                if (!name.empty()) name += '.';
                const std::string_view path = m_program.pathOf(node);
                if (!path.empty()) name.append(path) += '.';
                name += "$or[" + std::to_string(alternative++) + ']';
            }
            this->node(inner, name);
        }
    }
    std::vector<FilterCheck> checks;

private:
    void conditions(const FilterNode& node, const std::string& branch) {
        const std::size_t first = checks.size();
        bool isKeyMet = false;
        for (const FilterCondition& condition : m_program.conditionsOf(node)) {
            FilterCheck check;
            check.branch = branch;
            check.path = m_program.pathOf(node);
            check.condition = conditionJson(m_program, condition);
            check.found = foundText(node.key, m_source);
            check.isMet =
                m_source.isValid(node.key) && isMet(m_program, condition, node.key, m_source);
            isKeyMet = isKeyMet || check.isMet;
            checks.push_back(std::move(check));
        }
        for (std::size_t at = first; at < checks.size(); ++at) checks[at].isKeyMet = isKeyMet;
    }

    const FilterProgram& m_program;
    const Source& m_source;
};

template <class Source>
std::vector<FilterCheck> checksOf(const FilterProgram& program, const Source& source) {
    Explainer explainer(program, source);
    explainer.node(0, {});
    return std::move(explainer.checks);
}

} // namespace

std::vector<FilterCheck> FilterPolicy::explain(std::span<const MessageAttribute> attributes,
                                               std::string_view body) const {
    if (isEmpty()) return {};
    if (m_scope == FilterScope::Body) {
        const FilterBody parsed(body);
        return checksOf(m_program, BodySource(m_program, parsed));
    }
    return checksOf(m_program, AttributeSource(m_program, attributes));
}

std::string FilterPolicy::summary(std::size_t mostCharacters) const {
    return isEmpty() ? std::string() : cutTo(nodeShort(m_program, 0), mostCharacters);
}

} // namespace sluice
