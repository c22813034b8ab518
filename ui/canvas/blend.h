// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRgb>

#include <cstdint>

namespace sluice::ui {

/// All four channels times `factor` / 255, rounded; `factor` in 0..255. Two channels at a time.
inline QRgb scaledPixel(QRgb pixel, std::uint32_t factor) {
    std::uint32_t low = (pixel & 0x00FF00FFU) * factor;
    low = (low + ((low >> 8) & 0x00FF00FFU) + 0x00800080U) >> 8;
    std::uint32_t high = ((pixel >> 8) & 0x00FF00FFU) * factor;
    high = high + ((high >> 8) & 0x00FF00FFU) + 0x00800080U;
    return (low & 0x00FF00FFU) | (high & 0xFF00FF00U);
}

/// `source` over `below`, both premultiplied. Stays opaque where `below` is.
inline QRgb blendedPixel(QRgb source, QRgb below) {
    return source + scaledPixel(below, 255 - (source >> 24));
}

} // namespace sluice::ui
