// SPDX-License-Identifier: GPL-3.0-or-later
// Looking for one piece of advice among the findings of a document.
#pragma once

#include "core/kinds/registry.h"
#include "core/model/findings.h"
#include "core/sim/moment_search.h"

#include <QtGlobal>

#include <optional>
#include <string_view>

namespace sluice::test {

/// The advice about this node whose text has these words; nothing when there is none or several.
inline std::optional<Finding>
adviceWith(const Document& document, NodeId node, std::string_view words) {
    std::optional<Finding> result;
    for (const Finding& finding : validate(document, registry())) {
        if (finding.severity == Severity::Error) qWarning("error: %s", finding.text.c_str());
        if (finding.severity != Severity::Advice || finding.node != node) continue;
        if (finding.text.find(words) == std::string::npos) continue;
        if (result) return std::nullopt;
        result = finding;
    }
    return result;
}

/// Whether the fix, if there is one, silences the advice and nothing becomes wrong by it.
inline bool isMendedByFix(Document document, const Finding& finding) {
    if (!isMendable(finding) || !mend(document, registry(), finding)) return false;
    for (const Finding& left : validate(document, registry())) {
        if (left.severity == Severity::Error || left.text == finding.text) {
            qWarning("left: %s", left.text.c_str());
            return false;
        }
    }
    return true;
}

/// When a run of the document shows the problem; nothing when it does not within the bound.
inline std::optional<SimTime> shownAt(const Document& document, const Finding& finding) {
    if (!finding.demonstration) return std::nullopt;
    auto world = build(document);
    if (!world) return std::nullopt;
    MomentSearch search(*finding.demonstration, *world);
    Timeline past(*world);
    RunObserver observer;
    while (search.isPossible()) {
        observer.samples.clear();
        const bool isOver = runSome(*world, search.limit(), 20'000, &observer);
        past.observe(*world);
        if (search.look(observer.samples)) return search.moment(past).at;
        if (isOver) break;
    }
    return std::nullopt;
}

} // namespace sluice::test
