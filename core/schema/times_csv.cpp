// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/times_csv.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr std::size_t kMostTimes = 100'000;
constexpr std::string_view kBlank = " \t\r\"";

/// The first cell of a line, without quotes and blanks around it.
std::string_view firstCell(std::string_view line) {
    line = line.substr(0, line.find_first_of(",;"));
    const std::size_t begin = line.find_first_not_of(kBlank);
    if (begin == std::string_view::npos) return {};
    line.remove_prefix(begin);
    line = line.substr(0, line.find('\t'));
    return line.substr(0, line.find_last_not_of(kBlank) + 1);
}

Error atLine(std::size_t number, const std::string& reason) {
    return {"Line " + std::to_string(number) + ": " + reason};
}

} // namespace

Result<Times> readTimesCsv(std::string_view text) {
    Times times;
    bool mayBeHeading = true;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view cell = firstCell(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (cell.empty() || cell.front() == '#') continue;
        const auto time = parseDuration(cell);
        const bool isHeading = !time && mayBeHeading;
        mayBeHeading = false;
        if (isHeading) continue;
        if (!time) return tl::unexpected(atLine(number, time.error().message));
        if (*time < Duration::zero())
            return tl::unexpected(
                atLine(number, "times count from the start and are not negative."));
        if (times.at.size() == kMostTimes)
            return tl::unexpected(atLine(number, "at most 100 000 times are possible."));
        times.at.push_back(*time);
    }
    if (times.at.empty())
        return failure(
            "There is no time in the file. Write one time per line, such as 12.5 or 250 ms.");
    std::sort(times.at.begin(), times.at.end());
    return times;
}

} // namespace sluice
