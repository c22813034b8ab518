// SPDX-License-Identifier: GPL-3.0-or-later
// The first thing a student does, by mouse and keyboard in a real X window.
#include "core/kinds/registry.h"
#include "core/store/document_file.h"
#include "tests/support/test_main.h"
#include "tests/window/x_script.h"
#include "ui/canvas/canvas_widget.h"
#include "ui/main_window.h"
#include "ui/palette/palette_tile.h"
#include "ui/palette/palette_view.h"
#include "ui/status_line.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCursor>
#include <QDebug>
#include <QDir>
#include <QDrag>
#include <QFileDialog>
#include <QLineEdit>
#include <QRegularExpression>
#include <QTemporaryDir>

using namespace std::chrono_literals;

namespace sluice::ui::first_lab_test {

using test::Step;
using Steps = std::vector<Step>;

namespace {

Steps operator+(Steps first, const Steps& then) {
    first.insert(first.end(), then.begin(), then.end());
    return first;
}

} // namespace

class FirstLabTest : public QObject {
    Q_OBJECT

private slots:
    void partsAreDraggedConnectedRunSavedAndReopened() {
        if (QGuiApplication::platformName() != "xcb") QSKIP("needs an X server");
        applyTheme(*qApp, Theme{});
        MainWindow window;
        m_window = &window;
        window.resize(1'280, 800);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window, 30'000));

        QVERIFY(play(buildAndRun() + fileDialog("Save", "ctrl+s"), 70s));
        const auto saved = loadDocument(m_path.toStdString());
        QVERIFY2(saved, saved ? "" : saved.error().message.c_str());
        QCOMPARE(saved->nodes.size(), std::size_t{3});
        QVERIFY(*saved == document());

        const auto isClosed = [this] { return m_window->showsStartPage(); };
        QVERIFY(play(
            Steps{focus(), key("close", "ctrl+w", isClosed)} + fileDialog("Open", "ctrl+o"), 30s));
        QVERIFY(!window.showsStartPage());
        QVERIFY(document() == *saved);
    }

private:
    bool play(const Steps& steps, std::chrono::seconds limit) {
        const QString screenshot = QDir::current().filePath("first_lab_failure.png");
        const QString failure = test::XScript().play(steps, limit, screenshot);
        if (failure.isEmpty()) return true;
        qWarning().noquote() << failure << "\nstatus bar:" << m_window->status().text();
        return false;
    }

    Steps buildAndRun() {
        const auto isEditing = [this] { return !m_window->showsStartPage(); };
        const auto isRunning = [this] { return m_window->status().text().contains("running"); };
        const auto isStable = [this] {
            const FramePointer frame = m_window->run().frame();
            return frame && frame->pictures.size() == 3;
        };
        return Steps{focus(), key("new document", "ctrl+n", isEditing)} + dragPart("producer", 0)
               + dragPart("queue", 1) + dragPart("consumer", 2)
               + Steps{{"cards have their pictures", [] { return QStringList(); }, isStable}}
               + link(0, 1) + link(1, 2) + Steps{key("play", "space", isRunning)}
               + Steps{{"messages are deleted",
                        [] { return QStringList(); },
                        [this] { return deletedOnStatusBar() > 0; }}};
    }

    /// Drags a tile to the canvas: one to the left top, the middle or the right bottom third.
    Steps dragPart(std::string_view kind, int third) {
        const QString name = QString::fromLatin1(kind.data(), qsizetype(kind.size()));
        const auto from = [this, kind] { return middleOf(tile(kind)); };
        const auto lift = [] { return QPoint(0, QApplication::startDragDistance() + 5); };
        const auto to = [this, third] { return middleOfThird(third); };
        const auto count = static_cast<std::size_t>(third);
        return {{"press " + name,
                 [=] {
                     return test::pointerTo(from()) + QStringList{"mousedown", "1"};
                 },
                 [=, this] { return tile(kind).isDown(); }},
                {"lift " + name,
                 [=] { return test::pointerWay(from(), from() + lift()); },
                 [=, this] { return tile(kind).findChild<QDrag*>() != nullptr; }},
                {"carry " + name, [=] { return test::pointerWay(from() + lift(), to()); }, mayDrop},
                {"drop " + name,
                 [] {
                     return QStringList{"mouseup", "1"};
                 },
                 [=, this] { return isCardAt(to(), kind, count); }}};
    }

