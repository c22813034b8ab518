// SPDX-License-Identifier: GPL-3.0-or-later
// Mobile apps, their devices, and publishing without a topic (SNS-14).
#include "core/broker/api_names.h"
#include "core/broker/hashing.h"
#include "core/broker/sns_api.h"

#include <algorithm>
#include <array>

namespace sluice {

namespace {

constexpr std::array<std::string_view, 9> kPlatforms{
    "ADM", "APNS", "APNS_SANDBOX", "APNS_VOIP", "APNS_VOIP_SANDBOX", "BAIDU", "GCM", "MPNS", "WNS"};

/// "arn:aws:sns:…:endpoint/GCM/shop/5f2a…" for "arn:aws:sns:…:app/GCM/shop".
std::string endpointArn(const std::string& applicationArn, const std::string& token) {
    std::string arn = applicationArn;
    arn.replace(arn.rfind(":app/") + 1, 3, "endpoint");
    return arn + '/' + sha256Hex("endpoint " + applicationArn + token).substr(0, 32);
}

bool isEnabled(const AttributeTexts& attributes) {
    const auto found = attributes.find("Enabled");
    return found == attributes.end() || found->second == "true";
}

} // namespace

ApiResult<PlatformApplication*> SnsApi::findApplication(std::string_view arn) {
    const auto found = m_host.platformApplications().find(std::string(arn));
    if (found == m_host.platformApplications().end()) {
        return refused(ApiErrorCode::NotFound, "PlatformApplication does not exist");
    }
    return &found->second;
}

PlatformEndpoint* SnsApi::findEndpoint(std::string_view arn) {
    for (auto& [name, application] : m_host.platformApplications()) {
        const auto found = application.endpoints.find(std::string(arn));
        if (found != application.endpoints.end()) return &found->second;
    }
    return nullptr;
}

ApiResult<std::string>
SnsApi::createPlatformApplication(const CreatePlatformApplicationRequest& request) {
    const bool isPlatform =
        std::find(kPlatforms.begin(), kPlatforms.end(), request.platform) != kPlatforms.end();
    if (!isPlatform) return invalidTopicParameter("Platform");
    const bool isName =
        !request.name.empty() && request.name.size() <= 256
        && request.name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                          "0123456789_-.")
               == std::string::npos;
    if (!isName) return invalidTopicParameter("Name");
    const std::string arn =
        topicArn("app/" + request.platform + '/' + request.name, m_host.place());
    m_host.platformApplications().insert_or_assign(
        arn, PlatformApplication{arn, request.platform, request.attributes, {}});
    return arn;
}

ApiResult<std::vector<std::string>> SnsApi::listPlatformApplications() {
    std::vector<std::string> arns;
    for (const auto& [arn, application] : m_host.platformApplications()) arns.push_back(arn);
    return arns;
}

ApiResult<> SnsApi::deletePlatformApplication(std::string_view arn) {
    m_host.platformApplications().erase(std::string(arn));
    return {};
}

ApiResult<AttributeTexts> SnsApi::getPlatformApplicationAttributes(std::string_view arn) {
    const auto application = findApplication(arn);
    if (!application) return tl::unexpected(application.error());
    AttributeTexts texts = (*application)->attributes;
    texts.emplace("Enabled", "true");
    texts.erase("PlatformCredential"); // secrets are not told
    texts.erase("PlatformPrincipal");
    return texts;
}

ApiResult<> SnsApi::setPlatformApplicationAttributes(std::string_view arn,
                                                     const AttributeTexts& attributes) {
    const auto application = findApplication(arn);
    if (!application) return tl::unexpected(application.error());
    for (const auto& [name, value] : attributes) {
        (*application)->attributes.insert_or_assign(name, value);
    }
    return {};
}

