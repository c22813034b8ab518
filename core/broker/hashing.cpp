// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/hashing.h"

#include "core/base/assert.h"
#include "core/broker/notification_text.h"

#include <openssl/evp.h>

#include <array>

namespace sluice {

namespace {

struct Hash {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int count = 0;
};

Hash hashOf(std::string_view bytes, const EVP_MD* method) {
    Hash hash;
    const int done =
        EVP_Digest(bytes.data(), bytes.size(), hash.bytes.data(), &hash.count, method, nullptr);
    SLUICE_ASSERT(done == 1);
    return hash;
}

std::string hexOf(const Hash& hash) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (unsigned int at = 0; at < hash.count; ++at) {
        text += kDigits[hash.bytes[at] >> 4U];
        text += kDigits[hash.bytes[at] & 15U];
    }
    return text;
}

} // namespace

std::string md5Hex(std::string_view bytes) {
    return hexOf(hashOf(bytes, EVP_md5()));
}

std::string sha256Hex(std::string_view bytes) {
    return hexOf(hashOf(bytes, EVP_sha256()));
}

std::uint64_t dedupIdOf(std::string_view id) {
    const Hash hash = hashOf(id, EVP_sha256());
    std::uint64_t value = 0;
    for (std::size_t at = 0; at < 8; ++at) value = value << 8U | hash.bytes[at];
    return value | std::uint64_t{1} << 63U;
}

std::uint64_t contentDedupId(const BodyStore& bodies, const Message& message) {
    return dedupIdOf(sha256Hex(messageText(bodies, message)));
}

} // namespace sluice
