// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/property_editor.h"

#include "core/schema/times_csv.h"
#include "ui/inspector/delivery_policy_editor.h"
#include "ui/inspector/list_editors.h"
#include "ui/inspector/page_labels.h"
#include "ui/inspector/switch_button.h"
#include "ui/inspector/value_field.h"
#include "ui/inspector/wheel_guard.h"
#include "ui/session/text.h"

#include <QFile>
#include <QFileDialog>
#include <QFocusEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QStyle>
#include <QTextDocument>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace sluice::ui {

namespace {

constexpr double kShortText = 256; ///< Characters that fit one line.
constexpr double kLongName = 80;
constexpr int kUsualRoomBeside = 178; ///< In the panel as it comes.

/// "msg · 1–10": unit and range in short.
QString hintOf(const PropertySpec& spec) {
    QStringList words;
    const QString unit = fromView(symbol(spec.unit));
    QString range = QString::fromStdString(rangeText(spec));
    if (!unit.isEmpty() && !range.contains(unit)) words << unit;
    range.replace(QStringLiteral(" to "), QStringLiteral("–"));
    if (!range.isEmpty() && spec.type != ValueType::Text) words << range;
    return words.join(QStringLiteral(" · "));
}

class SwitchEditor : public PropertyEditor {
public:
    SwitchEditor(const PropertySpec& row, QWidget* parent)
        : PropertyEditor(row, parent)
        , m_switch(new SwitchButton(this)) {
        setInput(m_switch);
        connect(m_switch, &QCheckBox::clicked, this, [this](bool isOn) {
            m_switch->setTristate(false);
            emit committed(isOn, false);
        });
    }

    void show(const std::optional<PropertyValue>& value) override {
        if (value) {
            m_switch->setTristate(false);
            m_switch->setChecked(std::get<bool>(*value));
        } else {
            m_switch->setCheckState(Qt::PartiallyChecked);
        }
    }

private:
    SwitchButton* m_switch;
};

class FieldEditor : public PropertyEditor {
public:
    FieldEditor(const PropertySpec& row, QWidget* parent)
        : PropertyEditor(row, parent)
        , m_field(new ValueField(this)) {
        setInput(m_field);
        m_field->installEventFilter(this);
        connect(m_field, &QLineEdit::editingFinished, this, &FieldEditor::settle);
        connect(m_field, &QLineEdit::textEdited, this, [this] { setError({}); });
        connect(m_field, &ValueField::abandoned, this, [this] {
            m_field->setText(m_shown);
            remark();
        });
        connect(m_field, &ValueField::steppedTo, this, [this](const QString& text) {
            // There is no step beyond the range.
            if (!parseValue(allowed(), withPercent(text).toStdString())) return;
            const int cursor = m_field->cursorPosition();
            tryCommit(withPercent(text), true);
            m_field->setCursorPosition(cursor);
        });
    }

    void show(const std::optional<PropertyValue>& value) override {
        m_exact = value ? QString::fromStdString(toText(spec(), *value)) : QString();
        m_readable = value ? readable(*value) : QString();
        const QString text = m_field->hasFocus() ? m_exact : m_readable;
        m_field->setPlaceholderText(value ? emptyMeaning() : tr("mixed"));
        const bool isUntouched = m_field->text() == m_shown;
        const bool isNews = text != m_shown;
        m_shown = text;
        m_value = value;
        if (isUntouched || isNews) {
            m_field->setText(text);
            remark();
        }
        if (!m_field->hasFocus()) m_field->setCursorPosition(0);
        takeRoom();
    }

    void settle() override {
        if (m_field->text() != m_shown) tryCommit(withPercent(m_field->text()), false);
    }

    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::FocusIn) turnTo(m_exact);
        const bool isLeft =
            event->type() == QEvent::FocusOut
            && static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason; // its own menu
        if (isLeft) {
            settle();
            turnTo(m_readable);
        }
        return PropertyEditor::eventFilter(watched, event);
    }

protected:
    /// Long names, and what does not fit beside the label, go below it. The long hints of
    /// distributions are left out where there is no room; units and ranges of others are not.
    void takeRoom() override {
        m_field->setHint(hintOf(allowed()));
        const ValueType type = spec().type;
        const bool isLongName = type == ValueType::Text && spec().range.maximum >= kLongName;
        const int needed = m_field->neededWidth(type != ValueType::Distribution);
        askForRoom(isLongName ? QWIDGETSIZE_MAX : needed);
    }

