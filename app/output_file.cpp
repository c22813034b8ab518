// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/output_file.h"

#include "core/store/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <span>

namespace sluice::app {

namespace {

constexpr mode_t kUsual = 0666; // less what the user's umask takes

tl::unexpected<Error> writeProblem(const std::string& path) {
    const int code = errno;
    if (path == "-") return failure("Cannot write to standard output: nobody reads it.");
    return failure(fileProblem("write", path, code));
}

} // namespace

Result<OutputFile> OutputFile::open(const std::string& path) {
    OutputFile output(path);
    if (path != "-") {
        if (auto staged = output.stage(); !staged) return tl::unexpected<Error>(staged.error());
    }
    return output;
}

Result<> OutputFile::stage() {
    std::error_code unresolved;
    const auto resolved = std::filesystem::weakly_canonical(m_path, unresolved);
    const std::string target = unresolved ? m_path : resolved.string();
    struct stat old {};
    const bool isThere = ::stat(target.c_str(), &old) == 0;
    if (isThere && S_ISDIR(old.st_mode)) {
        errno = EISDIR;
        return writeProblem(m_path);
    }
    if (isThere && !S_ISREG(old.st_mode)) { // a device or a pipe: nothing there to replace
        m_file = FileDescriptor(::open(target.c_str(), O_WRONLY | O_CLOEXEC));
        return m_file.isOpen() ? Result<>{} : writeProblem(m_path);
    }
    if (isThere && ::access(target.c_str(), W_OK) != 0) return writeProblem(m_path);
    const std::string temporary = target + '.' + std::to_string(::getpid()) + ".tmp";
    constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
    m_file = FileDescriptor(::open(temporary.c_str(), kFlags, kUsual));
    if (!m_file.isOpen()) return writeProblem(m_path);
    m_path = target;
    m_temporary = temporary;
    if (isThere && ::fchmod(m_file.number(), old.st_mode & 07777U) != 0)
        return writeProblem(m_path);
    return {};
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : m_path(std::move(other.m_path))
    , m_temporary(std::exchange(other.m_temporary, {}))
    , m_file(std::move(other.m_file)) {}

OutputFile& OutputFile::operator=(OutputFile&& other) noexcept {
    std::swap(m_path, other.m_path);
    std::swap(m_temporary, other.m_temporary);
    std::swap(m_file, other.m_file);
    return *this;
}

OutputFile::~OutputFile() {
    if (!m_temporary.empty()) ::unlink(m_temporary.c_str());
}

Result<> OutputFile::write(std::string_view text) {
    const int descriptor = m_file.isOpen() ? m_file.number() : STDOUT_FILENO;
    if (!writeAll(descriptor, std::as_bytes(std::span(text)))) return writeProblem(m_path);
    return {};
}

Result<> OutputFile::commit() {
    if (m_temporary.empty()) return {};
    if (::fsync(m_file.number()) != 0) return writeProblem(m_path);
    if (std::rename(m_temporary.c_str(), m_path.c_str()) != 0) return writeProblem(m_path);
    m_temporary.clear();
    return {};
}

} // namespace sluice::app
