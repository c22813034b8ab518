// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/policy_statements.h"
#include "core/kinds/link_access.h"
#include "core/kinds/registry.h"
#include "core/model/boundary_edits.h"
#include "core/model/edits.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::link_access_test {

using namespace sluice::test;

namespace {

/// The lab without the permissions that came with its links.
void forgetPolicies(Lab& lab) {
    for (Node& node : lab.document.nodes) {
        const auto found = node.properties.find(kPolicyKey);
        if (found != node.properties.end()) found->second = std::string();
    }
}

/// Puts the part into an account of its own.
void moveToAccount(Lab& lab, NodeId id, const std::string& account) {
    for (Node& node : lab.document.nodes) {
        if (node.id == id) node.position = {5'000, 5'000};
    }
    Boundary frame;
    frame.id = BoundaryId{lab.document.nextId++};
    frame.type = BoundaryType::Account;
    frame.code = account;
    frame.position = {4'900, 4'900};
    frame.size = {600, 600};
    lab.document.boundaries.push_back(frame);
}

} // namespace

class LinkAccessTest : public QObject {
    Q_OBJECT
private slots:
    // ACL-2
    void rolesOfTheSameAccountNeedNoPolicy() {
        Lab lab;
        const LinkId link = lab.feed(lab.producer(), lab.queue());
        const auto access = linkAccess(lab.document, *lab.document.link(link));
        QVERIFY(access && access->isAllowed);
        QCOMPARE(access->action, std::string("sqs:SendMessage"));
        QCOMPARE(access->resourceArn, std::string("arn:aws:sqs:us-east-1:000000000000:queue"));
    }

    // ACL-8, ACL-9
    void aTopicNeedsAStatementInTheQueuesPolicy() {
        Lab lab;
        const NodeId queue = lab.queue();
        const LinkId link = lab.subscribe(lab.topic(), queue);
        QVERIFY(linkAccess(lab.document, *lab.document.link(link))->isAllowed);
        forgetPolicies(lab);
        const auto access = linkAccess(lab.document, *lab.document.link(link));
        QVERIFY(access && !access->isAllowed && !access->reason.empty());
        lab.set(queue, "policy", access->mendedPolicy);
        QVERIFY(linkAccess(lab.document, *lab.document.link(link))->isAllowed);
    }

    // ACL-8
    void theStatementIsForOneTopicOnly() {
        Lab lab;
        const NodeId queue = lab.queue();
        const LinkId first = lab.subscribe(lab.topic(), queue);
        const std::string policy =
            std::get<std::string>(lab.document.node(queue)->properties.at("policy"));
        const LinkId second = lab.subscribe(lab.topic(), queue);
        lab.set(queue, "policy", policy);
        QVERIFY(linkAccess(lab.document, *lab.document.link(first))->isAllowed);
        QVERIFY(!linkAccess(lab.document, *lab.document.link(second))->isAllowed);
    }

    // ACL-10
    void aBucketNeedsOneToo() {
        Lab lab;
        const NodeId bucket = lab.bucket();
        const NodeId queue = lab.queue();
        const auto id =
            sluice::connect(lab.document, registry(), {bucket, "events"}, {queue, "in"});
        QVERIFY(!linkAccess(lab.document, *lab.document.link(*id))->isAllowed);
        permit(lab.document, *id);
        QVERIFY(linkAccess(lab.document, *lab.document.link(*id))->isAllowed);
    }

    // ACL-1, ACL-11
    void anotherAccountNeedsBothPolicies() {
        Lab lab;
        const NodeId producer = lab.producer();
        const NodeId queue = lab.queue();
        const LinkId link = lab.feed(producer, queue);
        moveToAccount(lab, queue, "111122223333");
        auto access = linkAccess(lab.document, *lab.document.link(link));
        QVERIFY(!access->isAllowed);
        lab.set(queue, "policy", access->mendedPolicy);
        QVERIFY(linkAccess(lab.document, *lab.document.link(link))->isAllowed);
        lab.set(
            producer,
            "identity_policy",
            R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sns:*","Resource":"*"}]})");
        access = linkAccess(lab.document, *lab.document.link(link));
        QVERIFY(!access->isAllowed && access->mendedPolicy.empty());
    }

    // ACL-12
    void anEncryptedQueueNeedsAKeyThatLetsTheTopicIn() {
        Lab lab;
        const NodeId queue = lab.queue({{"encryption", "sse_kms"}});
        const LinkId link = lab.subscribe(lab.topic(), queue);
        QVERIFY(!linkAccess(lab.document, *lab.document.link(link))->isAllowed);
        lab.set(
            queue,
            "key_policy",
            R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":["kms:GenerateDataKey","kms:Decrypt"],"Resource":"*"}]})");
        QVERIFY(linkAccess(lab.document, *lab.document.link(link))->isAllowed);
    }

    // SQS-79
    void deadLettersOfAQueueNeedNoAccessPolicy() {
        Lab lab;
        const LinkId link = lab.redrive(lab.queue(), lab.queue());
        QVERIFY(!linkAccess(lab.document, *lab.document.link(link)));
    }

    // ACL-11
    void aDeniedConsumerReceivesNothing() {
        Lab lab;
        const NodeId producer = lab.producer({{"rate", "1"}});
        const NodeId queue = lab.queue();
        const NodeId workers = lab.consumer();
        lab.feed(producer, queue);
        lab.serve(queue, workers);
        moveToAccount(lab, workers, "111122223333");
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 20s));
        QCOMPARE(queueIn(world, queue).counted.received, std::uint64_t{0});
        QVERIFY(consumerIn(world, workers).counted.refused > 0);
    }

    void linkingByHandLetsTheCallerIn() {
        Lab lab;
        const NodeId topic = lab.topic();
        const NodeId queue = lab.queue();
        const PortRef out{topic, "subscribers"};
        const auto link = connectWithPermission(lab.document, registry(), out, {queue, "in"});
        QVERIFY(link && linkAccess(lab.document, *lab.document.link(*link))->isAllowed);
        const Document before = lab.document;
        QVERIFY(!connectWithPermission(lab.document, registry(), out, {topic, "in"}));
        QVERIFY(lab.document == before);
    }

    void theStatementOfACallerLetsItIn() {
        Lab lab;
        const NodeId queue = lab.queue();
        const NodeId topic = lab.topic();
        const LinkId link = lab.subscribe(topic, queue);
        forgetPolicies(lab);
        const auto caller = partyOf(lab.document, *lab.document.node(topic));
        const auto called = partyOf(lab.document, *lab.document.node(queue));
        QVERIFY(caller && canCall(*caller) && called && !canCall(*called));
        lab.set(queue,
                kPolicyKey,
                *withStatement("",
                               permittingStatement(*caller, *called, called->sending),
                               called->policyLimits));
        QVERIFY(linkAccess(lab.document, *lab.document.link(link))->isAllowed);
    }
};

SLUICE_TEST(LinkAccessTest)

} // namespace sluice::link_access_test

#include "link_access_test.moc"
