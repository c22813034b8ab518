// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sim/live_edit.h"

#include "core/base/text.h"
#include "core/kinds/describe.h"
#include "core/kinds/link_access.h"
#include "core/kinds/link_settings.h"
#include "core/sim/sampler.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <type_traits>
#include <utility>

namespace sluice {

namespace {

// Keeps random streams of links apart from those of nodes.
constexpr std::uint64_t kLinkStreams = 1ULL << 32U;

class LiveEdit {
public:
    LiveEdit(World& world, HopLog* hops) : m_world(world), m_hops(hops) {
        for (std::size_t i = 0; i < world.nodes.size(); ++i) {
            if (world.nodes[i].index() != 0) {
                m_nodes[world.kernel.wiring[i].id] = static_cast<NodeIndex>(i);
            }
        }
    }

    std::vector<EditNews> takeNews() { return std::move(m_news); }

    void apply(const Patch& patch) {
        endBroadcasts(m_world.kernel);
        const Geography::Changes places = m_world.geography.take(patch);
        for (const auto& change : patch.links) {
            if (change.before && !(change.after && isSameWire(*change.before, *change.after))) {
                removeLink(change.before->id);
            }
        }
        for (const auto& change : patch.nodes) {
            applyNode(change);
        }
        for (const auto& change : patch.links) {
            if (change.after) {
                applyLink(*change.after);
            }
        }
        if (places.ofDistances) measureLinks();
        if (places.ofNames || m_haveSettingsChanged) placeParts();
        if (places.ofNames || m_haveSettingsChanged || !m_configured.empty()) {
            nameDeadLetters();
            authoriseLinks();
        }
        if (patch.settings && patch.settings->after) applySettings(*patch.settings->after);
        for (const NodeIndex node : m_started) {
            use(node, [&](auto& state, Context& context) { state.start(context); });
        }
        for (const auto& [link, properties] : m_configured) {
            configure(link, *properties);
        }
        for (const NodeIndex node : m_rewired) {
            use(node, [&](auto& state, Context& context) { state.wiringChanged(context); });
        }
        expelSends(m_world.kernel);
    }

private:
    static bool isSameWire(const Link& left, const Link& right) {
        return left.from == right.from && left.to == right.to && left.fromPort == right.fromPort
               && left.toPort == right.toPort;
    }

    template <class Change>
    void tell(NodeId id, Change&& change, const std::string& name = {}) {
        if constexpr (std::is_void_v<decltype(change())>)
            change();
        else if (std::string text = change(); !text.empty())
            m_news.push_back({id, name + text});
    }

    template <class Use>
    void use(NodeIndex node, Use&& use) {
        Context context(m_world.kernel, node, m_hops);
        withNode(m_world.nodes[raw(node)], [&](auto& state) { use(state, context); });
    }

    std::optional<NodeIndex> find(NodeId id) const {
        const auto found = m_nodes.find(id);
        return found == m_nodes.end() ? std::nullopt : std::optional(found->second);
    }

    void applySettings(const Settings& settings) {
        m_world.sampleInterval = settings.sampleInterval;
        const auto limits = limitsOf(settings);
        if (!limits || *limits == m_world.kernel.limits) return;
        m_world.kernel.limits = *limits;
        measureLinks();
        for (std::size_t i = 0; i < m_world.nodes.size(); ++i) {
            const auto node = static_cast<NodeIndex>(i);
            if (std::ranges::find(m_started, node) == m_started.end()) {
                use(node, [&](auto& state, Context& context) { state.configChanged(context); });
            }
        }
    }

    void changeSettings(NodeIndex node, const Node& after) {
        assign(m_world.nodes[raw(node)], after.properties);
        use(node, [&](auto& state, Context& context) {
            tell(after.id, [&] { return state.configChanged(context); });
        });
        introduceAgain(node);
        m_haveSettingsChanged = true;
    }

    void applyNode(const Change<Node>& change) {
        const bool isSameKind =
            change.before && change.after && change.before->kind == change.after->kind;
        if (isSameKind) {
            if (const auto node = find(change.after->id);
                node && change.before->properties != change.after->properties) {
                changeSettings(*node, *change.after);
            }
            return;
        }
        if (change.before) removeNode(*change.before);
        if (change.after) addNode(*change.after);
    }

    void addNode(const Node& node) {
        const NodeKind* kind = registry().find(node.kind);
        if (kind == nullptr) return;
        const auto index = static_cast<NodeIndex>(m_world.nodes.size());
        m_world.nodes.push_back(makeNode(node.kind, node.properties));
        const auto distributions =
            std::count_if(kind->metrics.begin(), kind->metrics.end(), [](const MetricSpec& metric) {
                return metric.type == MetricType::Distribution;
            });
        m_world.samplers.push_back(
            {std::vector<double>(kind->metrics.size()),
             std::vector<Histogram>(static_cast<std::size_t>(distributions))});
        NodeWiring wiring{node.id, streamFor(m_world.seed, raw(node.id)), {}, true, 0, {}};
        if (hasInbox(m_world.nodes.back())) wiring.inbox.open();
        wiring.links.resize(kind->ports.size());
        if (storesMessages(m_world.nodes.back())) wiring.storeNumber = m_world.kernel.storeCount++;
        m_world.kernel.wiring.push_back(std::move(wiring));
        m_nodes[node.id] = index;
        m_started.push_back(index);
    }

