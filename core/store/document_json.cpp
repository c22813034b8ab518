// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/document_json.h"

#include "core/model/boundaries.h"
#include "core/store/document_check.h"
#include "core/store/document_codec.h"
#include "core/store/json_shape.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <initializer_list>
#include <limits>

namespace sluice {

namespace {

constexpr std::int64_t kFormat = 1;

// --- Writing -----------------------------------------------------------------------------------

using OrderedJson = nlohmann::ordered_json;

OrderedJson valueToJson(const PropertyValue& value) {
    struct Convert {
        OrderedJson operator()(bool isTrue) const { return isTrue; }
        OrderedJson operator()(std::int64_t number) const { return number; }
        // Adding 0 makes -0.0, which equals 0.0, the same text.
        OrderedJson operator()(double number) const { return number + 0.0; }
        OrderedJson operator()(const std::string& text) const { return text; }
        OrderedJson operator()(Duration time) const {
            return OrderedJson::object({{"time", toText(time)}});
        }
        OrderedJson operator()(const Distribution& each) const {
            return OrderedJson::object({{"distribution", toText(each)}});
        }
        OrderedJson operator()(const Times& times) const {
            return OrderedJson::object({{"times", toText(PropertyValue(times))}});
        }
    };
    return std::visit(Convert{}, value);
}

OrderedJson toJson(const PropertyMap& properties) {
    OrderedJson object = OrderedJson::object();
    for (const auto& [key, value] : properties) object[key] = valueToJson(value);
    return object;
}

OrderedJson toJson(const Node& node) {
    return {{"id", raw(node.id)},
            {"kind", node.kind},
            {"name", node.name},
            {"x", node.position.x + 0.0},
            {"y", node.position.y + 0.0},
            {"properties", toJson(node.properties)}};
}

OrderedJson toJson(const Link& link) {
    return {{"id", raw(link.id)},
            {"from", raw(link.from)},
            {"fromPort", link.fromPort},
            {"to", raw(link.to)},
            {"toPort", link.toPort},
            {"properties", toJson(link.properties)}};
}

OrderedJson toJson(const Note& note) {
    return {{"id", raw(note.id)},
            {"x", note.position.x + 0.0},
            {"y", note.position.y + 0.0},
            {"text", note.text}};
}

OrderedJson toJson(const Boundary& boundary) {
    return {{"id", raw(boundary.id)},
            {"type", boundaryTypes()[static_cast<std::size_t>(boundary.type)].key},
            {"code", boundary.code},
            {"name", boundary.name},
            {"x", boundary.position.x + 0.0},
            {"y", boundary.position.y + 0.0},
            {"width", boundary.size.width},
            {"height", boundary.size.height}};
}

OrderedJson toJson(const ChartSeries& series) {
    return {{"node", raw(series.node)}, {"series", series.series}};
}

template <class Part>
OrderedJson listToJson(const std::vector<Part>& parts);

OrderedJson toJson(const Chart& chart) {
    return {{"title", chart.title}, {"series", listToJson(chart.series)}};
}

template <class Part>
OrderedJson listToJson(const std::vector<Part>& parts) {
    OrderedJson list = OrderedJson::array();
    for (const Part& part : parts) list.push_back(toJson(part));
    return list;
}

// --- Reading -----------------------------------------------------------------------------------

// Sorted members: looking one up in a hostile object of a million stays cheap.
using Json = nlohmann::json;

/// Reads members and keeps the first failure; what it returns after one is not to be used.
class JsonReader {
public:
    Result<Document> read(const Json& root) {
        Document document;
        expectMembers(
            root,
            "",
            {"sluice", "nextId", "settings", "nodes", "links", "notes", "boundaries", "charts"});
        checkFormat(root);
        if (m_result && root.contains("settings"))
            readSettings(root["settings"], "/settings", document.settings);
        readList(root, "nodes", kMaxNodes, document.nodes);
        readList(root, "links", kMaxLinks, document.links);
        readList(root, "notes", kMaxNotes, document.notes);
        readList(root, "boundaries", kMaxBoundaries, document.boundaries);
        readList(root, "charts", kMaxCharts, document.charts);
        document.nextId = m_result && root.contains("nextId")
                              ? id<std::uint32_t>(root, "", "nextId")
                              : idAbove(document);
        if (!m_result) return tl::unexpected<Error>(m_result.error());
        return document;
    }

private:
    void fail(const std::string& place, const std::string& what) {
        if (m_result) m_result = failure("At " + (place.empty() ? "the top" : place) + ": " + what);
    }

    void expectMembers(const Json& object,
                       const std::string& place,
                       std::initializer_list<std::string_view> known) {
        if (!m_result) return;
        if (!object.is_object()) return fail(place, "an object in { } belongs here.");
        for (const auto& member : object.items()) {
            if (std::find(known.begin(), known.end(), member.key()) == known.end())
                return fail(place + '/' + member.key(), "this member is unknown. Remove it.");
        }
    }

