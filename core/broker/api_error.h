// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernel/refusal.h"
#include "core/schema/limits_profile.h"

#include <tl/expected.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice {

/// Errors of the services by the names of their APIs; those of the queue service first (semantics
/// §3.2).
enum class ApiErrorCode : std::uint8_t {
    None,
    QueueDoesNotExist,
    QueueNameExists,
    QueueDeletedRecently,
    PurgeQueueInProgress,
    InvalidAttributeName,
    InvalidAttributeValue,
    InvalidParameterValue,
    MissingParameter,
    InvalidMessageContents,
    EmptyBatchRequest,
    TooManyEntriesInBatchRequest,
    BatchEntryIdsNotDistinct,
    InvalidBatchEntryId,
    BatchRequestTooLong,
    OverLimit,
    ReceiptHandleIsInvalid,
    MessageNotInflight,
    ResourceNotFoundException,
    RequestThrottled,
    UnsupportedOperation,
    AccessDenied,
    KmsAccessDenied,
    KmsDisabled,
    KmsNotFound,
    ServiceUnavailable,

    // Errors of the topic service (semantics §4.1). What it shares only the name of with the queue
    // service is spelled differently and begins with Topic here.
    InvalidParameter,
    ParameterValueInvalid,
    NotFound,
    AuthorizationError,
    TopicLimitExceeded,
    SubscriptionLimitExceeded,
    FilterPolicyLimitExceeded,
    ReplayLimitExceeded,
    Throttled,
    InvalidSecurity,
    InvalidState,
    InternalError,
    EndpointDisabled,
    PlatformApplicationDisabled,
    TopicKmsDisabled,
    TopicKmsInvalidState,
    TopicKmsNotFound,
    TopicKmsThrottling,
    TopicKmsAccessDenied,
    TopicKmsOptInRequired,
    ValidationException,
    OptedOut,
    StaleTag,
    TagPolicy,
    TagLimitExceeded,
    ConcurrentAccess,
    TopicEmptyBatch,
    TopicTooManyEntries,
    TopicBatchIdsNotDistinct,
    TopicInvalidBatchId,
    TopicBatchTooLong,
};

/// The last of them, for walks over all.
inline constexpr ApiErrorCode kLastErrorCode = ApiErrorCode::TopicBatchTooLong;

/// A failed call: it changed nothing.
struct ApiError {
    ApiErrorCode code = ApiErrorCode::None;
    std::string message;

    friend bool operator==(const ApiError&, const ApiError&) = default;
};

template <class T = void>
using ApiResult = tl::expected<T, ApiError>;

inline tl::unexpected<ApiError> refused(ApiErrorCode code, std::string message) {
    return tl::unexpected<ApiError>(ApiError{code, std::move(message)});
}

/// InvalidParameter of the topic service and InvalidParameterValue of the queue service.
inline tl::unexpected<ApiError> invalidParameter(std::string message) {
    return refused(ApiErrorCode::InvalidParameter, std::move(message));
}
inline tl::unexpected<ApiError> invalidParameterValue(std::string message) {
    return refused(ApiErrorCode::InvalidParameterValue, std::move(message));
}

/// Name as a JSON shape ("QueueDoesNotExist") and in the query protocol
/// ("AWS.SimpleQueueService.NonExistentQueue").
std::string_view shapeName(ApiErrorCode code);
std::string_view queryCode(ApiErrorCode code);
int httpStatus(ApiErrorCode code);

ApiErrorCode codeOf(Refusal refusal);
/// What the topic service's API calls it.
ApiErrorCode topicCodeOf(Refusal refusal);
/// The error with its text; `value` is the number the text names, where it names one (bytes allowed
/// for one message, bytes sent in a batch, the parameter's value), `name` the queue, receipt handle
/// or id it names, for BatchTooLong the bytes allowed, `limits` those in force.
ApiError errorOf(Refusal refusal,
                 std::int64_t value = 0,
                 std::string_view name = {},
                 const LimitsProfile& limits = {});

} // namespace sluice
