// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sim/message_query.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

#include <rapidcheck.h>

#include <algorithm>

namespace sluice::message_query_test {

using namespace sluice::test;

namespace {

constexpr std::uint64_t kProducer = 1ULL << 40U;
constexpr SimTime kNow = kRunStart + 1h;

World emptyWorld() {
    World world;
    world.kernel.now = kNow;
    return world;
}

MessageRow anyRow() {
    MessageRow row;
    row.serial = *rc::gen::inRange<std::uint64_t>(1, 4) * kProducer
                 + *rc::gen::inRange<std::uint64_t>(1, 300);
    row.state = static_cast<MessageRow::State>(*rc::gen::inRange(0, 4));
    row.group = *rc::gen::inRange(0U, 12U);
    row.receiveCount = *rc::gen::inRange(0U, 5U);
    row.bytes = *rc::gen::inRange(1U, 9U);
    row.enqueuedAt = kRunStart + 1s * *rc::gen::inRange(0, 50);
    row.until = *rc::gen::arbitrary<bool>() ? kNever : kNow + 1s * *rc::gen::inRange(0, 30);
    return row;
}

MessageQuery anyQuery() {
    MessageQuery query;
    query.sortBy = static_cast<MessageColumn>(*rc::gen::inRange(0, 8));
    query.isDescending = *rc::gen::arbitrary<bool>();
    if (*rc::gen::arbitrary<bool>()) {
        query.state = static_cast<MessageRow::State>(*rc::gen::inRange(0, 4));
    }
    query.text = *rc::gen::element<std::string>("", "", "1", "-12", "GROUP-1", "group", "nothing");
    query.first = *rc::gen::inRange<std::uint64_t>(0, 60);
    query.count = *rc::gen::inRange(0U, 40U);
    return query;
}

/// What the table is sorted by, as one would say it; what has no value comes last.
std::pair<bool, double> naiveValue(const MessageRow& row, MessageColumn column) {
    switch (column) {
    case MessageColumn::Serial:
        return {false, static_cast<double>(row.serial)};
    case MessageColumn::State:
        return {false, static_cast<double>(row.state)};
    case MessageColumn::Group:
        return {row.group == 0, static_cast<double>(row.group)};
    case MessageColumn::Receives:
        return {false, static_cast<double>(row.receiveCount)};
    case MessageColumn::Age:
        return {false, seconds(kNow - row.enqueuedAt)};
    case MessageColumn::TimeLeft:
        return {row.until == kNever, row.until == kNever ? 0 : seconds(row.until - kNow)};
    case MessageColumn::Size:
        return {false, static_cast<double>(row.bytes)};
    case MessageColumn::MessageId:
        return {false, static_cast<double>(messageIdIn({}, row).high)};
    }
    return {};
}

std::vector<MessageRow> naiveMatches(const MessageQuery& query, std::vector<MessageRow> rows) {
    std::erase_if(rows, [&](const MessageRow& row) {
        std::string shown = messageNumber(row.serial);
        if (row.group != 0) shown += " group-" + std::to_string(row.group);
        std::string wanted = query.text;
        std::transform(wanted.begin(), wanted.end(), wanted.begin(), ::tolower);
        const bool isInEither = std::string_view(shown).find(wanted) != std::string_view::npos;
        return (query.state && row.state != *query.state) || !isInEither;
    });
    std::stable_sort(rows.begin(), rows.end(), [&](const auto& left, const auto& right) {
        const auto a = naiveValue(left, query.sortBy);
        const auto b = naiveValue(right, query.sortBy);
        if (a.first != b.first) return b.first;
        if (a.second != b.second) return (a.second < b.second) != query.isDescending;
        return left.serial < right.serial;
    });
    return rows;
}

} // namespace

class MessageQueryTest : public QObject {
    Q_OBJECT
private slots:
    void pagesEqualThoseOfANaiveSearch() {
        QVERIFY(rc::check([] {
            const World world = emptyWorld();
            std::vector<MessageRow> rows(*rc::gen::inRange<std::size_t>(0, 80));
            for (MessageRow& row : rows) row = anyRow();
            const MessageQuery query = anyQuery();
            const MessagePage page = pageOf(world, query, rows);
            const auto expected = naiveMatches(query, rows);
            RC_ASSERT(page.stored == rows.size());
            RC_ASSERT(page.matching == expected.size());
            const auto inState = [&](MessageRow::State state) {
                return static_cast<std::uint64_t>(
                    std::ranges::count(rows, state, &MessageRow::state));
            };
            RC_ASSERT(page.locked == inState(MessageRow::State::Blocked));
            RC_ASSERT(page.visible == page.locked + inState(MessageRow::State::Visible));
            const auto first = std::min<std::size_t>(query.first, expected.size());
            const auto count = std::min<std::size_t>(query.count, expected.size() - first);
            RC_ASSERT(page.rows.size() == count && page.groups.size() == count);
            for (std::size_t i = 0; i < count; ++i) {
                RC_ASSERT(page.rows[i] == expected[first + i]);
            }
        }));
    }

