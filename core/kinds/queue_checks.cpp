// SPDX-License-Identifier: GPL-3.0-or-later
// What the service would refuse about a queue before any message is sent.
#include "core/broker/policy_form.h"
#include "core/broker/request_checks.h"
#include "core/kinds/name_checks.h"
#include "core/kinds/queue_advice.h"

#include <algorithm>
#include <cctype>
#include <sstream>

namespace sluice {

namespace {

constexpr std::size_t kMostSourceQueues = 10; // SQS-79

/// Names separated by commas.
std::vector<std::string> listed(const std::string& text) {
    std::vector<std::string> names;
    std::istringstream in(text);
    for (std::string name; std::getline(in, name, ',');) {
        name.erase(0, name.find_first_not_of(' '));
        name.erase(name.find_last_not_of(' ') + 1);
        if (!name.empty()) names.push_back(name);
    }
    return names;
}

// SQS-1, SQS-2
void checkName(const Neighbourhood& queue, std::vector<Finding>& findings) {
    if (queue.config.queueName.empty()) return;
    const std::string& name = queue.config.queueName;
    std::string problem = queueNameProblem(name);
    if (problem.empty() && isFifoName(name) != isFifo(queue.config)) {
        problem = isFifo(queue.config)
                      ? "the name of a FIFO queue ends in .fifo; add it to \"" + name + "\"."
                      : "only the name of a FIFO queue ends in .fifo; take it off \"" + name
                            + "\", or make the queue FIFO.";
    }
    if (!problem.empty()) findings.push_back(settingError(queue.node, "queue_name", problem));
}

// SQS-3
void checkDistinct(const Document& document,
                   const Neighbourhood& queue,
                   std::vector<Finding>& findings) {
    const std::string name = queueNameOf(queue.node.name, queue.config);
    for (const Node& other : document.nodes) {
        if (other.id >= queue.node.id) return; // said once, about the later one
        if (other.kind != queue.node.kind) continue;
        const auto config = configOf<Queue>(other);
        const bool isNamed = !queue.config.queueName.empty() || !config.queueName.empty();
        if (isNamed && queueNameOf(other.name, config) == name) {
            findings.push_back(errorAt(queue.node,
                                       "queue_name",
                                       quotedName(queue.node) + " and " + quotedName(other)
                                           + " are both called " + name
                                           + " in the API. Give one of them another queue name."));
            return;
        }
    }
}

// SQS-69
std::string typeProblem(const Node& queue, const Node& target) {
    const bool isSourceFifo = isFifo(configOf<Queue>(queue));
    if (isFifo(configOf<Queue>(target)) == isSourceFifo) return {};
    return quotedName(queue) + " is a " + (isSourceFifo ? "FIFO" : "standard")
           + " queue, but its dead-letter queue " + quotedName(target)
           + " is not. Both must be of the same type: change one of them.";
}

// SQS-79
std::string permissionProblem(const Node& queue, const Node& target) {
    const auto config = configOf<Queue>(target);
    const auto allowed = listed(config.redriveSources);
    const std::string name = queueNameOf(queue.name, configOf<Queue>(queue));
    const bool isNamed = std::find(allowed.begin(), allowed.end(), name) != allowed.end();
    const RedrivePermission permission = config.redrivePermission;
    if (permission == RedrivePermission::AllowAll
        || (permission == RedrivePermission::ByQueue && isNamed)) {
        return {};
    }
    return quotedName(target) + " does not allow dead letters from " + name
           + ". Allow it in the settings of " + quotedName(target)
           + ", or link another dead-letter queue.";
}

void checkDeadLetters(const Neighbourhood& queue, std::vector<Finding>& findings) {
    for (const auto& target : queue.deadLetters) {
        if (auto problem = typeProblem(queue.node, *target.node); !problem.empty()) {
            findings.push_back(errorAt(queue.node, "type", std::move(problem)));
        }
        if (auto problem = permissionProblem(queue.node, *target.node); !problem.empty()) {
            findings.push_back(errorAt(*target.node, "redrive_allow", std::move(problem)));
        }
    }
    if (queue.config.redrivePermission == RedrivePermission::ByQueue
        && listed(queue.config.redriveSources).size() > kMostSourceQueues) {
        findings.push_back(errorAt(queue.node,
                                   "redrive_sources",
                                   quotedName(queue.node)
                                       + " names more than ten queues for its dead letters. Allow "
                                         "every queue instead, or remove some."));
    }
}

// SQS-119
void checkThroughput(const Neighbourhood& queue, std::vector<Finding>& findings) {
    if (isFifo(queue.config) && queue.config.throughputLimit == ThroughputLimit::PerMessageGroup
        && queue.config.dedupScope == DedupScope::Queue) {
        findings.push_back(settingError(queue.node,
                                        "throughput_limit",
                                        "the quota per message group needs the deduplication "
                                        "scope of each message group."));
    }
}

void checkAccessPolicy(const Neighbourhood& queue, std::vector<Finding>& findings) {
    if (queue.config.policy.empty()) return;
    if (const auto checked = checkPolicy(queue.config.policy); !checked)
        findings.push_back(settingError(queue.node, "policy", checked.error().message));
}

} // namespace

std::string Queue::linkProblem(const Document& document, const Link& link) {
    const Node& from = *document.node(link.from);
    const Node& to = *document.node(link.to);
    if (link.fromPort != "dead_letter" || to.kind != Queue::kKey) return {};
    std::string problem = typeProblem(from, to);
    return problem.empty() ? permissionProblem(from, to) : problem;
}

void checkQueue(const Document& document,
                const Neighbourhood& queue,
                std::vector<Finding>& findings) {
    checkName(queue, findings);
    checkDistinct(document, queue, findings);
    checkDeadLetters(queue, findings);
    checkThroughput(queue, findings);
    checkAccessPolicy(queue, findings);
}

} // namespace sluice
