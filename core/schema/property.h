// SPDX-License-Identifier: GPL-3.0-or-later
// One row describes one setting: the inspector, the document file, validation, help and the running
// node all read it.
#pragma once

#include "core/base/distribution.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/base/sim_time.h"
#include "core/schema/unit.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace sluice {

/// Instants counted from the start of the run, ascending.
struct Times {
    std::vector<Duration> at;

    friend bool operator==(const Times&, const Times&) = default;
};

/// Whether an instant lies in an outage: the times are when it begins and ends in turn, begin
/// included.
inline bool isWithinOutage(const Times& outages, SimTime now) {
    const auto& at = outages.at;
    return !at.empty()
           && (std::upper_bound(at.begin(), at.end(), now - kRunStart) - at.begin()) % 2 == 1;
}

/// The value of a setting. A choice is stored as the key of the chosen ChoiceSpec.
using PropertyValue =
    std::variant<bool, std::int64_t, double, Duration, std::string, Distribution, Times>;

/// A Node is stored as the number of its NodeId, 0 for none.
enum class ValueType : std::uint8_t {
    Bool,
    Int,
    Real,
    Time,
    Text,
    Choice,
    Distribution,
    Times,
    Node
};

/// Seconds: the longest time a setting takes where no rule of a service says otherwise.
inline constexpr double kLongestTime = 365.0 * 86'400;

/// One of the values a Choice may take.
struct ChoiceSpec {
    std::string_view key;
    std::string_view label;
};

/// Lowest and highest allowed number, in seconds for times and means of distributions, characters
/// for texts. Both 0: not limited. An infinite maximum: limited below only.
struct Range {
    double minimum = 0;
    double maximum = 0;
    /// Of a Time, in seconds: the service takes whole multiples of it only; 0: it takes any.
    double step = 0;
};

inline constexpr double kWholeSeconds = 1; ///< Range::step
inline constexpr double kWholeDays = 86'400;

/// What a text says, for editors that know better than to show it as it is.
enum class TextForm : std::uint8_t {
    Plain,
    DeliveryPolicy,      ///< Retries of a subscription, as JSON (SNS-46).
    TopicDeliveryPolicy, ///< The same for all subscriptions of a topic.
};

/// What is wrong with a text that has a form of its own, and what to do, as a sentence without its
/// capital; empty: nothing.
using TextCheck = std::string (*)(std::string_view text);

/// Where a setting that decides about another is found.
enum class Whose : std::uint8_t {
    Own,        ///< Beside it.
    LinkStart,  ///< Of a link: at the part it starts from.
    LinkEnd,    ///< Of a link: at the part at its end.
    AnyLinkEnd, ///< Of a part: at a part at the end of one of its links.
};

/// Holds while the Choice setting `key` has one of `values` (comma-separated keys).
struct AppliesWhen {
    std::string_view key;
    std::string_view values;
    Whose whose = Whose::Own;
};

/// Description of one setting.
struct PropertySpec {
    std::string_view key;
    std::string_view label;
    std::string_view help;
    ValueType type = ValueType::Int;
    Unit unit = Unit::None;
    Range range;
    /// Of a Choice. Of a Node: one row, whose label says what no node means.
    std::span<const ChoiceSpec> choices;
    AppliesWhen appliesWhen; ///< The setting matters only then; empty: always.
    PropertyValue defaultValue;
    TextForm form = TextForm::Plain;
    TextCheck problem = nullptr;   ///< Of a Text; null: any text will do.
    AppliesWhen requiredWhen = {}; ///< A text may not be left empty then; empty: never.
    /// Key of the limit of the document's profile that bounds what counts of it; empty: none does.
    std::string_view limit = {};
    /// Of a Text of a link: it is the name of a part that the link's start is linked to at the port
    /// of this key; empty: it names none.
    std::string_view namesPartAt = {};
};

/// A PropertySpec tied to a field of `Config`.
template <class Config>
struct Property {
    PropertySpec spec;
    PropertyValue (*read)(const Config&) = nullptr;
    /// Requires: check(spec, value) succeeded.
    void (*assign)(Config&, const PropertyValue&) = nullptr;
};

/// Whether `value` could be stored in a document at all, whatever it is for: finite numbers, valid
/// UTF-8 without NUL, at most kMaxTextCharacters, a distribution that its own text describes,
/// at most kMaxTimes instants from 0 on and ascending.
Result<> checkStorable(const PropertyValue& value);

inline constexpr std::size_t kMaxTextCharacters = 1'000'000;
inline constexpr std::size_t kMaxTimes = 100'000;

/// Whether `value` has the type and range that `spec` asks for; the error says what is allowed.
Result<> check(const PropertySpec& spec, const PropertyValue& value);

/// The same for what somebody enters: a text must also have the form it needs, and a time must be
/// in steps. Documents may hold others: they open, and the findings say what is wrong.
Result<> checkEntered(const PropertySpec& spec, const PropertyValue& value);

/// Whether the value is as the service takes it: a whole multiple of the range's step.
bool isInSteps(const PropertySpec& spec, const PropertyValue& value);

/// What the value is counted in, if it comes in steps: "whole seconds"; else empty.
std::string stepText(const PropertySpec& spec);

