// SPDX-License-Identifier: GPL-3.0-or-later
// Everything the user can do, in one table. Menus, toolbar and the command palette are built from
// it.
#pragma once

#include <QList>
#include <QObject>

#include <array>
#include <cstdint>
#include <span>

class QAction;
class QMenu;
class QMenuBar;

namespace sluice::ui {

enum class ActionId : std::uint8_t {
    New,
    Open,
    Save,
    SaveAs,
    Recover,
    CloseDocument,
    Quit,
    Undo,
    Redo,
    Cut,
    Copy,
    Paste,
    Duplicate,
    Delete,
    SelectAll,
    Rename,
    Connect,
    AddRegion,
    AddAccount,
    AddNetwork,
    AddNote,
    FindPart,
    FindAction,
    ZoomIn,
    ZoomOut,
    ZoomTo100,
    Fit,
    Grid,
    ShowMinimap,
    ShowPalette,
    ShowInspector,
    ShowCharts,
    DarkTheme,
    ReduceMotion,
    FullScreen,
    Tidy,
    AlignLeft,
    AlignCentre,
    AlignRight,
    AlignTop,
    AlignMiddle,
    AlignBottom,
    DistributeAcross,
    DistributeDown,
    Restart,
    Play,
    Step,
    Faster,
    Slower,
    NormalSpeed,
    ExportPicture,
    Help,
    About
};
inline constexpr std::size_t kActionCount = static_cast<std::size_t>(ActionId::About) + 1;

/// What decides which actions are enabled.
struct Situation {
    bool hasDocument = false; ///< A document is on the canvas, not the start page.
    bool hasSelection = false;
    bool hasOneNode = false; ///< Exactly one node is selected.
    bool canUndo = false;
    bool canRedo = false;
    bool hasOneFrame = false; ///< Exactly one frame is selected and nothing else.
    std::size_t selectedPlaces = 0; ///< Selected nodes and notes.
};

enum class MenuId : std::uint8_t { File, Edit, View, Arrange, Simulation, Export, Help };
inline constexpr std::size_t kMenuCount = static_cast<std::size_t>(MenuId::Help) + 1;

/// One row of the table. Texts are English keys of the context "Actions".
struct ActionRow {
    ActionId id;
    MenuId menu;
    bool beginsGroup; ///< A separator comes before it in its menu.
    const char* text;
    const char* shortcuts; ///< Separated by blanks, the main one first.
    const char* iconName;  ///< `:/icons/actions/<name>.svg`, or empty.
    const char* tip;
    bool isCheckable;
    bool (*isEnabled)(const Situation&);
};

/// All rows, in the order of ActionId and of the menus.
std::span<const ActionRow> actionRows();

/// The QActions of the table. Owned by the window, GUI thread.
class Actions : public QObject {
    Q_OBJECT

public:
    explicit Actions(QObject* parent = nullptr);

    QAction& operator[](ActionId id) { return *m_actions[static_cast<std::size_t>(id)]; }
    /// In table order.
    QList<QAction*> all() const;
    /// Adds the menus with their actions. Menus stay owned by `bar`.
    void fill(QMenuBar& bar);
    /// Requires: fill() was called.
    QMenu& menu(MenuId id) { return *m_menus[static_cast<std::size_t>(id)]; }
    void apply(const Situation& situation);
    /// Draws the icons anew in the colour of text.
    void applyTheme();

private:
    std::array<QAction*, kActionCount> m_actions{};
    std::array<QMenu*, kMenuCount> m_menus{};
};

} // namespace sluice::ui
