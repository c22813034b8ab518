// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/json_place.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <vector>

namespace sluice {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxDepth = 16;

std::size_t endOfText(std::string_view text, std::size_t quote) {
    std::size_t at = quote + 1;
    while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
    return std::min(at + 1, text.size());
}

std::size_t skipSpace(std::string_view text, std::size_t at) {
    return std::min(text.find_first_not_of(" \t\r\n", at), text.size());
}

/// The place of the member name that is the `count`th in the text. What stands before it is sound.
std::size_t offsetOfName(std::string_view text, std::size_t count) {
    std::size_t last = 0;
    for (std::size_t at = text.find('"'); at < text.size(); at = text.find('"', at)) {
        last = at;
        at = endOfText(text, at);
        const std::size_t next = skipSpace(text, at);
        if (next < text.size() && text[next] == ':' && --count == 0) break;
    }
    return last;
}

/// The place of the bracket that lies too deep.
std::size_t offsetOfDepth(std::string_view text) {
    std::size_t depth = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '"') {
            at = endOfText(text, at);
            continue;
        }
        const bool isOpening = text[at] == '{' || text[at] == '[';
        if (isOpening && ++depth > kMaxDepth) return at;
        if (text[at] == '}' || text[at] == ']') --depth;
        ++at;
    }
    return text.size();
}

/// In words for users, by what the parser says.
std::string reasonOf(std::string_view parserText) {
    struct Row {
        std::string_view parser, reason;
    };
    static constexpr std::array<Row, 16> kRows{{
        {"ill-formed UTF-8", "bytes here are no UTF-8 text"},
        {"missing closing quote", "the closing quote of a text is missing"},
        {"(LF) must be", "a line ends within a text: close its quote, or write \\n"},
        {"(CR) must be", "a line ends within a text: close its quote, or write \\n"},
        {"(HT) must be", "a tab stands within a text: write \\t"},
        {"must be escaped", "a control character stands within a text: write \\u and its number"},
        {"4 hex digits", "four hexadecimal digits must follow \\u"},
        {"surrogate", "this is half of a pair of \\u numbers"},
        {"after backslash", "after a backslash only \" \\ / b f n r t and u may follow"},
        {"; expected end of input", "the JSON ends before this: remove the rest"},
        {"unexpected '}'; expected string literal", "a member must follow the comma"},
        {"parsing object key", "a member name in double quotes must stand here"},
        {"parsing object separator", "a colon must follow the member name"},
        {"parsing object -", "a comma or } must stand here"},
        {"parsing array -", "a comma or ] must stand here"},
        {"parsing value",
         "a value must stand here: a text in double quotes, a number, true, "
         "false, null, { or ["},
    }};
    // Behind "last read" stands the user's own text, but for what is said to be expected.
    const std::size_t own = parserText.find("; last read: ");
    const std::size_t rest = parserText.rfind("; expected ");
    std::string said(parserText.substr(0, own));
    if (own != std::string_view::npos && rest != std::string_view::npos && rest > own)
        said += parserText.substr(rest);
    const auto row = std::ranges::find_if(
        kRows, [&](const Row& each) { return said.find(each.parser) != std::string::npos; });
    const std::string reason(row == kRows.end() ? "it cannot be read from here on" : row->reason);
    const bool isAtEnd = parserText.find("unexpected end of input") != std::string_view::npos;
    return isAtEnd ? "the text ends too early: " + reason : reason;
}

/// Takes the parser's events and stops it at the first fault. The parser tells bytes only of bad
/// syntax.
class FaultFinder {
public:
    explicit FaultFinder(std::string_view text) : m_text(text) {}

    const std::optional<JsonFault>& fault() const { return m_fault; }

