// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_main.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QImage>

#include <array>
#include <cmath>

namespace sluice::ui::theme_test {

namespace {

constexpr std::array kKinds{Token::Source,
                            Token::Topic,
                            Token::Queue,
                            Token::Stream,
                            Token::Compute,
                            Token::Store,
                            Token::DeadLetter};

QString described(const char* what, double ratio, const QColor& color) {
    return QStringLiteral("%1 %2: %3").arg(QLatin1String(what), color.name()).arg(ratio);
}

void verifyContrast(const QColor& text, const QColor& ground, double least) {
    const double ratio = contrastRatio(text, ground);
    QVERIFY2(ratio >= least, qPrintable(described("contrast of", ratio, text)));
}

} // namespace

class ThemeTest : public QObject {
    Q_OBJECT

private slots:
    void textIsReadable_data();
    void textIsReadable();
    void kindsStandOutFromPanelAndCanvas();
    void contrastFollowsTheDefinition();
    void messageColoursAreToldApart();
    void roleOfAKindNamesAToken();
    void styleSheetResolvesEveryName();
    void everyActionHasATintedIcon();
    void iconsAreSharpAtEveryRatio();
    void unknownIconIsNull();
    void appliesToTheProgram();
};

void ThemeTest::textIsReadable_data() {
    QTest::addColumn<bool>("isDark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void ThemeTest::textIsReadable() {
    QFETCH(bool, isDark);
    const Theme theme{isDark};
    const QColor panel = theme.color(Token::Panel);
    const QColor canvas = theme.color(Token::Canvas);
    for (const QColor& ground :
         {panel, canvas, theme.color(Token::Hover), theme.color(Token::AccentSoft)})
        verifyContrast(theme.color(Token::Ink), ground, 7);
    for (const Token token :
         {Token::Muted, Token::Accent, Token::Success, Token::Warning, Token::Danger})
        verifyContrast(theme.color(token), panel, 4.5);
    verifyContrast(theme.color(Token::CanvasMuted), canvas, 4.5);
    verifyContrast(theme.color(Token::OnAccent), theme.color(Token::AccentFill), 4.5);
    verifyContrast(theme.color(Token::Warning), theme.color(Token::WarningPanel), 4.5);
    verifyContrast(theme.color(Token::Ink), theme.color(Token::WarningPanel), 7);
    verifyContrast(theme.color(Token::Danger), theme.color(Token::DangerPanel), 4.5);
}

void ThemeTest::kindsStandOutFromPanelAndCanvas() {
    // 3 is what WCAG 2 asks of graphics; in the dark the kinds are light enough for text.
    for (const Token kind : kKinds) {
        for (const Token ground : {Token::Panel, Token::Canvas}) {
            verifyContrast(Theme{false}.color(kind), Theme{false}.color(ground), 3);
            verifyContrast(Theme{true}.color(kind), Theme{true}.color(ground), 4.5);
        }
    }
}

void ThemeTest::contrastFollowsTheDefinition() {
    QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
    QCOMPARE(contrastRatio(Qt::white, Qt::white), 1.0);
    QVERIFY(std::abs(contrastRatio(QColor(0x76, 0x76, 0x76), Qt::white) - 4.54) < 0.01);
}

void ThemeTest::messageColoursAreToldApart() {
    for (const bool isDark : {false, true}) {
        const Theme theme{isDark};
        for (std::uint8_t i = 0; i < kMessageColors; ++i) {
            for (std::uint8_t j = 0; j < i; ++j) {
                const QColor a = theme.messageColor(i);
                const QColor b = theme.messageColor(j);
                const int apart = std::abs(a.red() - b.red()) + std::abs(a.green() - b.green())
                                  + std::abs(a.blue() - b.blue());
                QVERIFY2(apart >= 90, qPrintable(a.name() + QLatin1Char(' ') + b.name()));
            }
        }
        QCOMPARE(theme.messageColor(kMessageColors + 1), theme.messageColor(1));
    }
}

void ThemeTest::roleOfAKindNamesAToken() {
    constexpr std::array<std::string_view, 7> kRoles{
        "source", "topic", "queue", "stream", "compute", "store", "dead-letter"};
    for (std::size_t i = 0; i < kRoles.size(); ++i) QCOMPARE(categoryColor(kRoles[i]), kKinds[i]);
    QCOMPARE(categoryColor("nothing"), Token::Muted);
}

void ThemeTest::styleSheetResolvesEveryName() {
    const QString sheet = styleSheet({});
    QVERIFY(!sheet.contains(QLatin1Char('@')));
    QVERIFY(!sheet.contains(QLatin1String(": ;")));
    QVERIFY(!sheet.contains(QLatin1String("solid ;")));
    QVERIFY(sheet != styleSheet({true}));
}

void ThemeTest::everyActionHasATintedIcon() {
    constexpr std::array kActions{"restart", "play",    "pause",    "step",   "stop", "undo",
                                  "redo",    "zoom-in", "zoom-out", "fit",    "new",  "open",
                                  "save",    "export",  "theme",    "search", "add",  "delete",
                                  "copy",    "paste",   "grid"};
    const QRgb color = 0xFF3B5BDB;
    for (const char* name : kActions) {
        const QString path = QStringLiteral("actions/") + QLatin1String(name);
        const QImage image = iconPixmap(path, QColor(color), 24, 1).toImage();
        QVERIFY2(!image.isNull(), name);
        int full = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) full += image.pixel(x, y) == color ? 1 : 0;
        QVERIFY2(full > 8 && full < 400, name);
        QVERIFY2(!actionIcon(QLatin1String(name), {}).isNull(), name);
    }
}

void ThemeTest::iconsAreSharpAtEveryRatio() {
    for (const double ratio : {1.0, 1.5, 2.0}) {
        const QPixmap pixmap = iconPixmap(QStringLiteral("queue"), Qt::red, 24, ratio);
        QCOMPARE(pixmap.width(), static_cast<int>(24 * ratio));
        QCOMPARE(pixmap.devicePixelRatio(), ratio);
    }
    const QIcon shown = icon(QStringLiteral("producer"), Qt::red);
    QCOMPARE(shown.pixmap(QSize(16, 16), 2.0).size(), QSize(32, 32));
    QVERIFY(shown.pixmap(QSize(16, 16), 1.0, QIcon::Disabled).toImage()
            != shown.pixmap(QSize(16, 16), 1.0, QIcon::Normal).toImage());
}

void ThemeTest::unknownIconIsNull() {
    QVERIFY(icon(QStringLiteral("no-such-thing"), Qt::red).isNull());
    QVERIFY(iconPixmap(QStringLiteral("no-such-thing"), Qt::red, 24, 1).isNull());
}

void ThemeTest::appliesToTheProgram() {
    applyTheme(*qApp, {true});
    QCOMPARE(QApplication::palette().color(QPalette::Window), Theme{true}.color(Token::Panel));
    QCOMPARE(QApplication::font().pixelSize(), Theme::font(Type::Body).pixelSize());
    applyTheme(*qApp, {});
    QCOMPARE(QApplication::palette().color(QPalette::Window), Theme{}.color(Token::Panel));
}

SLUICE_TEST(ThemeTest)

} // namespace sluice::ui::theme_test

#include "theme_test.moc"
