// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions.h"

#include "ui/theme/current_theme.h"
#include "ui/theme/icons.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>

namespace sluice::ui {

namespace {

bool always(const Situation&) {
    return true;
}
bool withDocument(const Situation& now) {
    return now.hasDocument;
}
bool withSelection(const Situation& now) {
    return now.hasDocument && now.hasSelection;
}
bool withOneNode(const Situation& now) {
    return now.hasDocument && now.hasOneNode;
}
bool withOneNameable(const Situation& now) {
    return now.hasDocument && (now.hasOneNode || now.hasOneFrame);
}
bool withTwoPlaces(const Situation& now) {
    return now.hasDocument && now.selectedPlaces >= 2;
}
bool withThreePlaces(const Situation& now) {
    return now.hasDocument && now.selectedPlaces >= 3;
}
bool withUndo(const Situation& now) {
    return now.hasDocument && now.canUndo;
}
bool withRedo(const Situation& now) {
    return now.hasDocument && now.canRedo;
}

#define TEXT(text) QT_TRANSLATE_NOOP("Actions", text)
// clang-format off
constexpr std::array<ActionRow, kActionCount> kRows{{
    {ActionId::New, MenuId::File, false, TEXT("New"), "Ctrl+N", "new", TEXT("Start with an empty canvas"), false, always},
    {ActionId::Open, MenuId::File, false, TEXT("Open…"), "Ctrl+O", "open", TEXT("Open a document from a file"), false, always},
    {ActionId::Save, MenuId::File, true, TEXT("Save"), "Ctrl+S", "save", TEXT("Save the document to its file"), false, withDocument},
    {ActionId::SaveAs, MenuId::File, false, TEXT("Save as…"), "Ctrl+Shift+S", "", TEXT("Save the document to another file"), false, withDocument},
    {ActionId::Recover, MenuId::File, false, TEXT("Recover…"), "", "", TEXT("Bring back work that was never saved"), false, always},
    {ActionId::CloseDocument, MenuId::File, true, TEXT("Close"), "Ctrl+W", "", TEXT("Close the document and show the start page"), false, withDocument},
    {ActionId::Quit, MenuId::File, false, TEXT("Quit"), "Ctrl+Q", "", TEXT("Close the window"), false, always},
    {ActionId::Undo, MenuId::Edit, false, TEXT("Undo"), "Ctrl+Z", "undo", TEXT("Take the last edit back"), false, withUndo},
    {ActionId::Redo, MenuId::Edit, false, TEXT("Redo"), "Ctrl+Shift+Z Ctrl+Y", "redo", TEXT("Do the undone edit again"), false, withRedo},
    {ActionId::Cut, MenuId::Edit, true, TEXT("Cut"), "Ctrl+X", "", TEXT("Move the selected parts to the clipboard"), false, withSelection},
    {ActionId::Copy, MenuId::Edit, false, TEXT("Copy"), "Ctrl+C", "copy", TEXT("Copy the selected parts to the clipboard as JSON text"), false, withSelection},
    {ActionId::Paste, MenuId::Edit, false, TEXT("Paste"), "Ctrl+V", "paste", TEXT("Add the parts on the clipboard"), false, withDocument},
    {ActionId::Duplicate, MenuId::Edit, false, TEXT("Duplicate"), "Ctrl+D", "", TEXT("Add a copy of the selected parts beside them"), false, withSelection},
    {ActionId::Delete, MenuId::Edit, false, TEXT("Delete"), "Delete Backspace", "delete", TEXT("Remove the selected parts and links"), false, withSelection},
    {ActionId::SelectAll, MenuId::Edit, true, TEXT("Select all"), "Ctrl+A", "", TEXT("Select every part and link"), false, withDocument},
    {ActionId::Rename, MenuId::Edit, false, TEXT("Rename"), "F2", "", TEXT("Edit the name of the selected part"), false, withOneNameable},
    {ActionId::Connect, MenuId::Edit, false, TEXT("Connect"), "C", "", TEXT("Draw a link from the selected part: pick the other end"), false, withOneNode},
    {ActionId::AddRegion, MenuId::Edit, true, TEXT("Add region frame"), "", "region", TEXT("Put a region around the selected parts, or draw one"), false, withDocument},
    {ActionId::AddAccount, MenuId::Edit, false, TEXT("Add account frame"), "", "account", TEXT("Put an account around the selected parts, or draw one"), false, withDocument},
    {ActionId::AddNetwork, MenuId::Edit, false, TEXT("Add network frame"), "", "network", TEXT("Put a network around the selected parts, or draw one"), false, withDocument},
    {ActionId::AddNote, MenuId::Edit, false, TEXT("Add note"), "N", "note", TEXT("Write a text of your own on the canvas"), false, withDocument},
    {ActionId::FindPart, MenuId::Edit, true, TEXT("Find a part"), "/", "search", TEXT("Search the palette of parts"), false, withDocument},
    {ActionId::FindAction, MenuId::Edit, false, TEXT("Find an action…"), "Ctrl+K Ctrl+Shift+A Ctrl+Shift+P", "search", TEXT("List every action and run one by its name"), false, always},
    {ActionId::ZoomIn, MenuId::View, false, TEXT("Zoom in"), "Ctrl+= Ctrl++", "zoom-in", TEXT("Show the parts larger"), false, withDocument},
    {ActionId::ZoomOut, MenuId::View, false, TEXT("Zoom out"), "Ctrl+-", "zoom-out", TEXT("Show more of the canvas"), false, withDocument},
    {ActionId::ZoomTo100, MenuId::View, false, TEXT("Zoom to 100 %"), "Ctrl+0", "", TEXT("Show the parts in their own size"), false, withDocument},
    {ActionId::Fit, MenuId::View, false, TEXT("Fit"), "F Ctrl+1 Ctrl+/", "fit", TEXT("Show all parts at once"), false, withDocument},
    {ActionId::Grid, MenuId::View, true, TEXT("Grid"), "G", "grid", TEXT("Show the dot grid"), true, withDocument},
    {ActionId::ShowMinimap, MenuId::View, false, TEXT("Minimap"), "M", "minimap", TEXT("Show the whole diagram small, in a corner of the canvas"), true, withDocument},
    {ActionId::ShowPalette, MenuId::View, true, TEXT("Palette"), "Ctrl+Alt+1", "", TEXT("Show the parts to choose from"), true, withDocument},
    {ActionId::ShowInspector, MenuId::View, false, TEXT("Inspector"), "Ctrl+Alt+2", "", TEXT("Show the settings and metrics of the selection"), true, withDocument},
    {ActionId::ShowCharts, MenuId::View, false, TEXT("Charts"), "Ctrl+Alt+3", "", TEXT("Show the charts below the canvas"), true, withDocument},
    {ActionId::DarkTheme, MenuId::View, true, TEXT("Dark theme"), "Ctrl+Alt+D", "theme", TEXT("Light text on a dark ground"), true, always},
    {ActionId::ReduceMotion, MenuId::View, false, TEXT("Reduce motion"), "", "", TEXT("Show messages as short fades instead of travel"), true, always},
    {ActionId::FullScreen, MenuId::View, false, TEXT("Full screen"), "F11", "", TEXT("Use the whole screen"), true, always},
    {ActionId::Tidy, MenuId::Arrange, false, TEXT("Tidy"), "Ctrl+L", "tidy", TEXT("Lay all parts out in columns along the links"), false, withDocument},
    {ActionId::AlignLeft, MenuId::Arrange, true, TEXT("Align left sides"), "", "", TEXT("Move the selected parts so that their left sides are in line"), false, withTwoPlaces},
    {ActionId::AlignCentre, MenuId::Arrange, false, TEXT("Align centres"), "", "", TEXT("Move the selected parts so that their centres are in line"), false, withTwoPlaces},
    {ActionId::AlignRight, MenuId::Arrange, false, TEXT("Align right sides"), "", "", TEXT("Move the selected parts so that their right sides are in line"), false, withTwoPlaces},
    {ActionId::AlignTop, MenuId::Arrange, true, TEXT("Align top sides"), "", "", TEXT("Move the selected parts so that their top sides are in line"), false, withTwoPlaces},
    {ActionId::AlignMiddle, MenuId::Arrange, false, TEXT("Align middles"), "", "", TEXT("Move the selected parts so that their middles are in line"), false, withTwoPlaces},
    {ActionId::AlignBottom, MenuId::Arrange, false, TEXT("Align bottom sides"), "", "", TEXT("Move the selected parts so that their bottom sides are in line"), false, withTwoPlaces},
    {ActionId::DistributeAcross, MenuId::Arrange, true, TEXT("Distribute across"), "", "", TEXT("Make the gaps between the selected parts equal, left to right"), false, withThreePlaces},
    {ActionId::DistributeDown, MenuId::Arrange, false, TEXT("Distribute down"), "", "", TEXT("Make the gaps between the selected parts equal, top to bottom"), false, withThreePlaces},
    {ActionId::Restart, MenuId::Simulation, false, TEXT("Restart"), "Ctrl+R", "restart", TEXT("Back to time 0 with the document as it is now"), false, withDocument},
    {ActionId::Play, MenuId::Simulation, false, TEXT("Play"), "Space F5", "play", TEXT("Let simulated time run, or hold it"), false, withDocument},
    {ActionId::Step, MenuId::Simulation, false, TEXT("Step"), ".", "step", TEXT("Go to the next instant at which anything happens"), false, withDocument},
    {ActionId::Faster, MenuId::Simulation, true, TEXT("Faster"), "Ctrl+Up", "", TEXT("Double the speed"), false, withDocument},
    {ActionId::Slower, MenuId::Simulation, false, TEXT("Slower"), "Ctrl+Down", "", TEXT("Halve the speed"), false, withDocument},
    {ActionId::NormalSpeed, MenuId::Simulation, false, TEXT("Normal speed"), "Ctrl+Alt+0", "", TEXT("One simulated second per second"), false, withDocument},
    {ActionId::ExportPicture, MenuId::Export, false, TEXT("Export…"), "Ctrl+E", "export", TEXT("Write the canvas as PNG, SVG, PDF or JSON"), false, withDocument},
    {ActionId::Help, MenuId::Help, false, TEXT("Help"), "F1", "", TEXT("What the selected part does; without a selection, all keys"), false, always},
    {ActionId::About, MenuId::Help, false, TEXT("About Sluice"), "", "", TEXT("Version and licence"), false, always},
}};
constexpr std::array<const char*, kMenuCount> kMenus{
    TEXT("&File"), TEXT("&Edit"), TEXT("&View"), TEXT("&Arrange"), TEXT("&Simulation"), TEXT("E&xport"), TEXT("&Help")};
// clang-format on
#undef TEXT

constexpr bool isInIdOrder() {
    for (std::size_t i = 0; i < kRows.size(); ++i)
        if (static_cast<std::size_t>(kRows[i].id) != i) return false;
    return true;
}
static_assert(isInIdOrder());

QString translated(const char* text) {
    return QCoreApplication::translate("Actions", text);
}

QList<QKeySequence> keys(const ActionRow& row) {
    QList<QKeySequence> result;
    const auto words = QString::fromLatin1(row.shortcuts).split(QLatin1Char(' '));
    for (const QString& word : words)
        if (!word.isEmpty()) result << QKeySequence(word, QKeySequence::PortableText);
    return result;
}

QString toolTip(const ActionRow& row, const QAction& action) {
    const QString tip = translated(row.tip);
    const QString key = action.shortcut().toString(QKeySequence::NativeText);
    return key.isEmpty() ? tip : QStringLiteral("%1 (%2)").arg(tip, key);
}

} // namespace

std::span<const ActionRow> actionRows() {
    return kRows;
}

Actions::Actions(QObject* parent) : QObject(parent) {
    for (const ActionRow& row : kRows) {
        auto* action = new QAction(translated(row.text), this);
        action->setShortcuts(keys(row));
        action->setToolTip(toolTip(row, *action));
        action->setStatusTip(QString());
        action->setCheckable(row.isCheckable);
        m_actions[static_cast<std::size_t>(row.id)] = action;
    }
    applyTheme();
    apply({});
}

QList<QAction*> Actions::all() const {
    return {m_actions.begin(), m_actions.end()};
}

void Actions::fill(QMenuBar& bar) {
    for (std::size_t i = 0; i < kMenus.size(); ++i) m_menus[i] = bar.addMenu(translated(kMenus[i]));
    for (const ActionRow& row : kRows) {
        QMenu& target = menu(row.menu);
        if (row.beginsGroup) target.addSeparator();
        target.addAction(&(*this)[row.id]);
    }
}

void Actions::apply(const Situation& situation) {
    for (const ActionRow& row : kRows) (*this)[row.id].setEnabled(row.isEnabled(situation));
}

void Actions::applyTheme() {
    for (const ActionRow& row : kRows) {
        const QString name = QString::fromLatin1(row.iconName);
        if (!name.isEmpty()) (*this)[row.id].setIcon(actionIcon(name, currentTheme()));
    }
}

} // namespace sluice::ui
