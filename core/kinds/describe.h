// SPDX-License-Identifier: GPL-3.0-or-later
// What every kind K offers as statics: kKey, kLabel, kCategory, kColorRole, kHelp, ports(),
// properties(), metrics(); and as a value: Config config, Metrics metrics_, start, onCall, onTimer,
// wiringChanged, configChanged, stop, beforeSample, picture, addTo; configChanged and stop may
// return a sentence that the user should know of. A kind with actions adds
// actions() and act(Context&, const NodeAction&), and unavailable(key, const Kernel&, const
// NodeWiring&) if some can fail for a reason known before; one that stores messages adds
// storedCopies() and messageRows(const Kernel&), all of them as MessageRow; one with advice adds
// advise(), one whose links a service may refuse linkProblem(), see NodeKind; one whose links have
// settings of their own adds kLinkPort, linkProperties() and linkChanged(Context&, LinkIndex, const
// PropertyMap&), called when such a link is new or edited. One that is called very often may take
// what is usual by onPlainCall() and onPlainSends(), and leave gauges to bringGaugesUpToDate(). One
// that counts what becomes of its calls adds onCutOff(), for those that never arrive. One whose
// requests the service charges adds cost(), of all of them so far in US dollars.
#pragma once

#include "core/model/document.h"
#include "core/schema/node_kind.h"

namespace sluice {

/// The description of a kind, from its own rows. `everyLink`: settings that all links have.
template <class Kind>
NodeKind describe(const PropertySpecs& everyLink) {
    NodeKind kind;
    kind.key = Kind::kKey;
    kind.label = Kind::kLabel;
    kind.category = Kind::kCategory;
    kind.colorRole = Kind::kColorRole;
    kind.help = Kind::kHelp;
    kind.ports.assign(Kind::ports().begin(), Kind::ports().end());
    for (const auto& row : Kind::properties()) {
        kind.properties.push_back(row.spec);
    }
    if constexpr (requires { Kind::linkProperties(); }) {
        kind.linkPort = Kind::kLinkPort;
        kind.linkProperties = everyLink;
        for (const auto& row : Kind::linkProperties()) {
            kind.linkProperties.push_back(row.spec);
        }
    }
    if constexpr (requires { Kind::linkFigures(); }) {
        kind.linkFigures.assign(Kind::linkFigures().begin(), Kind::linkFigures().end());
    }
    for (const auto& row : Kind::metrics()) {
        kind.metrics.push_back(row.spec);
    }
    kind.series = seriesOf(kind.metrics);
    if constexpr (requires { Kind::actions(); }) {
        kind.actions.assign(Kind::actions().begin(), Kind::actions().end());
    }
    if constexpr (requires { &Kind::advise; }) {
        kind.advise = &Kind::advise;
    }
    if constexpr (requires { &Kind::linkProblem; }) {
        kind.linkProblem = &Kind::linkProblem;
    }
    kind.holdsMessages = requires {
        &Kind::messageRows;
    };
    return kind;
}

/// Fills a Config from a document's settings; settings that are missing keep their default.
/// Requires: the values were checked against the kind's rows.
template <class Config>
void assignAll(Config& config, std::span<const Property<Config>> rows, const PropertyMap& values) {
    for (const auto& row : rows) {
        if (const auto found = values.find(row.spec.key); found != values.end()) {
            row.assign(config, found->second);
        }
    }
}

} // namespace sluice
