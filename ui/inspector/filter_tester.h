// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/filter_policy.h"

#include <QString>
#include <QWidget>

#include <string>
#include <vector>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QTableWidget;

namespace sluice::ui {

/// A filter policy to be tried on a message.
struct TriedFilter {
    QString name; ///< Of the subscriber.
    std::string policy;
    FilterScope scope = FilterScope::Attributes;
};

/// "accepted", "filtered out: the message has no attributes"
QString verdictText(FilterVerdict verdict);

/// Takes a message, attributes and body, and says what filters make of it: of one filter every
/// condition, of several which of the subscribers would get the message. Never touches the
/// document.
class FilterTester : public QWidget {
    Q_OBJECT

public:
    explicit FilterTester(QWidget* parent = nullptr);

    /// One filter is told by its conditions, several by a list of subscribers.
    void tryOn(std::vector<TriedFilter> filters, bool isList);
    QLineEdit& attributes() { return *m_attributes; }
    QPlainTextEdit& body() { return *m_body; }
    QString verdict() const;
    const QTableWidget& table() const { return *m_table; }

private:
    void evaluate();
    void explain(const TriedFilter& tried,
                 const std::vector<MessageAttribute>& attributes,
                 const std::string& body);
    void hintAtNumber(const FilterCheck& check, const std::vector<MessageAttribute>& attributes);
    void listSubscribers(const std::vector<MessageAttribute>& attributes, const std::string& body);
    void addRow(const QString& mark, const char* tone, const QString& text, const QString& found);
    void fitTable();
    void setVerdict(const QString& text, const char* tone);

    QLineEdit* m_attributes;
    QPlainTextEdit* m_body;
    QLabel* m_verdict;
    QTableWidget* m_table;
    std::vector<TriedFilter> m_filters;
    bool m_isList = false;
};

} // namespace sluice::ui