    void checkFormat(const Json& root) {
        const Json* format = member(root, "", "sluice");
        if (format == nullptr) return;
        if (!format->is_number_integer())
            return fail("/sluice", "the number of the format belongs here, which is 1.");
        if (*format > kFormat)
            return fail("/sluice",
                        "the document has format " + format->dump()
                            + "; this Sluice reads 1. Open it with a newer Sluice.");
        if (*format != kFormat) fail("/sluice", "the number of the format is 1.");
    }

    /// Null, and a failure, when there is none.
    const Json* member(const Json& object, const std::string& place, const char* key) {
        if (!m_result) return nullptr;
        const auto found = object.find(key);
        if (found != object.end()) return &*found;
        fail(place, std::string("the member \"") + key + "\" is missing.");
        return nullptr;
    }

    std::string text(const Json& object, const std::string& place, const char* key) {
        const Json* value = member(object, place, key);
        if (value != nullptr && value->is_string()) return value->get<std::string>();
        fail(place + '/' + key, "a text in \" \" belongs here.");
        return {};
    }

    double number(const Json& object, const std::string& place, const char* key) {
        const Json* value = member(object, place, key);
        if (value != nullptr && value->is_number()) return value->get<double>();
        fail(place + '/' + key, "a number belongs here.");
        return 0;
    }

    template <class Id>
    Id id(const Json& object, const std::string& place, const char* key) {
        const Json* value = member(object, place, key);
        const bool isId =
            value != nullptr && value->is_number_unsigned() && value->get<std::uint64_t>() > 0
            && value->get<std::uint64_t>() <= std::numeric_limits<std::uint32_t>::max();
        if (isId) return static_cast<Id>(value->get<std::uint32_t>());
        fail(place + '/' + key, "a whole number from 1 to 4294967295 belongs here.");
        return Id{};
    }

    template <class Part>
    void
    readList(const Json& root, const char* key, std::size_t maximum, std::vector<Part>& parts) {
        if (m_result && root.contains(key))
            readItems(root[key], std::string("/") + key, maximum, parts);
    }

    template <class Part>
    void readItems(const Json& list,
                   const std::string& place,
                   std::size_t maximum,
                   std::vector<Part>& parts) {
        if (!list.is_array()) return fail(place, "a list in [ ] belongs here.");
        if (list.size() > maximum)
            return fail(place, "at most " + std::to_string(maximum) + " entries are possible.");
        parts.resize(list.size());
        for (std::size_t i = 0; m_result && i < parts.size(); ++i)
            readPart(list[i], place + '/' + std::to_string(i), parts[i]);
    }

    void readPart(const Json& json, const std::string& place, Node& node) {
        expectMembers(json, place, {"id", "kind", "name", "x", "y", "properties"});
        node.id = id<NodeId>(json, place, "id");
        node.kind = text(json, place, "kind");
        node.name = text(json, place, "name");
        node.position = {number(json, place, "x"), number(json, place, "y")};
        readProperties(json, place, node.properties);
    }

    void readPart(const Json& json, const std::string& place, Link& link) {
        expectMembers(json, place, {"id", "from", "fromPort", "to", "toPort", "properties"});
        link.id = id<LinkId>(json, place, "id");
        link.from = id<NodeId>(json, place, "from");
        link.fromPort = text(json, place, "fromPort");
        link.to = id<NodeId>(json, place, "to");
        link.toPort = text(json, place, "toPort");
        readProperties(json, place, link.properties);
    }

    void readPart(const Json& json, const std::string& place, Note& note) {
        expectMembers(json, place, {"id", "x", "y", "text"});
        note.id = id<NoteId>(json, place, "id");
        note.position = {number(json, place, "x"), number(json, place, "y")};
        note.text = text(json, place, "text");
    }

    void readPart(const Json& json, const std::string& place, Boundary& boundary) {
        expectMembers(json, place, {"id", "type", "code", "name", "x", "y", "width", "height"});
        boundary.id = id<BoundaryId>(json, place, "id");
        const std::string type = text(json, place, "type");
        const auto types = boundaryTypes();
        const auto known = std::ranges::find(types, type, &ChoiceSpec::key);
        if (known == types.end())
            return fail(place + "/type", "region, account or network belongs here.");
        boundary.type = static_cast<BoundaryType>(known - types.begin());
        boundary.code = text(json, place, "code");
        boundary.name = text(json, place, "name");
        boundary.position = {number(json, place, "x"), number(json, place, "y")};
        boundary.size = {number(json, place, "width"), number(json, place, "height")};
    }

    void readPart(const Json& json, const std::string& place, ChartSeries& series) {
        expectMembers(json, place, {"node", "series"});
        series.node = id<NodeId>(json, place, "node");
        series.series = text(json, place, "series");
    }

