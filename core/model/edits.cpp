// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/edits.h"

#include "core/base/assert.h"
#include "core/base/text.h"
#include "core/model/boundaries.h"
#include "core/model/findings.h"
#include "core/model/region_latency.h"

#include <algorithm>
#include <limits>
#include <set>

namespace sluice {

namespace {

using Names = std::set<std::string, std::less<>>;

template <class Part, class Id>
Part* find(std::vector<Part>& parts, Id id) {
    const auto found =
        std::lower_bound(parts.begin(), parts.end(), id, [](const Part& part, Id wanted) {
            return part.id < wanted;
        });
    return found == parts.end() || found->id != id ? nullptr : &*found;
}

/// As a set, so that a selection of everything costs no more than it should.
template <class Id>
std::set<Id> setOf(const std::vector<Id>& ids) {
    return {ids.begin(), ids.end()};
}

template <class Id>
Id takeId(Document& document) {
    SLUICE_ASSERT(document.nextId < std::numeric_limits<std::uint32_t>::max());
    return Id{document.nextId++};
}

Names namesOf(const Document& document) {
    Names names;
    for (const Node& node : document.nodes) names.insert(node.name);
    return names;
}

/// "queue-2" of "queue" and of "queue-7"; `wanted` itself when nobody has it.
std::string freeName(const Names& taken, const std::string& wanted) {
    if (!taken.contains(wanted)) return wanted;
    std::string stem = wanted;
    const std::size_t dash = wanted.find_last_not_of("0123456789");
    const bool isNumbered =
        dash != std::string::npos && dash > 0 && wanted[dash] == '-' && dash + 1 < wanted.size();
    if (isNumbered) stem.resize(dash);
    for (std::size_t number = 2;; ++number) {
        const std::string suffix = '-' + std::to_string(number);
        const bool fits = characterCount(stem).value_or(0) + suffix.size() <= kMaxNameCharacters;
        if (!fits) stem = "part";
        if (!taken.contains(stem + suffix)) return stem + suffix;
    }
}

template <class Part>
void moveParts(std::vector<Part>& parts, const std::set<decltype(Part::id)>& ids, Point by) {
    for (Part& part : parts) {
        if (ids.contains(part.id))
            part.position = onCanvas(Point{part.position.x + by.x, part.position.y + by.y});
    }
}

PropertyMap defaultsOf(std::span<const PropertySpec> specs) {
    PropertyMap map;
    for (const PropertySpec& spec : specs) map.emplace(spec.key, spec.defaultValue);
    return map;
}

/// No default is above what the document's limits allow.
void keepToLimits(PropertyMap& map, std::span<const PropertySpec> specs, const Settings& settings) {
    const auto limits = limitsOf(settings);
    if (!limits) return;
    for (const PropertySpec& spec : specs) {
        const auto most = limitValue(*limits, spec.limit);
        auto* const number = std::get_if<std::int64_t>(&map.find(spec.key)->second);
        if (most && number != nullptr) *number = std::min(*number, *most);
    }
}

tl::unexpected<Error> gone(std::string_view what) {
    return failure("The " + std::string(what) + " is not in the document any more.");
}

Result<> assign(PropertyMap& map, const PropertySpec* spec, PropertyValue value) {
    if (spec == nullptr) return failure("There is no such setting here.");
    if (auto checked = checkEntered(*spec, value); !checked) return checked;
    map.insert_or_assign(std::string(spec->key), std::move(value));
    return {};
}

Result<> checkNote(std::string_view text) {
    const auto count = characterCount(text);
    if (!count) return failure("The note's text is not valid UTF-8. Type it again.");
    if (*count > kMaxNoteCharacters)
        return failure("A note may have at most 10 000 characters. Split it into two notes.");
    return {};
}

bool hasRoomFor(const Document& document, const Document& fragment) {
    return document.nodes.size() + fragment.nodes.size() <= kMaxNodes
           && document.links.size() + fragment.links.size() <= kMaxLinks
           && document.notes.size() + fragment.notes.size() <= kMaxNotes
           && document.boundaries.size() + fragment.boundaries.size() <= kMaxBoundaries;
}

/// A region or account that no part can have, or a limit that there is not, is refused where it is
/// typed.
Result<> checkForm(std::string_view key, const PropertyValue& value) {
    const auto* text = std::get_if<std::string>(&value);
    if (key == "region") return checkCode(BoundaryType::Region, *text);
    if (key == "account") return checkCode(BoundaryType::Account, *text);
    if (key == "limit_overrides") {
        const auto read = limitsProfile(limitPresets().front(), *text);
        return read ? Result<>() : tl::unexpected<Error>(read.error());
    }
    if (key != "region_latencies") return {};
    if (const auto read = regionLatencies(*text); !read) return tl::unexpected<Error>(read.error());
    return {};
}

void pasteBoundaries(Document& document, const Document& fragment, Point by, PartIds& added) {
    for (Boundary boundary : fragment.boundaries) {
        boundary.id = takeId<BoundaryId>(document);
        boundary.position = onCanvas(Point{boundary.position.x + by.x, boundary.position.y + by.y});
        added.boundaries.push_back(boundary.id);
        document.boundaries.push_back(std::move(boundary));
    }
}

} // namespace

const PropertySpecs&
linkSpecs(const Document& document, const Registry& registry, const Link& link) {
    const Node* from = document.node(link.from);
    return registry.linkPropertiesOf(from == nullptr ? "" : from->kind, link.fromPort);
}

NodeId addNode(Document& document, const NodeKind& kind, Point position) {
    if (document.nodes.size() >= kMaxNodes) return NodeId{};
    std::string name(kind.key);
    std::ranges::replace(name, '_', ' '); // as people write "event source"
    Node node{takeId<NodeId>(document),
              std::string(kind.key),
              freeName(namesOf(document), name),
              onCanvas(position),
              defaultsOf(kind.properties)};
    keepToLimits(node.properties, kind.properties, document.settings);
    return document.nodes.emplace_back(std::move(node)).id;
}

NoteId addNote(Document& document, Point position, std::string text) {
    if (document.notes.size() >= kMaxNotes || !checkNote(text)) return NoteId{};
    Note note{takeId<NoteId>(document), onCanvas(position), std::move(text)};
    return document.notes.emplace_back(std::move(note)).id;
}

Result<LinkId>
connect(Document& document, const Registry& registry, const PortRef& from, const PortRef& to) {
    if (document.links.size() >= kMaxLinks)
        return failure("A document holds at most 50 000 links. Remove some first.");
    Link link{LinkId{}, from.node, from.port, to.node, to.port, {}};
    link.properties = defaultsOf(linkSpecs(document, registry, link));
    if (std::string reason = refusal(document, registry, link); !reason.empty())
        return failure(std::move(reason));
    link.id = takeId<LinkId>(document);
    return document.links.emplace_back(std::move(link)).id;
}

Result<> rename(Document& document, NodeId id, std::string name) {
    Node* node = find(document.nodes, id);
    if (node == nullptr) return gone("node");
    const auto count = characterCount(name);
    if (!count || *count == 0 || *count > kMaxNameCharacters)
        return failure("A name must be 1 to 80 characters.");
    node->name = std::move(name);
    return {};
}

Result<> setProperty(Document& document,
                     const Registry& registry,
                     NodeId id,
                     std::string_view key,
                     PropertyValue value) {
    Node* node = find(document.nodes, id);
    if (node == nullptr) return gone("node");
    const NodeKind* kind = registry.find(node->kind);
    if (kind == nullptr)
        return failure("This Sluice does not know the kind \"" + node->kind + "\".");
    return assign(node->properties, kind->property(key), std::move(value));
}

Result<> setLinkProperty(Document& document,
                         const Registry& registry,
                         LinkId id,
                         std::string_view key,
                         PropertyValue value) {
    Link* link = find(document.links, id);
    if (link == nullptr) return gone("link");
    const auto& specs = linkSpecs(document, registry, *link);
    const auto spec = std::find_if(
        specs.begin(), specs.end(), [&](const PropertySpec& each) { return each.key == key; });
    return assign(link->properties, spec == specs.end() ? nullptr : &*spec, std::move(value));
}

Result<> setSetting(Document& document, std::string_view key, const PropertyValue& value) {
    for (const auto& row : settingProperties()) {
        if (row.spec.key != key) continue;
        if (auto checked = check(row.spec, value); !checked) return checked;
        if (auto checked = checkForm(key, value); !checked) return checked;
        row.assign(document.settings, value);
        return {};
    }
    return failure("The document has no setting \"" + std::string(key) + "\".");
}

Result<> setNoteText(Document& document, NoteId id, std::string text) {
    Note* note = find(document.notes, id);
    if (note == nullptr) return gone("note");
    if (auto checked = checkNote(text); !checked) return checked;
    note->text = std::move(text);
    return {};
}

void move(Document& document, const PartIds& parts, double dx, double dy) {
    moveParts(document.nodes, setOf(parts.nodes), {dx, dy});
    moveParts(document.notes, setOf(parts.notes), {dx, dy});
    moveParts(document.boundaries, setOf(parts.boundaries), {dx, dy});
}

void remove(Document& document, const PartIds& parts) {
    const auto nodes = setOf(parts.nodes);
    const auto links = setOf(parts.links);
    const auto notes = setOf(parts.notes);
    const auto boundaries = setOf(parts.boundaries);
    std::erase_if(document.boundaries,
                  [&](const Boundary& boundary) { return boundaries.contains(boundary.id); });
    std::erase_if(document.nodes, [&](const Node& node) { return nodes.contains(node.id); });
    std::erase_if(document.notes, [&](const Note& note) { return notes.contains(note.id); });
    std::erase_if(document.links, [&](const Link& link) {
        return links.contains(link.id) || nodes.contains(link.from) || nodes.contains(link.to);
    });
    for (Chart& chart : document.charts) {
        std::erase_if(chart.series,
                      [&](const ChartSeries& series) { return nodes.contains(series.node); });
    }
}

Document fragment(const Document& document, const PartIds& parts) {
    const auto nodes = setOf(parts.nodes);
    const auto notes = setOf(parts.notes);
    const auto boundaries = setOf(parts.boundaries);
    Document result;
    for (const Node& node : document.nodes) {
        if (nodes.contains(node.id)) result.nodes.push_back(node);
    }
    for (const Link& link : document.links) {
        if (nodes.contains(link.from) && nodes.contains(link.to)) result.links.push_back(link);
    }
    for (const Note& note : document.notes) {
        if (notes.contains(note.id)) result.notes.push_back(note);
    }
    for (const Boundary& boundary : document.boundaries) {
        if (boundaries.contains(boundary.id)) result.boundaries.push_back(boundary);
    }
    result.nextId = document.nextId;
    return result;
}

PartIds paste(Document& document, const Document& fragment, double dx, double dy) {
    PartIds added;
    if (!hasRoomFor(document, fragment)) return added;
    std::map<NodeId, NodeId> newIds;
    Names names = namesOf(document);
    for (Node node : fragment.nodes) {
        const auto id = takeId<NodeId>(document);
        newIds.emplace(node.id, id);
        node.id = id;
        node.name = freeName(names, node.name);
        names.insert(node.name);
        node.position = onCanvas(Point{node.position.x + dx, node.position.y + dy});
        document.nodes.push_back(std::move(node));
        added.nodes.push_back(id);
    }
    for (Link link : fragment.links) {
        const auto from = newIds.find(link.from);
        const auto to = newIds.find(link.to);
        if (from == newIds.end() || to == newIds.end()) continue;
        link.id = takeId<LinkId>(document);
        link.from = from->second;
        link.to = to->second;
        added.links.push_back(link.id);
        document.links.push_back(std::move(link));
    }
    for (Note note : fragment.notes) {
        note.id = takeId<NoteId>(document);
        note.position = onCanvas(Point{note.position.x + dx, note.position.y + dy});
        added.notes.push_back(note.id);
        document.notes.push_back(std::move(note));
    }
    pasteBoundaries(document, fragment, {dx, dy}, added);
    return added;
}

void addSeries(Document& document,
               std::size_t index,
               const ChartSeries& series,
               std::string_view title) {
    SLUICE_ASSERT(index <= document.charts.size());
    if (index == document.charts.size()) {
        if (index < kMaxCharts) document.charts.push_back({std::string(title), {series}});
        return;
    }
    std::vector<ChartSeries>& present = document.charts[index].series;
    const bool isThere = std::find(present.begin(), present.end(), series) != present.end();
    if (!isThere && present.size() < kMaxChartSeries) present.push_back(series);
}

void removeSeries(Document& document, std::size_t index, const ChartSeries& series) {
    SLUICE_ASSERT(index < document.charts.size());
    std::erase(document.charts[index].series, series);
}

void removeChart(Document& document, std::size_t index) {
    SLUICE_ASSERT(index < document.charts.size());
    document.charts.erase(document.charts.begin() + static_cast<std::ptrdiff_t>(index));
}

} // namespace sluice
