// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas_accessible.h"

#include "core/model/boundaries.h"
#include "core/schema/unit.h"
#include "ui/canvas/canvas_widget.h"
#include "ui/session/text.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QCoreApplication>
#include <QPointer>

#include <algorithm>
#include <map>
#include <variant>

namespace sluice::ui {

namespace {

QString text(const Counters& counters) {
    QStringList words;
    for (const auto& item : counters.items)
        words << translated(item.label) + ' ' + QString::fromStdString(item.value);
    return words.join(QStringLiteral(", "));
}

/// "group customer-7: 8 messages, locked".
QString text(const Lanes::Lane& lane) {
    const QString group = QString::fromStdString(lane.group);
    const auto stored = QString::fromStdString(groupedText(lane.stored));
    return lane.isLocked
               ? QCoreApplication::translate("Canvas", "group %1: %2 messages, locked")
                     .arg(group, stored)
               : QCoreApplication::translate("Canvas", "group %1: %2 messages").arg(group, stored);
}

QString text(const Lanes& lanes) {
    QStringList words;
    for (const auto& lane : lanes.lanes) words << text(lane);
    const std::int64_t more =
        lanes.groupCount + lanes.emptyLanes - static_cast<std::int64_t>(lanes.lanes.size());
    if (more > 0)
        words << QCoreApplication::translate("Canvas", "+%1 groups")
                     .arg(QString::fromStdString(groupedText(more)));
    if (lanes.duplicates > 0)
        words << QCoreApplication::translate("Canvas", "duplicates %1")
                     .arg(QString::fromStdString(groupedText(lanes.duplicates)));
    return words.join(QStringLiteral(", "));
}

QString text(const Gauge& gauge) {
    return translated(gauge.label) + ' '
           + QString::fromStdString(scaledText(gauge.level, gauge.unit));
}

/// Parts whose content is in the counters, or in no number.
template <class Part>
QString text(const Part&) {
    return {};
}

/// "queue · visibility 30 s, visible 115, in flight 13".
QString description(const Picture& picture) {
    QStringList words{QString::fromStdString(picture.summary)};
    for (const PicturePart& part : picture.parts)
        words << std::visit([](const auto& known) { return text(known); }, part);
    words.removeAll(QString());
    return words.join(QStringLiteral(", "));
}

/// "to billing: no permission" for each link of the node that something is said of.
QString text(const std::vector<LinkSign>& signs, NodeId node, const Document& document) {
    QStringList words;
    for (const LinkSign& sign : signs) {
        const Link* const link = document.link(sign.link);
        if (link == nullptr) continue;
        const bool isIncoming = link->to == node;
        const Node& other = *document.node(isIncoming ? link->from : link->to);
        words << (isIncoming ? QCoreApplication::translate("Canvas", "from %1: %2")
                             : QCoreApplication::translate("Canvas", "to %1: %2"))
                     .arg(QString::fromStdString(other.name), QString::fromStdString(sign.text));
    }
    return words.join(QStringLiteral(", "));
}

/// The titles of the frames it lies in, outermost first.
QString framesAround(const Node& node, const Document& document) {
    std::vector<const Boundary*> around;
    for (const Boundary& frame : document.boundaries)
        if (contains(frame, centreOf(node.position))) around.push_back(&frame);
    std::ranges::stable_sort(around, [](const Boundary* left, const Boundary* right) {
        return contains(*left, *right) && !contains(*right, *left);
    });
    QStringList titles;
    for (const Boundary* frame : around) titles << QString::fromStdString(titleOf(*frame));
    if (titles.isEmpty()) return {};
    return QCoreApplication::translate("Canvas", "in %1").arg(titles.join(QStringLiteral(" / ")));
}

/// One part of the canvas. Holds the canvas and an id; invalid once either is gone.
template <class Id>
class PartAccessible : public QAccessibleInterface {
public:
    PartAccessible(CanvasWidget* canvas, Id id) : m_canvas(canvas), m_id(id) {}

