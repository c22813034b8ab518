// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/service_choice.h"

#include <array>

namespace sluice {

std::span<const Capability> capabilities() {
    static constexpr std::array<Capability, 8> kRows{{
        {"Keeps messages until they are consumed", "yes", "no", "for a time", "yes"},
        {"The consumer deletes messages", "yes", "–", "no", "by acknowledging"},
        {"Pushes to consumers", "no", "yes", "with enhanced fan-out", "yes"},
        {"One message to many consumers", "no", "yes", "yes", "by its exchange"},
        {"Keeps the order",
         "FIFO: within a message group",
         "FIFO: within a message group",
         "within a shard",
         "within a queue"},
        {"Replay", "no", "FIFO: from the archive", "yes", "its streams only"},
        {"Delay of a single message", "yes", "no", "no", "by time to live and dead letters"},
        {"Scales", "by itself", "by itself", "by shards, or on demand", "by the instance's size"},
    }};
    return kRows;
}

std::span<const ServiceChoice> serviceChoices() {
    static constexpr std::array<ServiceChoice, 6> kRows{{
        {"Many independent consumers of the same events, spiky load, no replay",
         "a topic with one queue for each consumer",
         "Each queue buffers for its own consumer. 100,000 messages a second need a higher quota "
         "of the topic; standard queues take them."},
        {"One logical consumer, buffering",
         "a standard queue",
         "It takes any rate, and waits for its consumers."},
        {"Order, or no duplicates",
         "a FIFO queue",
         "As many messages are processed at once as there are message groups."},
        {"Replay, several readers at their own pace, order by key, analytics",
         "a stream",
         "Reading removes nothing. It costs more with every shard."},
        {"Delivery to storage only",
         "a delivery stream",
         "Nothing to run; there are no consumers and no replay."},
        {"An application that speaks AMQP, JMS or MQTT already",
         "a managed broker",
         "The application stays as it is; the broker's instance bounds the throughput."},
    }};
    return kRows;
}

std::string serviceChoicePage() {
    std::string text = "# Choosing a service\n\n| Need | Service | Why |\n|---|---|---|\n";
    const auto row = [&](std::initializer_list<std::string_view> cells) {
        for (const std::string_view cell : cells) text.append("| ").append(cell).append(" ");
        text += "|\n";
    };
    for (const ServiceChoice& each : serviceChoices()) row({each.need, each.service, each.reason});
    text += "\n## What the services can do\n\n"
            "| | Queue | Topic | Stream | Managed broker |\n|---|---|---|---|---|\n";
    for (const Capability& each : capabilities()) {
        row({each.name, each.queue, each.topic, each.stream, each.broker});
    }
    return text;
}

} // namespace sluice
