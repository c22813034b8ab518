// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kinds/bucket.h"

#include "core/base/assert.h"

#include <array>

namespace sluice {

std::span<const PortSpec> Bucket::ports() {
    static constexpr std::array<PortSpec, 2> kPorts{
        {{"in",
          "Objects",
          false,
          static_cast<std::uint8_t>(Flow::Store),
          true,
          PortSide::Left,
          "A bucket stores payloads. Link it from the payload port of a producer or consumer."},
         {"events",
          "Events",
          true,
          static_cast<std::uint8_t>(Flow::Event),
          true,
          PortSide::Right,
          ""}}};
    return kPorts;
}

std::span<const Property<Bucket::Config>> Bucket::properties() {
    using C = Config;
    static const std::array<Property<C>, 1> kRows{{
        property<&C::objectLifetime>(
            {"object_lifetime",
             "Objects expire after",
             "Lifecycle rule: an object is removed this long after it was stored; 0 keeps it for "
             "ever."},
            Unit::None,
            {0, kLongestTime}),
    }};
    return kRows;
}

std::span<const Metric<Bucket::Metrics>> Bucket::metrics() {
    using M = Metrics;
    using enum MetricType;
    static const std::array<Metric<M>, 10> kRows{{
        metric<&M::objects>(
            {"NumberOfObjects", "Objects", "Objects stored now.", Gauge, Unit::None}),
        metric<&M::bytes>({"BucketSizeBytes", "Bytes", "Bytes stored now.", Gauge, Unit::Bytes}),
        metric<&M::puts>({"PutRequests", "Puts", "Objects stored.", Counter, Unit::Calls}),
        metric<&M::gets>({"GetRequests", "Gets", "Objects read.", Counter, Unit::Calls}),
        metric<&M::deletes>(
            {"DeleteRequests", "Deletes", "Objects removed.", Counter, Unit::Calls}),
        metric<&M::missing>({"4xxErrors",
                             "Not found",
                             "Gets of an object that is not there (NoSuchKey).",
                             Counter,
                             Unit::Calls}),
        metric<&M::expired>({"ObjectsExpired",
                             "Objects expired",
                             "Objects removed by the lifecycle rule.",
                             Counter,
                             Unit::None}),
        metric<&M::events>({"EventsSent",
                            "Events",
                            "Events sent to queues and topics.",
                            Counter,
                            Unit::Messages,
                            MetricRole::Sent}),
        metric<&M::testEvents>({"TestEventsSent",
                                "Test events",
                                "s3:TestEvent messages: one for each queue or topic when it is "
                                "first to be told of events.",
                                Counter,
                                Unit::Messages,
                                MetricRole::Sent}),
        metric<&M::eventsRefused>({"EventsRefused",
                                   "Events refused",
                                   "Events that a queue or topic did not take: they are lost.",
                                   Counter,
                                   Unit::Messages,
                                   MetricRole::Refused}),
    }};
    return kRows;
}

void Bucket::start(Context& /*context*/) {}
void Bucket::stop(Context& /*context*/) {}
void Bucket::configChanged(Context& /*context*/) {}
void Bucket::onTimer(Context& /*context*/, std::uint64_t /*token*/) {}

// An event that nobody took is lost.
void Bucket::takeRefusal(Context& context, const Call& call) {
    const Batch batch = context.batches()[call.payload];
    context.batches().free(call.payload);
    for (std::uint32_t i = 0; i < batch.count; ++i) {
        ++counted.eventsRefused;
        context.note(HopKind::Lost, batch.entries[i].message, kNoLink, context.now(), 0);
        context.messages().release(batch.entries[i].message);
    }
}

void Bucket::onCall(Context& context, const Call& call) {
    if (call.kind == CallKind::SendMessageResult) {
        takeRefusal(context, call);
        return;
    }
    const auto index = static_cast<MessageIndex>(call.payload);
    const Message& message = context.messages()[index];
    switch (call.kind) {
    case CallKind::PutObject:
        put(context, message, call.worker);
        reply(context, call, CallKind::PutObjectResult, Refusal::None);
        break;
    case CallKind::GetObject: {
        const bool isHere = m_objects.contains(message.payload);
        ++(isHere ? counted.gets : counted.missing);
        reply(
            context, call, CallKind::GetObjectResult, isHere ? Refusal::None : Refusal::NoSuchKey);
        break;
    }
    case CallKind::DeleteObject: // of one that is gone succeeds too
        ++counted.deletes;
        if (const auto found = m_objects.find(message.payload); found != m_objects.end()) {
            const Object object = found->second;
            remove(message.payload);
            notify(context,
                   ObjectEventType::Removed,
                   {message.payload, object.bytes, object.body, object.messageKey});
        }
        context.messages().release(index);
        break;
    default:
        SLUICE_ASSERT(false && "a bucket takes nothing else");
        break;
    }
}

// Gives the message of the request back with the answer.
void Bucket::reply(Context& context, const Call& request, CallKind kind, Refusal refusal) {
    Call answer;
    answer.kind = kind;
    answer.payload = request.payload;
    answer.worker = request.worker;
    answer.refusal = refusal;
    const SimTime arrive = context.send(request.link, answer);
    if (kind == CallKind::GetObjectResult && refusal == Refusal::None) {
        context.note(
            HopKind::Receive, static_cast<MessageIndex>(request.payload), request.link, arrive, 0);
    }
}

void Bucket::put(Context& context, const Message& message, std::uint32_t bytes) {
    const Stored stored{message.payload, bytes, message.body, message.key};
    remove(stored.key);
    m_objects[stored.key] = {bytes, context.now(), stored.body, stored.messageKey};
    ++counted.puts;
    ++counted.objects;
    counted.bytes += bytes;
    notify(context, ObjectEventType::Created, stored);
}

bool Bucket::remove(std::uint64_t key) {
    const auto found = m_objects.find(key);
    if (found == m_objects.end()) {
        return false;
    }
    --counted.objects;
    counted.bytes -= found->second.bytes;
    m_objects.erase(found);
    return true;
}

// Lifecycle rules are carried out now and then, not to the instant.
void Bucket::beforeSample(SimTime now, Duration /*interval*/) {
    if (config.objectLifetime == Duration::zero()) {
        return;
    }
    for (auto at = m_objects.begin(); at != m_objects.end();) {
        const auto key = at->first;
        const bool isOver = at->second.storedAt + config.objectLifetime <= now;
        ++at;
        if (isOver) {
            remove(key);
            ++counted.expired;
        }
    }
}

// Which objects its target is told of, or why of none.
LinkSign Bucket::signOf(const Rule& rule, const LinkState& link) {
    if (link.isDenied) {
        return {link.id,
                LinkSign::Kind::Denied,
                rule.isInForce ? "no permission" : "rule refused: no permission"};
    }
    if (!rule.isInForce) return {link.id, LinkSign::Kind::Refused, "rule refused: overlaps"};
    const EventConfig& settings = rule.settings;
    std::string text = settings.type == ObjectEventType::Removed ? "removed" : "";
    if (!settings.prefix.empty() || !settings.suffix.empty()) {
        text += (text.empty() ? "" : " ") + settings.prefix + '*' + settings.suffix;
    }
    return {link.id, LinkSign::Kind::Filter, std::move(text)};
}

Picture Bucket::picture(SimTime /*now*/, const Kernel& kernel, const NodeWiring& /*wiring*/) const {
    Picture result;
    result.colorRole = kColorRole;
    result.reach = Reach::Up;
    result.summary = "bucket · " + scaledText(static_cast<double>(counted.bytes), Unit::Bytes);
    const auto text = [](std::uint64_t value) {
        return groupedText(static_cast<std::int64_t>(value));
    };
    result.parts.emplace_back(Counters{{{"objects", text(counted.objects), Emphasis::Normal},
                                        {"put", text(counted.puts), Emphasis::Normal},
                                        {"got", text(counted.gets), Emphasis::Normal}}});
    if (!m_rules.empty()) {
        Counters told{{{"events", text(counted.events), Emphasis::Normal},
                       {"test events", text(counted.testEvents), Emphasis::Normal}}};
        if (counted.eventsRefused > 0)
            told.items.push_back({"refused", text(counted.eventsRefused), Emphasis::Danger});
        result.parts.emplace_back(std::move(told));
    }
    for (const Rule& rule : m_rules) {
        LinkSign sign = signOf(rule, kernel.links[raw(rule.link)]);
        if (!sign.text.empty()) result.signs.push_back(std::move(sign));
    }
    return result;
}

void Bucket::addTo(Digest& digest) const {
    for (const std::uint64_t value :
         {counted.puts, counted.gets, counted.deletes, counted.missing, counted.bytes}) {
        digest.add(value);
    }
    for (const auto& [key, object] : m_objects) {
        digest.add(key);
        digest.add(object.bytes);
    }
}

} // namespace sluice
