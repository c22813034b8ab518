// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/subject_header.h"

#include "core/model/boundaries.h"
#include "ui/session/text.h"
#include "ui/theme/current_theme.h"
#include "ui/theme/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace sluice::ui {

namespace {

constexpr int kGround = 34;
constexpr int kHeaderIcon = 20;
constexpr int kLongestName = 80;

QPixmap tile(const QString& iconName, std::string_view role, qreal ratio) {
    const Theme theme = currentTheme();
    const QColor color = theme.color(categoryColor(role));
    QPixmap pixmap(QSize(kGround, kGround) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor soft = color;
    soft.setAlphaF(theme.isDark ? 0.24F : 0.14F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(soft);
    painter.drawRoundedRect(QRectF(0, 0, kGround, kGround), 8, 8);
    const double inset = (kGround - kHeaderIcon) / 2.0;
    painter.drawPixmap(QPointF(inset, inset), iconPixmap(iconName, color, kHeaderIcon, ratio));
    return pixmap;
}

/// A small frame in the look of its type.
QPixmap frameTile(BoundaryType type, qreal ratio) {
    const Theme theme = currentTheme();
    constexpr std::array kTokens{Token::Region, Token::Account, Token::Network};
    const Token token = kTokens.at(static_cast<std::size_t>(type));
    QPixmap pixmap(QSize(kGround, kGround) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(theme.color(token), 1.5);
    if (type == BoundaryType::Region) pen.setDashPattern({3, 2});
    if (type == BoundaryType::Network) pen.setDashPattern({1, 1.5});
    painter.setPen(pen);
    painter.setBrush(theme.color(token, theme.isDark ? 0.24 : 0.14));
    painter.drawRoundedRect(QRectF(1, 1, kGround - 2, kGround - 2), 8, 8);
    return pixmap;
}

/// The kind all nodes have, or null.
const NodeKind*
commonKind(const Subject& subject, const Document& document, const Registry& registry) {
    const Node* first = subject.nodes.empty() ? nullptr : document.node(subject.nodes.front());
    if (first == nullptr) return nullptr;
    const bool isSame = std::ranges::all_of(subject.nodes, [&](NodeId id) {
        const Node* node = document.node(id);
        return node != nullptr && node->kind == first->kind;
    });
    return isSame ? registry.find(first->kind) : nullptr;
}

QString nameOf(const Document& document, NodeId id) {
    const Node* node = document.node(id);
    return node == nullptr ? QString() : QString::fromStdString(node->name);
}

/// What the node is to the parts that chose it as the one target of an output, a line each:
/// "Dead-letter queue of orders, billing".
QString rolesOf(const Document& document, const Registry& registry, NodeId id) {
    std::map<QString, QStringList> users;
    for (const Link& link : document.links) {
        if (link.to != id) continue;
        const Node* user = document.node(link.from);
        const NodeKind* kind = user == nullptr ? nullptr : registry.find(user->kind);
        const auto port = kind == nullptr ? std::nullopt : kind->port(link.fromPort);
        if (!port || kind->ports[*port].takesMany) continue;
        users[translated(kind->ports[*port].label)] << QString::fromStdString(user->name);
    }
    QStringList roles;
    for (const auto& [role, names] : users)
        roles << SubjectHeader::tr("%1 of %2").arg(role, names.join(QStringLiteral(", ")));
    return roles.join(QLatin1Char('\n'));
}

} // namespace

SubjectHeader::SubjectHeader(const Registry& registry, QWidget* parent)
    : QWidget(parent)
    , m_registry(registry)
    , m_icon(new QLabel(this))
    , m_name(new QLineEdit(this))
    , m_title(new QLabel(this))
    , m_kind(new QLabel(this)) {
    m_name->setMaxLength(kLongestName);
    m_name->setAccessibleName(tr("Name"));
    m_name->setToolTip(tr("Name of the part"));
    m_name->setStyleSheet(QStringLiteral("QLineEdit:!focus:!hover { border-color: transparent; }"
                                         "QLineEdit { padding: 2px 4px; margin-left: -7px; "
                                         "font-size: 14px; font-weight: 700; }"));
    m_title->setProperty("type", "heading");
    m_title->setWordWrap(true);
    m_kind->setProperty("tone", "muted");
    m_kind->setProperty("type", "small");
    m_kind->setWordWrap(true);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(m_name);
    texts->addWidget(m_title);
    texts->addWidget(m_kind);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 12, 14, 8);
    layout->setSpacing(10);
    layout->addWidget(m_icon);
    layout->addLayout(texts, 1);
    connect(m_name, &QLineEdit::editingFinished, this, [this] {
        const QString name = m_name->text().trimmed();
        if (!name.isEmpty() && name != m_shown) emit renamed(name);
        m_name->setText(m_shown);
        m_name->setCursorPosition(0);
    });
}

void SubjectHeader::showIcon(const NodeKind* kind) {
    m_icon->setVisible(kind != nullptr);
    if (kind == nullptr) return;
    const QString icon = m_variant.icon.isEmpty() ? fromView(kind->key) : m_variant.icon;
    m_icon->setPixmap(tile(icon, kind->colorRole, devicePixelRatioF()));
}

void SubjectHeader::show(const Subject& subject, const Document& document, const Variant& variant) {
    m_variant = variant;
    const NodeKind* kind = commonKind(subject, document, m_registry);
    const bool isNode = subject.nodes.size() == 1;
    showIcon(kind);
    m_name->setVisible(isNode);
    m_title->setVisible(!isNode);
    m_kind->setText(!variant.label.isEmpty() ? variant.label
                    : kind == nullptr        ? QString()
                                             : translated(kind->label));
    const auto count = static_cast<int>(subject.nodes.size() + subject.links.size());
    if (isNode) {
        const QString name = nameOf(document, subject.nodes.front());
        if (name != m_shown || !m_name->hasFocus()) m_name->setText(name);
        if (!m_name->hasFocus()) m_name->setCursorPosition(0);
        m_shown = name;
        m_name->setToolTip(name); // it may be longer than the field
        const QString roles = rolesOf(document, m_registry, subject.nodes.front());
        if (!roles.isEmpty()) m_kind->setText(m_kind->text() + QLatin1Char('\n') + roles);
    } else if (!subject.nodes.empty()) {
        m_title->setText(tr("%n parts", nullptr, count));
    } else if (subject.links.size() == 1) {
        const Link* link = document.link(subject.links.front());
        if (link == nullptr) return;
        m_title->setText(QStringLiteral("%1 → %2").arg(nameOf(document, link->from),
                                                       nameOf(document, link->to)));
        m_kind->setText(tr("Link"));
    } else if (!subject.links.empty()) {
        m_title->setText(tr("%n links", nullptr, count));
    } else if (subject.boundaries.size() == 1) {
        const Boundary* frame = document.boundary(subject.boundaries.front());
        if (frame == nullptr) return;
        m_icon->setVisible(true);
        m_icon->setPixmap(frameTile(frame->type, devicePixelRatioF()));
        m_title->setText(QString::fromStdString(titleOf(*frame)));
        m_kind->setText(translated(boundaryTypes()[static_cast<std::size_t>(frame->type)].label));
    } else if (!subject.boundaries.empty()) {
        m_title->setText(tr("%n frames", nullptr, static_cast<int>(subject.boundaries.size())));
    } else {
        m_title->setText(tr("Document"));
        m_kind->setText(
            tr("%1 parts, %2 links").arg(document.nodes.size()).arg(document.links.size()));
    }
    m_kind->setVisible(!m_kind->text().isEmpty());
}

} // namespace sluice::ui
