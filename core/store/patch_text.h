// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/patch.h"

#include <optional>
#include <string>
#include <string_view>

namespace sluice {

/// The after side of a change as bytes that hold all it needs: removed ids, and everything changed
/// or new as JSON.
std::string toBytes(const Patch& patch, const Document& after);

/// Applies toBytes() to the document the change was made from; false, and an unusable document,
/// when the bytes are not from there.
bool applyBytes(std::string_view bytes, Document& document);

} // namespace sluice
