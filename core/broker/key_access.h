// SPDX-License-Identifier: GPL-3.0-or-later
// Keys of encrypted queues and topics: who sends there needs kms:GenerateDataKey and kms:Decrypt on
// the key too (ACL-12, SQS-125).
#pragma once

#include "core/broker/access_decision.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice {

/// Whether the key lets a caller write messages that it encrypts.
enum class KeyAccess : std::uint8_t {
    Granted,
    AwsManagedKey,  ///< Its policy cannot be changed, so no other service can use it.
    NoGenerateKey,  ///< kms:GenerateDataKey is missing.
    NoDecrypt,      ///< kms:Decrypt is missing.
    NeitherGranted, ///< Both are.
};
/// A customer-managed key, or one of the service's as "alias/aws/sqs".
struct EncryptionKey {
    std::string_view id;                  ///< ARN, or the name beginning with "alias/".
    const AccessPolicy* policy = nullptr; ///< Null: the key's account decides by identity policies.
    std::string_view account;
};
bool isAwsManagedKey(std::string_view id);
/// `request` gives the principal and the context; its action and resource do not count.
KeyAccess keyAccess(const AccessRequest& request,
                    const EncryptionKey& key,
                    const AccessPolicy* identityPolicy);
/// One sentence on what is missing and how to mend it; empty when it is granted.
std::string explain(KeyAccess access, std::string_view principal, std::string_view keyId);

} // namespace sluice
