// SPDX-License-Identifier: GPL-3.0-or-later
// What the compiler learns of the hot files from (see CMakeLists.txt beside): the headline case in
// its forms, for a moment each, and the documents named as arguments, as somebody watches them:
// they reach what the headline case leaves out. Built with counters.
#include "core/sim/simulator.h"
#include "core/store/document_file.h"
#include "tests/bench/headline.h"

#include <cstdint>
#include <cstdio>

namespace sluice {

namespace {

bool runWatched(const char* path) {
    constexpr std::uint64_t kMostEvents = 200'000;
    const auto document = loadDocument(path);
    if (!document) return false;
    auto world = build(*document);
    if (!world) return false;
    RunObserver observer;
    runSome(*world, kRunStart + 10min, kMostEvents, &observer);
    return true;
}

} // namespace

} // namespace sluice

int main(int count, char** arguments) {
    using namespace sluice;
    const bench::HeadlineForm forms[] = {
        {.isLatencyRandom = false},
        {.isLatencyRandom = true},
        {.isLatencyRandom = true, .deletesEach = true},
        {.isLatencyRandom = true, .groups = 100, .isPublished = false}};
    for (const bench::HeadlineForm& form : forms) {
        World world = bench::headlineWorld(form);
        runUntil(world, kRunStart + 150ms);
    }
    // What cannot be run is for the tests to complain of: the program that makes the examples anew
    // is built after this.
    for (int i = 1; i < count; ++i)
        if (!runWatched(arguments[i])) std::fprintf(stderr, "cannot run %s\n", arguments[i]);
}