private:
    /// The value with four digits, where it has many more: 1/30 as "0.03333".
    QString readable(const PropertyValue& value) const {
        constexpr int kMostDigits = 10;
        constexpr double kScaledFrom = 1'000; // "1.235 k" is no number to edit
        const double* number = std::get_if<double>(&value);
        const bool isShort = m_exact.size() <= kMostDigits || spec().unit == Unit::Share;
        if (number == nullptr || isShort || std::abs(*number) >= kScaledFrom) return m_exact;
        return QString::fromStdString(scaledText(*number, Unit::None));
    }

    /// Shows the value so, unless something else was typed.
    void turnTo(const QString& text) {
        if (m_field->text() != m_shown || text == m_shown) return;
        m_shown = text;
        m_field->setText(text);
    }

    /// A share is shown in percent, so a number alone means percent too.
    QString withPercent(const QString& text) const {
        const bool isBare = spec().unit == Unit::Share && !text.trimmed().isEmpty();
        return isBare && !text.contains(QLatin1Char('%')) ? text + QStringLiteral(" %") : text;
    }

    void remark() {
        setError({});
        if (m_value) mark(*m_value);
    }

    ValueField* m_field;
    std::optional<PropertyValue> m_value; ///< The document's.
    QString m_exact;                      ///< The document's value as text.
    QString m_readable;                   ///< The same, shown while nobody edits it.
    QString m_shown; ///< One of both: what is in the field as long as nothing is typed.
};

/// A list of times: typed, or loaded from the first column of a CSV file.
class TimesEditor : public FieldEditor {
public:
    TimesEditor(const PropertySpec& row, QWidget* parent) : FieldEditor(row, parent) {
        auto* button = new QPushButton(tr("Load CSV…"), this);
        button->setToolTip(
            tr("One time per line, in seconds or with a unit; the first column counts"));
        layout()->addWidget(button);
        connect(button, &QPushButton::clicked, this, &TimesEditor::chooseFile);
    }

private:
    void chooseFile() {
        const QString path = QFileDialog::getOpenFileName(
            this, tr("Load times"), {}, tr("CSV files (*.csv *.txt);;All files (*)"));
        if (path.isEmpty()) return;
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly) || file.size() > kLargestCsv) {
            setError(tr("“%1” cannot be read, or is larger than 16 MB.").arg(path));
            return;
        }
        const auto times = readTimesCsv(file.readAll().toStdString());
        if (!times) {
            setError(QString::fromStdString(times.error().message));
            return;
        }
        setError({});
        emit committed(*times, false);
    }

    static constexpr qint64 kLargestCsv = 16 << 20;
};

constexpr int kLeastNotes = 64, kMostNotes = 300; // pixels

/// Several lines of free text, committed when the focus leaves. As high as the text, within bounds.
class NotesEditor : public PropertyEditor {
public:
    NotesEditor(const PropertySpec& row, QWidget* parent)
        : PropertyEditor(row, parent)
        , m_text(new QPlainTextEdit(this)) {
        m_text->setFixedHeight(kLeastNotes);
        connect(m_text, &QPlainTextEdit::textChanged, this, &NotesEditor::fit);
        m_text->setMinimumWidth(kReadingWidth);
        m_text->setTabChangesFocus(true);
        m_text->installEventFilter(this);
        m_text->viewport()->installEventFilter(this);
        setInput(m_text);
    }

    void show(const std::optional<PropertyValue>& value) override {
        const QString text = value ? QString::fromStdString(toText(*value)) : QString();
        if (m_text->toPlainText() != text && !m_text->hasFocus()) m_text->setPlainText(text);
    }

    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::FocusOut) settle();
        if (watched != m_text && event->type() == QEvent::Resize) fit();
        return PropertyEditor::eventFilter(watched, event);
    }

    // What is applied is taken back by undoing the edit of the document.
    void settle() override {
        tryCommit(m_text->toPlainText(), false);
        if (!isInvalid()) m_text->document()->clearUndoRedoStacks();
    }

