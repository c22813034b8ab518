// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "tests/support/test_main.h"
#include "ui/inspector/action_dialog.h"
#include "ui/inspector/roomy_text.h"
#include "ui/inspector/value_field.h"
#include "ui/session/document_session.h"
#include "ui/session/run_session.h"

#include <QComboBox>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>

#include <array>

namespace sluice::ui::action_dialog_test {

namespace {

ActionSpec delaying() {
    ActionSpec spec{"wait", "Wait", "Waits.", {}, false, false};
    PropertySpec field;
    field.key = "delay";
    field.label = "Delay";
    field.help = "How long.";
    field.type = ValueType::Time;
    field.range = {0, 900};
    field.defaultValue = Duration::zero();
    spec.fields.push_back(field);
    return spec;
}

QRect onScreen(const QWidget& widget) {
    return {widget.mapToGlobal(QPoint()), widget.size()};
}

/// An action that the run refuses.
struct Refusing {
    Refusing() {
        action.key = spec.key;
        asked.bind(run, action);
    }
    void refuse(const std::string& reason) {
        asked.accept();
        action.values = asked.values();
        emit run.answered({{action, {true, reason}}});
    }

    ActionSpec spec = delaying();
    DocumentSession documents;
    RunSession run{documents};
    NodeAction action;
    ActionDialog asked{spec, "orders", {}};
};

} // namespace

class ActionDialogTest : public QObject {
    Q_OBJECT

private slots:
    void everyActionIsAskedWithAnEditorForEveryField() {
        for (const NodeKind& kind : registry().kinds) {
            for (const ActionSpec& action : kind.actions) {
                const ActionDialog asked(action, "orders", {});
                for (const PropertySpec& field : action.fields) {
                    const PropertyEditor* editor = asked.editor(field.key);
                    QVERIFY(editor != nullptr && !editor->input()->accessibleName().isEmpty());
                }
            }
        }
    }

    void aPartIsChosenByName() {
        ActionSpec spec{"lead", "Lead", "Leads there.", {}, false, false};
        PropertySpec field;
        field.key = "to";
        field.label = "To";
        field.help = "Where to.";
        field.type = ValueType::Node;
        static constexpr std::array kNone{ChoiceSpec{"", "nowhere"}};
        field.choices = kNone;
        field.defaultValue = std::int64_t{0};
        spec.fields.push_back(field);
        ActionDialog asked(spec, "orders", {{NodeId{4}, "bills"}, {NodeId{9}, "mails"}});
        auto* list = qobject_cast<QComboBox*>(asked.editor("to")->input());
        QCOMPARE(list->currentText(), QStringLiteral("nowhere"));
        QVERIFY(asked.values().at("to") == PropertyValue(std::int64_t{0}));
        list->setFocus();
        QTest::keyClick(list, Qt::Key_End);
        QCOMPARE(list->currentText(), QStringLiteral("mails"));
        QVERIFY(asked.values().at("to") == PropertyValue(std::int64_t{9}));
    }

    void aFieldThatCannotBeKeepsTheDialogOpen() {
        const ActionSpec spec = delaying();
        ActionDialog asked(spec, "orders", {});
        asked.show();
        auto* field = qobject_cast<ValueField*>(asked.editor("delay")->input());
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, "20 min");
        asked.accept();
        QVERIFY(asked.isVisible());
        QVERIFY(field->property("invalid").toBool());
        field->selectAll();
        QTest::keyClicks(field, "2 min");
        asked.accept();
        QVERIFY(!asked.isVisible());
        QVERIFY(asked.values().at("delay") == PropertyValue(Duration(120s)));
    }

    void whatDestroysIsNotDoneByAMereReturn() {
        ActionSpec spec = delaying();
        spec.isDestructive = true;
        spec.fields.clear();
        ActionDialog asked(spec, "orders", {});
        QSignalSpy accepted(&asked, &QDialog::accepted);
        asked.show();
        QVERIFY(!asked.confirmation().isDefault());
        QTest::keyClick(asked.focusWidget(), Qt::Key_Return);
        QVERIFY(accepted.isEmpty() && !asked.isVisible());
    }

    void theButtonsKeepTheirPlaceWhenAnErrorComes() {
        const ActionSpec spec = delaying();
        ActionDialog asked(spec, "orders", {});
        asked.show();
        QCoreApplication::processEvents();
        const int top = asked.confirmation().mapTo(&asked, QPoint()).y();
        asked.editor("delay")->setError("No queue can wait for so long.");
        QCoreApplication::processEvents();
        QCOMPARE(asked.confirmation().mapTo(&asked, QPoint()).y(), top);
    }

    void theButtonsKeepTheirPlaceWhenARefusalComes_data() {
        QTest::addColumn<QString>("reason");
        QTest::addColumn<bool>("scrolls");
        const QString line = "InvalidParameterValue: no queue can wait for as long as that. ";
        QTest::newRow("two lines") << line.repeated(2) << false;
        QTest::newRow("three lines") << line.repeated(3) << false;
        QTest::newRow("more than there is room for") << line.repeated(12) << true;
        QTest::newRow("one long word") << QString(150, 'n') << false;
    }
    void theButtonsKeepTheirPlaceWhenARefusalComes() {
        QFETCH(const QString, reason);
        QFETCH(const bool, scrolls);
        Refusing scene;
        ActionDialog& asked = scene.asked;
        asked.show();
        QCoreApplication::processEvents();
        const QRect before = onScreen(asked.confirmation());
        scene.refuse(reason.toStdString());
        QCoreApplication::processEvents();
        QCOMPARE(asked.refusal(), reason);
        QCOMPARE(onScreen(asked.confirmation()), before);
        const auto* shown = asked.findChild<RoomyText*>();
        QCOMPARE(shown->verticalScrollBar()->maximum() > 0, scrolls);
        QCOMPARE(shown->focusPolicy() == Qt::TabFocus, scrolls); // the keyboard scrolls it
        QVERIFY(shown->widget()->height()
                >= shown->widget()->heightForWidth(shown->widget()->width()));
        QVERIFY(shown->widget()->width() <= shown->viewport()->width());
        QVERIFY(onScreen(*shown).bottom() < before.top());
    }

    void aRefusalLeavesTheFocusWhereItWas() {
        Refusing scene;
        ActionDialog& asked = scene.asked;
        asked.show();
        QVERIFY(QTest::qWaitForWindowActive(&asked));
        for (const bool isInField : {true, false}) {
            if (isInField)
                asked.editor("delay")->setFocus(Qt::OtherFocusReason);
            else
                asked.confirmation().setFocus(Qt::OtherFocusReason);
            QWidget* const before = asked.focusWidget();
            scene.refuse("No.");
            QCOMPARE(asked.focusWidget(), before);
        }
    }
    void aRefusalMakesRoomForAnErrorBelowAField() {
        Refusing scene;
        ActionDialog& asked = scene.asked;
        asked.show();
        scene.refuse("No. No. No. No.");
        QCoreApplication::processEvents();
        const QRect before = onScreen(asked.confirmation());
        asked.editor("delay")->setError("No queue can wait for so long.");
        QCoreApplication::processEvents();
        QCOMPARE(onScreen(asked.confirmation()), before);
    }
};

SLUICE_TEST(ActionDialogTest)

} // namespace sluice::ui::action_dialog_test

#include "action_dialog_test.moc"
