// SPDX-License-Identifier: GPL-3.0-or-later
// Every change since the last save, outside the user's file, so that a crash loses nothing.
// Invariant: when append() returned without error, that document can be recovered, whatever kills
// the program afterwards. Logs with unsaved changes disappear by finish() and discard() only.
#pragma once

#include "core/model/document.h"
#include "core/store/file_descriptor.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sluice {

/// The log of one open document: a folder "session-…" of its own in `directory`, with the log
/// (mode 0600) and a lock that lasts as long as the program.
class RecoveryLog {
public:
    /// `saved` is what the user's file holds (an empty Document when there is no file yet), and
    /// `userPath` where it is, or empty. `directory` (XDG_STATE_HOME/sluice) is made when missing.
    static Result<RecoveryLog>
    start(const std::string& directory, const Document& saved, const std::string& userPath);

    /// Writes what changed since the last call and waits until it is on the disk. On an error the
    /// next call writes everything afresh. Costs one fdatasync; every kRecordsPerFile calls the
    /// file is replaced by a whole document.
    Result<> append(const Document& now);

    /// After a save, or when the user gives up the changes: removes the log. Nothing may be
    /// appended afterwards.
    void finish();

private:
    RecoveryLog(std::string folder, std::string userPath, std::string savedDigest)
        : m_folder(std::move(folder))
        , m_userPath(std::move(userPath))
        , m_savedDigest(std::move(savedDigest)) {}
    Result<> rewrite(const Document& now, bool hasChanges);

    std::string m_folder;
    std::string m_userPath;
    std::string m_savedDigest;
    FileDescriptor m_lock;
    FileDescriptor m_log;
    Document m_last;
    int m_records = 0;
    bool m_needsRewrite = false;
};

inline constexpr int kRecordsPerFile = 200;

/// The same for equal documents only.
std::string documentDigest(const Document& document);

/// What a program that ended without finish() left behind.
struct RecoveredDocument {
    std::string folder;      ///< Names it for discard().
    std::string userPath;    ///< The file that was being edited; empty when it was never saved.
    std::string savedDigest; ///< documentDigest() of what that file held.
    Document document;
    std::int64_t changedAt = 0; ///< Seconds since 1970 (UTC) of the last change.
};

/// All recoverable documents in `directory`, newest change first; logs of running programs are left
/// out. Logs without a change are removed, unreadable ones stay where they are.
std::vector<RecoveredDocument> orphans(const std::string& directory);

/// Removes what was recovered, once the user has saved or refused it.
void discard(const RecoveredDocument& recovered);

} // namespace sluice
