// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/json_shape.h"

#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <vector>

namespace sluice {

namespace {

using Json = nlohmann::json;

/// Takes the parser's events and stops it at the first offence.
class Shape {
public:
    const Result<>& result() const { return m_result; }

    // The names and parameters below are nlohmann's.
    // NOLINTBEGIN(readability-identifier-naming)
    bool null() { return count(); }
    bool boolean(bool) { return count(); }
    bool number_integer(Json::number_integer_t) { return count(); }
    bool number_unsigned(Json::number_unsigned_t) { return count(); }
    bool number_float(Json::number_float_t, const std::string&) { return count(); }
    bool string(std::string&) { return count(); }
    bool binary(Json::binary_t&) { return count(); }
    bool start_object(std::size_t) { return enter(); }
    bool start_array(std::size_t) { return enter(); }
    bool end_object() { return leave(); }
    bool end_array() { return leave(); }
    bool key(std::string& name) {
        if (m_names.back().insert(name).second) return true;
        return stop("The member \"" + name + "\" occurs twice in one object. Remove one.");
    }
    bool parse_error(std::size_t place, const std::string& token, const std::exception&) {
        const std::string near = token.empty() ? "" : ", near \"" + token + '"';
        return stop("The text is not JSON from byte " + std::to_string(place) + " on" + near
                    + ". Look for a missing comma, quote or bracket there.");
    }
    // NOLINTEND(readability-identifier-naming)

private:
    bool stop(std::string message) {
        m_result = failure(std::move(message));
        return false;
    }
    bool count() {
        if (++m_values <= kMaxJsonValues) return true;
        return stop("The text holds more than 5 000 000 values.");
    }
    bool enter() {
        m_names.emplace_back();
        if (m_names.size() <= kMaxJsonDepth) return count();
        return stop("Brackets lie in each other more than 16 deep.");
    }
    bool leave() {
        m_names.pop_back();
        return true;
    }

    Result<> m_result;
    std::vector<std::set<std::string>> m_names; ///< Per open bracket.
    std::size_t m_values = 0;
};

} // namespace

Result<> checkJsonShape(std::string_view text) {
    Shape shape;
    Json::sax_parse(text, &shape);
    return shape.result();
}

} // namespace sluice
