// SPDX-License-Identifier: GPL-3.0-or-later
// One page of the table of a queue that stores a million messages: what every frame costs while the
// table is seen, beside a plain sort of as many numbers. Goal: below that sort.
#include "core/sim/message_query.h"
#include "tests/bench/bench_support.h"
#include "tests/support/worlds.h"

#include <algorithm>
#include <cstdio>

namespace sluice::bench {

namespace {

constexpr std::size_t kStored = 1'000'000;
constexpr int kRounds = 9;

std::vector<MessageRow> rowsStored() {
    std::vector<MessageRow> rows(kStored);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].serial = (1ULL << 40U) + i * 7'919 % kStored;
        rows[i].group = static_cast<std::uint32_t>(i * 31 % 1'000 + 1);
        rows[i].enqueuedAt = kRunStart + std::chrono::milliseconds(i * 6'007 % kStored);
    }
    return rows;
}

/// What scrolling costs in a queue with so many messages: while it stands still the second page is
/// found among what the first one remembered.
void lookUp() {
    test::Lab lab;
    MessageQuery query;
    query.node = lab.queue();
    lab.feed(lab.producer({{"rate", "1000000"}, {"stop_after", "1 s"}}), query.node);
    World world = lab.world();
    runUntil(world, kRunStart + 2s);
    query.count = 300;
    MessageLookup lookup;
    const Spread first = milliseconds(kRounds, [&] {
        lookup.forget();
        (void)lookup.page(world, query);
    });
    const Spread next = milliseconds(kRounds, [&] {
        query.first = (query.first + kStored / 3) % kStored;
        (void)lookup.page(world, query);
    });
    std::printf("looked up in a queue: %s ms, a further page %s ms\n",
                toText(first).c_str(),
                toText(next).c_str());
}

int runAll() {
    const std::vector<MessageRow> rows = rowsStored();
    const World world;
    std::vector<std::uint64_t> numbers(kStored);
    const Spread sort = milliseconds(kRounds, [&] {
        for (std::size_t i = 0; i < kStored; ++i) numbers[i] = i * 6'007 % kStored;
        std::ranges::sort(numbers);
    });
    std::printf("sort of a million numbers %s ms\n", toText(sort).c_str());
    bool isMet = true;
    for (const char* text : {"", "group-12", "77", "9f2c04e1"}) {
        MessageQuery query;
        query.count = 300;
        query.first = kStored / 2;
        query.text = text;
        const Spread page = milliseconds(kRounds, [&] { (void)pageOf(world, query, rows); });
        isMet = isMet && page.median < sort.median;
        std::printf("page of 300, filter \"%s\": %s ms = %.2f sorts\n",
                    text,
                    toText(page).c_str(),
                    page.median / sort.median);
    }
    lookUp();
    return isMet ? 0 : 1;
}

} // namespace

} // namespace sluice::bench

int main() {
    return sluice::bench::runAll();
}