    bool isValid() const override { return !m_canvas.isNull() && isThere(); }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* parent() const override {
        return m_canvas ? QAccessible::queryAccessibleInterface(m_canvas) : nullptr;
    }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString&) override {}

    QString text(QAccessible::Text which) const override {
        if (!isValid()) return {};
        if (which == QAccessible::Name) return name();
        const bool isTold = which == QAccessible::Value || which == QAccessible::Description;
        return isTold ? about() : QString();
    }

    QRect rect() const override {
        if (!isValid()) return {};
        const QRect local = m_canvas->view().toScreen(place()).toRect();
        return {m_canvas->mapToGlobal(local.topLeft()), local.size()};
    }

    QAccessible::State state() const override {
        QAccessible::State state;
        state.selectable = state.focusable = state.movable = true;
        state.invalid = !isValid();
        if (isValid()) {
            state.selected = m_canvas->selection().contains(m_id);
            state.focused = state.selected && m_canvas->hasFocus();
        }
        return state;
    }

protected:
    const CanvasWidget& canvas() const { return *m_canvas; }
    const Document& document() const { return m_canvas->documents().document(); }
    Id id() const { return m_id; }

private:
    virtual bool isThere() const = 0;
    // Asked only while it is there.
    virtual QString name() const = 0;
    virtual QString about() const = 0;
    virtual QRectF place() const = 0; ///< Document units.

    QPointer<CanvasWidget> m_canvas;
    Id m_id;
};

class CardAccessible : public PartAccessible<NodeId> {
public:
    using PartAccessible::PartAccessible;

private:
    bool isThere() const override { return document().node(id()) != nullptr; }
    QString name() const override { return QString::fromStdString(document().node(id())->name); }
    QString about() const override {
        const Node& node = *document().node(id());
        QStringList words;
        if (const Picture* const picture = pictureOf(canvas().scene().pictures(), id())) {
            words << description(*picture) << sluice::ui::text(picture->signs, id(), document());
        } else if (const NodeKind* const kind = canvas().scene().registry().find(node.kind)) {
            words << translated(kind->label);
        }
        words << framesAround(node, document());
        words.removeAll(QString());
        return words.join(QStringLiteral(", "));
    }
    QRectF place() const override {
        const NodeLayout* const layout = canvas().scene().layout().node(id());
        return layout == nullptr ? QRectF() : layout->card;
    }
};

class FrameAccessible : public PartAccessible<BoundaryId> {
public:
    using PartAccessible::PartAccessible;

private:
    bool isThere() const override { return document().boundary(id()) != nullptr; }
    QString name() const override {
        const QString title = QString::fromStdString(titleOf(*document().boundary(id())));
        const BoundaryLayout* const layout = canvas().scene().layout().boundary(id());
        const bool isDown = layout != nullptr && !layout->outage.isEmpty();
        return isDown ? QStringLiteral("%1, %2").arg(title, layout->outage) : title;
    }
    QString about() const override {
        const auto type = static_cast<std::size_t>(document().boundary(id())->type);
        QStringList names;
        for (const NodeId node : contentsOf(document(), id()).nodes)
            names << QString::fromStdString(document().node(node)->name);
        const QString content = names.isEmpty() ? QCoreApplication::translate("Canvas", "empty")
                                                : names.join(QStringLiteral(", "));
        return QCoreApplication::translate("Canvas", "%1 frame: %2")
            .arg(translated(boundaryTypes()[type].label), content);
    }
    QRectF place() const override {
        const BoundaryLayout* const layout = canvas().scene().layout().boundary(id());
        return layout == nullptr ? QRectF() : layout->rect;
    }
};

/// Its children are the cards, then the frames, in the order of the document.
class CanvasAccessible : public QAccessibleWidget {
public:
    explicit CanvasAccessible(CanvasWidget* canvas)
        : QAccessibleWidget(canvas, QAccessible::List)
        , m_canvas(canvas) {}
    ~CanvasAccessible() override {
        for (const auto& [id, card] : m_cards) QAccessible::deleteAccessibleInterface(card);
        for (const auto& [id, frame] : m_frames) QAccessible::deleteAccessibleInterface(frame);
    }
    CanvasAccessible(const CanvasAccessible&) = delete;
    CanvasAccessible& operator=(const CanvasAccessible&) = delete;
    CanvasAccessible(CanvasAccessible&&) = delete;
    CanvasAccessible& operator=(CanvasAccessible&&) = delete;

