// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include <QApplication>
#include <QPalette>
#include <QStringList>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

namespace sluice::ui {

namespace {

struct Row {
    Token token;
    QRgb light;
    QRgb dark;
};

constexpr std::array<Row, kTokenCount> kTable{{
    {Token::Canvas, 0xFFF6F7F9, 0xFF14181F},      {Token::Panel, 0xFFFFFFFF, 0xFF1B212B},
    {Token::Line, 0xFFE2E5EA, 0xFF2C3440},        {Token::Ink, 0xFF1C2430, 0xFFE6EAF0},
    {Token::Muted, 0xFF6A7383, 0xFF97A1B0},       {Token::CanvasMuted, 0xFF646D7C, 0xFF97A1B0},
    {Token::Accent, 0xFF3B5BDB, 0xFF8CA0FA},      {Token::AccentFill, 0xFF3B5BDB, 0xFF4666E5},
    {Token::AccentSoft, 0xFFE8EDFC, 0xFF28345A},  {Token::OnAccent, 0xFFFFFFFF, 0xFFFFFFFF},
    {Token::Source, 0xFF0072B2, 0xFF4FA8DE},      {Token::Topic, 0xFFB4508C, 0xFFDC82B8},
    {Token::Queue, 0xFFC77700, 0xFFE69A2E},       {Token::Stream, 0xFF00855F, 0xFF2FB98D},
    {Token::Compute, 0xFF2F86C6, 0xFF6BB2E8},     {Token::Store, 0xFF5B5FC7, 0xFF9396EE},
    {Token::DeadLetter, 0xFFC8401A, 0xFFF0764F},  {Token::Success, 0xFF1F7A3A, 0xFF58C27A},
    {Token::Warning, 0xFF9A5B00, 0xFFF0B24A},     {Token::WarningPanel, 0xFFFFF7E6, 0xFF33291A},
    {Token::WarningLine, 0xFFF2D9A6, 0xFF5E4A25}, {Token::Danger, 0xFFC2281D, 0xFFF5786B},
    {Token::DangerPanel, 0xFFFDECEA, 0xFF3A2020}, {Token::Grid, 0xFFD9DEE6, 0xFF29313D},
    {Token::Hover, 0xFFF1F3F7, 0xFF252D39},       {Token::Pressed, 0xFFE6E9F0, 0xFF303A49},
    {Token::Track, 0xFFECEFF4, 0xFF2A323F},       {Token::Shadow, 0x1A1C2430, 0x66000000},
    {Token::DotRim, 0xFFFFFFFF, 0xFF14181F},      {Token::Region, 0xFF0B6E85, 0xFF5EC3D6},
    {Token::Account, 0xFF9C3B72, 0xFFE391BF},     {Token::Network, 0xFF5A4FB0, 0xFFABA0F2},
}};

constexpr bool isInTokenOrder() {
    for (std::size_t i = 0; i < kTable.size(); ++i)
        if (static_cast<std::size_t>(kTable[i].token) != i) return false;
    return true;
}
static_assert(isInTokenOrder());

// After Okabe and Ito, with the yellow darkened and the black lightened so that each stands out
// from a card.
constexpr std::array<std::pair<QRgb, QRgb>, kMessageColors> kMessageTable{{
    {0xFF2B59D9, 0xFF5E8BFF},
    {0xFFE0560A, 0xFFF0712B},
    {0xFF009E73, 0xFF1FBF92},
    {0xFFA63FC4, 0xFFC76BE0},
    {0xFFEDB500, 0xFFF4D03F},
    {0xFF45B1E8, 0xFF7CCBF2},
    {0xFFE58FB5, 0xFFF3B3CF},
    {0xFF5A6272, 0xFF9AA4B5},
}};

struct Face {
    int pixels;
    QFont::Weight weight;
};

constexpr std::array<Face, 8> kFaces{{
    {17, QFont::Bold},
    {14, QFont::Bold},
    {13, QFont::Normal},
    {13, QFont::Bold},
    {12, QFont::Normal},
    {12, QFont::Bold},
    {11, QFont::Normal},
    {12, QFont::Normal},
}};

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color) {
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
           + 0.0722 * linear(color.blueF());
}

QPalette paletteOf(const Theme& theme) {
    constexpr std::array<std::pair<QPalette::ColorRole, Token>, 16> kRoles{{
        {QPalette::Window, Token::Panel},
        {QPalette::WindowText, Token::Ink},
        {QPalette::Base, Token::Panel},
        {QPalette::AlternateBase, Token::Canvas},
        {QPalette::Text, Token::Ink},
        {QPalette::PlaceholderText, Token::Muted},
        {QPalette::Button, Token::Panel},
        {QPalette::ButtonText, Token::Ink},
        {QPalette::BrightText, Token::OnAccent},
        {QPalette::Highlight, Token::AccentFill},
        {QPalette::HighlightedText, Token::OnAccent},
        {QPalette::Link, Token::Accent},
        {QPalette::ToolTipBase, Token::Panel},
        {QPalette::ToolTipText, Token::Ink},
        {QPalette::Mid, Token::Line},
        {QPalette::Dark, Token::Muted},
    }};
    QPalette palette;
    for (const auto& [role, token] : kRoles) palette.setColor(role, theme.color(token));
    const QColor faded = theme.color(Token::Muted, 0.6);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faded);
    return palette;
}

} // namespace

