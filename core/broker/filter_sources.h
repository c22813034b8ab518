// SPDX-License-Identifier: GPL-3.0-or-later
// Where conditions of a filter policy find their values, for the matching and the explaining of
// it: both kinds of source answer isValid(key), isPresent(key) and
// any(key, holds).
#pragma once

#include "core/broker/filter_body.h"
#include "core/broker/filter_policy.h"
#include "core/broker/filter_program.h"
#include "core/broker/scalar_array.h"
#include "core/kernel/body_store.h"

#include <algorithm>
#include <array>
#include <span>

namespace sluice {

/// The attributes of one message that a policy names. Borrows all.
class AttributeSource {
public:
    AttributeSource(const FilterProgram& program, std::span<const MessageAttribute> attributes) {
        for (std::size_t key = 0; key < program.keys.size(); ++key) {
            m_entries.at(key) = entryFor(program.textOf(program.keys[key].path), attributes);
        }
    }

    /// False when a Number is none or a String.Array is no array of scalars.
    bool isValid(std::uint32_t key) const { return m_entries.at(key).form != Form::Invalid; }
    bool areValid() const {
        return std::none_of(m_entries.begin(), m_entries.end(), [](const Entry& entry) {
            return entry.form == Form::Invalid;
        });
    }
    bool isPresent(std::uint32_t key) const { return m_entries.at(key).form != Form::Absent; }
    /// Whether one of the values of the attribute holds.
    template <class Holds>
    bool any(std::uint32_t key, Holds&& holds) const {
        const Entry& entry = m_entries.at(key);
        switch (entry.form) {
        case Form::Text:
            return holds(FilterValue{FilterValue::Kind::String, entry.text, 0});
        case Form::Number:
            return holds(FilterValue{FilterValue::Kind::Number, {}, entry.number});
        case Form::Array: {
            ScalarArrayReader reader(entry.text);
            while (const auto element = reader.next()) {
                if (holds(*element)) return true;
            }
            return false;
        }
        case Form::Absent:
        case Form::Invalid:
            break;
        }
        return false;
    }

private:
    enum class Form : std::uint8_t { Absent, Text, Number, Array, Invalid };
    struct Entry {
        Form form = Form::Absent;
        double number = 0;
        std::string_view text;
    };

    static Entry entryFor(std::string_view name, std::span<const MessageAttribute> attributes) {
        for (const MessageAttribute& attribute : attributes) {
            if (attribute.name != name) continue;
            const std::string_view type = attribute.type;
            if (type == "String.Array") {
                return {isScalarArray(attribute.value) ? Form::Array : Form::Invalid,
                        0,
                        attribute.value};
            }
            const std::string_view plain = type.substr(0, type.find('.'));
            if (plain == "String") return {Form::Text, 0, attribute.value};
            if (plain != "Number") return {}; // Binary is invisible (SNS-26)
            const auto number = parseFilterNumber(attribute.value);
            return {number ? Form::Number : Form::Invalid, number.value_or(0), attribute.value};
        }
        return {};
    }

    std::array<Entry, kMostFilterKeys> m_entries{};
};

/// The leaves of one body. Borrows all.
class BodySource {
public:
    BodySource(const FilterProgram& program, const FilterBody& body)
        : m_program(program)
        , m_body(body) {}

    /// False when the body is no JSON object.
    bool isValid(std::uint32_t /*key*/) const { return m_body.isObject(); }
    bool isPresent(std::uint32_t key) const {
        return any(key, [](const FilterValue&) { return true; });
    }
    template <class Holds>
    bool any(std::uint32_t key, Holds&& holds) const {
        const FilterKey& place = m_program.keys[key];
        return m_body.anyAt(m_program.textOf(place.path), place.hash, std::forward<Holds>(holds));
    }

private:
    const FilterProgram& m_program;
    const FilterBody& m_body;
};

/// Whether the message has a value at `key` that meets the condition.
template <class Source>
bool isMet(const FilterProgram& program,
           const FilterCondition& condition,
           std::uint32_t key,
           const Source& source) {
    if (condition.test == FilterOperator::Exists) {
        const bool isAsked = program.operandsOf(condition).front().kind == FilterValue::Kind::True;
        return source.isPresent(key) == isAsked;
    }
    return source.any(
        key, [&](const FilterValue& value) { return conditionHolds(program, condition, value); });
}

} // namespace sluice
