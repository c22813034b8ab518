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

Document longOrShortPolling();
Document delayQueue();
Document fifoGroups();
Document deduplication();
Document deadLetterRedrive();
Document deadLetterRetentionTrap();
Document heartbeat();
Document batchOrSingleCalls();
Document largeMessage();
Document fairQueue();

Document fanOut();
Document fourthReceiver();
Document directOrFanOut();
Document filteredFanOut();
Document fifoFanOut();
Document bucketEvents();
Document regionOutage();
Document missingPolicy();
Document flakyWebhook();
Document examQuestion();
Document examQuestionFull();

/// All of them as lessons, from easy to hard.
std::vector<Example> exampleDocuments();

/// Their file names in this order, one per line: resources/examples/lessons.txt.
std::string lessonOrder();

} // namespace sluice::test
