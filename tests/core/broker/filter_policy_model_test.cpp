// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/broker/filter_policy.h"
#include "tests/support/naive_filter.h"
#include "tests/support/random_filters.h"
#include "tests/support/test_main.h"

#include <rapidcheck.h>

#include <algorithm>
#include <map>

namespace sluice::filter_policy_model_test {

using sluice::test::Choices;

namespace {

constexpr FilterKnobs kWithWildcard{true};

using Numbers = std::vector<unsigned>;

/// Enough for `messages` messages and policies at most.
rc::Gen<Numbers> anyNumbers(int messages) {
    constexpr int kEach = 40;
    constexpr unsigned kMost = 5'040'000; // what all the choices divide
    return rc::gen::resize(messages * kEach,
                           rc::gen::container<Numbers>(rc::gen::inRange(0U, kMost)));
}

std::string shown(const std::vector<MessageAttribute>& attributes) {
    std::string text;
    for (const MessageAttribute& each : attributes) {
        text += each.name + ':' + each.type + '=' + each.value + "; ";
    }
    return text;
}

/// Why SNS-26 or SNS-38 refuse the policy; empty when they do not.
std::string refusal(const std::string& policy, FilterScope scope) {
    if (policy == "{}") return {};
    const auto size = test::naiveFilterSize(policy);
    if (size.isNested && scope == FilterScope::Attributes) {
        return "Filter policy scope MessageAttributes does not support nested filter policy";
    }
    if (size.keys.size() > 5) return "Filter policy can not have more than 5 keys";
    return size.complexity > 150 ? "Filter policy is too complex" : "";
}

/// How often each verdict came out, so that a test that decides nothing is seen.
using Verdicts = std::map<FilterVerdict, int>;

void checkOne(FilterScope scope, Choices& choices, Verdicts& verdicts) {
    const std::string body = test::filterBody(choices);
    const auto attributes = test::filterAttributes(choices);
    const std::string json = test::filterPolicy(choices);
    RC_LOG() << "policy " << json << "\nattributes " << shown(attributes) << "\nbody " << body
             << "\n";
    const auto policy = FilterPolicy::parse(json, scope, kWithWildcard);
    const std::string refused = refusal(json, scope);
    RC_ASSERT((policy ? std::string() : policy.error().message) == refused);
    if (!policy) return;
    const FilterVerdict verdict = policy->match(attributes, body);
    RC_ASSERT(static_cast<int>(verdict)
              == static_cast<int>(test::naiveVerdict(json, scope, attributes, body)));
    RC_ASSERT(verdict == policy->match(attributes, FilterBody(body)));
    ++verdicts[verdict];
    // Without $or, a message is accepted when every key is met.
    const auto checks = policy->explain(attributes, body);
    const bool hasBranches =
        std::any_of(checks.begin(), checks.end(), [](const auto& c) { return !c.branch.empty(); });
    if (hasBranches || verdict == FilterVerdict::InvalidAttributes) return;
    RC_ASSERT(
        (verdict == FilterVerdict::Accepted)
        == std::all_of(checks.begin(), checks.end(), [](const auto& c) { return c.isKeyMet; }));
}

/// The text cut off somewhere, or with one bit turned.
rc::Gen<std::string> anyDamageTo(const std::string& text) {
    return rc::gen::exec([text] {
        const auto place = *rc::gen::inRange<std::size_t>(0, text.size());
        if (*rc::gen::arbitrary<bool>()) return text.substr(0, place);
        std::string damaged = text;
        const unsigned bit = 1U << *rc::gen::inRange(0U, 8U);
        damaged[place] = static_cast<char>(static_cast<unsigned char>(damaged[place]) ^ bit);
        return damaged;
    });
}

void checkMany(FilterScope scope, Verdicts& verdicts) {
    const Numbers numbers = *anyNumbers(200);
    Choices choices(numbers);
    while (choices.areLeft()) checkOne(scope, choices, verdicts);
}

} // namespace

class FilterPolicyModelTest : public QObject {
    Q_OBJECT
private slots:
    // SNS-25, SNS-26, SNS-28, SNS-29, SNS-30, SNS-31, SNS-32, SNS-33, SNS-34, SNS-35, SNS-36
    // SNS-38
    void attributesMatchAsTheNaiveEvaluatorSays() {
        Verdicts verdicts;
        QVERIFY(rc::check([&] { checkMany(FilterScope::Attributes, verdicts); }));
        for (const FilterVerdict each : {FilterVerdict::Accepted,
                                         FilterVerdict::FilteredOut,
                                         FilterVerdict::NoAttributes,
                                         FilterVerdict::InvalidAttributes}) {
            QVERIFY2(verdicts[each] > 0, QByteArray::number(static_cast<int>(each)));
        }
    }

    // SNS-27, SNS-28, SNS-29, SNS-30, SNS-32, SNS-33, SNS-34, SNS-35, SNS-36, SNS-38
    void bodiesMatchAsTheNaiveEvaluatorSays() {
        Verdicts verdicts;
        QVERIFY(rc::check([&] { checkMany(FilterScope::Body, verdicts); }));
        for (const FilterVerdict each :
             {FilterVerdict::Accepted, FilterVerdict::FilteredOut, FilterVerdict::InvalidBody}) {
            QVERIFY2(verdicts[each] > 0, QByteArray::number(static_cast<int>(each)));
        }
    }

    // SNS-37
    void brokenPoliciesGiveErrorsOrPolicies() {
        QVERIFY(rc::check([] {
            const Numbers numbers = *anyNumbers(2);
            Choices choices(numbers);
            const std::string json = *anyDamageTo(test::filterPolicy(choices));
            const std::string body = test::filterBody(choices);
            for (const FilterScope scope : {FilterScope::Attributes, FilterScope::Body}) {
                const auto policy = FilterPolicy::parse(json, scope, kWithWildcard);
                if (policy) {
                    policy->match({}, body);
                    policy->explain({}, body);
                    RC_ASSERT(policy->summary(10).size() <= 40);
                } else {
                    RC_ASSERT(policy.error().code == ApiErrorCode::InvalidParameter);
                    RC_ASSERT(!policy.error().message.empty());
                }
            }
        }));
    }

    // SNS-27
    void brokenBodiesAreInvalidOrBodies() {
        constexpr auto kPolicy = R"({"other":[{"exists":false}]})";
        const auto policy = FilterPolicy::parse(kPolicy, FilterScope::Body);
        QVERIFY(policy);
        QVERIFY(rc::check([&] {
            const Numbers numbers = *anyNumbers(2);
            Choices choices(numbers);
            const std::string body = *anyDamageTo(test::filterBody(choices));
            RC_ASSERT(
                static_cast<int>(policy->match({}, body))
                == static_cast<int>(test::naiveVerdict(kPolicy, FilterScope::Body, {}, body)));
        }));
    }
};

SLUICE_TEST(FilterPolicyModelTest)

} // namespace sluice::filter_policy_model_test

#include "filter_policy_model_test.moc"
