// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/broker/filter_value.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

/// A message body read once, to be matched against the filter policies of many subscriptions. Holds
/// its leaves (strings, numbers, true, false, null) by path; elements of an array all lie at the
/// array's path, so objects and empty arrays are not there themselves (SNS-27, SNS-34). Memory is
/// linear in the body, whatever its nesting.
class FilterBody {
public:
    /// No JSON object.
    FilterBody() = default;
    explicit FilterBody(std::string_view text) { read(text); }

    /// Replaces all by another body, reusing memory.
    void read(std::string_view text);
    /// Whether the body is a JSON object: only then can a policy match it.
    bool isObject() const { return m_isObject; }

    /// Whether one of the values at the path holds; `hash` is pathHash(path).
    template <class Holds>
    bool anyAt(std::string_view path, std::uint64_t hash, Holds&& holds) const {
        auto leaf = std::lower_bound(
            m_leaves.begin(), m_leaves.end(), hash, [](const Leaf& left, std::uint64_t right) {
                return left.hash < right;
            });
        for (; leaf != m_leaves.end() && leaf->hash == hash; ++leaf) {
            if (isAt(leaf->member, path) && holds(valueOf(*leaf))) return true;
        }
        return false;
    }

private:
    static constexpr std::uint32_t kRoot = std::numeric_limits<std::uint32_t>::max();
    /// A name in an object; the object lies at `parent`, itself a member or kRoot.
    struct Member {
        std::uint32_t parent = kRoot;
        std::uint32_t begin = 0; ///< Of the name in m_text.
        std::uint32_t length = 0;
        std::uint64_t hash = 0; ///< Of the whole path.
    };
    struct Leaf {
        std::uint64_t hash = 0; ///< Of the path; the order of the list.
        std::uint32_t member = kRoot;
        FilterValue::Kind kind = FilterValue::Kind::Null;
        std::uint32_t begin = 0; ///< Of a string in m_text.
        std::uint32_t length = 0;
        double number = 0;
    };
    class Reader;

    std::string_view piece(std::uint32_t begin, std::uint32_t length) const {
        return std::string_view(m_text).substr(begin, length);
    }
    FilterValue valueOf(const Leaf& leaf) const {
        return {leaf.kind, piece(leaf.begin, leaf.length), leaf.number};
    }
    /// Whether the names from the root to the member, joined by periods, are `path`.
    bool isAt(std::uint32_t member, std::string_view path) const;

    bool m_isObject = false;
    std::string m_text;
    std::vector<Member> m_members;
    std::vector<Leaf> m_leaves;
};

} // namespace sluice
