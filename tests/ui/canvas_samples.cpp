// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/canvas_samples.h"

#include <array>
#include <cmath>

namespace sluice::test {

namespace {

/// A flow the canvas knows nothing of.
constexpr std::uint8_t kPayloads = 128;

std::uint8_t bit(Flow flow) {
    return static_cast<std::uint8_t>(flow);
}

Registry makeRegistry() {
    const PortSpec sendOut{"out", "Messages", true, bit(Flow::Send), true, PortSide::Right, ""};
    const PortSpec in{"in",
                      "Messages",
                      false,
                      Flow::Send | Flow::DeadLetter,
                      true,
                      PortSide::Left,
                      "A store takes messages from a sender."};
    const PortSpec out{"out", "Messages", true, bit(Flow::Receive), true, PortSide::Right, ""};
    const PortSpec dead{
        "dead", "Dead letters", true, bit(Flow::DeadLetter), false, PortSide::Bottom, ""};
    const PortSpec polls{"in",
                         "Messages",
                         false,
                         bit(Flow::Receive),
                         true,
                         PortSide::Left,
                         "A taker polls a store; connect a store to it."};
    const PortSpec putOut{"out", "Payloads", true, kPayloads, true, PortSide::Right, ""};
    const PortSpec puts{"in", "Payloads", false, kPayloads, true, PortSide::Left, ""};
    const auto add = [](Registry& all,
                        std::string_view key,
                        std::string_view role,
                        std::vector<PortSpec> ports) {
        NodeKind kind;
        kind.key = kind.label = key;
        kind.category = "Parts";
        kind.colorRole = role;
        kind.help = "A part.";
        kind.ports = std::move(ports);
        all.kinds.push_back(std::move(kind));
    };
    Registry all;
    add(all, "from", "source", {sendOut});
    add(all, "store", "queue", {in, out, dead});
    add(all, "to", "compute", {polls});
    add(all, "bucket", "store", {puts});
    add(all, "uploader", "source", {putOut});
    return all;
}

Node node(std::uint32_t id, std::string kind, std::string name, Point position) {
    return {NodeId{id}, std::move(kind), std::move(name), position, {}};
}

Link link(std::uint32_t id, std::uint32_t from, std::string port, std::uint32_t to) {
    return {LinkId{id}, NodeId{from}, std::move(port), NodeId{to}, "in", {}};
}

std::vector<Mark> marks(int count, MarkState state, std::uint16_t receives) {
    std::vector<Mark> row;
    for (int i = 0; i < count && i < static_cast<int>(kMarkCap); ++i) {
        Mark mark;
        mark.message = static_cast<std::uint64_t>(i);
        mark.color = static_cast<std::uint8_t>((i * 5 + 1) % 8);
        mark.state = state;
        mark.receiveCount = i % 3 == 0 ? receives : static_cast<std::uint16_t>(receives / 2);
        mark.remaining = std::fmod(0.12F + 0.23F * static_cast<float>(i), 1.0F);
        row.push_back(mark);
    }
    return row;
}

std::string text(int number) {
    return std::to_string(number);
}

/// Group `index` of lanesPicture(); its messages have the serials from 100 x index.
Lanes::Lane lane(int index) {
    Lanes::Lane row;
    row.group = "customer-" + text(index + 7);
    row.stored = 3 + 5 * index * index;
    row.isLocked = index % 2 == 0;
    const int flying = row.isLocked ? 1 + index : 0;
    for (int i = 0; i < static_cast<int>(kLaneMarkCap) && i < row.stored; ++i) {
        Mark mark;
        mark.message = std::uint64_t{100} * static_cast<unsigned>(index) + static_cast<unsigned>(i);
        mark.color = static_cast<std::uint8_t>((index * 3 + 1) % 8);
        const bool isDelayed = index == 1 && i >= 3;
        mark.state = i < flying  ? MarkState::InFlight
                     : isDelayed ? MarkState::Delayed
                                 : MarkState::Visible;
        mark.receiveCount = static_cast<std::uint16_t>(i < flying ? 1 + index : i == 2 ? 1 : 0);
        mark.remaining = 0.7F - 0.28F * static_cast<float>(index);
        row.marks.push_back(mark);
    }
    return row;
}

} // namespace

const Registry& sampleRegistry() {
    static const Registry all = makeRegistry();
    return all;
}

Picture tubePicture(int visible, int inFlight, int delayed) {
    Tube tube;
    tube.visible = marks(visible, MarkState::Visible, 0);
    if (visible > 3) tube.visible[2].receiveCount = 2;
    tube.inFlight = marks(inFlight, MarkState::InFlight, 2);
    tube.delayed = marks(delayed, MarkState::Delayed, 0);
    tube.visibleCount = visible;
    tube.inFlightCount = inFlight;
    tube.delayedCount = delayed;
    Counters counters;
    counters.items = {{"visible", text(visible), Emphasis::Normal},
                      {"in flight", text(inFlight), Emphasis::Accent},
                      {"delayed", text(delayed), Emphasis::Warning}};
    return {"queue · visibility 30 s", "", {tube, counters}};
}

Picture lanesPicture(int groups) {
    Lanes lanes;
    lanes.groupCount = groups;
    for (int i = 0; i < groups && i < static_cast<int>(kLaneCap); ++i)
        lanes.lanes.push_back(lane(i));
    for (const auto& row : lanes.lanes) {
        for (const Mark& mark : row.marks) {
            lanes.inFlightCount += mark.state == MarkState::InFlight ? 1 : 0;
            lanes.visibleCount += mark.state == MarkState::Visible ? 1 : 0;
            lanes.delayedCount += mark.state == MarkState::Delayed ? 1 : 0;
        }
    }
    Counters counters;
    counters.items = {{"visible", std::to_string(lanes.visibleCount), Emphasis::Normal},
                      {"in flight", std::to_string(lanes.inFlightCount), Emphasis::Accent},
                      {"delayed", std::to_string(lanes.delayedCount), Emphasis::Warning}};
    return {"FIFO queue · visibility 30 s", "", {lanes, counters}};
}

Picture cellsPicture(int cells) {
    constexpr std::array kStates{CellState::Busy,
                                 CellState::Busy,
                                 CellState::Busy,
                                 CellState::Failed,
                                 CellState::Waiting,
                                 CellState::Down,
                                 CellState::Idle,
                                 CellState::Idle};
    Cells body;
    body.count = cells;
    for (int i = 0; i < cells && i < static_cast<int>(kCellCap); ++i)
        body.cells.push_back({kStates[static_cast<std::size_t>(i) % kStates.size()],
                              1.0F - 0.3F * static_cast<float>(i % 4)});
    Counters counters;
    counters.items = {{"processed", "12 480", Emphasis::Normal},
                      {"failed", "7 %", Emphasis::Danger}};
    return {"consumer · 4 workers · batch 10", "", {body, counters}};
}

Picture sparklinePicture() {
    Sparkline line;
    for (int i = 0; i < 48; ++i)
        line.values.push_back(
            static_cast<float>(8 + 4 * std::sin(i * 0.22) + (i > 33 && i < 42 ? 5 : 0)));
    return {"producer · 120 msg/s", "", {line}};
}

Picture gaugePicture() {
    return {"buffer · 5 MB", "stream", {Gauge{"buffer", 3.2, 5}}};
}

Picture bucketPicture(int objects, double bytes) {
    Counters counters;
    counters.items = {{"objects", text(objects), Emphasis::Normal}};
    return {"bucket", "store", {Gauge{"stored", bytes, 0, Unit::Bytes}, counters}};
}

Picture deadLetterPicture(int messages) {
    Tube tube;
    tube.visible = marks(messages, MarkState::DeadLetter, 3);
    tube.visibleCount = messages;
    tube.isDeadLetter = true;
    Counters counters;
    counters.items = {{"messages", text(messages), Emphasis::Danger}};
    return {"dead-letter queue", "dead-letter", {tube, counters}};
}

Sample sampleDiagram() {
    Sample sample;
    Document& document = sample.document;
    document.nodes = {node(1, "from", "order-service", {0, 120}),
                      node(2, "store", "shipping", {320, 0}),
                      node(3, "store", "billing", {320, 168}),
                      node(4, "to", "shipping-workers", {680, 8}),
                      node(5, "to", "billing-workers", {680, 152}),
                      node(6, "store", "billing-dlq", {680, 280}),
                      node(7, "from", "archive", {0, 280})};
    document.links = {link(10, 1, "out", 2),
                      link(11, 1, "out", 3),
                      link(12, 2, "out", 4),
                      link(13, 3, "out", 5),
                      link(14, 3, "dead", 6)};
    document.notes = {{NoteId{20}, {320, 320}, "Billing is slower than its visibility timeout."}};
    document.nextId = 30;
    sample.pictures = {{NodeId{1}, sparklinePicture()},
                       {NodeId{2}, tubePicture(115, 13, 0)},
                       {NodeId{3}, tubePicture(6, 3, 5)},
                       {NodeId{4}, cellsPicture(8)},
                       {NodeId{5}, cellsPicture(100)},
                       {NodeId{6}, deadLetterPicture(3)},
                       {NodeId{7}, gaugePicture()}};
    return sample;
}

Sample manyNodes(int nodes, int links, int columns) {
    constexpr std::array<const char*, 3> kKinds{"from", "store", "to"};
    Sample sample;
    for (int i = 0; i < nodes; ++i) {
        const auto id = static_cast<std::uint32_t>(i + 1);
        const int row = i / columns;
        const Point place{280.0 * (i % columns), 160.0 * row};
        const int sort = i % 3;
        sample.document.nodes.push_back(
            node(id, kKinds[static_cast<std::size_t>(sort)], "part-" + text(i), place));
        sample.pictures.push_back({NodeId{id},
                                   sort == 0   ? sparklinePicture()
                                   : sort == 1 ? tubePicture(20 + i, i % 7, i % 3)
                                               : cellsPicture(4 + i % 8)});
    }
    for (int i = 0; i < links; ++i) {
        const int from = i % nodes;
        const int to = (from + 1 + (i / nodes) * columns) % nodes;
        sample.document.links.push_back(link(static_cast<std::uint32_t>(nodes + 1 + i),
                                             static_cast<std::uint32_t>(from + 1),
                                             "out",
                                             static_cast<std::uint32_t>(to + 1)));
    }
    sample.document.nextId = static_cast<std::uint32_t>(nodes + links + 1);
    return sample;
}

} // namespace sluice::test
