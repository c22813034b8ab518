// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/atomic_file.h"

#include "core/store/file_descriptor.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <system_error>

namespace sluice {

namespace {

constexpr mode_t kPermissionBits = 07777;
constexpr mode_t kOwnerOnly = 0600;

std::string folderOf(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

std::string remedyFor(int code) {
    switch (code) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return "The disk is full. Free some space, or choose another disk.";
    case EACCES:
    case EPERM:
    case EROFS:
        return "You have no permission. Choose another folder, or change its permissions.";
    case ENOENT:
        return "It does not exist. Check the name and the folder.";
    case ELOOP:
        return "It only points to another file. Open or save that file itself.";
    case EISDIR:
        return "It is a folder. Name a file.";
    case ENAMETOOLONG:
        return "The name is too long. Choose a shorter one.";
    default:
        return std::generic_category().message(code) + ". Try again, or choose another folder.";
    }
}

/// A file beside `path` that is removed at the end unless it was renamed over `path`.
class Temporary {
public:
    explicit Temporary(const std::string& path) : m_name(path + ".saving-XXXXXX") {
        m_file = FileDescriptor(::mkostemp(m_name.data(), O_CLOEXEC));
    }
    Temporary(const Temporary&) = delete;
    Temporary& operator=(const Temporary&) = delete;
    Temporary(Temporary&&) = delete;
    Temporary& operator=(Temporary&&) = delete;
    ~Temporary() {
        if (m_file.isOpen() && !m_isRenamed) ::unlink(m_name.c_str());
    }

    bool isOpen() const { return m_file.isOpen(); }
    int number() const { return m_file.number(); }
    bool renameTo(const std::string& path) {
        m_isRenamed = ::rename(m_name.c_str(), path.c_str()) == 0;
        return m_isRenamed;
    }

private:
    std::string m_name;
    FileDescriptor m_file;
    bool m_isRenamed = false;
};

mode_t modeOfNewFile(NewFileAccess access) {
    if (access == NewFileAccess::OwnerOnly) return kOwnerOnly;
    const mode_t mask = ::umask(0077); // reading it is setting it
    ::umask(mask);
    return 0666 & ~mask;
}

/// Reads until `bytes` is full or the file ends; how much came, or -1 with errno set.
ssize_t readAll(int descriptor, std::span<std::byte> bytes) {
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t got = ::read(descriptor, bytes.data() + done, bytes.size() - done);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return -1;
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return static_cast<ssize_t>(done);
}

bool readsBack(int descriptor, std::span<const std::byte> bytes) {
    if (::lseek(descriptor, 0, SEEK_SET) != 0) return false;
    std::vector<std::byte> copy(bytes.size() + 1);
    const ssize_t got = readAll(descriptor, copy);
    return got == static_cast<ssize_t>(bytes.size())
           && std::equal(bytes.begin(), bytes.end(), copy.begin());
}

void syncFolder(const std::string& folder) {
    const FileDescriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // Some file systems cannot sync folders; the rename itself has already succeeded.
    if (opened.isOpen()) ::fsync(opened.number());
}

} // namespace

std::string fileProblem(std::string_view verb, const std::string& path, int code) {
    return "Cannot " + std::string(verb) + " \"" + path + "\": " + remedyFor(code);
}

bool writeAll(int descriptor, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

Result<>
writeAtomically(const std::string& path, std::span<const std::byte> bytes, NewFileAccess access) {
    const auto problem = [&](int code) { return failure(fileProblem("save", path, code)); };
    struct stat old {};
    const bool isThere = ::lstat(path.c_str(), &old) == 0;
    if (!isThere && errno != ENOENT) return problem(errno);
    if (isThere && !S_ISREG(old.st_mode))
        return problem(S_ISLNK(old.st_mode) ? ELOOP : S_ISDIR(old.st_mode) ? EISDIR : EPERM);
    // Replacing would get around a write protection that the user set on the file itself.
    if (isThere && ::access(path.c_str(), W_OK) != 0) return problem(errno);

    Temporary temporary(path);
    if (!temporary.isOpen()) return problem(errno);
    const mode_t mode = isThere ? old.st_mode & kPermissionBits : modeOfNewFile(access);
    if (!writeAll(temporary.number(), bytes)) return problem(errno);
    if (::fchmod(temporary.number(), mode) != 0) return problem(errno);
    if (::fsync(temporary.number()) != 0) return problem(errno);
    if (!readsBack(temporary.number(), bytes))
        return failure("Cannot save \"" + path
                       + "\": the disk gave back other bytes than were written. Save to another "
                         "disk; this one may be failing.");
    if (!temporary.renameTo(path)) return problem(errno);
    syncFolder(folderOf(path));
    return {};
}

Result<std::vector<std::byte>> readRegularFile(const std::string& path, std::size_t maximum) {
    const auto problem = [&](int code) { return failure(fileProblem("open", path, code)); };
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) return problem(errno);
    if (S_ISLNK(status.st_mode)) return problem(ELOOP);
    if (S_ISDIR(status.st_mode)) return problem(EISDIR);
    const auto notRegular = failure("Cannot open \"" + path + "\": it is not an ordinary file.");
    if (!S_ISREG(status.st_mode)) return notRegular;
    // Looked at again when open: the path may have been exchanged in between.
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file.isOpen() || ::fstat(file.number(), &status) != 0) return problem(errno);
    if (!S_ISREG(status.st_mode)) return notRegular;
    if (status.st_size > static_cast<off_t>(maximum))
        return failure("Cannot open \"" + path + "\": it is larger than "
                       + std::to_string(maximum >> 20U)
                       + " MiB, more than any document. Choose another file.");
    std::vector<std::byte> bytes(static_cast<std::size_t>(status.st_size));
    const ssize_t got = readAll(file.number(), bytes);
    if (got < 0) return problem(errno);
    bytes.resize(static_cast<std::size_t>(got));
    return bytes;
}

} // namespace sluice
