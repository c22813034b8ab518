// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/file_descriptor.h"

#include <optional>
#include <string>
#include <string_view>

namespace sluice::app {

/// A text file written bit by bit, or standard output ("-"). The file appears under its name, or
/// replaces the old one, with commit() only; without it nothing is left behind. Errors name the
/// path and a remedy.
class OutputFile {
public:
    static Result<OutputFile> open(const std::string& path);
    OutputFile(OutputFile&& other) noexcept;
    OutputFile& operator=(OutputFile&& other) noexcept;
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    ~OutputFile();

    Result<> write(std::string_view text);
    Result<> commit();

private:
    explicit OutputFile(std::string path) : m_path(std::move(path)) {}
    Result<> stage();

    std::string m_path;
    std::string m_temporary; // empty: written straight to standard output or a device
    FileDescriptor m_file;   // not open for standard output
};

} // namespace sluice::app
