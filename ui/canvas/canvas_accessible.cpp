// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas_accessible.h"

#include "core/schema/unit.h"
#include "ui/canvas/canvas_widget.h"
#include "ui/session/text.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QCoreApplication>
#include <QPointer>

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
    const std::int64_t more = lanes.groupCount - static_cast<std::int64_t>(lanes.lanes.size());
    if (more > 0)
        words << QCoreApplication::translate("Canvas", "+%1 groups")
                     .arg(QString::fromStdString(groupedText(more)));
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

/// One card. Holds the canvas and an id; invalid once either is gone.
class CardAccessible : public QAccessibleInterface {
public:
    CardAccessible(CanvasWidget* canvas, NodeId id) : m_canvas(canvas), m_id(id) {}

    bool isValid() const override { return !m_canvas.isNull() && node() != nullptr; }
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
        const Node* const shown = isValid() ? node() : nullptr;
        if (shown == nullptr) return {};
        if (which == QAccessible::Name) return QString::fromStdString(shown->name);
        if (which != QAccessible::Value && which != QAccessible::Description) return {};
        const Picture* const picture = pictureOf(m_canvas->scene().pictures(), m_id);
        if (picture != nullptr) return description(*picture);
        const NodeKind* const kind = m_canvas->scene().registry().find(shown->kind);
        return kind != nullptr ? translated(kind->label) : QString();
    }

    QRect rect() const override {
        const NodeLayout* const place = isValid() ? m_canvas->scene().layout().node(m_id) : nullptr;
        if (place == nullptr) return {};
        const QRect local = m_canvas->view().toScreen(place->card).toRect();
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

private:
    const Node* node() const { return m_canvas->documents().document().node(m_id); }

    QPointer<CanvasWidget> m_canvas;
    NodeId m_id;
};

class CanvasAccessible : public QAccessibleWidget {
public:
    explicit CanvasAccessible(CanvasWidget* canvas)
        : QAccessibleWidget(canvas, QAccessible::List)
        , m_canvas(canvas) {}
    ~CanvasAccessible() override {
        for (const auto& [id, card] : m_cards) QAccessible::deleteAccessibleInterface(card);
    }
    CanvasAccessible(const CanvasAccessible&) = delete;
    CanvasAccessible& operator=(const CanvasAccessible&) = delete;
    CanvasAccessible(CanvasAccessible&&) = delete;
    CanvasAccessible& operator=(CanvasAccessible&&) = delete;

    int childCount() const override { return static_cast<int>(nodes().size()); }

    QAccessibleInterface* child(int index) const override {
        if (index < 0 || index >= childCount()) return nullptr;
        return cardOf(nodes()[static_cast<std::size_t>(index)].id);
    }

    int indexOfChild(const QAccessibleInterface* wanted) const override {
        for (int i = 0; i < childCount(); ++i)
            if (child(i) == wanted) return i;
        return -1;
    }

    QAccessibleInterface* childAt(int x, int y) const override {
        const QPointF local = m_canvas->mapFromGlobal(QPoint(x, y));
        const auto id = m_canvas->scene().layout().nodeAt(m_canvas->view().toDocument(local));
        return id ? cardOf(*id) : nullptr;
    }

private:
    const std::vector<Node>& nodes() const { return m_canvas->documents().document().nodes; }

    QAccessibleInterface* cardOf(NodeId id) const {
        const auto known = m_cards.find(id);
        if (known != m_cards.end()) return QAccessible::accessibleInterface(known->second);
        // Owned by Qt's table of interfaces until deleteAccessibleInterface().
        auto* const card = new CardAccessible(m_canvas, id);
        m_cards[id] = QAccessible::registerAccessibleInterface(card);
        return card;
    }

    CanvasWidget* m_canvas;
    mutable std::map<NodeId, QAccessible::Id> m_cards;
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
    const auto& selected = canvas.selection().parts().nodes;
    if (!QAccessible::isActive() || selected.size() != 1) return;
    const auto& nodes = canvas.documents().document().nodes;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (nodes[i].id != selected.front()) continue;
        QAccessibleEvent event(&canvas, QAccessible::Focus);
        event.setChild(static_cast<int>(i));
        QAccessible::updateAccessibility(&event);
    }
}

} // namespace sluice::ui
