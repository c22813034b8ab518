// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/list_editors.h"

#include "ui/inspector/name_list.h"
#include "ui/inspector/page_labels.h"
#include "ui/session/text.h"

#include <QComboBox>

#include <algorithm>

namespace sluice::ui {

namespace {

/// A list may be narrower than its longest row, so that the panel need not grow.
void keepNarrow(QComboBox& list) {
    list.setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    list.setMinimumContentsLength(kLeastLetters);
}

/// Has the editor commit the text behind the row that is chosen.
void commitTexts(PropertyEditor& editor, QComboBox& list) {
    list.setPlaceholderText(PropertyEditor::tr("mixed"));
    keepNarrow(list);
    QObject::connect(&list, &QComboBox::activated, &editor, [&editor, &list](int index) {
        emit editor.committed(list.itemData(index).toString().toStdString(), false);
    });
}

class ChoiceEditor : public PropertyEditor {
public:
    ChoiceEditor(const PropertySpec& row, QWidget* parent)
        : PropertyEditor(row, parent)
        , m_list(new QComboBox(this)) {
        for (const ChoiceSpec& choice : row.choices)
            m_list->addItem(translated(choice.label), fromView(choice.key));
        setInput(m_list);
        commitTexts(*this, *m_list);
    }

    void show(const std::optional<PropertyValue>& value) override {
        const int index =
            value ? m_list->findData(QString::fromStdString(std::get<std::string>(*value))) : -1;
        m_list->setCurrentIndex(index);
    }

protected:
    void takeRoom() override {
        int widest = 0;
        for (int i = 0; i < m_list->count(); ++i)
            widest = std::max(widest, m_list->fontMetrics().horizontalAdvance(m_list->itemText(i)));
        askForRoom(widest + kListFrame);
    }

private:
    QComboBox* m_list;
};

/// One of some parts of the document, or none.
class PartEditor : public PropertyEditor {
public:
    PartEditor(const PropertySpec& row, const std::vector<NamedPart>& parts, QWidget* parent)
        : PropertyEditor(row, parent)
        , m_list(new NameList(this)) {
        m_list->addItem(row.choices.empty() ? tr("none") : translated(row.choices.front().label),
                        QVariant::fromValue(qint64{0}));
        for (const NamedPart& part : parts)
            m_list->addItem(part.name, QVariant::fromValue(static_cast<qint64>(raw(part.id))));
        setInput(m_list);
        keepNarrow(*m_list);
        connect(m_list, &QComboBox::activated, this, [this](int index) {
            emit committed(std::int64_t{m_list->itemData(index).toLongLong()}, false);
        });
    }

    void show(const std::optional<PropertyValue>& value) override {
        const qint64 id = value ? std::get<std::int64_t>(*value) : -1;
        m_list->setCurrentIndex(m_list->findData(QVariant::fromValue(id)));
    }

private:
    NameList* m_list;
};

/// The name of one of some parts, or none. A name that is none of theirs stays to be seen.
class PartNameEditor : public PropertyEditor {
public:
    PartNameEditor(const PropertySpec& row, QWidget* parent)
        : PropertyEditor(row, parent)
        , m_list(new NameList(this)) {
        setInput(m_list);
        commitTexts(*this, *m_list);
    }

    void offer(const QStringList& names) override { m_names = names; }

    void show(const std::optional<PropertyValue>& value) override {
        const QString chosen =
            value ? QString::fromStdString(std::get<std::string>(*value)) : QString();
        m_list->clear();
        m_list->addItem(emptyMeaning(), QString());
        for (const QString& name : m_names) m_list->addItem(name, name);
        if (!chosen.isEmpty() && !m_names.contains(chosen)) m_list->addItem(chosen, chosen);
        m_list->setCurrentIndex(value ? m_list->findData(chosen) : -1);
    }

private:
    NameList* m_list;
    QStringList m_names;
};

} // namespace

PropertyEditor*
makeListEditor(const PropertySpec& spec, QWidget* parent, const std::vector<NamedPart>& parts) {
    if (spec.type == ValueType::Node) return new PartEditor(spec, parts, parent);
    if (spec.type == ValueType::Choice) return new ChoiceEditor(spec, parent);
    if (!spec.namesPartAt.empty()) return new PartNameEditor(spec, parent);
    return nullptr;
}

} // namespace sluice::ui