/// The value as the user types it and as the JSON twin and CLI write it: "30 s", "0.25", "true",
/// "poisson", "exponential 8 ms", "0.5 s, 1 s". parseValue reads it back to an equal value.
std::string toText(const PropertyValue& value);

/// The same as the range's text writes it: shares in percent, "12.5 %", thin spaces between the
/// thousands of whole numbers. parseValue reads it back too.
std::string toText(const PropertySpec& spec, const PropertyValue& value);

/// Reads a value of the type `spec` asks for and checks it as checkEntered() does. Numbers may end
/// with the unit's symbol ("12.5 %" for a Share of 0.125, "10 msg/s"), bytes also with KiB, MiB or
/// GiB, and whole numbers may have spaces between thousands. A choice may be given by key or label.
Result<PropertyValue> parseValue(const PropertySpec& spec, std::string_view text);

/// What is allowed, for the field's suffix and tooltips: "0 s to 12 h", "1 to 10". Empty when
/// nothing is limited.
std::string rangeText(const PropertySpec& spec);

namespace detail {

template <auto Member>
struct MemberOf;
template <class Owner, class Field, Field Owner::*Member>
struct MemberOf<Member> {
    using Config = Owner;
    using Type = Field;
};

template <class Field>
constexpr ValueType valueType() {
    if constexpr (std::is_same_v<Field, bool>) {
        return ValueType::Bool;
    } else if constexpr (std::is_same_v<Field, NodeId>) {
        return ValueType::Node;
    } else if constexpr (std::is_enum_v<Field>) {
        return ValueType::Choice;
    } else if constexpr (std::is_integral_v<Field>) {
        return ValueType::Int;
    } else if constexpr (std::is_floating_point_v<Field>) {
        return ValueType::Real;
    } else if constexpr (std::is_same_v<Field, Duration>) {
        return ValueType::Time;
    } else if constexpr (std::is_same_v<Field, Distribution>) {
        return ValueType::Distribution;
    } else if constexpr (std::is_same_v<Field, Times>) {
        return ValueType::Times;
    } else {
        static_assert(std::is_same_v<Field, std::string>);
        return ValueType::Text;
    }
}

/// Keys of an enum, in the order of its values; each enum used as a setting specialises this.
template <class Enum>
std::span<const ChoiceSpec> choicesOf();

template <class Field>
PropertyValue toValue(const Field& field) {
    constexpr bool kIsWhole = std::is_integral_v<Field> && !std::is_same_v<Field, bool>;
    if constexpr (kIsWhole || std::is_same_v<Field, NodeId>) {
        return static_cast<std::int64_t>(field);
    } else if constexpr (std::is_enum_v<Field>) {
        return std::string(choicesOf<Field>()[static_cast<std::size_t>(field)].key);
    } else {
        return field;
    }
}

template <class Field>
void fromValue(Field& field, const PropertyValue& value) {
    if constexpr (std::is_same_v<Field, NodeId>) {
        field = static_cast<NodeId>(std::get<std::int64_t>(value));
    } else if constexpr (std::is_enum_v<Field>) {
        const auto choices = choicesOf<Field>();
        const auto found = std::find_if(choices.begin(), choices.end(), [&](const auto& row) {
            return row.key == std::get<std::string>(value);
        });
        if (found != choices.end()) field = static_cast<Field>(found - choices.begin());
    } else if constexpr (std::is_integral_v<Field> && !std::is_same_v<Field, bool>) {
        field = static_cast<Field>(std::get<std::int64_t>(value));
    } else if constexpr (std::is_same_v<Field, double>) {
        const auto* const whole = std::get_if<std::int64_t>(&value);
        field = whole == nullptr ? std::get<double>(value) : static_cast<double>(*whole);
    } else {
        field = std::get<Field>(value);
    }
}

} // namespace detail

/// What a row says beside its field.
struct PropertyText {
    std::string_view key;
    std::string_view label;
    std::string_view help;
    TextForm form = TextForm::Plain;
    TextCheck problem = nullptr;
    std::string_view limit = {};
    std::string_view namesPartAt = {};
};

/// Makes the row for a field; type, choices and default come from the field itself, so each is
/// written once.
template <auto Member>
Property<typename detail::MemberOf<Member>::Config>
property(PropertyText text, Unit unit = Unit::None, Range range = {}, AppliesWhen when = {}) {
    using Config = typename detail::MemberOf<Member>::Config;
    using Field = typename detail::MemberOf<Member>::Type;
    std::span<const ChoiceSpec> choices;
    if constexpr (std::is_enum_v<Field> && !std::is_same_v<Field, NodeId>) {
        choices = detail::choicesOf<Field>();
    }
    return {{text.key,
             text.label,
             text.help,
             detail::valueType<Field>(),
             unit,
             range,
             choices,
             when,
             detail::toValue(Config{}.*Member),
             text.form,
             text.problem,
             {},
             text.limit,
             text.namesPartAt},
            [](const Config& config) { return detail::toValue(config.*Member); },
            [](Config& config, const PropertyValue& value) {
                detail::fromValue(config.*Member, value);
            }};
}

} // namespace sluice
