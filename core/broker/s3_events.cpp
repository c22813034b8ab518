// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/s3_events.h"

#include "core/base/sim_time.h"
#include "core/broker/hashing.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace sluice {

namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr std::string_view kUpperDigits = "0123456789ABCDEF";

/// Names may hold any bytes; what is no UTF-8 is replaced.
std::string eventText(const OrderedJson& json) {
    return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

/// As in the query of an address: "red flower.jpg" becomes "red+flower.jpg".
std::string encodedKey(std::string_view key) {
    constexpr std::string_view kPlain = "-_.~/";
    std::string text;
    for (const char letter : key) {
        const auto byte = static_cast<unsigned char>(letter);
        const bool isPlain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z')
                             || (letter >= '0' && letter <= '9')
                             || kPlain.find(letter) != std::string_view::npos;
        if (isPlain) {
            text += letter;
        } else if (letter == ' ') {
            text += '+';
        } else {
            text += '%';
            text += kUpperDigits[byte >> 4U];
            text += kUpperDigits[byte & 15U];
        }
    }
    return text;
}

} // namespace

std::string objectEventBody(const ObjectEvent& event) {
    constexpr std::string_view kService = "s3:";
    const std::string_view name =
        event.event.starts_with(kService) ? event.event.substr(kService.size()) : event.event;
    OrderedJson record;
    record["eventVersion"] = "2.1";
    record["eventSource"] = "aws:s3";
    record["awsRegion"] = event.region;
    record["eventTime"] = toIsoText(kRunStart + std::chrono::milliseconds(event.timestamp));
    record["eventName"] = name;
    OrderedJson& s3 = record["s3"];
    s3["s3SchemaVersion"] = "1.0";
    s3["bucket"]["name"] = event.bucket;
    s3["bucket"]["arn"] = "arn:aws:s3:::" + std::string(event.bucket);
    OrderedJson& object = s3["object"];
    object["key"] = encodedKey(event.key);
    if (name.starts_with("ObjectCreated:")) {
        object["size"] = event.bytes;
        object["eTag"] = event.eTag;
    }
    object["sequencer"] = sequencerText(event.sequencer);
    OrderedJson body;
    body["Records"] = OrderedJson::array({std::move(record)});
    return eventText(body);
}

std::string sequencerText(std::uint64_t sequencer) {
    std::string text(18, '0');
    for (std::size_t at = text.size(); sequencer != 0; sequencer >>= 4U)
        text[--at] = kUpperDigits[sequencer & 15U];
    return text;
}

std::string testEventBody(std::string_view bucket, std::int64_t timestamp) {
    // Request and host ids are opaque to readers: any that tell two calls apart will do.
    const std::string time = toIsoText(kRunStart + std::chrono::milliseconds(timestamp));
    const std::string id = sha256Hex(std::string(bucket) + ' ' + time);
    std::string requestId = id.substr(0, 16);
    for (char& digit : requestId) {
        if (digit >= 'a') digit = static_cast<char>(digit - 'a' + 'A');
    }
    OrderedJson body;
    body["Service"] = "Amazon S3";
    body["Event"] = "s3:TestEvent";
    body["Time"] = time;
    body["Bucket"] = bucket;
    body["RequestId"] = requestId;
    body["HostId"] = id;
    return eventText(body);
}

} // namespace sluice
