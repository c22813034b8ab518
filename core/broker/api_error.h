// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <tl/expected.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice {

/// Errors of the queue service by the names of its API (semantics §3.2).
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
};

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

/// Name as a JSON shape ("QueueDoesNotExist") and in the query protocol
/// ("AWS.SimpleQueueService.NonExistentQueue").
std::string_view shapeName(ApiErrorCode code);
std::string_view queryCode(ApiErrorCode code);
int httpStatus(ApiErrorCode code);

/// Why a running queue refuses a call. Each stands for one error code and one text; small enough to
/// travel in a Call.
enum class Refusal : std::uint8_t {
    None,
    MessageTooLong,        ///< SQS-52
    BatchTooLong,          ///< SQS-64
    MissingGroup,          ///< SQS-88
    MissingGroupInBatch,   ///< SQS-88
    MissingDedup,          ///< SQS-90
    DedupOnStandard,       ///< SQS-92
    GroupOnStandard,       ///< SQS-92
    DelayOnFifo,           ///< SQS-47
    DelayOutOfRange,       ///< SQS-46
    CountOutOfRange,       ///< SQS-25
    WaitOutOfRange,        ///< SQS-25
    VisibilityOutOfRange,  ///< SQS-33
    VisibilityBeyondLimit, ///< SQS-32
    MessageGone,           ///< SQS-35
    HandleExpired,         ///< SQS-106
    HandleOutdated,        ///< SQS-36
    HandleInvalid,         ///< SQS-38
    NotInFlight,           ///< A message that was never received.
    OverLimit,             ///< SQS-40
    PurgeInProgress,       ///< SQS-13
    Throttled,             ///< SQS-117
    KmsAccessDenied,       ///< SQS-125
    KmsDisabled,
    KmsNotFound,
};
ApiErrorCode codeOf(Refusal refusal);
/// The error with its text; `value` is the number the text names, where it names one (bytes, the
/// parameter's value), `name` the queue.
ApiError errorOf(Refusal refusal, std::int64_t value = 0, std::string_view name = {});

} // namespace sluice
