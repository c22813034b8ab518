// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/sqs_account.h"
#include "core/broker/sqs_api.h"

#include <string>
#include <utility>
#include <vector>

namespace sluice::test {

/// An account with the API in front of it, and short ways to the calls that tests make most.
struct SqsScene {
    SqsAccount account;
    SqsApi api{account};

    explicit SqsScene(const LimitsProfile& limits = {}) : account(limits) {}

    /// The URL of a new queue; a name with .fifo makes a FIFO queue.
    std::string queue(const std::string& name, AttributeTexts attributes = {}) {
        if (name.size() > 5 && name.substr(name.size() - 5) == ".fifo") {
            attributes["FifoQueue"] = "true";
        }
        return api.createQueue({name, std::move(attributes), {}}).value();
    }
    /// Time since the start of the run.
    void at(Duration time) { account.advance(kRunStart + time); }

    SendMessageResult send(const std::string& url, const std::string& body) {
        SendMessageRequest request;
        request.messageBody = body;
        return api.sendMessage(url, request).value();
    }
    SendMessageResult send(const std::string& url,
                           const std::string& body,
                           const std::string& group,
                           const std::string& dedup) {
        return api.sendMessage(url, fifoRequest(body, group, dedup)).value();
    }
    static SendMessageRequest
    fifoRequest(const std::string& body, const std::string& group, const std::string& dedup) {
        SendMessageRequest request;
        request.messageBody = body;
        request.messageGroupId = group;
        request.messageDeduplicationId = dedup;
        return request;
    }
    std::vector<ReceivedMessage> receive(const std::string& url,
                                         const ReceiveMessageRequest& request) {
        return api.receiveMessage(url, request).value().messages;
    }
    /// Up to `most` messages with all their attributes.
    std::vector<ReceivedMessage> receive(const std::string& url, std::int64_t most = 1) {
        return receive(url, everything(most));
    }
    static ReceiveMessageRequest everything(std::int64_t most) {
        ReceiveMessageRequest request;
        request.maxNumberOfMessages = most;
        request.messageAttributeNames = {"All"};
        request.messageSystemAttributeNames = {"All"};
        return request;
    }
    /// Their bodies with a blank after each.
    std::string bodies(const std::string& url, std::int64_t most = 10) {
        std::string all;
        for (const auto& message : receive(url, most)) all += message.body + " ";
        return all;
    }
    std::string attribute(const std::string& url, const std::string& name) {
        const AttributeTexts texts = api.getQueueAttributes(url, {name}).value();
        const auto found = texts.find(name);
        return found == texts.end() ? "-" : found->second;
    }
};

/// The error's code, None when there is none.
template <class T>
ApiErrorCode codeOf(const ApiResult<T>& result) {
    return result ? ApiErrorCode::None : result.error().code;
}

/// RedrivePolicy to a queue of the same account.
inline std::string redriveTo(const std::string& name, int maxReceiveCount) {
    return "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:" + name
           + "\",\"maxReceiveCount\":" + std::to_string(maxReceiveCount) + "}";
}

} // namespace sluice::test