    void readPart(const Json& json, const std::string& place, Chart& chart) {
        expectMembers(json, place, {"title", "series"});
        chart.title = text(json, place, "title");
        const Json* series = member(json, place, "series");
        if (series != nullptr) readItems(*series, place + "/series", kMaxChartSeries, chart.series);
    }

    void readProperties(const Json& owner, const std::string& place, PropertyMap& properties) {
        if (!m_result || !owner.contains("properties")) return;
        const std::string here = place + "/properties";
        const Json& object = owner["properties"];
        if (!object.is_object()) return fail(here, "an object in { } belongs here.");
        for (const auto& member : object.items())
            properties.emplace(member.key(), value(member.value(), here + '/' + member.key()));
    }

    void readSettings(const Json& object, const std::string& place, Settings& settings) {
        if (!object.is_object()) return fail(place, "an object in { } belongs here.");
        for (const auto& member : object.items()) {
            const std::string here = place + '/' + member.key();
            const auto known = settingProperties();
            const auto property = std::find_if(known.begin(), known.end(), [&](const auto& each) {
                return each.spec.key == member.key();
            });
            if (property == known.end()) return fail(here, "this setting is unknown. Remove it.");
            const PropertyValue read = value(member.value(), here);
            if (!m_result) return;
            if (const auto checked = check(property->spec, read); !checked)
                return fail(here, checked.error().message);
            property->assign(settings, read);
        }
    }

    PropertyValue value(const Json& json, const std::string& place) {
        if (json.is_boolean()) return json.get<bool>();
        if (json.is_number_float()) return json.get<double>();
        if (json.is_number_integer()) {
            constexpr auto kMax =
                static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
            if (json.is_number_unsigned() && json.get<std::uint64_t>() > kMax)
                fail(place, "the number is too large.");
            return json.get<std::int64_t>();
        }
        if (json.is_string()) return json.get<std::string>();
        if (json.is_object() && json.size() == 1 && json.begin()->is_string())
            return taggedValue(json.begin().key(), json.begin()->get<std::string>(), place);
        fail(place,
             "a value belongs here: true, 5, 0.5, \"text\", {\"time\": \"30 s\"}, "
             "{\"distribution\": "
             "\"exponential 8 ms\"} or {\"times\": \"0.5 s, 1 s\"}.");
        return false;
    }

    PropertyValue
    taggedValue(const std::string& tag, const std::string& written, const std::string& place) {
        PropertySpec spec;
        spec.label = "The value";
        if (tag == "time") {
            spec.type = ValueType::Time;
        } else if (tag == "distribution") {
            spec.type = ValueType::Distribution;
        } else if (tag == "times") {
            spec.type = ValueType::Times;
        } else {
            fail(place + '/' + tag, "only time, distribution or times can stand here.");
            return false;
        }
        auto parsed = parseValue(spec, written);
        if (parsed) return *std::move(parsed);
        fail(place + '/' + tag, parsed.error().message);
        return false;
    }

    static std::uint32_t idAbove(const Document& document) {
        std::size_t largest = 0;
        for (const Node& node : document.nodes) largest = std::max(largest, raw(node.id));
        for (const Link& link : document.links) largest = std::max(largest, raw(link.id));
        for (const Note& note : document.notes) largest = std::max(largest, raw(note.id));
        for (const Boundary& each : document.boundaries) largest = std::max(largest, raw(each.id));
        return static_cast<std::uint32_t>(largest + 1);
    }

    Result<> m_result;
};

} // namespace

std::string toJson(const Document& document) {
    OrderedJson settings = OrderedJson::object();
    for (const auto& row : settingProperties())
        settings[std::string(row.spec.key)] = valueToJson(row.read(document.settings));
    const OrderedJson root{{"sluice", kFormat},
                           {"nextId", document.nextId},
                           {"settings", std::move(settings)},
                           {"nodes", listToJson(document.nodes)},
                           {"links", listToJson(document.links)},
                           {"notes", listToJson(document.notes)},
                           {"boundaries", listToJson(document.boundaries)},
                           {"charts", listToJson(document.charts)}};
    return root.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + '\n';
}

Result<Document> parseJsonParts(std::string_view text) {
    if (text.size() > kMaxFileBytes) return failure("The document is larger than 64 MiB.");
    if (const auto shape = checkJsonShape(text); !shape)
        return tl::unexpected<Error>(shape.error());
    return JsonReader().read(Json::parse(text));
}

Result<Document> parseJson(std::string_view text) {
    return parseJsonParts(text).and_then([](Document document) -> Result<Document> {
        const auto checked = checkDocument(document);
        if (!checked) return tl::unexpected<Error>(checked.error());
        return document;
    });
}

} // namespace sluice
