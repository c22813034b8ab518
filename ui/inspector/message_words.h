// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sim/frame.h"

#include <QString>

namespace sluice::ui {

/// Why a list of messages has no rows.
QString reasonForNothing(const Frame& frame, const MessagePage& page);

/// How many messages there are. Where some are locked, also what the service calls visible, which
/// is the number on the card.
QString countsOf(const MessagePage& page);

} // namespace sluice::ui
