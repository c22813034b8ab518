// SPDX-License-Identifier: GPL-3.0-or-later
// Frames on the canvas: regions, accounts and networks. A part belongs to the innermost frame of a
// type that holds its centre; what lies in none belongs to the document's own region and account.
#pragma once

#include "core/model/edits.h"

#include <span>
#include <string>
#include <string_view>

namespace sluice {

/// Key and name of each BoundaryType, in its order. The keys are those of the files.
std::span<const ChoiceSpec> boundaryTypes();

/// Whether the code has the form of its type: "us-east-1" for a region, 12 digits for an account,
/// nothing for a network. The error is a sentence with a right example.
Result<> checkCode(BoundaryType type, std::string_view code);

/// What the frame is called on the canvas: its name and its code, else the word for its type.
std::string titleOf(const Boundary& boundary);

/// The centre of a part's card. The card is taken to be of usual size whatever it shows, so that a
/// part does not change its region by what happens in it.
Point centreOf(Point position);

/// In square pixels of the canvas.
double areaOf(const Boundary& boundary);
bool contains(const Boundary& boundary, Point point);
/// Whether `inner` lies in `outer` as a whole.
bool contains(const Boundary& outer, const Boundary& inner);

/// The smallest frame of the type that holds the point, the later one of two equal ones; null when
/// there is none.
const Boundary* innermost(std::span<const Boundary> boundaries, BoundaryType type, Point point);

/// Code of the region a part is in.
std::string regionOf(const Document& document, const Node& node);
/// What the document lets a link add to its own latency, one way: nothing within a region.
Duration regionLatencyOf(const Document& document, const Link& link);
/// Account id of the owner of a part.
std::string accountOf(const Document& document, const Node& node);

/// The parts that belong to the frame: parts with their centre, notes with their corner, and
/// smaller frames as a whole inside it. Nothing when there is no such frame.
PartIds contentsOf(const Document& document, BoundaryId id);
/// The parts with the contents of all frames among them, each once.
PartIds withContents(const Document& document, const PartIds& parts);

} // namespace sluice
