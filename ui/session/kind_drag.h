// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sluice::ui {

/// Type of the payload of a part that is dragged from the palette to the canvas: the key of its
/// kind.
inline constexpr const char* kKindMimeType = "application/x-sluice-kind";

} // namespace sluice::ui
