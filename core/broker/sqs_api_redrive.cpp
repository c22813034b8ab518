// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/api_names.h"
#include "core/broker/move_tasks.h"
#include "core/broker/request_checks.h"
#include "core/broker/sqs_api.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr std::size_t kMostRunningTasks = 100; // SQS-85
constexpr std::int64_t kMostListedTasks = 10;

tl::unexpected<ApiError> notFound(std::string_view parameter) {
    return refused(ApiErrorCode::ResourceNotFoundException,
                   "The resource that you specified for the " + std::string(parameter)
                       + " parameter doesn't exist.");
}

} // namespace

ApiResult<ListResult> SqsApi::listDeadLetterSourceQueues(const ListRequest& request) {
    const auto target = findQueue(request.queueUrl, "sqs:ListDeadLetterSourceQueues");
    if (!target) return tl::unexpected(target.error());
    const std::string arn = queueArn((*target)->name, m_host.place());
    std::vector<HostedQueue*> sources;
    for (HostedQueue* queue : m_host.queues()) {
        if (queue->attributes.redrive.deadLetterTargetArn == arn) sources.push_back(queue);
    }
    return pageOf(sources, request);
}

bool SqsApi::isDeadLetterQueue(const HostedQueue& queue) {
    const std::string arn = queueArn(queue.name, m_host.place());
    const auto all = m_host.queues();
    return std::any_of(all.begin(), all.end(), [&](const HostedQueue* other) {
        return other->attributes.redrive.deadLetterTargetArn == arn;
    });
}

std::size_t SqsApi::runningTasks() {
    std::size_t count = 0;
    for (const HostedQueue* queue : m_host.queues()) {
        const auto& tasks = queue->queue.moveTasks();
        count += static_cast<std::size_t>(std::count_if(tasks.begin(), tasks.end(), isUnderWay));
    }
    return count;
}

ApiResult<std::string> SqsApi::startMessageMoveTask(const StartMessageMoveTaskRequest& request) {
    if (auto present = checkPresent("SourceArn", request.sourceArn); !present) {
        return tl::unexpected(present.error());
    }
    m_host.settle();
    HostedQueue* source = m_host.find(nameInArn(request.sourceArn, m_host.place()));
    if (source == nullptr) return notFound("SourceArn");
    if (auto may = authorise(source->name, source->attributes.policy, "sqs:StartMessageMoveTask");
        !may) {
        return tl::unexpected(may.error());
    }
    NodeId destination{};
    if (!request.destinationArn.empty()) {
        const HostedQueue* target = m_host.find(nameInArn(request.destinationArn, m_host.place()));
        if (target == nullptr) return notFound("DestinationArn");
        if (target->attributes.rules.type != source->attributes.rules.type) {
            return invalidParameterValue("Source and destination queues must be of the same type.");
        }
        if (target == source)
            return invalidParameterValue(
                "Source queue arn and destination queue arn are the same.");
        destination = target->id;
    }
    const std::int64_t perSecond = request.maxNumberOfMessagesPerSecond.value_or(0);
    const bool isGiven = request.maxNumberOfMessagesPerSecond.has_value();
    if (isGiven && (perSecond < 1 || perSecond > MoveTask::kHighestRate)) {
        return tl::unexpected(parameterValueError("MaxNumberOfMessagesPerSecond",
                                                  std::to_string(perSecond),
                                                  "Must be between 1 and 500, if provided."));
    }
    if (!isDeadLetterQueue(*source)) {
        return invalidParameterValue("Source queue must be configured as a Dead Letter Queue.");
    }
    if (runningTasks() >= kMostRunningTasks) {
        return refused(ApiErrorCode::OverLimit,
                       "An account can have at most 100 active message movement tasks.");
    }
    const auto task = source->queue.startMoveTask(m_host.now(), destination, perSecond);
    if (!task) {
        return invalidParameterValue(
            "There is already a task running. Only one active task is allowed for a "
            "source queue arn at a given time.");
    }
    m_host.settle();
    return taskText({source->id, task->handle});
}

ApiResult<std::uint64_t> SqsApi::cancelMessageMoveTask(std::string_view taskHandle) {
    if (auto present = checkPresent("TaskHandle", taskHandle); !present) {
        return tl::unexpected(present.error());
    }
    m_host.settle();
    const auto name = parseTask(taskHandle);
    if (!name) return invalidParameterValue("Value for parameter TaskHandle is invalid.");
    HostedQueue* queue = m_host.find(name->queue);
    const auto unknown = [] {
        return refused(ApiErrorCode::ResourceNotFoundException, "Task does not exist.");
    };
    if (queue == nullptr) return unknown();
    if (auto may = authorise(queue->name, queue->attributes.policy, "sqs:CancelMessageMoveTask");
        !may) {
        return tl::unexpected(may.error());
    }
    const auto& tasks = queue->queue.moveTasks();
    const auto found = std::find_if(tasks.begin(), tasks.end(), [&](const MoveTask& task) {
        return task.handle == name->handle;
    });
    if (found == tasks.end()) return unknown();
    const std::uint64_t moved = found->moved;
    if (!queue->queue.cancelMoveTask(m_host.now(), name->handle)) {
        return invalidParameterValue("Only active tasks can be cancelled.");
    }
    return moved;
}

ApiResult<std::vector<MessageMoveTask>>
SqsApi::listMessageMoveTasks(std::string_view sourceArn, std::optional<std::int64_t> maxResults) {
    if (auto present = checkPresent("SourceArn", sourceArn); !present) {
        return tl::unexpected(present.error());
    }
    const std::int64_t most = maxResults.value_or(1);
    if (most < 1 || most > kMostListedTasks) {
        return tl::unexpected(parameterValueError(
            "MaxResults", std::to_string(most), "Must be between 1 and 10, if provided."));
    }
    HostedQueue* source = m_host.find(nameInArn(sourceArn, m_host.place()));
    if (source == nullptr) return notFound("SourceArn");
    if (auto may = authorise(source->name, source->attributes.policy, "sqs:ListMessageMoveTasks");
        !may) {
        return tl::unexpected(may.error());
    }
    std::vector<MessageMoveTask> result;
    for (const MoveTask& task : source->queue.moveTasks()) {
        if (static_cast<std::int64_t>(result.size()) == most) break;
        MessageMoveTask shown;
        if (task.state == MoveTask::State::Running) {
            shown.taskHandle = taskText({source->id, task.handle});
        }
        shown.status = statusOf(task.state);
        shown.sourceArn = sourceArn;
        if (const HostedQueue* target = m_host.find(task.destination)) {
            shown.destinationArn = queueArn(target->name, m_host.place());
        }
        if (task.perSecond != 0) shown.maxNumberOfMessagesPerSecond = task.perSecond;
        shown.approximateNumberOfMessagesMoved = task.moved;
        shown.approximateNumberOfMessagesToMove = task.toMove;
        shown.startedTimestamp =
            std::chrono::duration_cast<std::chrono::milliseconds>(task.startedAt - kRunStart)
                .count();
        result.push_back(std::move(shown));
    }
    return result;
}

} // namespace sluice
