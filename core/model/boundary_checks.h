// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/findings.h"

namespace sluice {

/// What is wrong with the frames and with what they mean for the parts: codes of a wrong form,
/// parts in two frames of one type of which neither lies in the other, and dead-letter queues of
/// another region or account. Appended to `findings`.
void checkBoundaries(const Document& document,
                     const Registry& registry,
                     std::vector<Finding>& findings);

} // namespace sluice
