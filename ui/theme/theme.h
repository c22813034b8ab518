// SPDX-License-Identifier: GPL-3.0-or-later
// The one place where the product names a colour, a font or a measure of its look.
#pragma once

#include "core/model/document.h"

#include <QColor>
#include <QFont>
#include <QString>

#include <cstdint>
#include <string_view>

class QApplication;

namespace sluice::ui {

/// What a colour is for. Each has one row in the token table, with a light and a dark value.
enum class Token : std::uint8_t {
    Canvas,       ///< background of the architecture
    Panel,        ///< background of cards, docks, bars and inputs
    Line,         ///< hairlines and borders
    Ink,          ///< text
    Muted,        ///< secondary text on Panel
    CanvasMuted,  ///< secondary text written straight on Canvas
    Accent,       ///< selection outline, links in text, focus
    AccentFill,   ///< background of the primary button and of checked boxes
    AccentSoft,   ///< background of selected rows
    OnAccent,     ///< text and marks on AccentFill
    Source,       ///< the seven kind colours: stripe, icon and curves
    Topic,        //
    Queue,        //
    Stream,       //
    Compute,      //
    Store,        //
    DeadLetter,   //
    Success,      ///< text and marks for what went well
    Warning,      ///< text and marks for what needs a look
    WarningPanel, ///< background of advice
    WarningLine,  ///< border of advice
    Danger,       ///< text and marks for what failed
    DangerPanel,  ///< background of an error
    Grid,         ///< dots of the canvas grid
    Hover,        ///< background under the pointer
    Pressed,      ///< background while the button is down
    Track,        ///< empty slots, gauges and scroll bars
    Shadow,       ///< translucent, under cards
    DotRim,       ///< rim that parts a moving message from what is behind it
    Region,       ///< border and title of frames on the canvas; their tint is the same, faint
    Account,      //
    Network,      //
};
inline constexpr int kTokenCount = static_cast<int>(Token::Network) + 1;

/// What a piece of text is for. All sizes are logical pixels, so that exports do not depend on the
/// desktop's settings; every family listed has figures of equal width.
enum class Type : std::uint8_t { Title, Heading, Body, BodyBold, Small, SmallBold, Caption, Mono };

/// Space, in logical pixels.
inline constexpr int kGridStep = 8;
inline constexpr int kCardRadius = 10;
inline constexpr int kStripeWidth = 5;

/// Number of colours by which moving messages are told apart.
inline constexpr int kMessageColors = 8;

/// A look of the whole program: a value, cheap to copy and to compare.
struct Theme {
    bool isDark = false;

    QColor color(Token token) const;
    /// `color(token)` with its opacity replaced; `opacity` in 0..1.
    QColor color(Token token, double opacity) const;
    /// Colour of a message by its group, key or identity; the index wraps at kMessageColors.
    QColor messageColor(std::uint8_t index) const;
    static QFont font(Type type);

    friend bool operator==(const Theme&, const Theme&) = default;
};

/// The token for a kind's colour role ("source", "topic", "queue", "stream", "compute", "store",
/// "dead-letter"); Muted for a role that is not known.
Token categoryColor(std::string_view role);
/// The colour of a frame's border, title and icon.
Token boundaryColor(BoundaryType type);

/// WCAG 2 contrast ratio, 1..21. Opacity is ignored.
double contrastRatio(const QColor& first, const QColor& second);

/// Rules for all widgets. Widgets choose a variant by a dynamic property: `primary` on a button,
/// `type` = "title", "heading", "small", "caption" or "mono" and `tone` = "muted", "danger",
/// "warning" or "success" on a label, `card` = "plain", "warning" or "danger" on a frame,
/// `invalid` on an input.
QString styleSheet(const Theme& theme);

/// Gives the whole program the look: style, palette, font and style sheet. GUI thread.
void applyTheme(QApplication& application, const Theme& theme);

} // namespace sluice::ui