    void removeNode(const Node& removed) {
        const auto node = find(removed.id);
        if (!node) return;
        use(*node, [&](auto& state, Context& context) {
            const auto stop = [&] { return state.stop(context); };
            tell(removed.id, stop, sluice::quoted(removed.name) + ": ");
        });
        keepTotals(m_world, *node);
        m_world.nodes[raw(*node)] = std::monostate{};
        m_world.kernel.wiring[raw(*node)].isLive = false;
        m_nodes.erase(removed.id);
        m_rewired.erase(*node);
    }

    LinkState* liveLink(LinkId id) {
        auto& links = m_world.kernel.links;
        const auto found = std::find_if(links.rbegin(), links.rend(), [&](const LinkState& link) {
            return link.id == id && link.isLive;
        });
        return found == links.rend() ? nullptr : &*found;
    }

    void applyLink(const Link& link) {
        if (LinkState* live = liveLink(link.id)) {
            live->latency = latencyOf(link);
            const auto index = static_cast<LinkIndex>(live - m_world.kernel.links.data());
            m_configured.emplace_back(index, &link.properties);
            return;
        }
        const auto from = find(link.from);
        const auto to = find(link.to);
        const auto fromPort = from ? port(*from, link.fromPort) : std::nullopt;
        const auto toPort = to ? port(*to, link.toPort) : std::nullopt;
        if (!fromPort || !toPort) return;
        auto& kernel = m_world.kernel;
        const auto index = static_cast<LinkIndex>(kernel.links.size());
        const Flow flow = static_cast<Flow>(kindOf(*from).ports[*fromPort].flows);
        LinkState& state = kernel.links.emplace_back();
        state.id = link.id;
        state.from = *from;
        state.to = *to;
        state.fromPort = *fromPort;
        state.toPort = *toPort;
        state.flow = flow;
        state.random = streamFor(m_world.seed, kLinkStreams + raw(link.id));
        state.latency = latencyOf(link);
        measure(state);
        attach(*from, *fromPort, index);
        attach(*to, *toPort, index);
        m_configured.emplace_back(index, &link.properties);
    }

    // Tells the node a link starts from what the link's own settings are, if they are its business.
    void configure(LinkIndex link, const PropertyMap& properties) {
        const LinkState& state = m_world.kernel.links[raw(link)];
        const NodeKind& kind = kindOf(state.from);
        if (kind.linkPort.empty() || kind.ports[state.fromPort].key != kind.linkPort) {
            return;
        }
        use(state.from, [&](auto& node, Context& context) {
            if constexpr (requires { node.linkChanged(context, link, properties); }) {
                node.linkChanged(context, link, properties);
            }
        });
        introduce(link);
    }

    // Tells the start of a subscription who is at its end.
    void introduce(LinkIndex link) {
        const LinkState state = m_world.kernel.links[raw(link)];
        std::optional<Subscriber> end;
        withNode(m_world.nodes[raw(state.to)], [&](const auto& node) {
            if constexpr (requires { node.subscriber(); }) {
                end = node.subscriber();
            }
        });
        if (end) {
            end->isForeign = placeOf(state.from).account != placeOf(state.to).account;
        }
        use(state.from, [&](auto& node, Context& context) {
            if constexpr (requires { node.subscriberChanged(context, link, *end); }) {
                if (end) {
                    node.subscriberChanged(context, link, *end);
                }
            }
        });
    }

    // A part was edited: what it is linked to may have to know.
    void introduceAgain(NodeIndex node) {
        const auto& links = m_world.kernel.links;
        for (std::size_t i = 0; i < links.size(); ++i) {
            if (links[i].isLive && links[i].to == node && links[i].flow == Flow::Notify) {
                introduce(static_cast<LinkIndex>(i));
            }
        }
    }

    void measureLinks() {
        for (LinkState& link : m_world.kernel.links) {
            if (link.isLive) measure(link);
        }
    }

    // What is added to the link's own latency, known before any call (SNS-3).
    void measure(LinkState& link) const {
        const auto& wiring = m_world.kernel.wiring;
        link.serviceLatency =
            link.flow == Flow::Notify
                ? std::chrono::milliseconds(m_world.kernel.limits.topicLatencyMilliseconds)
                : Duration::zero();
        link.extraLatency =
            link.serviceLatency
            + m_world.geography.latencyBetween(wiring[raw(link.from)].id, wiring[raw(link.to)].id);
    }

