// SPDX-License-Identifier: GPL-3.0-or-later
// A queue, or a dead-letter queue with its source, that is filled and emptied by hand.
#pragma once

#include "core/model/edits.h"
#include "core/sim/node_action.h"
#include "tests/support/test_main.h"
#include "tests/support/worlds.h"

namespace sluice::test {

using Values = std::map<std::string, PropertyValue, std::less<>>;

/// A queue that can be filled by hand, with whatever else the test links to it.
struct HandScene {
    Lab lab;
    NodeId queue;
    World world;

    explicit HandScene(test::Settings forQueue = {})
        : queue(lab.queue(forQueue))
        , world(lab.world()) {}
    void build() { world = lab.world(); }
    bool run(Duration until) { return runConserved(world, kRunStart + until); }
    ActionAnswer act(NodeId node, std::string key, Values values = {}, Receipt receipt = {}) {
        return applyAction(world, {node, std::move(key), std::move(values), 0, receipt});
    }
    ActionAnswer act(std::string key, Values values = {}, Receipt receipt = {}) {
        return act(queue, std::move(key), std::move(values), receipt);
    }
    void send(std::int64_t count) { act("send_message", {{"count", count}}); }
    const Queue& stored(NodeId node) const { return queueIn(world, node); }
    const Queue& stored() const { return stored(queue); }
    std::vector<MessageRow> rows(NodeId node) const {
        std::vector<MessageRow> result;
        stored(node).messageRows(world.kernel, result);
        return result;
    }
    std::vector<MessageRow> rows() const { return rows(queue); }
};

/// A dead-letter queue with the messages of a source, all sent at 0 s and moved by 2 s.
struct RedriveScene : HandScene {
    NodeId source;
    NodeId reader;

    explicit RedriveScene(int count = 10)
        : source(lab.queue({{"visibility_timeout", "1 s"}, {"max_receive_count", "1"}}))
        , reader(lab.consumer(
              {{"workers", "20"}, {"failure_share", "1"}, {"processing_time", "1 ms"}})) {
        lab.redrive(source, queue);
        lab.serve(source, reader);
        build();
        act(source, "send_message", {{"count", std::int64_t{count}}});
        run(5s);
        lab.edit(world, [&] { remove(lab.document, {{reader}, {}, {}}); });
    }
    const MoveTask& task() const { return stored().store.moveTasks().front(); }
    ActionAnswer redrive(std::int64_t rate) { return act("start_redrive", {{"rate", rate}}); }
};

inline bool isRefusedWith(const ActionAnswer& answer, std::string_view text) {
    if (!answer.isRefused || !answer.text.starts_with(text)) {
        qWarning("%s", answer.text.c_str());
        return false;
    }
    return true;
}

} // namespace sluice::test