ApiResult<std::string>
SnsApi::createPlatformEndpoint(const CreatePlatformEndpointRequest& request) {
    if (request.token.empty()) return invalidTopicParameter("Token");
    const auto application = findApplication(request.platformApplicationArn);
    if (!application) return tl::unexpected(application.error());
    AttributeTexts attributes = request.attributes;
    attributes.emplace("Enabled", "true");
    attributes.insert_or_assign("Token", request.token);
    if (!request.customUserData.empty()) {
        attributes.insert_or_assign("CustomUserData", request.customUserData);
    }
    const std::string arn = endpointArn((*application)->arn, request.token);
    const auto found = (*application)->endpoints.find(arn);
    if (found == (*application)->endpoints.end()) {
        (*application)->endpoints.emplace(arn, PlatformEndpoint{arn, request.token, attributes});
    } else if (found->second.attributes != attributes) {
        return invalidTopicParameter("Token Reason: Endpoint " + arn
                                     + " already exists with the same Token, but different "
                                       "attributes.");
    }
    return arn;
}

ApiResult<std::vector<std::string>>
SnsApi::listEndpointsByPlatformApplication(std::string_view applicationArn) {
    const auto application = findApplication(applicationArn);
    if (!application) return tl::unexpected(application.error());
    std::vector<std::string> arns;
    for (const auto& [arn, endpoint] : (*application)->endpoints) arns.push_back(arn);
    return arns;
}

ApiResult<> SnsApi::deleteEndpoint(std::string_view arn) {
    for (auto& [name, application] : m_host.platformApplications()) {
        application.endpoints.erase(std::string(arn));
    }
    return {};
}

ApiResult<AttributeTexts> SnsApi::getEndpointAttributes(std::string_view arn) {
    const PlatformEndpoint* endpoint = findEndpoint(arn);
    if (endpoint == nullptr) return refused(ApiErrorCode::NotFound, "Endpoint does not exist");
    return endpoint->attributes;
}

ApiResult<> SnsApi::setEndpointAttributes(std::string_view arn, const AttributeTexts& attributes) {
    PlatformEndpoint* endpoint = findEndpoint(arn);
    if (endpoint == nullptr) return refused(ApiErrorCode::NotFound, "Endpoint does not exist");
    for (const auto& [name, value] : attributes) {
        endpoint->attributes.insert_or_assign(name, value);
    }
    return {};
}

ApiResult<PublishResult> SnsApi::publishDirectly(const PublishRequest& request) {
    auto message = prepareMessage(request);
    if (!message) return tl::unexpected(message.error());
    const bool isPhone = !request.phoneNumber.empty();
    std::string platform = "sms";
    if (isPhone) {
        const std::string& number = request.phoneNumber;
        const bool isNumber = number.size() > 4 && number.front() == '+'
                              && number.find_first_not_of("0123456789", 1) == std::string::npos;
        if (!isNumber) {
            return invalidTopicParameter("PhoneNumber Reason: " + number
                                         + " is not valid to "
                                           "publish to");
        }
    } else {
        const PlatformEndpoint* endpoint = findEndpoint(request.targetArn);
        if (endpoint == nullptr) {
            return invalidTopicParameter("TargetArn Reason: No endpoint found for the target arn "
                                         "specified");
        }
        for (const auto& [arn, application] : m_host.platformApplications()) {
            if (!application.endpoints.contains(endpoint->arn)) continue;
            platform = application.platform;
            if (!isEnabled(application.attributes)) {
                return refused(ApiErrorCode::PlatformApplicationDisabled,
                               "Platform application is disabled");
            }
        }
        if (!isEnabled(endpoint->attributes)) {
            return refused(ApiErrorCode::EndpointDisabled, "Endpoint is disabled");
        }
    }
    if (message->structured) message->text = message->structured->textFor(platform);
    const MessageIndex index = m_host.addMessage(std::move(*message));
    const TopicMessage& stored = m_host.message(index);
    PublishResult result{messageIdOf(stored.serial), {}};
    m_host.deliverDirectly(isPhone ? request.phoneNumber : request.targetArn, stored);
    m_host.releaseMessage(index);
    return result;
}

} // namespace sluice
