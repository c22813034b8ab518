// SPDX-License-Identifier: GPL-3.0-or-later
// Documents and pictures for the canvas tests and bench: made up, but of every sort the kinds can
// give.
#pragma once

#include "core/sim/frame.h"
#include "ui/canvas/diagram_layout.h"

#include <vector>

namespace sluice::test {

/// Three kinds that need no simulation: "from" (one output), "store" (input, output, dead-letter
/// output) and "to" (one input).
const Registry& sampleRegistry();

/// A store's picture with so many messages waiting, in flight and delayed.
Picture tubePicture(int visible, int inFlight, int delayed);
/// A FIFO store's picture: `groups` groups, each with more messages than the one before; every
/// second one is locked by one to three messages in flight, the last shown has delayed ones.
Picture lanesPicture(int groups);
Picture cellsPicture(int cells);
Picture sparklinePicture();
Picture gaugePicture();
Picture bucketPicture(int objects, double bytes);
Picture deadLetterPicture(int messages);

/// A small architecture with one card of every sort and its pictures.
struct Sample {
    Document document;
    std::vector<NodePicture> pictures;
};
Sample sampleDiagram();

/// `nodes` cards on a grid of `columns` and `links` links between neighbours, of the sample kinds.
Sample manyNodes(int nodes, int links, int columns);

} // namespace sluice::test
