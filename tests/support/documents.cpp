// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/documents.h"

#include "core/model/boundaries.h"
#include "core/model/boundary_edits.h"
#include "tests/support/draw.h"

#include <array>
#include <limits>

namespace sluice::test {

enum class Mode : std::uint8_t { Calm, Busy };

struct TankConfig {
    bool isOpen = true;
    int size = 10;
    double share = 0.5;
    Duration wait = 30s;
    std::string remark = "none";
    Mode mode = Mode::Calm;
    Distribution work = exponential(8ms);
    Times times;
};

struct LinkConfig {
    Distribution latency = constant(1ms);
    double weight = 1.5;
};

} // namespace sluice::test

template <>
std::span<const sluice::ChoiceSpec> sluice::detail::choicesOf<sluice::test::Mode>() {
    static constexpr std::array kRows{ChoiceSpec{"calm", "Calm"}, ChoiceSpec{"busy", "Busy"}};
    return kRows;
}

namespace sluice::test {
namespace {

std::vector<PropertySpec> tankProperties() {
    using C = TankConfig;
    constexpr double kHalfDay = 43'200;
    return {
        property<&C::isOpen>({"is_open", "Open", "Whether it is open."}).spec,
        property<&C::size>({"size", "Size", "How much."}, Unit::Messages, {1, 1000}).spec,
        property<&C::share>({"share", "Share", "Of all."}, Unit::Share, {0, 1}).spec,
        property<&C::wait>({"wait", "Wait", "How long."}, Unit::None, {0, kHalfDay}).spec,
        property<&C::remark>({"remark", "Remark", "Words."}, Unit::None, {0, 40}).spec,
        property<&C::mode>({"mode", "Mode", "Which way."}).spec,
        property<&C::work>({"work", "Work", "Time for one."}, Unit::None, {0, 3'600}).spec,
        property<&C::times>({"times", "Times", "When."}, Unit::None, {0, 3'600}).spec,
    };
}

PortSpec port(std::string_view key, bool isOutput, std::uint8_t flows, bool takesMany = true) {
    return {key, key, isOutput, flows, takesMany, PortSide::Left, {}};
}

Registry makeRegistry() {
    constexpr auto kSend = static_cast<std::uint8_t>(Flow::Send);
    constexpr auto kReceive = static_cast<std::uint8_t>(Flow::Receive);
    constexpr auto kDead = static_cast<std::uint8_t>(Flow::DeadLetter);
    Registry registry;
    registry.kinds.resize(3);
    NodeKind& source = registry.kinds[0];
    source.key = kSource;
    source.ports = {port("out", true, kSend)};
    NodeKind& tank = registry.kinds[1];
    tank.key = kTank;
    tank.ports = {port("in", false, Flow::Send | Flow::DeadLetter),
                  port("out", true, kReceive),
                  port("dead", true, kDead, false)};
    tank.properties = tankProperties();
    tank.metrics = {{"depth", "Depth", "How full.", MetricType::Gauge, Unit::Messages, {}},
                    {"stay", "Stay", "How long.", MetricType::Distribution, Unit::Seconds, {}}};
    tank.series = seriesOf(tank.metrics);
    NodeKind& sink = registry.kinds[2];
    sink.key = kSink;
    sink.ports = {port("in", false, kReceive, false)};
    sink.ports[0].advice = "A sink takes from a tank. Put a tank in between.";
    registry.linkProperties = {
        property<&LinkConfig::latency>({"latency", "Latency", "Way."}, Unit::None, {0, 60}).spec,
        property<&LinkConfig::weight>({"weight", "Weight", "Share."}, Unit::None, {0, 100}).spec};
    return registry;
}

Duration drawTime(double highestSeconds) {
    return Duration{draw(0, static_cast<std::int64_t>(highestSeconds * 1e9))};
}

Distribution drawDistribution() {
    Distribution result;
    result.shape = static_cast<Distribution::Shape>(draw(0, 5));
    if (result.shape != Distribution::Shape::Empirical) result.mean = drawTime(60);
    if (result.shape == Distribution::Shape::Uniform) result.upper = result.mean + drawTime(60);
    if (result.shape == Distribution::Shape::Lognormal) result.variation = 10 - drawReal(0, 9.9);
    if (result.shape == Distribution::Shape::Erlang) result.phases = static_cast<int>(draw(1, 9));
    while (result.shape == Distribution::Shape::Empirical && (result.values.empty() || drawBool()))
        result.values.push_back(drawTime(60));
    return result;
}

Times drawTimes() {
    Times times;
    Duration at{};
    while (drawBool()) times.at.push_back(at += drawTime(100));
    return times;
}

/// A value of any type, limited by nothing.
PropertyValue drawAnyValue() {
    switch (draw(0, 6)) {
    case 0:
        return drawBool();
    case 1:
        return *rc::gen::arbitrary<std::int64_t>();
    case 2:
        return drawReal(-1e300, 1e300);
    case 3:
        return Duration{*rc::gen::arbitrary<std::int64_t>()};
    case 4:
        return *anyText(20);
    case 5:
        return drawDistribution();
    default:
        return drawTimes();
    }
}

PropertyMap drawProperties(std::span<const PropertySpec> specs) {
    PropertyMap map;
    for (const PropertySpec& spec : specs)
        map.emplace(spec.key, drawBool() ? spec.defaultValue : drawValue(spec));
    for (int i = 0; drawBool(); ++i) map.emplace("odd." + std::to_string(i), drawAnyValue());
    return map;
}

template <class Id>
Id drawId(Document& document) {
    document.nextId += static_cast<std::uint32_t>(draw(0, 2));
    return Id{document.nextId++};
}

std::string drawName(std::size_t maximum) {
    return 'n' + *anyText(maximum - 1);
}

void drawNodes(Document& document) {
    for (auto count = draw(0, 5); count > 0; --count) {
        const auto& kinds = testRegistry().kinds;
        const NodeKind& kind = kinds[static_cast<std::size_t>(draw(0, 2))];
        document.nodes.push_back({drawId<NodeId>(document),
                                  drawBool() ? std::string(kind.key) : "unknown",
                                  drawName(kMaxNameCharacters),
                                  drawPoint(),
                                  drawProperties(kind.properties)});
    }
}

const Node& drawNode(const Document& document) {
    const auto last = static_cast<std::int64_t>(document.nodes.size()) - 1;
    return document.nodes[static_cast<std::size_t>(draw(0, last))];
}

void drawLinks(Document& document) {
    if (document.nodes.empty()) return;
    for (auto count = draw(0, 5); count > 0; --count) {
        document.links.push_back({drawId<LinkId>(document),
                                  drawNode(document).id,
                                  "out",
                                  drawNode(document).id,
                                  "in",
                                  drawProperties(testRegistry().linkProperties)});
    }
}

void drawBoundary(Document& document) {
    document.boundaries.push_back({drawId<BoundaryId>(document),
                                   drawBoundaryType(),
                                   *anyText(kMaxCodeCharacters),
                                   *anyText(kMaxNameCharacters),
                                   drawPoint(),
                                   drawSize()});
}

PartIds drawParts(const Document& document) {
    PartIds parts;
    for (const Node& node : document.nodes) {
        if (draw(0, 3) == 0) parts.nodes.push_back(node.id);
    }
    for (const Link& link : document.links) {
        if (draw(0, 3) == 0) parts.links.push_back(link.id);
    }
    for (const Note& note : document.notes) {
        if (draw(0, 3) == 0) parts.notes.push_back(note.id);
    }
    for (const Boundary& boundary : document.boundaries) {
        if (draw(0, 3) == 0) parts.boundaries.push_back(boundary.id);
    }
    return parts;
}

std::string drawPort() {
    return std::array{"in", "out", "dead"}.at(static_cast<std::size_t>(draw(0, 2)));
}

/// An edit of something that is there. Requires: there is a node.
void editNodeAtRandom(Document& document) {
    const Node& node = drawNode(document);
    switch (draw(0, 4)) {
    case 0:
        static_cast<void>(connect(
            document, testRegistry(), {node.id, drawPort()}, {drawNode(document).id, drawPort()}));
        break;
    case 1:
        static_cast<void>(rename(document, node.id, *anyText(kMaxNameCharacters + 1)));
        break;
    case 2: {
        const auto specs = tankProperties();
        const PropertySpec& spec = specs[static_cast<std::size_t>(draw(0, 7))];
        static_cast<void>(
            setProperty(document, testRegistry(), node.id, spec.key, drawValue(spec)));
        break;
    }
    case 3:
        addSeries(
            document,
            static_cast<std::size_t>(draw(0, static_cast<std::int64_t>(document.charts.size()))),
            {node.id, "depth"},
            "Depth");
        break;
    default:
        if (!document.links.empty())
            static_cast<void>(setLinkProperty(
                document, testRegistry(), document.links.front().id, "weight", drawReal(-1, 101)));
        break;
    }
}

/// An edit of a frame that is there. Requires: there is one.
void editBoundaryAtRandom(Document& document) {
    const auto last = static_cast<std::int64_t>(document.boundaries.size()) - 1;
    const BoundaryId id = document.boundaries[static_cast<std::size_t>(draw(0, last))].id;
    switch (draw(0, 4)) {
    case 0:
        static_cast<void>(resize(document, id, drawPoint(), drawSize()));
        break;
    case 1:
        static_cast<void>(rename(document, id, *anyText(kMaxNameCharacters + 1)));
        break;
    case 2:
        static_cast<void>(setBoundaryCode(
            document, id, *rc::gen::element<std::string>("eu-west-1", "111122223333", "", "?")));
        break;
    case 3:
        static_cast<void>(setBoundaryType(document, id, drawBoundaryType()));
        break;
    default:
        move(document, withContents(document, {{}, {}, {}, {id}}), drawReal(-50, 50), 8);
        break;
    }
}

} // namespace

const Registry& testRegistry() {
    static const Registry registry = makeRegistry();
    return registry;
}

const NodeKind& testKind(std::string_view key) {
    return *testRegistry().find(key);
}

Document smallDocument() {
    Document document;
    const NodeId source = addNode(document, testKind(kSource), {0, 0});
    const NodeId tank = addNode(document, testKind(kTank), {200, 0});
    const NodeId sink = addNode(document, testKind(kSink), {400, 0});
    connect(document, testRegistry(), {source, "out"}, {tank, "in"}).value();
    connect(document, testRegistry(), {tank, "out"}, {sink, "in"}).value();
    addNote(document, {0, 100}, "Look here");
    addSeries(document, 0, {tank, "depth"}, "Depth");
    return document;
}

rc::Gen<std::string> anyText(std::size_t maximum) {
    return rc::gen::exec([maximum] {
        static constexpr std::array kCharacters{
            "a", "Z", "7", " ", "\n", "\"", "\\", "\x01", "é", "한", "\u2028", "\U0001F600"};
        std::string text;
        for (auto count = draw(0, static_cast<std::int64_t>(maximum)); count > 0; --count)
            text += kCharacters.at(static_cast<std::size_t>(draw(0, kCharacters.size() - 1)));
        return text;
    });
}

rc::Gen<Document> anyDocument() {
    return rc::gen::exec([] {
        Document document;
        document.settings = {drawName(kMaxNameCharacters),
                             *anyText(100),
                             draw(0, 999'999'999'999),
                             10ms + drawTime(3'000),
                             static_cast<double>(draw(1, 100'000)) / 100,
                             static_cast<LimitsPreset>(draw(0, 2)),
                             *rc::gen::element<std::string>("", "sqs.dedup_window_s=60"),
                             *rc::gen::element<std::string>("us-east-1", "eu-west-1"),
                             *rc::gen::element<std::string>("000000000000", "111122223333"),
                             *rc::gen::element<std::string>("", "others=20 ms")};
        drawNodes(document);
        drawLinks(document);
        for (auto count = draw(0, 2); count > 0; --count)
            document.notes.push_back({drawId<NoteId>(document), drawPoint(), *anyText(50)});
        for (auto count = draw(0, 3); count > 0; --count) drawBoundary(document);
        for (auto count = draw(0, 2); count > 0; --count) {
            Chart& chart = document.charts.emplace_back(Chart{*anyText(kMaxNameCharacters), {}});
            while (!document.nodes.empty() && draw(0, 2) > 0)
                chart.series.push_back({drawNode(document).id, "stay.p99"});
        }
        document.nextId += static_cast<std::uint32_t>(draw(0, 1000));
        return document;
    });
}

PropertyValue drawValue(const PropertySpec& spec) {
    const Range range = spec.range;
    switch (spec.type) {
    case ValueType::Bool:
        return drawBool();
    case ValueType::Int:
    case ValueType::Node:
        return draw(static_cast<std::int64_t>(range.minimum),
                    static_cast<std::int64_t>(range.maximum));
    case ValueType::Real:
        return drawReal(range.minimum, range.maximum);
    case ValueType::Time:
        return drawTime(range.maximum);
    case ValueType::Text:
        return *anyText(static_cast<std::size_t>(range.maximum));
    case ValueType::Choice:
        return std::string(spec.choices[static_cast<std::size_t>(draw(
                                            0, static_cast<std::int64_t>(spec.choices.size()) - 1))]
                               .key);
    case ValueType::Distribution:
        return drawDistribution();
    case ValueType::Times:
        return drawTimes();
    }
    return false;
}

void editAtRandom(Document& document) {
    if (!document.nodes.empty() && drawBool()) return editNodeAtRandom(document);
    if (!document.boundaries.empty() && drawBool()) return editBoundaryAtRandom(document);
    switch (draw(0, 8)) {
    case 8:
        addBoundary(document, drawBoundaryType(), drawPoint(), drawSize());
        break;
    case 0:
    case 1:
        addNode(document, testRegistry().kinds[static_cast<std::size_t>(draw(0, 2))], drawPoint());
        break;
    case 2:
        addNote(document, drawPoint(), *anyText(30));
        break;
    case 3:
        move(document, drawParts(document), drawReal(-50, 50), drawReal(-2e6, 50));
        break;
    case 4:
        remove(document, drawParts(document));
        break;
    case 5: {
        const Document copied = fragment(document, drawParts(document));
        paste(document, copied, 20, 20);
        break;
    }
    case 6:
        static_cast<void>(setSetting(document, "seed", draw(-5, 1000)));
        break;
    default:
        if (!document.charts.empty()) removeChart(document, 0);
        break;
    }
}

} // namespace sluice::test
