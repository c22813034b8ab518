// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/name_checks.h"

#include "core/broker/request_checks.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr std::size_t kLongestQueueName = 80;
constexpr std::size_t kLongestTopicName = 256;

std::string problemOfName(std::string_view name, std::size_t longest, std::string_view service) {
    const std::string_view stem = isFifoName(name) ? name.substr(0, name.rfind('.')) : name;
    const bool isWritten = std::all_of(stem.begin(), stem.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
               || c == '_' || c == '-';
    });
    if (isWritten && !stem.empty() && name.size() <= longest) return {};
    return "use 1 to " + std::to_string(longest)
           + " letters, digits, - and _, with .fifo at the end for a FIFO " + std::string(service)
           + "; \"" + std::string(name) + "\" is no such name.";
}

} // namespace

std::string queueNameProblem(std::string_view name) {
    return problemOfName(name, kLongestQueueName, "queue");
}

std::string topicNameProblem(std::string_view name) {
    return problemOfName(name, kLongestTopicName, "topic");
}

} // namespace sluice