    // The names and parameters below are nlohmann's.
    // NOLINTBEGIN(readability-identifier-naming)
    static bool null() { return true; }
    static bool boolean(bool) { return true; }
    static bool number_integer(Json::number_integer_t) { return true; }
    static bool number_unsigned(Json::number_unsigned_t) { return true; }
    static bool number_float(Json::number_float_t, const std::string&) { return true; }
    static bool string(std::string&) { return true; }
    static bool binary(Json::binary_t&) { return true; }
    bool start_object(std::size_t) { return enter(); }
    bool start_array(std::size_t) { return enter(); }
    bool end_object() { return leave(); }
    bool end_array() { return leave(); }
    bool key(std::string& name) {
        ++m_nameCount;
        if (m_names.back().insert(name).second) return true;
        m_fault = JsonFault{offsetOfName(m_text, m_nameCount),
                            "the member \"" + name + "\" is given twice"};
        return false;
    }
    bool parse_error(std::size_t place, const std::string&, const std::exception& error) {
        m_fault = JsonFault{place == 0 ? 0 : place - 1, reasonOf(error.what())};
        return false;
    }
    // NOLINTEND(readability-identifier-naming)

private:
    bool enter() {
        m_names.emplace_back();
        if (m_names.size() <= kMaxDepth) return true;
        m_fault = JsonFault{offsetOfDepth(m_text), "brackets lie in each other more than 16 deep"};
        return false;
    }
    bool leave() {
        m_names.pop_back();
        return true;
    }

    std::string_view m_text;
    std::vector<std::set<std::string>> m_names; // in each open object
    std::size_t m_nameCount = 0;
    std::optional<JsonFault> m_fault;
};

/// Walks over sound JSON.
class Walker {
public:
    explicit Walker(std::string_view text) : m_text(text) { skip(); }

    std::size_t offset() const { return m_at; }

    /// Goes to the member or element of the value here; whether there is one.
    bool descend(const std::string& step) {
        const char opening = m_text[m_at];
        if (opening != '{' && opening != '[') return false;
        const std::size_t start = m_at++;
        skip();
        for (std::size_t index = 0; m_text[m_at] != '}' && m_text[m_at] != ']'; ++index) {
            bool isHere = opening == '[' && step == std::to_string(index);
            if (opening == '{') {
                const std::size_t name = m_at;
                skipText();
                isHere = Json::parse(m_text.substr(name, m_at - name)) == step;
                skip();
                ++m_at; // the colon
                skip();
            }
            if (isHere) return true;
            skipValue();
            skip();
            if (m_text[m_at] == ',') ++m_at;
            skip();
        }
        m_at = start;
        return false;
    }

private:
    void skip() { m_at = skipSpace(m_text, m_at); }
    void skipText() { m_at = endOfText(m_text, m_at); }
    void skipValue() {
        std::size_t depth = 0;
        do {
            switch (m_text[m_at]) {
            case '"':
                skipText();
                continue;
            case '{':
            case '[':
                ++depth;
                break;
            case '}':
            case ']':
                --depth;
                break;
            default:
                if (depth > 0) break;
                m_at = m_text.find_first_of(",]} \t\r\n", m_at);
                continue;
            }
            ++m_at;
        } while (depth > 0);
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace

TextPlace placeOf(std::string_view text, std::size_t offset) {
    TextPlace place;
    for (const char byte : text.substr(0, offset)) {
        const bool continuesCharacter = (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
        if (byte == '\n') {
            ++place.line;
            place.column = 1;
        } else if (!continuesCharacter) {
            ++place.column;
        }
    }
    return place;
}

std::optional<JsonFault> findJsonFault(std::string_view text) {
    FaultFinder finder(text);
    Json::sax_parse(text.begin(), text.end(), &finder);
    return finder.fault();
}

std::optional<std::string> indentedJson(std::string_view text) {
    using Ordered = nlohmann::ordered_json;
    const std::size_t first = skipSpace(text, 0);
    const bool isStructure = first < text.size() && (text[first] == '{' || text[first] == '[');
    const Ordered json = isStructure ? Ordered::parse(text, nullptr, false) : Ordered();
    if (!json.is_structured()) return std::nullopt; // discarded ones are not
    return json.dump(2, ' ', false, Ordered::error_handler_t::replace);
}

std::size_t offsetOfJson(std::string_view text, std::span<const std::string> path) {
    Walker walker(text);
    for (const std::string& step : path) {
        if (!walker.descend(step)) break;
    }
    return walker.offset();
}

} // namespace sluice
