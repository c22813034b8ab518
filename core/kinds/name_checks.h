// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a name that somebody gives a queue or topic is one that the service takes, whatever its
// type: that of the part is another setting.
#pragma once

#include <string>
#include <string_view>

namespace sluice {

/// SQS-1; a TextCheck.
std::string queueNameProblem(std::string_view name);
/// The same of the topic service; a TextCheck.
std::string topicNameProblem(std::string_view name);

} // namespace sluice
