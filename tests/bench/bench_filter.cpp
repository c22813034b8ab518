// SPDX-License-Identifier: GPL-3.0-or-later
// Filter policies against messages: matches a second for a typical policy of each scope, and a body
// read once for 24 policies against a body read for each. Fails when typical policies on attributes
// make less than 2 million matches a second.
#include "core/broker/filter_policy.h"
#include "tests/bench/bench_support.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

namespace sluice::bench {

namespace {

constexpr int kRounds = 9;
constexpr std::size_t kSubscriptions = 24;
constexpr double kAllowedNanoseconds = 500; // 2 million matches a second

struct Message {
    std::vector<MessageAttribute> attributes;
    std::string body;
};

FilterPolicy policyOf(const std::string& json, FilterScope scope) {
    auto policy = FilterPolicy::parse(json, scope);
    if (!policy) {
        std::printf("%s\n", policy.error().message.c_str());
        std::exit(1); // NOLINT(concurrency-mt-unsafe): there is one thread.
    }
    return *policy;
}

/// Shop orders: types, regions, amounts and tags in turn.
std::vector<Message> messages() {
    const std::vector<std::string> types{"order", "refund", "return", "quote"};
    const std::vector<std::string> regions{"eu-1", "eu-2", "us-1"};
    std::vector<Message> list;
    for (std::size_t at = 0; at < 1024; ++at) {
        const std::string& type = types[at % types.size()];
        const std::string& region = regions[at % regions.size()];
        const std::string amount = std::to_string(at * 7 % 2000) + ".50";
        Message message;
        message.attributes = {{"customer", "String", "customer-" + std::to_string(at)},
                              {"type", "String", type},
                              {"region", "String", region},
                              {"amount", "Number", amount}};
        std::ostringstream body;
        body << R"({"customer":{"id":"customer-)" << at << R"(","tags":["new","web"]},"type":")"
             << type << R"(","region":")" << region << R"(","amount":)" << amount
             << R"(,"lines":[{"sku":"a-1","count":2},{"sku":"b-2","count":1}]})";
        message.body = body.str();
        list.push_back(message);
    }
    return list;
}

std::vector<FilterPolicy> policies(FilterScope scope) {
    std::vector<FilterPolicy> list;
    for (std::size_t at = 0; at < kSubscriptions; ++at) {
        list.push_back(policyOf(R"({"type":["order","refund"],"region":[{"prefix":"eu-"}],)"
                                R"("amount":[{"numeric":[">=",)"
                                    + std::to_string(at * 50) + "]}]}",
                                scope));
    }
    return list;
}

/// Nanoseconds per match over all messages and policies; `accepted` counts so that none is
/// optimised away.
template <class Match>
Spread timed(const std::vector<Message>& list, std::size_t& accepted, Match&& match) {
    std::vector<double> readings;
    for (int round = 0; round < kRounds; ++round) {
        const double total = nanoseconds([&] {
            for (const Message& message : list) accepted += match(message);
        });
        readings.push_back(total / static_cast<double>(list.size() * kSubscriptions));
    }
    return spreadOf(readings);
}

std::size_t acceptedBy(const std::vector<FilterPolicy>& policies,
                       const Message& message,
                       const FilterBody& body) {
    return static_cast<std::size_t>(
        std::count_if(policies.begin(), policies.end(), [&](const FilterPolicy& policy) {
            return policy.match(message.attributes, body) == FilterVerdict::Accepted;
        }));
}

void printRow(const char* name, const Spread& spread) {
    std::printf("%-34s%-28s%.2f\n", name, toText(spread).c_str(), 1000 / spread.median);
}

int runAll() {
    Yardstick yardstick;
    yardstick.before = measureYardstick();
    const std::vector<Message> list = messages();
    const auto onAttributes = policies(FilterScope::Attributes);
    const auto onBodies = policies(FilterScope::Body);
    std::size_t byAttributes = 0;
    std::size_t byBody = 0;
    std::size_t byEachBody = 0;
    const Spread attributes = timed(list, byAttributes, [&](const Message& message) {
        return acceptedBy(onAttributes, message, FilterBody());
    });
    FilterBody body;
    const Spread once = timed(list, byBody, [&](const Message& message) {
        body.read(message.body);
        return acceptedBy(onBodies, message, body);
    });
    const Spread each = timed(list, byEachBody, [&](const Message& message) {
        return static_cast<std::size_t>(
            std::count_if(onBodies.begin(), onBodies.end(), [&](const FilterPolicy& policy) {
                return policy.match({}, message.body) == FilterVerdict::Accepted;
            }));
    });
    yardstick.after = measureYardstick();
    std::printf("%-34s%-28s%s\n", "24 policies of 3 keys", "ns a match", "million/s");
    printRow("attributes", attributes);
    printRow("bodies, read once a message", once);
    printRow("bodies, read for each policy", each);
    print(yardstick);
    const bool isFast =
        judge("ns a match on attributes", attributes.median, kAllowedNanoseconds, yardstick);
    const bool areEqual = byAttributes == byBody && byBody == byEachBody && byBody > 0;
    if (!areEqual) std::printf("attributes and bodies were matched DIFFERENTLY\n");
    return isFast && areEqual ? 0 : 1;
}

} // namespace

} // namespace sluice::bench

int main() {
    return sluice::bench::runAll();
}
