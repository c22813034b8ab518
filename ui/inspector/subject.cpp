// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/subject.h"

#include <algorithm>
#include <string>

namespace sluice::ui {

namespace {

/// Value of one part's setting, or null.
const PropertyValue* find(const PropertyMap& properties, std::string_view key) {
    const auto found = properties.find(key);
    return found == properties.end() ? nullptr : &found->second;
}

std::vector<const PropertyMap*> maps(const Subject& subject, const Document& document) {
    std::vector<const PropertyMap*> result;
    for (const NodeId id : subject.nodes)
        if (const Node* node = document.node(id)) result.push_back(&node->properties);
    for (const LinkId id : subject.links)
        if (const Link* link = document.link(id)) result.push_back(&link->properties);
    return result;
}

std::optional<PropertyValue> setting(const Document& document, std::string_view key) {
    for (const Property<Settings>& row : settingProperties())
        if (row.spec.key == key) return row.read(document.settings);
    return std::nullopt;
}

/// Whether `list` ("a,b") names the word.
bool names(std::string_view list, std::string_view word) {
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        if (list.substr(0, comma) == word) return true;
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return false;
}

/// Nothing where the values do not say.
std::optional<bool> holds(const AppliesWhen& when, const PropertyMap& values) {
    const PropertyValue* ruling = find(values, when.key);
    if (when.key.empty() || ruling == nullptr) return std::nullopt;
    if (const bool* flag = std::get_if<bool>(ruling))
        return names(when.values, *flag ? "true" : "false");
    const std::string* choice = std::get_if<std::string>(ruling);
    if (choice == nullptr) return std::nullopt;
    return names(when.values, *choice);
}

bool isShared(const PropertySpec& spec,
              const Subject& subject,
              const Document& document,
              const Registry& registry) {
    const bool isOfAllLinks = std::ranges::all_of(subject.links, [&](LinkId id) {
        const Link* link = document.link(id);
        return link != nullptr
               && std::ranges::any_of(
                   linkSpecs(document, registry, *link),
                   [&](const PropertySpec& other) { return other.key == spec.key; });
    });
    return isOfAllLinks && std::ranges::all_of(subject.nodes, [&](NodeId id) {
               const Node* node = document.node(id);
               const NodeKind* kind = node == nullptr ? nullptr : registry.find(node->kind);
               const PropertySpec* other = kind == nullptr ? nullptr : kind->property(spec.key);
               return other != nullptr && other->type == spec.type;
           });
}

} // namespace

Subject subjectOf(const PartIds& selected) {
    Subject subject;
    subject.nodes = selected.nodes;
    if (subject.nodes.empty()) subject.links = selected.links;
    if (subject.nodes.empty() && subject.links.empty()) subject.boundaries = selected.boundaries;
    return subject;
}

std::vector<const PropertySpec*>
sharedProperties(const Subject& subject, const Document& document, const Registry& registry) {
    std::vector<const PropertySpec*> rows;
    if (subject.isDocument()) {
        for (const Property<Settings>& row : settingProperties()) rows.push_back(&row.spec);
    } else if (!subject.links.empty()) {
        const Link* first = document.link(subject.links.front());
        if (first == nullptr) return rows;
        for (const PropertySpec& spec : linkSpecs(document, registry, *first))
            if (isShared(spec, subject, document, registry)) rows.push_back(&spec);
    } else if (const Node* first =
                   subject.nodes.empty() ? nullptr : document.node(subject.nodes.front())) {
        const NodeKind* kind = registry.find(first->kind);
        if (kind == nullptr) return rows;
        for (const PropertySpec& spec : kind->properties)
            if (isShared(spec, subject, document, registry)) rows.push_back(&spec);
    }
    return rows;
}

std::optional<PropertyValue>
sharedValue(const Subject& subject, const Document& document, const PropertySpec& spec) {
    if (subject.isDocument()) return setting(document, spec.key);
    std::optional<PropertyValue> shared;
    for (const PropertyMap* properties : maps(subject, document)) {
        const PropertyValue* value = find(*properties, spec.key);
        const PropertyValue& present = value == nullptr ? spec.defaultValue : *value;
        if (shared && *shared != present) return std::nullopt;
        shared = present;
    }
    return shared;
}

bool isApplicable(const PropertySpec& spec, const PropertyMap& values) {
    return holds(spec.appliesWhen, values).value_or(true);
}

bool isRequired(const PropertySpec& spec, const PropertyMap& values) {
    return holds(spec.requiredWhen, values).value_or(false);
}

bool isApplicable(const Subject& subject, const Document& document, const PropertySpec& spec) {
    if (spec.appliesWhen.key.empty() || subject.isDocument()) return true;
    if (spec.appliesWhen.whose == Whose::AnyLinkEnd) {
        return std::ranges::any_of(document.links, [&](const Link& link) {
            const Node* end = document.node(link.to);
            return end != nullptr && std::ranges::count(subject.nodes, link.from) > 0
                   && holds(spec.appliesWhen, end->properties).value_or(false);
        });
    }
    if (spec.appliesWhen.whose != Whose::Own) {
        const bool isStart = spec.appliesWhen.whose == Whose::LinkStart;
        return std::ranges::any_of(subject.links, [&](LinkId id) {
            const Link* link = document.link(id);
            const Node* end =
                link == nullptr ? nullptr : document.node(isStart ? link->from : link->to);
            return end != nullptr && holds(spec.appliesWhen, end->properties).value_or(false);
        });
    }
    // A part of another kind may lack what decides about this one's setting.
    const bool isAlone = subject.nodes.size() + subject.links.size() == 1;
    return std::ranges::any_of(maps(subject, document), [&](const PropertyMap* properties) {
        return holds(spec.appliesWhen, *properties).value_or(isAlone);
    });
}

Result<> assign(const Subject& subject,
                Document& document,
                const Registry& registry,
                const PropertySpec& spec,
                const PropertyValue& value) {
    if (subject.isDocument()) return setSetting(document, spec.key, value);
    for (const NodeId id : subject.nodes)
        if (auto done = setProperty(document, registry, id, spec.key, value); !done) return done;
    for (const LinkId id : subject.links)
        if (auto done = setLinkProperty(document, registry, id, spec.key, value); !done)
            return done;
    return {};
}

} // namespace sluice::ui
