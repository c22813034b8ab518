// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/random_filters.h"

namespace sluice::test {

namespace {

// Few and alike, so that policies and messages meet often.
constexpr const char* kNames[] = {"a", "b", "a.b", "c", "b.a", "$or"};
constexpr const char* kStrings[] = {R"("x")",
                                    R"("xy")",
                                    R"("X")",
                                    R"("")",
                                    R"("1")",
                                    R"("10.0.0.1")",
                                    R"("10.0.200.1")",
                                    R"("2001:db8::1")",
                                    R"("한\n")",
                                    R"("y\u0041")"};
constexpr const char* kNumbers[] = {
    "1", "0", "-2", "1.0", "1.5", "10", "1e1", "0.00001", "1.000001", "-0.5", "1000000000"};
constexpr const char* kAffixes[] = {R"("x")", R"("")", R"("y")", R"("10.0.")", R"("한")"};
constexpr const char* kNetworks[] = {
    R"("10.0.0.0/24")", R"("10.0.128.0/17")", R"("0.0.0.0/0")", R"("2001:db8::/33")"};
constexpr const char* kRanges[] = {R"(["=",1])",
                                   R"(["<",1.5])",
                                   R"(["<=",1])",
                                   R"([">",0])",
                                   R"([">=",1])",
                                   R"([">",0,"<",1.5])",
                                   R"([">=",-2,"<=",1])",
                                   R"([">=",1,"<",10])",
                                   R"([">",1,"<=",10])"};
constexpr const char* kPatterns[] = {
    R"("x*")", R"("*")", R"("*x*")", R"("x")", R"("1*.*.1")", R"("*\\*")", R"("x*y")"};

std::string scalar(Choices& choices) {
    switch (choices.next(5)) {
    case 0:
    case 1:
        return choices.oneOf(kStrings);
    case 2:
    case 3:
        return choices.oneOf(kNumbers);
    default:
        return choices.oneOf({"true", "false", "null"});
    }
}

std::string anythingBut(Choices& choices) {
    switch (choices.next(5)) {
    case 0:
        return choices.oneOf(kStrings);
    case 1:
        return choices.oneOf(kNumbers);
    case 2:
        return std::string("[") + choices.oneOf(kStrings) + ',' + choices.oneOf(kStrings) + ']';
    case 3:
        return std::string("[") + choices.oneOf(kNumbers) + ',' + choices.oneOf(kNumbers) + ']';
    default:
        return R"({"prefix":)" + std::string(choices.oneOf({R"("x")", R"("10.")"})) + '}';
    }
}

std::string condition(Choices& choices) {
    switch (choices.next(12)) {
    case 4:
        return R"({"equals-ignore-case":)" + std::string(choices.oneOf(kStrings)) + '}';
    case 5:
        return R"({"prefix":)" + std::string(choices.oneOf(kAffixes)) + '}';
    case 6:
        return R"({"suffix":)" + std::string(choices.oneOf(kAffixes)) + '}';
    case 7:
        return R"({"anything-but":)" + anythingBut(choices) + '}';
    case 8:
        return R"({"numeric":)" + std::string(choices.oneOf(kRanges)) + '}';
    case 9:
        return R"({"cidr":)" + std::string(choices.oneOf(kNetworks)) + '}';
    case 10:
        return R"({"exists":)" + std::string(choices.oneOf({"true", "false"})) + '}';
    case 11:
        return R"({"wildcard":)" + std::string(choices.oneOf(kPatterns)) + '}';
    default:
        return scalar(choices);
    }
}

std::string list(const std::vector<std::string>& parts, char open, char close) {
    std::string text(1, open);
    for (const std::string& part : parts) {
        if (text.size() > 1) text += ',';
        text += part;
    }
    return text + close;
}

std::string quotedName(const std::string& name) {
    return '"' + name + "\":";
}

std::string policyObject(Choices& choices, unsigned depth) {
    std::vector<std::string> members;
    // Distinct names: which of two equal ones counts is the parser's business.
    const unsigned first = choices.next(5);
    const unsigned count = 1 + choices.next(depth == 0 ? 3 : 2);
    for (unsigned at = 0; at < count; ++at) {
        const std::string name = kNames[(first + at) % 5];
        const unsigned form = depth < 3 ? choices.next(8) : 0;
        if (form == 7 && at == 0) {
            std::vector<std::string> groups;
            for (unsigned each = 2 + choices.next(2); each > 0; --each) {
                groups.push_back(policyObject(choices, depth + 1));
            }
            members.push_back(quotedName("$or") + list(groups, '[', ']'));
        } else if (form == 6) {
            members.push_back(quotedName(name) + policyObject(choices, depth + 1));
        } else {
            std::vector<std::string> conditions;
            for (unsigned each = 1 + choices.next(3); each > 0; --each) {
                conditions.push_back(condition(choices));
            }
            // An $or that is no operator is a key like others (SNS-35).
            const bool isOrKey = form == 5 && at + 1 == count && at > 0;
            members.push_back(quotedName(isOrKey ? "$or" : name) + list(conditions, '[', ']'));
        }
    }
    return list(members, '{', '}');
}

std::string bodyValue(Choices& choices, unsigned depth);

std::string bodyObject(Choices& choices, unsigned depth) {
    std::vector<std::string> members;
    const unsigned first = choices.next(6);
    const unsigned count = choices.next(4);
    for (unsigned at = 0; at < count; ++at) {
        members.push_back(quotedName(kNames[(first + at) % 6]) + bodyValue(choices, depth + 1));
    }
    return list(members, '{', '}');
}

std::string bodyValue(Choices& choices, unsigned depth) {
    const unsigned form = depth < 4 ? choices.next(8) : 0;
    if (form > 5) return bodyObject(choices, depth);
    if (form < 4) return scalar(choices);
    std::vector<std::string> elements;
    for (unsigned each = choices.next(4); each > 0; --each) {
        elements.push_back(bodyValue(choices, depth + 1));
    }
    return list(elements, '[', ']');
}

} // namespace

std::string filterPolicy(Choices& choices) {
    return choices.next(50) == 49 ? "{}" : policyObject(choices, 0);
}

std::vector<MessageAttribute> filterAttributes(Choices& choices) {
    std::vector<MessageAttribute> attributes;
    const unsigned first = choices.next(6);
    const unsigned count = choices.next(5);
    for (unsigned at = 0; at < count; ++at) {
        MessageAttribute attribute;
        attribute.name = kNames[(first + at) % 6];
        switch (choices.next(8)) {
        case 3:
        case 4:
            attribute.type = choices.oneOf({"Number", "Number.int"});
            attribute.value = choices.next(20) == 19 ? "one" : choices.oneOf(kNumbers);
            break;
        case 5:
        case 6: {
            attribute.type = "String.Array";
            std::vector<std::string> elements;
            for (unsigned each = choices.next(4); each > 0; --each) {
                elements.push_back(scalar(choices));
            }
            attribute.value = list(elements, '[', choices.next(20) == 19 ? '}' : ']');
            break;
        }
        case 7:
            attribute.type = "Binary";
            attribute.value = "x";
            break;
        default:
            attribute.type = choices.oneOf({"String", "String.label"});
            attribute.value = choices.oneOf({"x", "xy", "X", "1", "10.0.0.1", "10.0.200.1", "::1"});
        }
        attributes.push_back(attribute);
    }
    return attributes;
}

std::string filterBody(Choices& choices) {
    const unsigned form = choices.next(20);
    if (form == 18) return bodyValue(choices, 3);
    return form == 19 ? bodyObject(choices, 0) + ']' : bodyObject(choices, 0);
}

} // namespace sluice::test
