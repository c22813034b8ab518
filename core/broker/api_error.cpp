// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/api_error.h"

#include <algorithm>
#include <array>
#include <string>

namespace sluice {

namespace {

struct CodeRow {
    ApiErrorCode code = ApiErrorCode::None;
    std::string_view shape;
    std::string_view query; // empty: as the shape
    int status = 400;
};

constexpr std::array<CodeRow, 57> kCodes{{
    {ApiErrorCode::None, "", "", 200},
    {ApiErrorCode::QueueDoesNotExist,
     "QueueDoesNotExist",
     "AWS.SimpleQueueService.NonExistentQueue"},
    {ApiErrorCode::QueueNameExists, "QueueNameExists", "QueueAlreadyExists"},
    {ApiErrorCode::QueueDeletedRecently,
     "QueueDeletedRecently",
     "AWS.SimpleQueueService.QueueDeletedRecently"},
    {ApiErrorCode::PurgeQueueInProgress,
     "PurgeQueueInProgress",
     "AWS.SimpleQueueService.PurgeQueueInProgress",
     403},
    {ApiErrorCode::InvalidAttributeName, "InvalidAttributeName", ""},
    {ApiErrorCode::InvalidAttributeValue, "InvalidAttributeValue", ""},
    {ApiErrorCode::InvalidParameterValue, "InvalidParameterValue", ""},
    {ApiErrorCode::MissingParameter, "MissingParameter", ""},
    {ApiErrorCode::InvalidMessageContents, "InvalidMessageContents", ""},
    {ApiErrorCode::EmptyBatchRequest,
     "EmptyBatchRequest",
     "AWS.SimpleQueueService.EmptyBatchRequest"},
    {ApiErrorCode::TooManyEntriesInBatchRequest,
     "TooManyEntriesInBatchRequest",
     "AWS.SimpleQueueService.TooManyEntriesInBatchRequest"},
    {ApiErrorCode::BatchEntryIdsNotDistinct,
     "BatchEntryIdsNotDistinct",
     "AWS.SimpleQueueService.BatchEntryIdsNotDistinct"},
    {ApiErrorCode::InvalidBatchEntryId,
     "InvalidBatchEntryId",
     "AWS.SimpleQueueService.InvalidBatchEntryId"},
    {ApiErrorCode::BatchRequestTooLong,
     "BatchRequestTooLong",
     "AWS.SimpleQueueService.BatchRequestTooLong"},
    {ApiErrorCode::OverLimit, "OverLimit", ""},
    {ApiErrorCode::ReceiptHandleIsInvalid, "ReceiptHandleIsInvalid", ""},
    {ApiErrorCode::MessageNotInflight,
     "MessageNotInflight",
     "AWS.SimpleQueueService.MessageNotInflight"},
    {ApiErrorCode::ResourceNotFoundException, "ResourceNotFoundException", "", 404},
    {ApiErrorCode::RequestThrottled, "RequestThrottled", ""},
    {ApiErrorCode::UnsupportedOperation,
     "UnsupportedOperation",
     "AWS.SimpleQueueService.UnsupportedOperation"},
    {ApiErrorCode::AccessDenied, "AccessDenied", "", 403},
    {ApiErrorCode::KmsAccessDenied, "KmsAccessDenied", "KMS.AccessDeniedException"},
    {ApiErrorCode::KmsDisabled, "KmsDisabled", "KMS.DisabledException"},
    {ApiErrorCode::KmsNotFound, "KmsNotFound", "KMS.NotFoundException"},
    {ApiErrorCode::ServiceUnavailable, "ServiceUnavailable", "", 503},
    {ApiErrorCode::InvalidParameter, "InvalidParameterException", "InvalidParameter", 400},
    {ApiErrorCode::ParameterValueInvalid,
     "InvalidParameterValueException",
     "ParameterValueInvalid",
     400},
    {ApiErrorCode::NotFound, "NotFoundException", "NotFound", 404},
    {ApiErrorCode::AuthorizationError, "AuthorizationErrorException", "AuthorizationError", 403},
    {ApiErrorCode::TopicLimitExceeded, "TopicLimitExceededException", "TopicLimitExceeded", 403},
    {ApiErrorCode::SubscriptionLimitExceeded,
     "SubscriptionLimitExceededException",
     "SubscriptionLimitExceeded",
     403},
    {ApiErrorCode::FilterPolicyLimitExceeded,
     "FilterPolicyLimitExceededException",
     "FilterPolicyLimitExceeded",
     403},
    {ApiErrorCode::ReplayLimitExceeded, "ReplayLimitExceededException", "ReplayLimitExceeded", 403},
    {ApiErrorCode::Throttled, "ThrottledException", "Throttled", 429},
    {ApiErrorCode::InvalidSecurity, "InvalidSecurityException", "InvalidSecurity", 403},
    {ApiErrorCode::InvalidState, "InvalidStateException", "InvalidState", 400},
    {ApiErrorCode::InternalError, "InternalErrorException", "InternalError", 500},
    {ApiErrorCode::EndpointDisabled, "EndpointDisabledException", "EndpointDisabled", 400},
    {ApiErrorCode::PlatformApplicationDisabled,
     "PlatformApplicationDisabledException",
     "PlatformApplicationDisabled",
     400},
    {ApiErrorCode::TopicKmsDisabled, "KMSDisabledException", "KMSDisabled", 400},
    {ApiErrorCode::TopicKmsInvalidState, "KMSInvalidStateException", "KMSInvalidState", 400},
    {ApiErrorCode::TopicKmsNotFound, "KMSNotFoundException", "KMSNotFound", 400},
    {ApiErrorCode::TopicKmsThrottling, "KMSThrottlingException", "KMSThrottling", 400},
    {ApiErrorCode::TopicKmsAccessDenied, "KMSAccessDeniedException", "KMSAccessDenied", 400},
    {ApiErrorCode::TopicKmsOptInRequired, "KMSOptInRequired", "KMSOptInRequired", 403},
    {ApiErrorCode::ValidationException, "ValidationException", "ValidationException", 400},
    {ApiErrorCode::OptedOut, "OptedOutException", "OptedOut", 400},
    {ApiErrorCode::StaleTag, "StaleTagException", "StaleTag", 400},
    {ApiErrorCode::TagPolicy, "TagPolicyException", "TagPolicy", 400},
    {ApiErrorCode::TagLimitExceeded, "TagLimitExceededException", "TagLimitExceeded", 400},
    {ApiErrorCode::ConcurrentAccess, "ConcurrentAccessException", "ConcurrentAccess", 400},
    {ApiErrorCode::TopicEmptyBatch, "EmptyBatchRequestException", "EmptyBatchRequest", 400},
    {ApiErrorCode::TopicTooManyEntries,
     "TooManyEntriesInBatchRequestException",
     "TooManyEntriesInBatchRequest",
     400},
    {ApiErrorCode::TopicBatchIdsNotDistinct,
     "BatchEntryIdsNotDistinctException",
     "BatchEntryIdsNotDistinct",
     400},
    {ApiErrorCode::TopicInvalidBatchId, "InvalidBatchEntryIdException", "InvalidBatchEntryId", 400},
    {ApiErrorCode::TopicBatchTooLong, "BatchRequestTooLongException", "BatchRequestTooLong", 400},
}};

const CodeRow& rowOf(ApiErrorCode code) {
    return kCodes[static_cast<std::size_t>(code)];
}

struct RefusalRow {
    Refusal refusal = Refusal::None;
    ApiErrorCode code = ApiErrorCode::None;
    std::string_view text; // %v: the value, %n: the name, %m: the most that is allowed
    std::int64_t LimitsProfile::*most = nullptr;
};

constexpr std::array<RefusalRow, 27> kRefusals{{
    {Refusal::None, ApiErrorCode::None, ""},
    {Refusal::MessageTooLong,
     ApiErrorCode::InvalidParameterValue,
     "One or more parameters are invalid. Reason: Message must be shorter than %v bytes."},
    {Refusal::BatchTooLong,
     ApiErrorCode::BatchRequestTooLong,
     "Batch requests cannot be longer than %n bytes. You have sent %v bytes."},
    {Refusal::MissingGroup,
     ApiErrorCode::MissingParameter,
     "The request must contain the parameter MessageGroupId."},
    {Refusal::MissingGroupInBatch,
     ApiErrorCode::InvalidParameterValue,
     "The request must contain the parameter MessageGroupId."},
    {Refusal::MissingDedup,
     ApiErrorCode::InvalidParameterValue,
     "The queue should either have ContentBasedDeduplication enabled or "
     "MessageDeduplicationId provided explicitly"},
    {Refusal::DedupOnStandard,
     ApiErrorCode::InvalidParameterValue,
     "Value %n for parameter MessageDeduplicationId is invalid. Reason: The request include "
     "parameter that is not valid for this queue type."},
    {Refusal::GroupOnStandard,
     ApiErrorCode::InvalidParameterValue,
     "Value %n for parameter MessageGroupId is invalid. Reason: The request include parameter "
     "that is not valid for this queue type."},
    {Refusal::TooManyAttributes,
     ApiErrorCode::InvalidParameterValue,
     "Number of message attributes [%v] exceeds the allowed maximum [%m].",
     &LimitsProfile::maxMessageAttributes},
    {Refusal::DelayOnFifo,
     ApiErrorCode::InvalidParameterValue,
     "Value %v for parameter DelaySeconds is invalid. Reason: The request include parameter "
     "that is not valid for this queue type."},
    {Refusal::DelayOutOfRange,
     ApiErrorCode::InvalidParameterValue,
     "Value %v for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and "
     "<= %m.",
     &LimitsProfile::maxDelaySeconds},
    {Refusal::CountOutOfRange,
     ApiErrorCode::InvalidParameterValue,
     "Value %v for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and %m, "
     "if provided.",
     &LimitsProfile::maxBatchEntries},
    {Refusal::WaitOutOfRange,
     ApiErrorCode::InvalidParameterValue,
     "Value %v for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= %m, if "
     "provided.",
     &LimitsProfile::maxWaitSeconds},
    {Refusal::VisibilityOutOfRange,
     ApiErrorCode::InvalidParameterValue,
     "Value %v for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= %m, "
     "if provided.",
     &LimitsProfile::maxVisibilitySeconds},
    {Refusal::VisibilityBeyondLimit,
     ApiErrorCode::InvalidParameterValue,
     "Total VisibilityTimeout for the message is beyond the limit [%m seconds]",
     &LimitsProfile::maxVisibilitySeconds},
    {Refusal::MessageGone,
     ApiErrorCode::InvalidParameterValue,
     "Value %n for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not "
     "available for visibility timeout change."},
    {Refusal::HandleExpired,
     ApiErrorCode::InvalidParameterValue,
     "Value %n for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired."},
    {Refusal::HandleOutdated,
     ApiErrorCode::ReceiptHandleIsInvalid,
     "The input receipt handle \"%n\" is not a valid receipt handle."},
    {Refusal::HandleInvalid,
     ApiErrorCode::ReceiptHandleIsInvalid,
     "The input receipt handle \"%n\" is not a valid receipt handle."},
    {Refusal::NotInFlight,
     ApiErrorCode::MessageNotInflight,
     "The specified message isn't in flight."},
    {Refusal::OverLimit,
     ApiErrorCode::OverLimit,
     "The maximum number of in flight messages has been reached."},
    {Refusal::PurgeInProgress,
     ApiErrorCode::PurgeQueueInProgress,
     "Only one PurgeQueue operation on %n is allowed every 60 seconds."},
    {Refusal::Throttled,
     ApiErrorCode::RequestThrottled,
     "The request was denied due to request throttling."},
    {Refusal::AccessDenied, ApiErrorCode::AccessDenied, "Access to the resource is denied."},
    {Refusal::KmsAccessDenied,
     ApiErrorCode::KmsAccessDenied,
     "The caller doesn't have the required KMS access."},
    {Refusal::KmsDisabled,
     ApiErrorCode::KmsDisabled,
     "The request was rejected because the specified KMS key isn't enabled."},
    {Refusal::KmsNotFound,
     ApiErrorCode::KmsNotFound,
     "The request was rejected because the specified KMS key can't be found."},
}};

constexpr bool areInOrder() {
    for (std::size_t row = 0; row < kCodes.size(); ++row) {
        if (static_cast<std::size_t>(kCodes[row].code) != row) return false;
    }
    for (std::size_t row = 0; row < kRefusals.size(); ++row) {
        if (static_cast<std::size_t>(kRefusals[row].refusal) != row) return false;
    }
    return true;
}
static_assert(areInOrder(), "rows are found by their number");
static_assert(kCodes.back().code == kLastErrorCode);
static_assert(kRefusals.back().refusal == Refusal::KmsNotFound);

} // namespace

std::string_view shapeName(ApiErrorCode code) {
    return rowOf(code).shape;
}

std::string_view queryCode(ApiErrorCode code) {
    return rowOf(code).query.empty() ? rowOf(code).shape : rowOf(code).query;
}

int httpStatus(ApiErrorCode code) {
    return rowOf(code).status;
}

ApiErrorCode codeOf(Refusal refusal) {
    if (refusal == Refusal::DeliveryFailed) {
        return ApiErrorCode::ServiceUnavailable; // an outage of the service
    }
    return kRefusals[static_cast<std::size_t>(refusal)].code;
}

ApiErrorCode topicCodeOf(Refusal refusal) {
    switch (refusal) {
    case Refusal::None:
        return ApiErrorCode::None;
    case Refusal::AccessDenied:
        return ApiErrorCode::AuthorizationError;
    case Refusal::Throttled:
        return ApiErrorCode::Throttled;
    case Refusal::BatchTooLong:
        return ApiErrorCode::TopicBatchTooLong;
    case Refusal::KmsAccessDenied:
        return ApiErrorCode::TopicKmsAccessDenied;
    case Refusal::KmsDisabled:
        return ApiErrorCode::TopicKmsDisabled;
    case Refusal::KmsNotFound:
        return ApiErrorCode::TopicKmsNotFound;
    case Refusal::DeliveryFailed:
        return ApiErrorCode::InternalError;
    default:
        return ApiErrorCode::InvalidParameter;
    }
}

ApiError
errorOf(Refusal refusal, std::int64_t value, std::string_view name, const LimitsProfile& limits) {
    const RefusalRow& row = kRefusals[static_cast<std::size_t>(refusal)];
    std::string text;
    for (std::size_t at = 0; at < row.text.size(); ++at) {
        const std::string_view mark = row.text.substr(at, 2);
        if (mark == "%v") {
            text += std::to_string(value);
            ++at;
        } else if (mark == "%n") {
            text += name;
            ++at;
        } else if (mark == "%m") {
            text += std::to_string(limits.*row.most);
            ++at;
        } else {
            text += row.text[at];
        }
    }
    return {row.code, std::move(text)};
}

} // namespace sluice
