// SPDX-License-Identifier: GPL-3.0-or-later
// The documents of resources/examples, as the program that makes them. `make_examples` writes the
// files; a test checks that they hold just this.
#pragma once

#include "core/model/document.h"

#include <string>
#include <vector>

namespace sluice::test {

struct Example {
    std::string fileName; ///< Below resources/examples.
    Document document;
};

Document oneQueueTwoWorkers();
Document slowConsumer();
Document poisonMessages();

/// All of them, in the order of the start page.
std::vector<Example> exampleDocuments();

} // namespace sluice::test
