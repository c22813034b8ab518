// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/filter_body.h"

#include "core/broker/filter_program.h"

#include <nlohmann/json.hpp>

namespace sluice {

namespace {

using Json = nlohmann::json;

} // namespace

/// Takes the parser's events; knows the member whose value comes next.
class FilterBody::Reader {
public:
    explicit Reader(FilterBody& body) : m_body(body) {}

    // The names and parameters below are nlohmann's.
    // NOLINTBEGIN(readability-identifier-naming)
    bool null() { return add(FilterValue::Kind::Null); }
    bool boolean(bool value) {
        return add(value ? FilterValue::Kind::True : FilterValue::Kind::False);
    }
    bool number_integer(Json::number_integer_t value) {
        return add(FilterValue::Kind::Number, static_cast<double>(value));
    }
    bool number_unsigned(Json::number_unsigned_t value) {
        return add(FilterValue::Kind::Number, static_cast<double>(value));
    }
    bool number_float(Json::number_float_t value, const std::string&) {
        return add(FilterValue::Kind::Number, value);
    }
    bool string(std::string& value) { return add(FilterValue::Kind::String, 0, value); }
    static bool binary(Json::binary_t&) { return false; }
    bool start_object(std::size_t) {
        m_open.push_back(m_member);
        return true;
    }
    bool start_array(std::size_t) {
        if (m_open.empty()) return false; // the root is no object
        m_open.push_back(m_member);
        return true;
    }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(std::string& name) {
        const std::uint32_t parent = m_open.back();
        const std::uint64_t hash =
            parent == kRoot ? pathHash(name) : extendedHash(m_body.m_members[parent].hash, name);
        m_member = static_cast<std::uint32_t>(m_body.m_members.size());
        m_body.m_members.push_back({parent, keep(name), lengthOf(name), hash});
        return true;
    }
    static bool parse_error(std::size_t, const std::string&, const std::exception&) {
        return false;
    }
    // NOLINTEND(readability-identifier-naming)

private:
    static std::uint32_t lengthOf(const std::string& text) {
        return static_cast<std::uint32_t>(text.size());
    }
    std::uint32_t keep(const std::string& text) {
        const std::uint32_t begin = lengthOf(m_body.m_text);
        m_body.m_text += text;
        return begin;
    }
    bool add(FilterValue::Kind kind, double number = 0, const std::string& text = {}) {
        if (m_open.empty()) return false; // the root is no object
        m_body.m_leaves.push_back({m_body.m_members[m_member].hash,
                                   m_member,
                                   kind,
                                   keep(text),
                                   lengthOf(text),
                                   filterNumber(number)});
        return true;
    }
    bool close() {
        m_member = m_open.back(); // of an array: the next element lies there too
        m_open.pop_back();
        return true;
    }

    FilterBody& m_body;
    std::uint32_t m_member = kRoot;
    std::vector<std::uint32_t> m_open; ///< The member of each open bracket.
};

void FilterBody::read(std::string_view text) {
    m_text.clear();
    m_members.clear();
    m_leaves.clear();
    Reader reader(*this);
    m_isObject = Json::sax_parse(text, &reader);
    if (!m_isObject) m_leaves.clear();
    // Stable, so that explanations show values in the body's order.
    std::stable_sort(m_leaves.begin(), m_leaves.end(), [](const Leaf& left, const Leaf& right) {
        return left.hash < right.hash;
    });
}

bool FilterBody::isAt(std::uint32_t member, std::string_view path) const {
    while (true) {
        const Member& last = m_members[member];
        const std::string_view name = piece(last.begin, last.length);
        if (!path.ends_with(name)) return false;
        path.remove_suffix(name.size());
        if (last.parent == kRoot) return path.empty();
        if (!path.ends_with('.')) return false;
        path.remove_suffix(1);
        member = last.parent;
    }
}

} // namespace sluice
