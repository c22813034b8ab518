// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/filter_policy.h"

#include "core/broker/filter_sources.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr std::string_view kAttributes = "MessageAttributes";
constexpr std::string_view kBody = "MessageBody";

template <class Source>
bool nodeHolds(const FilterProgram& program, std::uint32_t index, const Source& source) {
    const FilterNode& node = program.nodes[index];
    if (node.kind == FilterNode::Kind::Key) {
        const auto conditions = program.conditionsOf(node);
        return std::any_of(conditions.begin(), conditions.end(), [&](const auto& condition) {
            return isMet(program, condition, node.key, source);
        });
    }
    const bool isAny = node.kind == FilterNode::Kind::Any;
    for (std::uint32_t inner = index + 1; inner < node.end; inner = program.nodes[inner].end) {
        if (nodeHolds(program, inner, source) == isAny) return isAny;
    }
    return !isAny;
}

FilterVerdict matchBody(const FilterProgram& program, const FilterBody& body) {
    if (!body.isObject()) return FilterVerdict::InvalidBody;
    return nodeHolds(program, 0, BodySource(program, body)) ? FilterVerdict::Accepted
                                                            : FilterVerdict::FilteredOut;
}

FilterVerdict matchAttributes(const FilterProgram& program,
                              std::span<const MessageAttribute> attributes) {
    const AttributeSource source(program, attributes);
    if (!source.areValid()) return FilterVerdict::InvalidAttributes;
    if (nodeHolds(program, 0, source)) return FilterVerdict::Accepted;
    return attributes.empty() ? FilterVerdict::NoAttributes : FilterVerdict::FilteredOut;
}

} // namespace

std::string_view toText(FilterScope scope) {
    return scope == FilterScope::Body ? kBody : kAttributes;
}

ApiResult<FilterScope> parseFilterScope(std::string_view text) {
    if (text == kAttributes) return FilterScope::Attributes;
    if (text == kBody) return FilterScope::Body;
    return refused(ApiErrorCode::InvalidParameter,
                   "FilterPolicyScope: Invalid value [" + std::string(text)
                       + "]. Please use either MessageBody or MessageAttributes");
}

FilterResult resultOf(FilterVerdict verdict, FilterScope scope) {
    switch (verdict) {
    case FilterVerdict::Accepted:
        return FilterResult::Passed;
    case FilterVerdict::NoAttributes:
        return FilterResult::NoAttributes;
    case FilterVerdict::InvalidAttributes:
        return FilterResult::InvalidAttributes;
    case FilterVerdict::InvalidBody:
        return FilterResult::InvalidBody;
    case FilterVerdict::FilteredOut:
        break;
    }
    return scope == FilterScope::Body ? FilterResult::Body : FilterResult::Attributes;
}

FilterVerdict FilterPolicy::match(std::span<const MessageAttribute> attributes,
                                  std::string_view body) const {
    return needsBody() ? match(attributes, FilterBody(body)) : match(attributes, FilterBody());
}

FilterVerdict FilterPolicy::match(std::span<const MessageAttribute> attributes,
                                  const FilterBody& body) const {
    if (isEmpty()) return FilterVerdict::Accepted;
    return m_scope == FilterScope::Body ? matchBody(m_program, body)
                                        : matchAttributes(m_program, attributes);
}

ApiError inRequest(const ApiError& error, FilterRequest request) {
    if (error.code == ApiErrorCode::FilterPolicyLimitExceeded) return error;
    std::string text = "Invalid parameter: ";
    if (request == FilterRequest::Subscribe) text += "Attributes Reason: ";
    // The service names the attribute in front of all texts but those on the scope.
    const bool isOnScope = error.message.starts_with("FilterPolicyScope: ")
                           || error.message.starts_with("Filter policy scope ");
    if (!isOnScope) text += "FilterPolicy: ";
    return {error.code, text + error.message};
}

} // namespace sluice
