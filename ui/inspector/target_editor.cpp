// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/target_editor.h"

#include "core/kinds/link_access.h"
#include "core/model/findings.h"
#include "ui/inspector/page_labels.h"

#include <QSignalBlocker>
#include <QStandardItemModel>

#include <algorithm>
#include <utility>

namespace sluice::ui {

namespace {

const PortSpec* portOf(const Document& document, const Registry& registry, const PortRef& ref) {
    const Node* node = document.node(ref.node);
    const NodeKind* kind = node == nullptr ? nullptr : registry.find(node->kind);
    const auto port = kind == nullptr ? std::nullopt : kind->port(ref.port);
    return port ? &kind->ports[*port] : nullptr;
}

} // namespace

std::vector<Target>
possibleTargets(const Document& document, const Registry& registry, const PortRef& from) {
    Document without = document; // a link that is already there would refuse the others
    if (const Link* present = linkAt(document, from)) remove(without, {{}, {present->id}, {}});
    std::vector<Target> targets;
    const PortSpec* start = portOf(document, registry, from);
    if (start == nullptr) return targets;
    for (const Node& node : document.nodes) {
        const NodeKind* kind = registry.find(node.kind);
        if (kind == nullptr) continue;
        for (const PortSpec& port : kind->ports) {
            const Link link{
                LinkId{without.nextId}, from.node, from.port, node.id, std::string(port.key), {}};
            if (port.isOutput || !accepts(port, *start)) continue;
            std::string why = refusal(without, registry, link);
            if (node.id == from.node) continue;
            targets.push_back({node.id, link.toPort, std::move(why)});
            break;
        }
    }
    return targets;
}

const Link* linkAt(const Document& document, const PortRef& from) {
    const auto found = std::ranges::find_if(document.links, [&](const Link& link) {
        return link.from == from.node && link.fromPort == from.port;
    });
    return found == document.links.end() ? nullptr : &*found;
}

Result<>
setTarget(Document& document, const Registry& registry, const PortRef& from, const Target& target) {
    if (const Link* present = linkAt(document, from)) {
        if (present->to == target.node) return {};
        remove(document, {{}, {present->id}, {}});
    }
    if (target.node == NodeId{}) return {};
    const auto linked = connectWithPermission(document, registry, from, {target.node, target.port});
    if (!linked) return tl::unexpected<Error>(linked.error());
    return {};
}

TargetEditor::TargetEditor(PortRef from, QWidget* parent)
    : NameList(parent)
    , m_from(std::move(from)) {
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(kLeastLetters);
    QObject::connect(this, &QComboBox::activated, this, [this](int index) {
        emit chosen(index <= 0 ? Target{} : m_targets[static_cast<std::size_t>(index) - 1]);
    });
}

void TargetEditor::show(const Document& document, const Registry& registry) {
    const QSignalBlocker blocker(this);
    m_targets = possibleTargets(document, registry, m_from);
    clear();
    addItem(tr("none"));
    const Link* present = linkAt(document, m_from);
    for (std::size_t i = 0; i < m_targets.size(); ++i) {
        addItem(QString::fromStdString(document.node(m_targets[i].node)->name));
        const QString why = QString::fromStdString(m_targets[i].refusal);
        auto* row = qobject_cast<QStandardItemModel*>(model())->item(static_cast<int>(i) + 1);
        row->setEnabled(why.isEmpty());
        row->setToolTip(why);
        if (present != nullptr && present->to == m_targets[i].node)
            setCurrentIndex(static_cast<int>(i) + 1);
    }
    takeRoom();
}

void TargetEditor::setRoomBeside(int pixels) {
    m_roomBeside = pixels;
    takeRoom();
}

void TargetEditor::takeRoom() {
    const int needed = fontMetrics().horizontalAdvance(currentText()) + kListFrame;
    setMinimumWidth(needed > m_roomBeside ? kReadingWidth : 0);
}

} // namespace sluice::ui
