// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/distribution.h"

namespace sluice {

/// What a sum of `count` independent draws exceeds about once in a hundred times. Exact for one
/// draw of any shape but Erlang and for constants; else by a distribution of the same mean and
/// variance, a few per cent off. Requires: count >= 1.
Duration highSum(const Distribution& distribution, int count);

} // namespace sluice
