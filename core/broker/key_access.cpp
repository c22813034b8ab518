// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/key_access.h"

namespace sluice {

bool isAwsManagedKey(std::string_view id) {
    return id.find("alias/aws/") != std::string_view::npos;
}

KeyAccess keyAccess(const AccessRequest& request,
                    const EncryptionKey& key,
                    const AccessPolicy* identityPolicy) {
    const bool isService = request.principal.kind == Principal::Kind::Service;
    if (isAwsManagedKey(key.id)) {
        const bool isOwner = !isService && request.principal.account == key.account;
        return isOwner ? KeyAccess::Granted : KeyAccess::AwsManagedKey;
    }
    const AccessPolicy none;
    const auto may = [&](std::string_view action) {
        AccessRequest use = request;
        use.action = action;
        use.resource = key.id;
        const AccessPolicy& policy = key.policy != nullptr ? *key.policy : none;
        return decide(use, policy, key.account, identityPolicy).isAllowed();
    };
    const bool mayGenerate = may("kms:GenerateDataKey");
    const bool mayDecrypt = may("kms:Decrypt");
    if (mayGenerate && mayDecrypt) return KeyAccess::Granted;
    if (mayGenerate) return KeyAccess::NoDecrypt;
    return mayDecrypt ? KeyAccess::NoGenerateKey : KeyAccess::NeitherGranted;
}

std::string explain(KeyAccess access, std::string_view principal, std::string_view keyId) {
    const std::string who(principal);
    const std::string key(keyId);
    const auto missing = [&](const std::string& actions) {
        return "The policy of the key " + key + " does not let " + who + " call " + actions
               + ". Add a statement that allows it.";
    };
    switch (access) {
    case KeyAccess::Granted:
        break;
    case KeyAccess::AwsManagedKey:
        return "The key " + key + " is managed by AWS: its policy cannot be changed to let " + who
               + " use it. Encrypt with a customer-managed key.";
    case KeyAccess::NoGenerateKey:
        return missing("kms:GenerateDataKey");
    case KeyAccess::NoDecrypt:
        return missing("kms:Decrypt");
    case KeyAccess::NeitherGranted:
        return missing("kms:GenerateDataKey and kms:Decrypt");
    }
    return {};
}

} // namespace sluice