QColor Theme::color(Token token) const {
    const Row& row = kTable[static_cast<std::size_t>(token)];
    return QColor::fromRgba(isDark ? row.dark : row.light);
}

QColor Theme::color(Token token, double opacity) const {
    QColor result = color(token);
    result.setAlphaF(static_cast<float>(std::clamp(opacity, 0.0, 1.0)));
    return result;
}

QColor Theme::messageColor(std::uint8_t index) const {
    const auto& [light, dark] = kMessageTable[index % kMessageTable.size()];
    return QColor::fromRgb(isDark ? dark : light);
}

QFont Theme::font(Type type) {
    const Face& face = kFaces[static_cast<std::size_t>(type)];
    QFont font;
    if (type == Type::Mono) {
        font.setFamilies({"DejaVu Sans Mono", "Noto Sans Mono", "Noto Sans Mono CJK KR"});
    } else {
        font.setFamilies({"Open Sans", "Noto Sans", "DejaVu Sans", "Noto Sans CJK KR"});
    }
    font.setStyleHint(type == Type::Mono ? QFont::Monospace : QFont::SansSerif);
    font.setPixelSize(face.pixels);
    font.setWeight(face.weight);
    return font;
}

Token boundaryColor(BoundaryType type) {
    switch (type) {
    case BoundaryType::Region:
        return Token::Region;
    case BoundaryType::Account:
        return Token::Account;
    case BoundaryType::Network:
        break;
    }
    return Token::Network;
}

Token categoryColor(std::string_view role) {
    constexpr std::array<std::pair<std::string_view, Token>, 7> kRoles{{
        {"source", Token::Source},
        {"topic", Token::Topic},
        {"queue", Token::Queue},
        {"stream", Token::Stream},
        {"compute", Token::Compute},
        {"store", Token::Store},
        {"dead-letter", Token::DeadLetter},
    }};
    const auto* found = std::find_if(
        kRoles.begin(), kRoles.end(), [role](const auto& row) { return row.first == role; });
    return found == kRoles.end() ? Token::Muted : found->second;
}

double contrastRatio(const QColor& first, const QColor& second) {
    const auto [low, high] = std::minmax({luminance(first), luminance(second)});
    return (high + 0.05) / (low + 0.05);
}

void applyTheme(QApplication& application, const Theme& theme) {
    QApplication::setStyle(QStringLiteral("Fusion"));
    QApplication::setPalette(paletteOf(theme));
    QApplication::setFont(Theme::font(Type::Body));
    application.setStyleSheet(styleSheet(theme));
}

} // namespace sluice::ui
