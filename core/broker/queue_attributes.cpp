// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/queue_attributes.h"

#include "core/base/text.h"
#include "core/broker/policy_form.h"
#include "core/broker/request_checks.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace sluice {

namespace {

tl::unexpected<ApiError> invalidValue(std::string_view name) {
    return refused(ApiErrorCode::InvalidAttributeValue,
                   "Invalid value for the parameter " + std::string(name) + ".");
}

tl::unexpected<ApiError> unknownName(std::string_view name) {
    return refused(ApiErrorCode::InvalidAttributeName,
                   "Unknown Attribute " + std::string(name) + ".");
}

std::int64_t wholeSeconds(Duration duration) {
    return std::chrono::duration_cast<std::chrono::seconds>(duration).count();
}

/// An attribute that is a number or, with `choices` ("false,true"), one of a few words.
struct ValueRow {
    std::string_view name;
    std::int64_t minimum = 0;
    std::int64_t maximum = 0;
    std::int64_t LimitsProfile::*most = nullptr; // the profile's maximum instead
    std::string_view choices;
    bool isFifoOnly = false;
    std::int64_t (*read)(const QueueAttributes&) = nullptr;
    void (*assign)(QueueAttributes&, std::int64_t) = nullptr;
    std::int64_t LimitsProfile::*least = nullptr; // the profile's minimum instead
};

template <auto Field>
constexpr ValueRow secondsRow(std::string_view name,
                              std::int64_t minimum,
                              std::int64_t maximum,
                              std::int64_t LimitsProfile::*most = nullptr,
                              std::int64_t LimitsProfile::*least = nullptr) {
    return {name,
            minimum,
            maximum,
            most,
            {},
            false,
            [](const QueueAttributes& a) { return wholeSeconds(a.rules.*Field); },
            [](QueueAttributes& a, std::int64_t value) {
                a.rules.*Field = std::chrono::seconds(value);
            },
            least};
}

void enableManagedEncryption(QueueAttributes& a, std::int64_t isOn) {
    if (isOn != 0) {
        a.kmsKey.clear(); // the two exclude each other (SQS-125)
        a.rules.encryption = Encryption::SqsManaged;
    } else if (a.rules.encryption == Encryption::SqsManaged) {
        a.rules.encryption = Encryption::None;
    }
}

constexpr std::string_view kOffOn = "false,true";
using R = QueueRules;
using L = LimitsProfile;

constexpr std::array<ValueRow, 10> kValues{{
    secondsRow<&R::delay>("DelaySeconds", 0, 0, &L::maxDelaySeconds),
    secondsRow<&R::keyReuse>("KmsDataKeyReusePeriodSeconds", 60, 86'400),
    {"MaximumMessageSize",
     1'024,
     0,
     &L::maxMessageBytes,
     {},
     false,
     [](const QueueAttributes& a) { return a.rules.maxMessageBytes; },
     [](QueueAttributes& a, std::int64_t value) { a.rules.maxMessageBytes = value; }},
    secondsRow<&R::retention>(
        "MessageRetentionPeriod", 0, 0, &L::maxRetentionSeconds, &L::minRetentionSeconds),
    secondsRow<&R::receiveWait>("ReceiveMessageWaitTimeSeconds", 0, 0, &L::maxWaitSeconds),
    secondsRow<&R::visibilityTimeout>(
        "VisibilityTimeout", 0, 0, &L::maxVisibilitySeconds, &L::minVisibilitySeconds),
    {"SqsManagedSseEnabled",
     0,
     1,
     nullptr,
     kOffOn,
     false,
     [](const QueueAttributes& a) {
         return static_cast<std::int64_t>(a.rules.encryption == Encryption::SqsManaged);
     },
     enableManagedEncryption},
    {"ContentBasedDeduplication",
     0,
     1,
     nullptr,
     kOffOn,
     true,
     [](const QueueAttributes& a) { return static_cast<std::int64_t>(a.rules.contentBasedDedup); },
     [](QueueAttributes& a, std::int64_t value) { a.rules.contentBasedDedup = value != 0; }},
    {"DeduplicationScope",
     0,
     1,
     nullptr,
     "queue,messageGroup",
     true,
     [](const QueueAttributes& a) { return static_cast<std::int64_t>(a.dedupScope); },
     [](QueueAttributes& a, std::int64_t value) { a.dedupScope = static_cast<DedupScope>(value); }},
    {"FifoThroughputLimit",
     0,
     1,
     nullptr,
     "perQueue,perMessageGroupId",
     true,
     [](const QueueAttributes& a) { return static_cast<std::int64_t>(a.rules.throughputLimit); },
     [](QueueAttributes& a, std::int64_t value) {
         a.rules.throughputLimit = static_cast<ThroughputLimit>(value);
     }},
}};

const ValueRow* findValue(std::string_view name) {
    const auto* found = std::find_if(kValues.data(),
                                     kValues.data() + kValues.size(),
                                     [&](const ValueRow& row) { return row.name == name; });
    return found == kValues.data() + kValues.size() ? nullptr : found;
}

/// The word at a position of "false,true".
std::string_view choiceAt(std::string_view choices, std::int64_t position) {
    for (; position > 0; --position) choices.remove_prefix(choices.find(',') + 1);
    return choices.substr(0, choices.find(','));
}

std::optional<std::int64_t> parseValue(const ValueRow& row, std::string_view text) {
    if (row.choices.empty()) return wholeNumber(text);
    for (std::int64_t at = row.minimum; at <= row.maximum; ++at) {
        if (choiceAt(row.choices, at) == text) return at;
    }
    return std::nullopt;
}

ApiResult<> setValue(QueueAttributes& attributes, const ValueRow& row, std::string_view text) {
    if (row.isFifoOnly && attributes.rules.type != QueueType::Fifo) {
        return refused(ApiErrorCode::InvalidAttributeName,
                       "You can specify the " + std::string(row.name)
                           + " only when FifoQueue is set to true.");
    }
    const std::int64_t maximum =
        row.most == nullptr ? row.maximum : attributes.rules.limits.*row.most;
    const std::int64_t minimum =
        row.least == nullptr ? row.minimum : attributes.rules.limits.*row.least;
    const auto value = parseValue(row, text);
    if (!value || *value < minimum || *value > maximum) return invalidValue(row.name);
    row.assign(attributes, *value);
    return {};
}

ApiResult<> setPolicy(QueueAttributes& attributes, const std::string& text) {
    if (!text.empty()) {
        if (auto checked = checkPolicy(text); !checked) return checked;
    }
    attributes.policy = text;
    return {};
}

ApiResult<> setRedrivePolicy(QueueAttributes& attributes, const std::string& text) {
    RedrivePolicy policy;
    if (!text.empty()) {
        auto parsed = parseRedrivePolicy(text);
        if (!parsed) return tl::unexpected(parsed.error());
        policy = *parsed;
    }
    attributes.rules.maxReceiveCount = policy.maxReceiveCount;
    attributes.redrive = std::move(policy);
    return {};
}

ApiResult<> setRedriveAllowPolicy(QueueAttributes& attributes, const std::string& text) {
    attributes.redriveAllow.reset();
    if (text.empty()) return {};
    auto parsed = parseRedriveAllowPolicy(text);
    if (!parsed) return tl::unexpected(parsed.error());
    attributes.redriveAllow = std::move(*parsed);
    return {};
}

ApiResult<> setKmsKey(QueueAttributes& attributes, const std::string& text) {
    attributes.kmsKey = text;
    if (!text.empty()) {
        attributes.rules.encryption = Encryption::Kms;
    } else if (attributes.rules.encryption == Encryption::Kms) {
        attributes.rules.encryption = Encryption::None; // SSE-SQS stays off (SQS-7)
    }
    return {};
}

struct TextRow {
    std::string_view name;
    ApiResult<> (*assign)(QueueAttributes&, const std::string&) = nullptr;
    std::string (*read)(const QueueAttributes&) = nullptr;
};
constexpr std::array<TextRow, 4> kTexts{{
    {"KmsMasterKeyId", setKmsKey, [](const QueueAttributes& a) { return a.kmsKey; }},
    {"Policy", setPolicy, [](const QueueAttributes& a) { return a.policy; }},
    {"RedriveAllowPolicy",
     setRedriveAllowPolicy,
     [](const QueueAttributes& a) {
         return a.redriveAllow ? toText(*a.redriveAllow) : std::string();
     }},
    {"RedrivePolicy",
     setRedrivePolicy,
     [](const QueueAttributes& a) {
         return a.redrive.deadLetterTargetArn.empty() ? std::string() : toText(a.redrive);
     }},
}};

const TextRow* findText(std::string_view name) {
    const auto* found = std::find_if(kTexts.data(),
                                     kTexts.data() + kTexts.size(),
                                     [&](const TextRow& row) { return row.name == name; });
    return found == kTexts.data() + kTexts.size() ? nullptr : found;
}

ApiResult<> setOne(QueueAttributes& attributes, const std::string& name, const std::string& text) {
    if (const ValueRow* row = findValue(name)) return setValue(attributes, *row, text);
    if (const TextRow* row = findText(name)) return row->assign(attributes, text);
    return unknownName(name);
}

ApiResult<> setAll(QueueAttributes& attributes, const AttributeTexts& given) {
    const auto isGiven = [&](const char* name, bool (*isSo)(const std::string&)) {
        const auto found = given.find(name);
        return found != given.end() && isSo(found->second);
    };
    if (isGiven("SqsManagedSseEnabled", [](const std::string& text) { return text == "true"; })
        && isGiven("KmsMasterKeyId", [](const std::string& text) { return !text.empty(); })) {
        return refused(ApiErrorCode::InvalidAttributeName,
                       "You can use one type of server-side encryption (SSE) at one time. You can "
                       "either enable KMS SSE or SQS SSE.");
    }
    for (const auto& [name, text] : given) {
        if (auto set = setOne(attributes, name, text); !set) return set;
    }
    if (attributes.rules.throughputLimit == ThroughputLimit::PerMessageGroup
        && attributes.dedupScope != DedupScope::MessageGroup) {
        return refused(ApiErrorCode::InvalidAttributeValue,
                       "The perMessageGroupId value for the FifoThroughputLimit attribute is "
                       "allowed only when the value for the DeduplicationScope attribute is "
                       "messageGroup.");
    }
    return {};
}

} // namespace

ApiResult<QueueAttributes> createAttributes(const AttributeTexts& given,
                                            const LimitsProfile& limits) {
    QueueAttributes attributes;
    attributes.rules.limits = limits;
    attributes.rules.maxMessageBytes = limits.maxMessageBytes;
    attributes.rules.retention = std::chrono::seconds(limits.defaultRetentionSeconds);
    attributes.rules.visibilityTimeout = std::chrono::seconds(limits.defaultVisibilitySeconds);
    AttributeTexts rest = given;
    if (const auto fifo = rest.find("FifoQueue"); fifo != rest.end()) {
        if (fifo->second != "true") return unknownName("FifoQueue");
        attributes.rules.type = QueueType::Fifo;
        rest.erase(fifo);
    }
    if (auto set = setAll(attributes, rest); !set) return tl::unexpected(set.error());
    attributes.rules.dedupScope = attributes.dedupScope;
    return attributes;
}

ApiResult<QueueAttributes> changeAttributes(const QueueAttributes& before,
                                            const AttributeTexts& given) {
    if (given.contains("FifoQueue")) {
        return refused(ApiErrorCode::InvalidAttributeValue,
                       "Modifying queue type is not supported.");
    }
    QueueAttributes attributes = before;
    if (auto set = setAll(attributes, given); !set) return tl::unexpected(set.error());
    return attributes;
}

std::optional<std::string> attributeText(const QueueAttributes& attributes, std::string_view name) {
    const bool isFifo = attributes.rules.type == QueueType::Fifo;
    if (name == "FifoQueue") return isFifo ? std::optional<std::string>("true") : std::nullopt;
    if (const ValueRow* row = findValue(name)) {
        if (row->isFifoOnly && !isFifo) return std::nullopt;
        const std::int64_t value = row->read(attributes);
        const bool isKeyReuse = row->name == "KmsDataKeyReusePeriodSeconds";
        if (isKeyReuse && attributes.kmsKey.empty() && value == wholeSeconds(R{}.keyReuse)) {
            return std::nullopt; // back at its default it is gone (SQS-7)
        }
        return row->choices.empty() ? std::to_string(value)
                                    : std::string(choiceAt(row->choices, value));
    }
    const TextRow* row = findText(name);
    std::string text = row == nullptr ? std::string() : row->read(attributes);
    return text.empty() ? std::nullopt : std::optional(std::move(text));
}

const std::vector<std::string_view>& settableAttributes() {
    static const std::vector<std::string_view> kNames = [] {
        std::vector<std::string_view> names{"FifoQueue"};
        for (const ValueRow& row : kValues) names.push_back(row.name);
        for (const TextRow& row : kTexts) names.push_back(row.name);
        std::sort(names.begin(), names.end());
        return names;
    }();
    return kNames;
}

std::string differingAttribute(const QueueAttributes& existing, const AttributeTexts& given) {
    const auto wanted = createAttributes(given, existing.rules.limits);
    if (!wanted) return given.begin()->first;
    for (const auto& [name, text] : given) {
        if (attributeText(existing, name) != attributeText(*wanted, name)) return name;
    }
    return {};
}

} // namespace sluice
