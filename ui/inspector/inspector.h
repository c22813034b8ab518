// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/node_kind.h"
#include "ui/inspector/subject.h"
#include "ui/inspector/subject_header.h"

#include <QWidget>

class QTabWidget;

namespace sluice {
struct Frame;
}

namespace sluice::ui {

class DocumentSession;
class BoundaryPage;
class FilterPage;
class MessagesPage;
class MetricsPage;
class PolicyPage;
class PropertiesPage;
class RunSession;
class Selection;

/// The right panel: settings, stored messages, metrics, access policy and filters of what is
/// selected, else the settings of the document.
class Inspector : public QWidget {
    Q_OBJECT

public:
    Inspector(DocumentSession& documents,
              RunSession& run,
              Selection& selection,
              const Registry& registry,
              QWidget* parent = nullptr);

    PropertiesPage& properties() { return *m_properties; }
    MessagesPage& messages() { return *m_messages; }
    MetricsPage& metrics() { return *m_metrics; }
    SubjectHeader& header() { return *m_header; }
    BoundaryPage& boundary() { return *m_boundary; }
    PolicyPage& policy() { return *m_policy; }
    FilterPage& filter() { return *m_filter; }

public Q_SLOTS:
    /// Brings the settings to the front and puts the cursor into the first of them.
    void beginEdit();
    /// Brings the stored messages to the front, where the selected part has some.
    void showMessages();

protected:
    void changeEvent(QEvent* event) override;

private:
    void showSubject();
    void showHeader();
    SubjectHeader::Variant variant() const;
    void refresh();
    void takeFindings(const Frame& frame);
    void rename(const QString& name);
    void showTabs();
    void markDrafts();

    DocumentSession& m_documents;
    RunSession& m_run;
    Selection& m_selection;
    SubjectHeader* m_header;
    QTabWidget* m_tabs;
    PropertiesPage* m_properties;
    BoundaryPage* m_boundary; ///< In place of m_properties while one frame is the subject.
    MessagesPage* m_messages;
    MetricsPage* m_metrics;
    PolicyPage* m_policy;
    FilterPage* m_filter;
    QWidget* m_chosenTab = nullptr; ///< By the user, whatever the subject has now.
    Subject m_subject;
};

} // namespace sluice::ui
