// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/document_file.h"

#include "core/store/atomic_file.h"
#include "core/store/document_check.h"
#include "core/store/document_codec.h"
#include "core/store/document_json.h"

#include <string_view>

namespace sluice {

namespace {

std::string_view textOf(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Result<Document> decodeAny(std::span<const std::byte> bytes) {
    if (looksLikeSqlite(bytes)) return decode(bytes);
    const std::string_view text = textOf(bytes);
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && text[first] == '{') return parseJson(text);
    return failure(bytes.empty() ? "It is empty. Choose another file or a copy of this one."
                                 : "It is not a Sluice document. Choose a .sluice file, or a .json "
                                   "file that Sluice has written.");
}

Result<std::vector<std::byte>> bytesFor(const std::string& path, const Document& document) {
    if (!std::string_view(path).ends_with(".json")) return encode(document);
    if (const auto checked = checkDocument(document); !checked)
        return tl::unexpected<Error>(checked.error());
    const std::string json = toJson(document);
    const auto bytes = std::as_bytes(std::span(json));
    return std::vector<std::byte>(bytes.begin(), bytes.end());
}

} // namespace

Result<Document> loadDocument(const std::string& path) {
    const auto bytes = readRegularFile(path, kMaxFileBytes);
    if (!bytes) return tl::unexpected<Error>(bytes.error());
    return decodeAny(*bytes).map_error([&](const Error& error) {
        return Error{"Cannot open \"" + path + "\": " + error.message};
    });
}

Result<> saveDocument(const std::string& path, const Document& document) {
    const auto bytes = bytesFor(path, document);
    if (!bytes) return failure("Cannot save \"" + path + "\": " + bytes.error().message);
    if (bytes->size() > kMaxFileBytes)
        return failure("Cannot save \"" + path
                       + "\": it would be larger than 64 MiB. Shorten texts and lists of times.");
    return writeAtomically(path, *bytes);
}

} // namespace sluice