    /// Drags from the right side of the card to the left side of the other card.
    Steps link(std::size_t from, std::size_t to) {
        return {{QString("link %1 to %2").arg(from).arg(to),
                 [=, this] {
                     const QPoint start = portOf(from, PortSide::Right);
                     return test::pointerTo(start) + QStringList{"mousedown", "1"}
                            + test::pointerWay(start, portOf(to, PortSide::Left))
                            + QStringList{"mouseup", "1"};
                 },
                 [=, this] {
                     const Document& now = document();
                     return now.links.size() == from + 1
                            && now.links.back().from == now.nodes[from].id
                            && now.links.back().to == now.nodes[to].id;
                 }}};
    }

    /// Opens the dialog by its key, types the path of the document and accepts.
    Steps fileDialog(const QString& name, const QString& shortcut) {
        const auto field = [] {
            auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
            return dialog != nullptr && dialog->isVisible() ? dialog->findChild<QLineEdit*>()
                                                            : nullptr;
        };
        const auto isFocused = [field] {
            return field() != nullptr && field()->isActiveWindow() && field()->hasFocus();
        };
        return {focus(),
                key(name, shortcut, [field] { return field() != nullptr; }),
                {name + ": focus",
                 [field] {
                     const QString id = QString::number(field()->window()->winId());
                     return QStringList{"windowfocus", id} + test::pointerTo(middleOf(*field()))
                            + QStringList{"click", "1"};
                 },
                 isFocused},
                {name + ": type the path",
                 [this] {
                     return QStringList{"key", "ctrl+a", "type", "--delay", "5", m_path};
                 },
                 [field, this] { return field() != nullptr && field()->text() == m_path; }},
                key(name + ": accept", "Return", [field, this] {
                    return field() == nullptr && m_window->documents().path() == m_path;
                })};
    }

    Step focus() {
        return {"focus the window",
                [this] {
                    return QStringList{"windowfocus", QString::number(m_window->winId())};
                },
                [this] { return m_window->isActiveWindow(); }};
    }
    static Step key(const QString& name, const QString& keys, std::function<bool()> isDone) {
        return {name, [keys] { return QStringList{"key", keys}; }, std::move(isDone)};
    }

    /// What the pointer shows while something is dragged.
    static bool mayDrop() {
        const QCursor* cursor = QGuiApplication::overrideCursor();
        return cursor != nullptr && cursor->shape() == Qt::DragCopyCursor;
    }

    static QPoint middleOf(const QWidget& widget) {
        return widget.mapToGlobal(widget.rect().center());
    }
    const Document& document() const { return m_window->documents().document(); }
    const PaletteTile& tile(std::string_view kind) const {
        const auto tiles = m_window->palettePanel().findChildren<PaletteTile*>();
        return **std::find_if(tiles.begin(), tiles.end(), [kind](const PaletteTile* one) {
            return one->part() == NewPart{registry().find(kind)};
        });
    }
    QPoint middleOfThird(int third) const {
        const CanvasWidget& canvas = m_window->canvas();
        return canvas.mapToGlobal(QPoint(canvas.width(), canvas.height()) * (2 * third + 1) / 6);
    }
    bool isCardAt(QPoint place, std::string_view kind, std::size_t index) const {
        const CanvasWidget& canvas = m_window->canvas();
        const auto& nodes = document().nodes;
        return nodes.size() == index + 1 && nodes.back().kind == kind
               && canvas.scene().layout().nodeAt(
                      canvas.view().toDocument(canvas.mapFromGlobal(place)))
                      == nodes.back().id;
    }
    QPoint portOf(std::size_t index, PortSide side) const {
        const CanvasWidget& canvas = m_window->canvas();
        const Node& node = document().nodes[index];
        const auto& ports = registry().find(node.kind)->ports;
        const auto port = std::find_if(
            ports.begin(), ports.end(), [side](const PortSpec& spec) { return spec.side == side; });
        const auto place = static_cast<std::size_t>(port - ports.begin());
        const QPointF point = canvas.scene().layout().node(node.id)->ports[place];
        return canvas.mapToGlobal(canvas.view().toScreen(point).toPoint());
    }
    qlonglong deletedOnStatusBar() const {
        static const QRegularExpression figure("([\\d,.\\s]+) deleted");
        QString digits = figure.match(m_window->status().text()).captured(1);
        return digits.remove(QRegularExpression("\\D")).toLongLong();
    }

    const QTemporaryDir m_folder;
    const QString m_path = m_folder.filePath("first lab.sluice");
    MainWindow* m_window = nullptr;
};

SLUICE_TEST(FirstLabTest)

} // namespace sluice::ui::first_lab_test

#include "first_lab_test.moc"
