// SPDX-License-Identifier: GPL-3.0-or-later
// Bodies of the messages that a bucket sends.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice {

/// What happened to an object; the views are borrowed.
struct ObjectEvent {
    std::string_view event;     ///< "s3:ObjectCreated:Put"
    std::int64_t timestamp = 0; ///< Milliseconds since 1970.
    std::string_view region;    ///< "us-east-1"
    std::string_view bucket;    ///< Its name.
    std::string_view key;
    std::uint64_t bytes = 0;     ///< Not told of an object that was removed.
    std::string_view eTag;       ///< Likewise.
    std::uint64_t sequencer = 0; ///< Grows with each event of the same key.
};
/// {"Records":[…]} with this one event, as it is sent to queues, topics and functions (ACL-13).
std::string objectEventBody(const ObjectEvent& event);

/// 18 hexadecimal digits whose order as text is that of the numbers.
std::string sequencerText(std::uint64_t sequencer);

/// What a new target gets once, when the configuration is accepted (ACL-10).
std::string testEventBody(std::string_view bucket, std::int64_t timestamp);

} // namespace sluice
