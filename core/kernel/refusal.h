// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace sluice {

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
    TooManyAttributes,     ///< SQS-53, SNS-19
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
    AccessDenied,          ///< No policy allows it, or one denies it (ACL-1).
    KmsAccessDenied,       ///< SQS-125
    KmsDisabled,
    KmsNotFound,
    NoSuchKey,        ///< A bucket holds no such object.
    DeliveryFailed,   ///< An endpoint's server error, time-out or missing connection (SNS-42).
    DeliveryRejected, ///< An endpoint's client error: the same delivery fails again (SNS-42).
    EndpointDisabled, ///< SNS-14
};

} // namespace sluice
