// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/recovery_log.h"

#include "core/broker/hashing.h"
#include "core/store/atomic_file.h"
#include "core/store/document_check.h"
#include "core/store/document_json.h"
#include "core/store/log_frames.h"
#include "core/store/patch_text.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

namespace sluice {

namespace {

namespace fs = std::filesystem;

// The file: magic, then frames: flags, the user's path, the digest of what is there, the base
// document, and one per change.
constexpr std::string_view kLogMagic = "Sluice recovery 2\n";
constexpr std::string_view kHasChanges = "changed", kHasNone = "as saved";
constexpr std::string_view kLogName = "/edits.log", kLockName = "/running.lock";
constexpr std::string_view kFolderPrefix = "session-";
constexpr std::size_t kMaxLogBytes = std::size_t{1} << 30U;

std::string logPath(const std::string& folder) {
    return folder + std::string(kLogName);
}

std::string lockPath(const std::string& folder) {
    return folder + std::string(kLockName);
}

std::span<const std::byte> bytesOf(const std::string& text) {
    return std::as_bytes(std::span(text));
}

void removeFolder(const std::string& folder) {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
}

struct Replayed {
    RecoveredDocument recovered;
    bool hasChanges = false;
};

/// What the log's bytes say; nothing when not even the base document is whole. Changes count up to
/// the first that is cut off, damaged, or leads to something that is no document.
std::optional<Replayed> replay(std::string_view bytes) {
    if (!bytes.starts_with(kLogMagic)) return std::nullopt;
    bytes.remove_prefix(kLogMagic.size());
    const auto flags = takeFrame(bytes);
    const auto userPath = takeFrame(bytes);
    const auto savedDigest = takeFrame(bytes);
    const auto base = takeFrame(bytes);
    if (!flags || !userPath || !savedDigest || !base) return std::nullopt;
    auto document = parseJson(*base);
    if (!document) return std::nullopt;
    Replayed result;
    result.hasChanges = *flags == kHasChanges;
    result.recovered.userPath = *userPath;
    result.recovered.savedDigest = *savedDigest;
    result.recovered.document = *std::move(document);
    while (const auto change = takeFrame(bytes)) {
        Document next = result.recovered.document;
        if (!applyBytes(*change, next) || !checkDocument(next)) break;
        result.recovered.document = std::move(next);
        result.hasChanges = true;
    }
    return result;
}

/// The lock of a session whose program is gone; not open when it still runs.
FileDescriptor lockOfOrphan(const std::string& folder) {
    FileDescriptor lock(::open(lockPath(folder).c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC));
    if (lock.isOpen() && ::flock(lock.number(), LOCK_EX | LOCK_NB) != 0) return {};
    return lock;
}

std::optional<RecoveredDocument> recover(const std::string& folder) {
    const FileDescriptor lock = lockOfOrphan(folder);
    if (!lock.isOpen()) return std::nullopt;
    const auto bytes = readRegularFile(logPath(folder), kMaxLogBytes);
    if (!bytes) return std::nullopt;
    auto replayed = replay({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
    if (!replayed) return std::nullopt;
    if (!replayed->hasChanges) {
        removeFolder(folder);
        return std::nullopt;
    }
    struct stat status {};
    if (::stat(logPath(folder).c_str(), &status) == 0)
        replayed->recovered.changedAt = status.st_mtim.tv_sec;
    replayed->recovered.folder = folder;
    return std::move(replayed->recovered);
}

} // namespace

Result<RecoveryLog> RecoveryLog::start(const std::string& directory,
                                       const Document& saved,
                                       const std::string& userPath) {
    std::error_code code;
    fs::create_directories(directory, code);
    if (code) return failure(fileProblem("make the folder", directory, code.value()));
    std::string folder = directory + '/' + std::string(kFolderPrefix) + "XXXXXX";
    if (::mkdtemp(folder.data()) == nullptr)
        return failure(fileProblem("keep changes in", directory, errno));
    RecoveryLog log(folder, userPath, documentDigest(saved));
    // The lock comes before the log: a log without a held lock is an orphan.
    log.m_lock = FileDescriptor(
        ::open(lockPath(folder).c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    // Waits for a moment when somebody is just looking for orphans.
    const bool isLocked = log.m_lock.isOpen() && ::flock(log.m_lock.number(), LOCK_EX) == 0;
    Result<> started = isLocked ? log.rewrite(saved, false)
                                : failure(fileProblem("keep changes in", directory, errno));
    if (started) return log;
    removeFolder(folder);
    return tl::unexpected<Error>(started.error());
}

Result<> RecoveryLog::rewrite(const Document& now, bool hasChanges) {
    std::string bytes(kLogMagic);
    appendFrame(bytes, hasChanges ? kHasChanges : kHasNone);
    appendFrame(bytes, m_userPath);
    appendFrame(bytes, m_savedDigest);
    appendFrame(bytes, toJson(now));
    const std::string path = logPath(m_folder);
    if (auto written = writeAtomically(path, bytesOf(bytes), NewFileAccess::OwnerOnly); !written)
        return written;
    // From here on the old descriptor leads to a file that has no name any more.
    m_log = FileDescriptor(::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
    m_needsRewrite = !m_log.isOpen();
    m_last = now;
    m_records = 0;
    return {};
}

Result<> RecoveryLog::append(const Document& now) {
    if (m_needsRewrite || m_records >= kRecordsPerFile) {
        auto rewritten = rewrite(now, true);
        if (rewritten || m_needsRewrite) return rewritten;
    }
    const Patch patch = diff(m_last, now);
    if (patch.empty()) return {};
    std::string frame;
    appendFrame(frame, toBytes(patch, now));
    if (!writeAll(m_log.number(), bytesOf(frame)) || ::fdatasync(m_log.number()) != 0) {
        // What was written of the frame would hide the ones after it.
        const int code = errno;
        m_needsRewrite = true;
        return failure(fileProblem("keep changes in", m_folder, code));
    }
    apply(patch, m_last);
    ++m_records;
    return {};
}

void RecoveryLog::finish() {
    removeFolder(m_folder);
    m_log = FileDescriptor();
    m_lock = FileDescriptor();
}

std::string documentDigest(const Document& document) {
    return sha256Hex(toJson(document));
}

std::vector<RecoveredDocument> orphans(const std::string& directory) {
    std::vector<RecoveredDocument> found;
    std::error_code code;
    for (fs::directory_iterator entry(directory, code); !code && entry != fs::directory_iterator();
         entry.increment(code)) {
        if (!entry->path().filename().string().starts_with(kFolderPrefix)) continue;
        if (auto recovered = recover(entry->path().string()))
            found.push_back(*std::move(recovered));
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return a.changedAt != b.changedAt ? a.changedAt > b.changedAt : a.folder < b.folder;
    });
    return found;
}

void discard(const RecoveredDocument& recovered) {
    removeFolder(recovered.folder);
}

} // namespace sluice
