// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/assert.h"
#include "core/broker/api_names.h"
#include "core/broker/sns_account.h"
#include "core/broker/sns_api.h"
#include "tests/support/sqs_scene.h"

#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace sluice::test {

/// Topics before queues, both with their APIs.
struct SnsScene {
    explicit SnsScene(const LimitsProfile& limits = {}) : sqs(limits) {}

    /// The ARN of a new topic; a name with .fifo makes a FIFO topic.
    std::string topic(const std::string& name, AttributeTexts attributes = {}) {
        if (name.size() > 5 && name.substr(name.size() - 5) == ".fifo") {
            attributes["FifoTopic"] = "true";
        }
        return api.createTopic({name, std::move(attributes), {}, {}}).value();
    }
    /// A queue that lets every topic send to it.
    void openQueue(const std::string& name) {
        const std::string url = sqs.queue(name);
        const auto set = sqs.api.setQueueAttributes(url, {{"Policy", kOpenToTopics}});
        SLUICE_ASSERT(set.has_value());
    }
    /// Makes the queue and subscribes it; the subscription's ARN.
    std::string
    queue(const std::string& topicArn, const std::string& name, AttributeTexts attributes = {}) {
        openQueue(name);
        return api.subscribe({topicArn, "sqs", queueArn(name), std::move(attributes), false})
            .value();
    }
    std::string
    http(const std::string& topicArn, const std::string& url, AttributeTexts attributes = {}) {
        std::string arn =
            api.subscribe({topicArn, "http", url, std::move(attributes), true}).value();
        const auto name = parseSubscriptionArn(arn);
        api.confirmSubscription(topicArn, confirmationToken(*name, account.now())).value();
        return arn;
    }
    static PublishRequest request(const std::string& topicArn, const std::string& message) {
        PublishRequest request;
        request.topicArn = topicArn;
        request.message = message;
        return request;
    }
    static PublishRequest fifoRequest(const std::string& topicArn,
                                      const std::string& message,
                                      const std::string& group,
                                      const std::string& dedup) {
        PublishRequest request = SnsScene::request(topicArn, message);
        request.messageGroupId = group;
        request.messageDeduplicationId = dedup;
        return request;
    }
    PublishResult publish(const std::string& topicArn, const std::string& message) {
        return api.publish(request(topicArn, message)).value();
    }
    /// The "Message" members of up to ten envelopes in the queue, with a blank after each.
    std::string texts(const std::string& name) {
        std::string all;
        for (const auto& message : sqs.receive(queueUrl(name), 10)) {
            const auto json = nlohmann::json::parse(message.body);
            all += json["Message"].get<std::string>() + " ";
        }
        return all;
    }
    /// Time since the start of the run.
    void at(Duration time) { account.advance(kRunStart + time); }
    DeliveryCounts counts(const std::string& subscriptionArn) {
        const auto name = parseSubscriptionArn(subscriptionArn);
        return account.findTopic(name->topic)->topic.counts(name->index);
    }

    static constexpr const char* kOpenToTopics =
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)"
        R"({"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*"}]})";

    SqsScene sqs;
    SnsAccount account{sqs.account};
    SnsApi api{account};
};

/// The error's text, empty when there is none.
template <class T>
std::string textOf(const ApiResult<T>& result) {
    return result ? std::string() : result.error().message;
}

} // namespace sluice::test
