// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/sns_api.h"
#include "tests/support/sns_scene.h"
#include "tests/support/test_main.h"

namespace sluice::sns_api_platform_test {

using namespace sluice::test;

namespace {

struct AppScene : SnsScene {
    std::string application =
        api.createPlatformApplication({"shop", "GCM", {{"PlatformCredential", "secret"}}}).value();
    std::string endpoint = api.createPlatformEndpoint({application, "token", "user 1", {}}).value();

    ApiResult<PublishResult> publishTo(const std::string& target, const std::string& message) {
        PublishRequest request = SnsScene::request("", message);
        request.targetArn = target;
        return api.publish(request);
    }
};

} // namespace

class SnsApiPlatformTest : public QObject {
    Q_OBJECT
private slots:
    void applicationsAndEndpointsAreNamed() {
        AppScene scene;
        QCOMPARE(scene.application, topicArn("app/GCM/shop"));
        QVERIFY(scene.endpoint.rfind(topicArn("endpoint/GCM/shop/"), 0) == 0);
        QCOMPARE(scene.api.listPlatformApplications().value(),
                 std::vector<std::string>{scene.application});
        QCOMPARE(scene.api.listEndpointsByPlatformApplication(scene.application).value(),
                 std::vector<std::string>{scene.endpoint});
        QCOMPARE(codeOf(scene.api.createPlatformApplication({"shop", "PIGEON", {}})),
                 ApiErrorCode::InvalidParameter);
        QCOMPARE(codeOf(scene.api.createPlatformApplication({"a b", "GCM", {}})),
                 ApiErrorCode::InvalidParameter);
        QVERIFY(!scene.api.getPlatformApplicationAttributes(scene.application)
                     ->contains("PlatformCredential"));
    }

    void aTokenHasOneEndpoint() {
        AppScene scene;
        QCOMPARE(
            scene.api.createPlatformEndpoint({scene.application, "token", "user 1", {}}).value(),
            scene.endpoint);
        QCOMPARE(
            codeOf(scene.api.createPlatformEndpoint({scene.application, "token", "user 2", {}})),
            ApiErrorCode::InvalidParameter);
        QCOMPARE(codeOf(scene.api.createPlatformEndpoint({topicArn("app/GCM/x"), "t", "", {}})),
                 ApiErrorCode::NotFound);
        const AttributeTexts texts = scene.api.getEndpointAttributes(scene.endpoint).value();
        QCOMPARE(texts.at("Enabled"), std::string("true"));
        QCOMPARE(texts.at("CustomUserData"), std::string("user 1"));
        QVERIFY(scene.api.deleteEndpoint(scene.endpoint));
        QCOMPARE(codeOf(scene.api.getEndpointAttributes(scene.endpoint)), ApiErrorCode::NotFound);
    }

    // SNS-14
    void devicesGetMessagesWithoutATopic() {
        AppScene scene;
        QVERIFY(scene.publishTo(scene.endpoint, "hello"));
        QCOMPARE(scene.account.sent().back().endpoint, scene.endpoint);
        QCOMPARE(scene.account.sent().back().request.body, std::string("hello"));
        PublishRequest structured = SnsScene::request("", R"({"default":"d","GCM":"g"})");
        structured.targetArn = scene.endpoint;
        structured.messageStructure = "json";
        QVERIFY(scene.api.publish(structured));
        QCOMPARE(scene.account.sent().back().request.body, std::string("g"));
        QCOMPARE(codeOf(scene.publishTo(topicArn("endpoint/GCM/shop/1"), "m")),
                 ApiErrorCode::InvalidParameter);
        QCOMPARE(scene.account.messageCount(), std::size_t{0});
    }

    // SNS-14
    void disabledEndpointsAndApplicationsRefuse() {
        AppScene scene;
        QVERIFY(scene.api.setEndpointAttributes(scene.endpoint, {{"Enabled", "false"}}));
        QCOMPARE(codeOf(scene.publishTo(scene.endpoint, "m")), ApiErrorCode::EndpointDisabled);
        QVERIFY(
            scene.api.setPlatformApplicationAttributes(scene.application, {{"Enabled", "false"}}));
        QCOMPARE(codeOf(scene.publishTo(scene.endpoint, "m")),
                 ApiErrorCode::PlatformApplicationDisabled);
        QVERIFY(scene.api.deletePlatformApplication(scene.application));
        QCOMPARE(codeOf(scene.api.getPlatformApplicationAttributes(scene.application)),
                 ApiErrorCode::NotFound);
    }

    // SNS-14
    void telephonesGetMessagesWithoutATopic() {
        SnsScene scene;
        PublishRequest request = SnsScene::request("", "hello");
        request.phoneNumber = "+4912345";
        QVERIFY(scene.api.publish(request));
        QCOMPARE(scene.account.sent().back().endpoint, std::string("+4912345"));
        request.phoneNumber = "12345";
        QCOMPARE(codeOf(scene.api.publish(request)), ApiErrorCode::InvalidParameter);
    }
};

SLUICE_TEST(SnsApiPlatformTest)

} // namespace sluice::sns_api_platform_test

#include "sns_api_platform_test.moc"
