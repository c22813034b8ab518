// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/document.h"

#include <algorithm>
#include <array>

namespace sluice {

Document::Document() = default;
Document::Document(const Document& other) = default;
Document::Document(Document&& other) noexcept = default;
Document& Document::operator=(const Document& other) = default;
Document& Document::operator=(Document&& other) noexcept = default;
Document::~Document() = default;
bool operator==(const Document& left, const Document& right) = default;

namespace detail {

template <>
std::span<const ChoiceSpec> choicesOf<LimitsPreset>() {
    static constexpr std::array<ChoiceSpec, 3> kChoices{
        {{"aws-2026", "AWS 2026"}, {"aws-2023", "AWS 2023"}, {"study-notes", "Study notes"}}};
    return kChoices;
}

} // namespace detail

namespace {

/// The part with this id among parts in ascending order of id; null when there is none.
template <class Part, class Id>
const Part* find(const std::vector<Part>& parts, Id id) {
    const auto found =
        std::lower_bound(parts.begin(), parts.end(), id, [](const Part& part, Id wanted) {
            return part.id < wanted;
        });
    return found == parts.end() || found->id != id ? nullptr : &*found;
}

} // namespace

const Node* Document::node(NodeId id) const {
    return find(nodes, id);
}

const Link* Document::link(LinkId id) const {
    return find(links, id);
}

const Note* Document::note(NoteId id) const {
    return find(notes, id);
}

const Boundary* Document::boundary(BoundaryId id) const {
    return find(boundaries, id);
}

Result<LimitsProfile> limitsOf(const Settings& settings) {
    const auto index = static_cast<std::size_t>(settings.limits);
    return limitsProfile(detail::choicesOf<LimitsPreset>()[index].key, settings.limitOverrides);
}

// NOLINTNEXTLINE(readability-function-size): a table, one row after the other.
std::span<const Property<Settings>> settingProperties() {
    static const std::vector<Property<Settings>> rows{
        property<&Settings::name>(
            {"name", "Name", "What this document is called, in the window's title and in reports."},
            Unit::None,
            {1, kMaxNameCharacters}),
        property<&Settings::notes>(
            {"notes",
             "Notes",
             "What there is to know about this document, for yourself or a class."},
            Unit::None,
            {0, kMaxNoteCharacters}),
        property<&Settings::seed>(
            {"seed",
             "Seed",
             "Chooses the random numbers of a run. The same document with the same seed gives the "
             "same run, down to the last message."},
            Unit::None,
            {0, 999'999'999'999}),
        property<&Settings::sampleInterval>({"sample_interval",
                                             "Sample interval",
                                             "Simulated time between two points of a chart. Short "
                                             "intervals show short bursts; long "
                                             "ones make smoother curves and smaller files."},
                                            Unit::None,
                                            {0.01, 3'600}),
        property<&Settings::speed>(
            {"speed",
             "Opening speed",
             "How many times as fast as real time it plays when it is opened. The speed in the "
             "toolbar changes it for this time only."},
            Unit::Factor,
            {0.01, 1'000}),
        property<&Settings::limits>(
            {"limits",
             "Limits profile",
             "The quotas and limits of the services as of a year, or as common study notes have "
             "them. A change affects new requests only."}),
        property<&Settings::limitOverrides>(
            {"limit_overrides",
             "Other limits",
             "Single limits that differ from the profile, as sqs.inflight_fifo=20000; "
             "sqs.dedup_window_s=60."},
            Unit::None,
            {0, 2'000}),
        property<&Settings::region>(
            {"region",
             "Region",
             "Where parts are that lie in no region frame, as us-east-1 or eu-west-1."},
            Unit::None,
            {1, kMaxCodeCharacters}),
        property<&Settings::account>(
            {"account", "Account", "To whom parts belong that lie in no account frame: 12 digits."},
            Unit::None,
            {1, kMaxCodeCharacters}),
        property<&Settings::regionLatencies>(
            {"region_latencies",
             "Region latencies",
             "One-way latency that a link between two regions adds to its own, where it is not to "
             "be the typical one: us-east-1/eu-west-1=40 ms; others=80 ms."},
            Unit::None,
            {0, 2'000}),
    };
    return rows;
}

} // namespace sluice
