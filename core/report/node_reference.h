// SPDX-License-Identifier: GPL-3.0-or-later
// The reference manual as Markdown, generated from the descriptions in registry(), so that it can
// never say anything else than the program does.
#pragma once

#include "core/schema/node_kind.h"

#include <string>
#include <vector>

namespace sluice {

/// One Markdown file.
struct ReferencePage {
    std::string fileName; ///< "<kind key>.md", "links.md", "document.md",
                          /// "choosing.md", "index.md".
    std::string text;
};

/// The index, a page per kind in palette order, and the pages on links, documents and the choice of
/// a service.
std::vector<ReferencePage> referencePages(const Registry& registry);

/// What one kind is: help, ports, settings, metrics.
std::string referencePage(const NodeKind& kind);

} // namespace sluice
