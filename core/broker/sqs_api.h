// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/api_caller.h"
#include "core/broker/queue_host.h"
#include "core/broker/queue_permissions.h"
#include "core/broker/sqs_requests.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

/// What the caller may do with the keys of encrypted queues (SQS-125).
struct KeyPermissions {
    bool generateDataKey = true;
    bool decrypt = true;
};

/// Every action of the queue service as one method, with its checks of text and its answers; the
/// rules themselves are SqsQueue's. Calls take place at the host's current time. An error changes
/// nothing.
class SqsApi {
public:
    /// The host is borrowed and must outlive this object.
    explicit SqsApi(QueueHost& host) : m_host(host) {}

    KeyPermissions keyPermissions;
    ApiCaller caller; ///< Whom every call comes from.

    /// The URL of the queue, new or of these attributes already (SQS-3).
    ApiResult<std::string> createQueue(const CreateQueueRequest& request);
    ApiResult<std::string> getQueueUrl(std::string_view queueName);
    ApiResult<ListResult> listQueues(const ListRequest& request);
    ApiResult<> deleteQueue(std::string_view queueUrl);
    ApiResult<> purgeQueue(std::string_view queueUrl);
    ApiResult<AttributeTexts> getQueueAttributes(std::string_view queueUrl,
                                                 const std::vector<std::string>& names);
    ApiResult<> setQueueAttributes(std::string_view queueUrl, const AttributeTexts& attributes);
    ApiResult<> addPermission(std::string_view queueUrl, const Permission& permission);
    ApiResult<> removePermission(std::string_view queueUrl, std::string_view label);
    ApiResult<> tagQueue(std::string_view queueUrl, const Tags& tags);
    ApiResult<> untagQueue(std::string_view queueUrl, const std::vector<std::string>& tagKeys);
    ApiResult<Tags> listQueueTags(std::string_view queueUrl);

    ApiResult<SendMessageResult> sendMessage(std::string_view queueUrl,
                                             const SendMessageRequest& request);
    ApiResult<BatchResult<SendMessageResult>>
    sendMessageBatch(std::string_view queueUrl, const std::vector<SendMessageBatchEntry>& entries);
    ApiResult<ReceiveMessageResult> receiveMessage(std::string_view queueUrl,
                                                   const ReceiveMessageRequest& request);
    /// The answer of a receive that waited, once; nothing while it waits still.
    std::optional<ApiResult<ReceiveMessageResult>> answerOf(std::uint32_t ticket);
    ApiResult<> deleteMessage(std::string_view queueUrl, std::string_view receiptHandle);
    ApiResult<BatchResult<NoResult>>
    deleteMessageBatch(std::string_view queueUrl,
                       const std::vector<DeleteMessageBatchEntry>& entries);
    ApiResult<> changeMessageVisibility(std::string_view queueUrl,
                                        std::string_view receiptHandle,
                                        std::optional<std::int64_t> visibilityTimeout);
    ApiResult<BatchResult<NoResult>>
    changeMessageVisibilityBatch(std::string_view queueUrl,
                                 const std::vector<ChangeVisibilityBatchEntry>& entries);

    ApiResult<ListResult> listDeadLetterSourceQueues(const ListRequest& request);
    /// The task's handle.
    ApiResult<std::string> startMessageMoveTask(const StartMessageMoveTaskRequest& request);
    /// How many messages it has moved.
    ApiResult<std::uint64_t> cancelMessageMoveTask(std::string_view taskHandle);
    ApiResult<std::vector<MessageMoveTask>>
    listMessageMoveTasks(std::string_view sourceArn, std::optional<std::int64_t> maxResults);

private:
    /// A message on its way into a queue.
    struct Outgoing {
        BodyTemplate body;
        MessageDetails details;
        SendEntry entry;
    };
    /// A receive that waits.
    struct Waiting {
        Caller caller;
        NodeId queue{};
        ReceiveMessageRequest request;
    };

    ApiResult<HostedQueue*> findQueue(std::string_view queueUrl, std::string_view action);
    /// Of a call to the queue of this name, there or not (ACL-1).
    ApiResult<> authorise(std::string_view name, std::string_view policy, std::string_view action);
    ApiResult<> checkTarget(const QueueAttributes& attributes, std::string_view name);
    ApiResult<ListResult> pageOf(const std::vector<HostedQueue*>& queues,
                                 const ListRequest& request) const;
    bool isDeadLetterQueue(const HostedQueue& queue);
    std::size_t runningTasks();

    ApiResult<>
    admit(HostedQueue& queue, CallClass callClass, std::span<const GroupIndex> groups = {});
    ApiResult<Outgoing> prepare(HostedQueue& queue, const SendMessageRequest& request);
    SendMessageResult store(HostedQueue& queue, const Outgoing& outgoing);
    static ApiResult<> checkBatch(const HostedQueue& queue,
                                  const std::vector<SendMessageBatchEntry>& entries);
    ApiResult<ReceiveMessageResult> answerWith(const ReceiveAnswer& answer, const Waiting& waiting);
    ReceivedMessage describe(const HostedQueue& queue,
                             const Received& received,
                             const ReceiveMessageRequest& request);
    AttributeTexts systemAttributes(const HostedQueue& queue,
                                    const Received& received,
                                    const std::vector<std::string>& names);
    ApiResult<> deleteOne(HostedQueue& queue, std::string_view receiptHandle);
    ApiResult<> changeOne(HostedQueue& queue,
                          std::string_view receiptHandle,
                          std::optional<std::int64_t> visibilityTimeout);

    QueueHost& m_host;
    std::map<std::uint32_t, Waiting> m_waiting; // by ticket
};

} // namespace sluice