    int childCount() const override {
        return static_cast<int>(document().nodes.size() + document().boundaries.size());
    }

    QAccessibleInterface* child(int index) const override {
        if (index < 0 || index >= childCount()) return nullptr;
        const auto place = static_cast<std::size_t>(index);
        const std::size_t cards = document().nodes.size();
        return place < cards ? cardOf(document().nodes[place].id)
                             : frameOf(document().boundaries[place - cards].id);
    }

    int indexOfChild(const QAccessibleInterface* wanted) const override {
        for (int i = 0; i < childCount(); ++i)
            if (child(i) == wanted) return i;
        return -1;
    }

    QAccessibleInterface* childAt(int x, int y) const override {
        const QPointF local = m_canvas->view().toDocument(m_canvas->mapFromGlobal(QPoint(x, y)));
        const DiagramLayout& layout = m_canvas->scene().layout();
        if (const auto card = layout.nodeAt(local)) return cardOf(*card);
        const auto frame = layout.boundaryAt(local, 0);
        return frame ? frameOf(*frame) : nullptr;
    }

private:
    const Document& document() const { return m_canvas->documents().document(); }
    QAccessibleInterface* cardOf(NodeId id) const {
        return interfaceOf<CardAccessible>(m_cards, id);
    }
    QAccessibleInterface* frameOf(BoundaryId id) const {
        return interfaceOf<FrameAccessible>(m_frames, id);
    }

    template <class Part, class Id>
    QAccessibleInterface* interfaceOf(std::map<Id, QAccessible::Id>& known, Id id) const {
        const auto found = known.find(id);
        if (found != known.end()) return QAccessible::accessibleInterface(found->second);
        // Owned by Qt's table of interfaces until deleteAccessibleInterface().
        auto* const part = new Part(m_canvas, id);
        known[id] = QAccessible::registerAccessibleInterface(part);
        return part;
    }

    CanvasWidget* m_canvas;
    mutable std::map<NodeId, QAccessible::Id> m_cards;
    mutable std::map<BoundaryId, QAccessible::Id> m_frames;
};

QAccessibleInterface* describe(const QString&, QObject* object) {
    auto* const canvas = qobject_cast<CanvasWidget*>(object);
    return canvas != nullptr ? new CanvasAccessible(canvas) : nullptr;
}

} // namespace

void installCanvasAccessibility() {
    QAccessible::installFactory(describe); // Qt keeps each factory once
}

void announceSelection(CanvasWidget& canvas) {
    const PartIds& selected = canvas.selection().parts();
    if (!QAccessible::isActive() || selected.nodes.size() + selected.boundaries.size() != 1) return;
    const Document& document = canvas.documents().document();
    std::ptrdiff_t index = 0;
    if (!selected.nodes.empty()) {
        index = std::ranges::find(document.nodes, selected.nodes.front(), &Node::id)
                - document.nodes.begin();
    } else {
        index =
            std::ranges::ssize(document.nodes)
            + (std::ranges::find(document.boundaries, selected.boundaries.front(), &Boundary::id)
               - document.boundaries.begin());
    }
    QAccessibleEvent event(&canvas, QAccessible::Focus);
    event.setChild(static_cast<int>(index));
    QAccessible::updateAccessibility(&event);
}

} // namespace sluice::ui
