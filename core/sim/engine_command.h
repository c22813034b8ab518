// SPDX-License-Identifier: GPL-3.0-or-later
// What the user interface asks of the engine's worker: values, posted and taken once.
#pragma once

#include "core/kernel/node_action.h"
#include "core/model/document.h"
#include "core/model/findings.h"
#include "core/model/patch.h"
#include "core/sim/message_query.h"

#include <optional>
#include <variant>

namespace sluice::command {

struct Load {
    Document document;
};
struct Edit {
    Patch patch;
};
struct Act {
    NodeAction action;
};
struct Watch {
    std::optional<MessageQuery> query;
};
struct Play {};
struct Pause {};
struct Step {};
struct Restart {};
struct Seek {
    SimTime time;
};
struct Speed {
    double factor = 1;
};
struct Demonstrate {
    Demonstration what;
};
using Command =
    std::variant<Load, Edit, Act, Watch, Play, Pause, Step, Restart, Seek, Speed, Demonstrate>;

} // namespace sluice::command