    void pagesOfAnySizeJoinToTheWhole() {
        const World world = emptyWorld();
        std::vector<MessageRow> rows(500);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            rows[i].serial = kProducer + i * 7 % 500; // in no order, no two the same
            rows[i].receiveCount = static_cast<std::uint32_t>(i % 3);
        }
        MessageQuery query;
        query.sortBy = MessageColumn::Receives;
        query.count = MessageQuery::kMostRows;
        const auto whole = pageOf(world, query, rows).rows;
        std::vector<MessageRow> joined;
        query.count = 37;
        for (query.first = 0; query.first < rows.size(); query.first += query.count) {
            const auto part = pageOf(world, query, rows).rows;
            joined.insert(joined.end(), part.begin(), part.end());
        }
        QVERIFY(joined == whole);
    }

    void aPageHoldsAtMostTheMostRows() {
        const World world = emptyWorld();
        const std::vector<MessageRow> rows(3'000);
        MessageQuery query;
        query.count = 100'000;
        const MessagePage page = pageOf(world, query, rows);
        QCOMPARE(page.rows.size(), std::size_t{MessageQuery::kMostRows});
        QCOMPARE(page.matching, std::uint64_t{3'000});
    }

    // SQS-62
    void messagesAreFoundByTheStartOfTheirId() {
        const World world = emptyWorld();
        std::vector<MessageRow> rows(20'000);
        for (std::size_t i = 0; i < rows.size(); ++i) rows[i].serial = kProducer + i;
        MessageQuery query;
        query.node = NodeId{7};
        query.count = MessageQuery::kMostRows;
        const std::string id = toText(messageIdIn(query.node, rows[12'345]));
        for (const std::size_t length : {4U, 8U, 20U, 36U}) {
            query.text = id.substr(0, length);
            const auto naive = std::ranges::count_if(rows, [&](const MessageRow& row) {
                return toText(messageIdIn(query.node, row)).starts_with(query.text)
                       || messageNumber(row.serial).find(query.text) != std::string::npos;
            });
            const auto found = pageOf(world, query, rows).rows;
            QCOMPARE(std::ssize(found), naive);
            QVERIFY(std::ranges::count(found, rows[12'345]) == 1);
            QVERIFY(length < 8 || naive == 1);
        }
        query.node = NodeId{8}; // there it is another message
        QVERIFY(pageOf(world, query, rows).rows.empty());
    }

    void aNodeThatStoresNothingGivesAnEmptyPage() {
        Lab lab;
        MessageQuery query;
        query.node = lab.producer();
        const MessagePage page = runQuery(lab.world(), query);
        QVERIFY(page.stored == 0 && page.matching == 0 && page.rows.empty());
    }

    void pagesLookedUpOneAfterTheOtherAreThoseOfEachQuery() {
        const Lab lab = busyLab(7);
        World world = lab.world();
        QVERIFY(runConserved(world, kRunStart + 14900ms));
        const NodeId queue = lab.document.nodes[2].id;
        QVERIFY(!runQuery(world, MessageQuery{queue, {}, true, {}, {}, 0, 1, {}}).rows.empty());
        QVERIFY(rc::check([&] {
            MessageLookup lookup;
            for (int i = 0; i < 12; ++i) {
                MessageQuery query = anyQuery();
                query.node = lab.document.nodes.at(*rc::gen::inRange<std::size_t>(1, 4)).id;
                for (query.first = 0; query.first < 40; query.first += 15) {
                    const MessagePage page = lookup.page(world, query);
                    const MessagePage expected = runQuery(world, query);
                    RC_ASSERT(page.query == query);
                    RC_ASSERT(page.stored == expected.stored && page.rows == expected.rows);
                    RC_ASSERT(page.matching == expected.matching && page.groups == expected.groups);
                    query.peeked = page.rows.empty() ? CopyKey{} : page.rows.back().key();
                    RC_ASSERT(lookup.page(world, query).content.has_value() == !page.rows.empty());
                }
            }
        }));
    }

    void aLookupForgetsWhatHasChanged() {
        const Lab lab = busyLab(7);
        World world = lab.world();
        MessageQuery query;
        query.node = lab.document.nodes[2].id;
        query.count = MessageQuery::kMostRows;
        MessageLookup lookup;
        QVERIFY(lookup.page(world, query).rows.empty());
        QVERIFY(runConserved(world, kRunStart + 14900ms));
        lookup.forget();
        QVERIFY(lookup.page(world, query).rows == runQuery(world, query).rows);
        QVERIFY(!lookup.page(world, query).rows.empty());
    }

    void aPageOfAMillionMessagesIsTheRightOne() {
        std::vector<MessageRow> rows(1'000'000);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            rows[i].serial = kProducer + i;
            rows[i].enqueuedAt = kRunStart + std::chrono::milliseconds(i * 6'007 % rows.size());
        }
        MessageQuery query;
        query.count = 300;
        query.first = 500'000;
        const MessagePage page = pageOf(emptyWorld(), query, rows);
        QCOMPARE(page.rows.size(), std::size_t{300});
        for (std::size_t i = 0; i < page.rows.size(); ++i)
            QCOMPARE(page.rows[i].enqueuedAt, kRunStart + std::chrono::milliseconds(500'000 + i));
    }
};

SLUICE_TEST(MessageQueryTest)

} // namespace sluice::message_query_test

#include "message_query_test.moc"
