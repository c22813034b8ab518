// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the example documents: `make_examples DIRECTORY`, normally resources/examples.
#include "core/store/atomic_file.h"
#include "core/store/document_file.h"
#include "tests/examples/example_documents.h"

#include <cstdio>
#include <exception>

namespace {

int makeExamples(const std::string& folder) {
    for (const auto& [fileName, document] : sluice::test::exampleDocuments()) {
        std::string path = folder;
        path.append("/").append(fileName);
        const auto saved = sluice::saveDocument(path, document);
        if (!saved) {
            std::fprintf(stderr, "make_examples: %s\n", saved.error().message.c_str());
            return 1;
        }
    }
    const std::string order = sluice::test::lessonOrder();
    const auto written =
        sluice::writeAtomically(folder + "/lessons.txt", std::as_bytes(std::span(order)));
    if (!written) {
        std::fprintf(stderr, "make_examples: %s\n", written.error().message.c_str());
        return 1;
    }
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: make_examples DIRECTORY\n", stderr);
        return 2;
    }
    try {
        return makeExamples(argv[1]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "make_examples: %s\n", error.what());
        return 1;
    }
}
