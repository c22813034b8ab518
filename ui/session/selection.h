// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/edits.h"
#include "core/model/patch.h"

#include <QObject>

namespace sluice::ui {

class DocumentSession;

/// What is selected, by id. One of the three signal sources of the window. Parts that disappear
/// leave the selection.
class Selection : public QObject {
    Q_OBJECT

public:
    explicit Selection(DocumentSession& documents, QObject* parent = nullptr);

    const PartIds& parts() const { return m_parts; }
    bool contains(NodeId id) const;
    bool contains(LinkId id) const;
    bool contains(NoteId id) const;
    bool contains(BoundaryId id) const;

    /// Ids are kept in ascending order and once each.
    void set(PartIds parts);
    void clear() { set({}); }
    /// Adds parts that are not selected and drops those that are.
    void toggle(const PartIds& parts);

Q_SIGNALS:
    void changed();

private:
    PartIds m_parts;
};

} // namespace sluice::ui
