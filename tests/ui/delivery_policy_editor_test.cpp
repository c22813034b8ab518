// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/registry.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"
#include "ui/inspector/delivery_policy_editor.h"
#include "ui/inspector/properties_page.h"
#include "ui/inspector/switch_button.h"
#include "ui/session/document_session.h"

#include <QComboBox>
#include <QLabel>
#include <QSpinBox>

#include <algorithm>

namespace sluice::ui::delivery_policy_editor_test {

namespace {

const PropertySpec& specOf(std::span<const PropertySpec> specs) {
    return *std::find_if(specs.begin(), specs.end(), [](const PropertySpec& spec) {
        return spec.key == "delivery_policy";
    });
}

} // namespace

class DeliveryPolicyEditorTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        const NodeKind& topic = *registry().find("topic");
        m_ofLink = edit(specOf(topic.linkProperties));
        m_ofTopic = edit(specOf(topic.properties));
        m_commits = 0;
    }
    void cleanup() {
        m_ofLink.reset();
        m_ofTopic.reset();
    }

    // SNS-46
    void theFormWritesTheServicesJson() {
        m_ofLink->show(PropertyValue(std::string()));
        QVERIFY(number(Field::Backoff).isHidden());
        m_ofLink->ownPolicy().click();
        QCOMPARE(parseDeliveryPolicy(m_text).value(), DeliveryPolicy{});
        number(Field::NoDelay).setValue(2);
        number(Field::MaxDelay).setValue(4);
        number(Field::Longest).setValue(60);
        number(Field::Pace).setValue(5);
        m_ofLink->function().setCurrentIndex(1);
        emit m_ofLink->function().activated(1);
        const DeliveryPolicy policy = parseDeliveryPolicy(m_text).value();
        QCOMPARE(policy.retries, (RetryPlan{2, 0, 3, 4, 20s, 60s, Backoff::Exponential}));
        QCOMPARE(policy.maxReceivesPerSecond, std::int64_t{5});
        QVERIFY(m_ofLink->summary().contains("10 attempts"));
        m_ofLink->ownPolicy().click();
        QVERIFY(m_text.empty());
        QCOMPARE(number(Field::NoDelay).value(), 0);
    }

    // SNS-46
    void whatTheServiceRefusesIsExplainedAndGoesNowhere() {
        m_ofLink->show(PropertyValue(std::string()));
        m_ofLink->ownPolicy().click();
        const int before = m_commits;
        number(Field::Shortest).setValue(30); // above the longest delay
        QVERIFY(m_ofLink->isInvalid());
        QCOMPARE(m_commits, before);
        number(Field::Longest).setValue(40);
        QVERIFY(!m_ofLink->isInvalid());
        QCOMPARE(m_commits, before + 1);
        number(Field::Longest).setValue(200);
        QVERIFY(!m_ofLink->isInvalid());
        number(Field::Backoff).setValue(100); // more than an hour
        QVERIFY(m_ofLink->isInvalid());
    }

    void aPolicyIsShownInItsFields() {
        m_ofLink->show(PropertyValue(std::string(
            R"({"healthyRetryPolicy":{"numRetries":7,"numNoDelayRetries":1,"minDelayTarget":2,)"
            R"("maxDelayTarget":9,"backoffFunction":"geometric"},)"
            R"("requestPolicy":{"headerContentType":"application/json"}})")));
        QCOMPARE(m_commits, 0);
        QCOMPARE(number(Field::NoDelay).value(), 1);
        QCOMPARE(number(Field::Backoff).value(), 6);
        QCOMPARE(number(Field::Shortest).value(), 2);
        QCOMPARE(m_ofLink->function().currentText(), "geometric");
        number(Field::NoDelay).setValue(2);
        QCOMPARE(parseDeliveryPolicy(m_text)->contentType, std::string("application/json"));
    }

    void textThatIsNoPolicyIsExplained() {
        m_ofLink->show(PropertyValue(std::string("{")));
        QVERIFY(m_ofLink->isInvalid());
        m_ofLink->show(std::nullopt); // the selected links differ
        QVERIFY(!m_ofLink->isInvalid());
        QCOMPARE(m_ofLink->ownPolicy().checkState(), Qt::PartiallyChecked);
    }

    void aTopicMayFixThePolicyForItsSubscriptions() {
        m_ofTopic->show(
            PropertyValue(std::string(R"({"http":{"disableSubscriptionOverrides":true,)"
                                      R"("defaultHealthyRetryPolicy":{"numRetries":5}}})")));
        QCOMPARE(m_ofTopic->number(Field::Backoff).value(), 5);
        m_ofTopic->number(Field::Backoff).setValue(6);
        const TopicDeliveryPolicy policy = parseTopicDeliveryPolicy(m_text).value();
        QVERIFY(policy.disableSubscriptionOverrides);
        QCOMPARE(policy.http.retries.backoff, 6U);
    }

    void theInspectorHoldsTheForm() {
        test::Lab lab;
        const NodeId topic = lab.topic();
        const LinkId link = lab.subscribe(topic, lab.endpoint());
        lab.setLink(link, "delivery_policy", R"({"healthyRetryPolicy":{"numRetries":8}})");
        DocumentSession session;
        session.open(lab.document);
        PropertiesPage page(session, registry());
        page.resize(340, 1'000);
        page.show(Subject{{}, {link}});
        auto* editor = dynamic_cast<DeliveryPolicyEditor*>(page.editor("delivery_policy"));
        QVERIFY(editor != nullptr);
        QCOMPARE(editor->number(Field::Backoff).value(), 8);
        const QString folder = qEnvironmentVariable("SLUICE_TEST_PICTURES");
        if (!folder.isEmpty()) QVERIFY(page.grab().save(folder + "/delivery_policy.png"));
    }

    void onlySubscriptionsOfWebServersHaveIt() {
        test::Lab lab;
        const NodeId topic = lab.topic();
        const NodeId server = lab.endpoint();
        const LinkId toServer = lab.subscribe(topic, server);
        const LinkId toQueue = lab.subscribe(topic, lab.queue());
        const auto isShown = [&](LinkId link) {
            DocumentSession session;
            session.open(lab.document);
            PropertiesPage page(session, registry());
            page.show(Subject{{}, {link}});
            return page.editor("delivery_policy")->isVisibleTo(&page);
        };
        QVERIFY(isShown(toServer));
        QVERIFY(!isShown(toQueue));
        lab.set(server, "protocol", "email");
        QVERIFY(!isShown(toServer));
    }

private:
    using Field = DeliveryPolicyEditor::Field;

    std::unique_ptr<DeliveryPolicyEditor> edit(const PropertySpec& spec) {
        auto* made = dynamic_cast<DeliveryPolicyEditor*>(PropertyEditor::make(spec));
        connect(made, &PropertyEditor::committed, this, [this](const PropertyValue& value) {
            m_text = std::get<std::string>(value);
            ++m_commits;
        });
        return std::unique_ptr<DeliveryPolicyEditor>(made);
    }
    QSpinBox& number(Field field) { return m_ofLink->number(field); }

    std::unique_ptr<DeliveryPolicyEditor> m_ofLink, m_ofTopic;
    std::string m_text;
    int m_commits = 0;
};

SLUICE_TEST(DeliveryPolicyEditorTest)

} // namespace sluice::ui::delivery_policy_editor_test

#include "delivery_policy_editor_test.moc"