    // Tells parts that speak of themselves by their ARN where they are.
    void placeParts() {
        for (const auto& [id, node] : m_nodes) {
            const PartPlace place = m_world.geography.placeOf(id);
            withNode(m_world.nodes[raw(node)], [&](auto& state) {
                if constexpr (requires { state.placed(place); }) {
                    state.placed(place);
                }
            });
        }
    }

    // Tells parts with several dead-letter queues which is which, and queues whose dead letters
    // they take.
    void nameDeadLetters() {
        for (std::size_t i = 0; i < m_world.kernel.links.size(); ++i) {
            const LinkState& link = m_world.kernel.links[i];
            if (!link.isLive || link.flow != Flow::DeadLetter) continue;
            const auto index = static_cast<LinkIndex>(i);
            const NodeIndex to = link.to;
            const std::string arn = arnOf(to);
            bool isSentByTopic = false;
            use(link.from, [&](auto& node, Context& context) {
                if constexpr (requires { node.deadLettersAt(context, index, arn); }) {
                    node.deadLettersAt(context, index, arn);
                    isSentByTopic = true;
                }
            });
            if (isSentByTopic) continue;
            use(to, [&](auto& node, Context& /*context*/) {
                if constexpr (requires { node.redriveSourceAt(index); }) {
                    node.redriveSourceAt(index);
                }
            });
        }
    }

    PartPlace placeOf(NodeIndex node) const {
        return m_world.geography.placeOf(m_world.kernel.wiring[raw(node)].id);
    }

    std::string arnOf(NodeIndex node) const {
        const PartPlace place = placeOf(node);
        std::string arn;
        withNode(m_world.nodes[raw(node)], [&](const auto& state) {
            if constexpr (requires { state.party(place); }) {
                arn = state.party(place).arn;
            }
        });
        return arn;
    }

    // Asks the access policies about every link, and tells starts of links that wait for
    // permission.
    void authoriseLinks() {
        for (LinkState& link : m_world.kernel.links) {
            if (!link.isLive) continue;
            const auto access = linkAccess(m_world.nodes[raw(link.from)],
                                           placeOf(link.from),
                                           m_world.nodes[raw(link.to)],
                                           placeOf(link.to),
                                           link.flow);
            const bool isDenied = access && !access->isAllowed;
            if (std::exchange(link.isDenied, isDenied) == isDenied) continue;
            use(link.from, [](auto& node, Context& context) {
                if constexpr (requires { node.accessChanged(context); })
                    node.accessChanged(context);
            });
        }
    }

    // Links at a port stay in order of id, so that it does not matter when they were added.
    void attach(NodeIndex node, PortIndex at, LinkIndex link) {
        auto& links = m_world.kernel.wiring[raw(node)].links[at];
        const auto& all = m_world.kernel.links;
        const auto place = std::find_if(links.begin(), links.end(), [&](LinkIndex other) {
            return all[raw(other)].id > all[raw(link)].id;
        });
        links.insert(place, link);
        m_rewired.insert(node);
    }

    void removeLink(LinkId id) {
        LinkState* live = liveLink(id);
        if (live == nullptr) return;
        live->isLive = false;
        const auto index = static_cast<LinkIndex>(live - m_world.kernel.links.data());
        for (const auto& [node, at] :
             {std::pair{live->from, live->fromPort}, std::pair{live->to, live->toPort}}) {
            std::erase(m_world.kernel.wiring[raw(node)].links[at], index);
            m_rewired.insert(node);
        }
    }

    const NodeKind& kindOf(NodeIndex node) const {
        std::string_view key;
        withNode(m_world.nodes[raw(node)],
                 [&](const auto& state) { key = std::remove_cvref_t<decltype(state)>::kKey; });
        return *registry().find(key);
    }

    std::optional<PortIndex> port(NodeIndex node, std::string_view key) const {
        const auto found = kindOf(node).port(key);
        return found ? std::optional(static_cast<PortIndex>(*found)) : std::nullopt;
    }

    static Distribution latencyOf(const Link& link) {
        LinkSettings settings;
        assignAll(settings, linkProperties(), link.properties);
        return settings.latency;
    }

    World& m_world;
    HopLog* m_hops;
    std::map<NodeId, NodeIndex> m_nodes;
    bool m_haveSettingsChanged = false; // of any part
    std::vector<NodeIndex> m_started;
    std::vector<std::pair<LinkIndex, const PropertyMap*>> m_configured; // borrowed from the patch
    std::set<NodeIndex> m_rewired;
    std::vector<EditNews> m_news;
};

} // namespace

std::vector<EditNews> applyEdit(World& world, const Patch& patch, HopLog* hops) {
    LiveEdit edit(world, hops);
    edit.apply(patch);
    return edit.takeNews();
}

} // namespace sluice