private:
    // setFixedHeight() resizes the text before it has set both bounds: a call from within would be
    // half undone. Only the second round sees the room that the first one made.
    void fit() {
        if (std::exchange(m_isFitting, true)) return;
        for (int round = 0; round < 2; ++round) m_text->setFixedHeight(neededHeight());
        m_isFitting = false;
    }
    int neededHeight() const {
        const int margin = static_cast<int>(std::ceil(m_text->document()->documentMargin()));
        const QRect room(0, 0, m_text->viewport()->width() - 2 * margin, QWIDGETSIZE_MAX);
        const QRect needed = m_text->fontMetrics().boundingRect(
            room, Qt::TextWordWrap, m_text->toPlainText() + QStringLiteral("\n"));
        const int frame = m_text->height() - m_text->viewport()->height();
        return std::clamp(needed.height() + frame + 2 * margin, kLeastNotes, kMostNotes);
    }

    bool m_isFitting = false;
    QPlainTextEdit* m_text;
};

} // namespace

PropertyEditor* PropertyEditor::make(const PropertySpec& spec,
                                     QWidget* parent,
                                     const std::vector<NamedPart>& parts) {
    if (PropertyEditor* list = makeListEditor(spec, parent, parts)) return list;
    if (spec.form != TextForm::Plain) return new DeliveryPolicyEditor(spec, parent);
    if (spec.type == ValueType::Bool) return new SwitchEditor(spec, parent);
    if (spec.type == ValueType::Text && spec.range.maximum > kShortText)
        return new NotesEditor(spec, parent);
    if (spec.type == ValueType::Times) return new TimesEditor(spec, parent);
    return new FieldEditor(spec, parent);
}

PropertyEditor::PropertyEditor(const PropertySpec& spec, QWidget* parent)
    : QWidget(parent)
    , m_spec(spec)
    , m_allowed(spec)
    , m_roomBeside(kUsualRoomBeside)
    , m_error(new QLabel(this)) {
    m_error->setProperty("tone", "danger");
    m_error->setProperty("type", "small");
    m_error->setWordWrap(true);
    m_error->hide();
}

void PropertyEditor::setInput(QWidget* input) {
    m_input = input;
    input->setAccessibleName(translated(m_spec.label));
    input->setAccessibleDescription(translated(m_spec.help));
    setFocusProxy(input);
    guardFromWheel(*input);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(3);
    layout->addWidget(input, 0, Qt::AlignTop);
    layout->addWidget(m_error);
    showRange();
}

/// In the tool tip, whatever room the hint in the field has.
void PropertyEditor::showRange() {
    const QString hint = hintOf(m_allowed);
    const QString help = translated(m_spec.help);
    m_input->setToolTip(hint.isEmpty() ? help : help + QLatin1Char('\n') + hint);
    takeRoom();
}

void PropertyEditor::setHighest(double value, const QString& profile) {
    m_allowed = m_spec;
    m_allowed.range.maximum = std::min(m_spec.range.maximum, value);
    m_profile = m_allowed.range.maximum < m_spec.range.maximum ? profile : QString();
    showRange();
}

void PropertyEditor::setRoomBeside(int pixels) {
    m_roomBeside = pixels;
    takeRoom();
}

void PropertyEditor::askForRoom(int needed) {
    m_input->setMinimumWidth(needed > m_roomBeside ? kReadingWidth : 0);
}

/// What nobody chose is no mistake: it counts as far as the limits profile allows.
void PropertyEditor::mark(const PropertyValue& value) {
    if (value == m_spec.defaultValue) return;
    if (const auto checked = checkEntered(m_allowed, value); !checked) refuse(checked.error());
}

void PropertyEditor::refuse(const Error& error) {
    const QString text = QString::fromStdString(error.message);
    setError(m_profile.isEmpty() ? text : tr("%1 Limits profile: %2.").arg(text, m_profile));
}

void PropertyEditor::setError(const QString& text) {
    m_error->setText(text);
    m_error->setVisible(!text.isEmpty());
    if (m_input->property("invalid").toBool() == !text.isEmpty()) return;
    m_input->setProperty("invalid", !text.isEmpty());
    m_input->style()->unpolish(m_input);
    m_input->style()->polish(m_input);
}

QString PropertyEditor::emptyMeaning() const {
    static const QRegularExpression kMeaning(QStringLiteral("(?:^|[;.] )[Ee]mpty: ([^.;]+)"));
    if (m_spec.type != ValueType::Text) return {};
    return kMeaning.match(translated(m_spec.help)).captured(1);
}

bool PropertyEditor::isInvalid() const {
    return m_input->property("invalid").toBool();
}

void PropertyEditor::tryCommit(const QString& text, bool isStep) {
    const auto value = parseValue(m_allowed, text.toStdString());
    if (!value) return refuse(value.error());
    setError({});
    emit committed(*value, isStep);
}

} // namespace sluice::ui
