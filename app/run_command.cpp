// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run_command.h"

#include "app/interrupts.h"
#include "app/output_file.h"
#include "app/progress_bar.h"
#include "core/model/edits.h"
#include "core/report/csv.h"
#include "core/report/run_json.h"
#include "core/sim/closing_sample.h"
#include "core/sim/sampler.h"
#include "core/sim/simulator.h"
#include "core/store/document_file.h"

#include <cstdio>
#include <filesystem>
#include <optional>

namespace sluice::app {

namespace {

constexpr int kSignalExit = 128;
constexpr std::uint64_t kEventsBetweenLooks = 200'000;
constexpr Duration kLongest = 24h * 3650;

/// The files a run writes; each is there or not.
class Outputs {
public:
    Outputs(const Document& document, const RunOptions& options)
        : m_document(document)
        , m_options(options)
        , m_text(document) {}

    Result<> open(const World& world) {
        return openOne(m_options.csv, m_csv, csvHeader()).and_then([&] {
            return openOne(m_options.json, m_json, m_text.opening(world));
        });
    }

    Result<> write(std::span<const Sample> samples) {
        if (m_csv) {
            if (auto done = m_csv->write(csvRows(m_document, samples)); !done) return done;
        }
        return m_json ? m_json->write(m_text.rows(samples)) : Result<>{};
    }

    Result<> close(const World& world) {
        if (m_json) {
            auto done =
                m_json->write(RunJson::closing(world)).and_then([&] { return m_json->commit(); });
            if (!done) return done;
        }
        return m_csv ? m_csv->commit() : Result<>{};
    }

    bool any() const { return m_csv || m_json; }

private:
    static Result<>
    openOne(const std::string& path, std::optional<OutputFile>& file, const std::string& begin) {
        if (path.empty()) return {};
        auto opened = OutputFile::open(path);
        if (!opened) return tl::unexpected<Error>(opened.error());
        file.emplace(std::move(*opened));
        return file->write(begin);
    }

    const Document& m_document;
    const RunOptions& m_options;
    RunJson m_text;
    std::optional<OutputFile> m_csv, m_json;
};

bool isSameFile(const std::string& one, const std::string& other) {
    std::error_code missing;
    return one == other || std::filesystem::equivalent(one, other, missing);
}

Result<> checkPaths(const RunOptions& options) {
    for (const std::string& path : {options.csv, options.json}) {
        if (!path.empty() && path != "-" && isSameFile(path, options.file)) {
            return failure("\"" + path
                           + "\" is the document itself. Write the metrics to another file.");
        }
    }
    if (!options.csv.empty() && options.csv == options.json) {
        return failure("--csv and --json both write to \"" + options.csv
                       + "\". Give them different files.");
    }
    return {};
}

Result<Document> documentOf(const RunOptions& options) {
    auto document = loadDocument(options.file);
    if (!document || !options.seed) return document;
    const auto set = setSetting(*document, "seed", *options.seed);
    if (!set) return failure("--seed: " + set.error().message);
    return document;
}

/// 0 when `end` was reached or the run halted, else the signal that interrupted it. Writes the
/// samples on the way unless `outputs` is null.
Result<int> runOnTo(World& world,
                    SimTime end,
                    Outputs* outputs,
                    const Interrupts& interrupts,
                    ProgressBar& progress) {
    RunObserver observer{HopLog(2), {}}; // hops are for the screen
    bool isDone = false;
    while (!isDone) {
        isDone = runSome(world, end, kEventsBetweenLooks, outputs != nullptr ? &observer : nullptr);
        if (outputs != nullptr) {
            if (auto written = outputs->write(observer.samples); !written)
                return tl::unexpected<Error>(written.error());
        }
        observer.samples.clear();
        progress.show(world.now());
        if (const int signal = interrupts.pending(); signal != 0) return signal;
    }
    return 0;
}

/// The same with a last sample that has all up to `end` and all that happens at it, as the totals
/// have.
Result<int> runTo(World& world, SimTime end, Outputs& outputs, const Interrupts& interrupts) {
    ProgressBar progress(end);
    Outputs* const written = outputs.any() ? &outputs : nullptr;
    const SimTime before = std::max(world.now(), end - 1ns);
    auto signal = runOnTo(world, before, written, interrupts, progress);
    if (!signal || *signal != 0 || world.isHalted() || world.now() == end) return signal;
    if (written != nullptr) {
        if (auto done = written->write(closingSample(world, end)); !done)
            return tl::unexpected<Error>(done.error());
    }
    return runOnTo(world, end, nullptr, interrupts, progress);
}

void printTotals(const Document& document, const World& world, const RunOptions& options) {
    const bool isTaken = options.csv == "-" || options.json == "-";
    std::FILE* const to = isTaken ? stderr : stdout;
    const RunTotals sums = totals(world);
    const auto line = [&](const char* label, std::uint64_t count) {
        std::fprintf(to, "%-24s%llu\n", label, static_cast<unsigned long long>(count));
    };
    std::fprintf(to, "%s\n", document.settings.name.c_str());
    std::fprintf(to, "%-24s%s\n", "simulated time", toText(world.now() - kRunStart).c_str());
    line("seed", world.seed);
    line("sent", sums.sent);
    line("refused", sums.refused);
    line("deleted", sums.deleted);
    line("dead-lettered", sums.deadLettered);
    line("expired", sums.expired);
    line("lost", sums.lost);
    line("dropped", sums.dropped);
    line("in dead-letter queues", sums.inDeadLetterQueues);
    std::fprintf(
        to, "%-24s%s\n", "cost at list prices", scaledText(sums.cost, Unit::Dollars).c_str());
    line("events", sums.events);
    if (options.wantsDigest) std::fprintf(to, "%-24s%s\n", "digest", digestText(world).c_str());
}

} // namespace

Result<Duration> durationOption(const std::string& option, const std::string& text) {
    const auto duration = parseClampedDuration(text);
    if (!duration) return failure(option + ": " + duration.error().message);
    if (*duration < Duration::zero() || *duration > kLongest)
        return failure(option + ": the time must be between 0 s and 3650 d.");
    return *duration;
}

Result<int> runCommand(const RunOptions& options) {
    const auto until = durationOption("--until", options.until);
    if (!until) return tl::unexpected<Error>(until.error());
    if (auto checked = checkPaths(options); !checked) return tl::unexpected<Error>(checked.error());
    const auto document = documentOf(options);
    if (!document) return tl::unexpected<Error>(document.error());
    auto world = build(*document);
    if (!world) return failure("\"" + options.file + "\" cannot run:\n" + world.error().message);

    const Interrupts interrupts; // before there is anything to clean up
    Outputs outputs(*document, options);
    if (auto opened = outputs.open(*world); !opened) return tl::unexpected<Error>(opened.error());
    auto signal = runTo(*world, kRunStart + *until, outputs, interrupts);
    if (!signal) return signal;
    if (*signal != 0) {
        std::fprintf(stderr,
                     "sluice: interrupted at %s; nothing was written\n",
                     toClockText(world->now()).c_str());
        return kSignalExit + *signal;
    }
    if (auto closed = outputs.close(*world); !closed) return tl::unexpected<Error>(closed.error());
    printTotals(*document, *world, options);
    for (const Finding& finding : findings(*world)) {
        std::fprintf(stderr, "sluice: %s\n", finding.text.c_str());
    }
    return world->isHalted() ? 1 : 0;
}

} // namespace sluice::app
