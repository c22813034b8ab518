// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/headless.h"

#include "core/kinds/registry.h"
#include "core/model/findings.h"
#include "core/report/node_reference.h"
#include "core/store/atomic_file.h"
#include "core/store/document_file.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <span>

namespace sluice::app {

namespace {

std::string oneLine(std::string text) {
    for (char& letter : text) {
        if (letter == '\n' || letter == '\r') letter = ' ';
    }
    return text.empty() ? "-" : text;
}

const char* severityName(Severity severity) {
    switch (severity) {
    case Severity::Advice:
        return "advice";
    case Severity::Warning:
        return "warning";
    case Severity::Error:
        return "error";
    }
    return "finding";
}

std::string partName(const Document& document, const Finding& finding) {
    if (const Node* node = document.node(finding.node)) return node->name;
    const Link* link = document.link(finding.link);
    if (link == nullptr) return {};
    const Node* from = document.node(link->from);
    const Node* to = document.node(link->to);
    return (from == nullptr ? "?" : from->name) + " -> " + (to == nullptr ? "?" : to->name);
}

/// What is wrong; of advice also the reason and what to set.
std::string sentences(const Document& document, const Finding& finding) {
    std::string text = finding.text;
    if (!finding.why.empty()) text += " Why: " + finding.why;
    for (const Setting& setting : finding.fix) {
        const Node* node = document.node(setting.node);
        text += " Fix: set " + setting.property + " of \"" + (node == nullptr ? "?" : node->name)
                + "\" to " + toText(setting.value) + '.';
    }
    if (finding.addition) text += " Fix: add \"" + finding.addition->name + "\".";
    return text;
}

bool validateFile(const std::string& file) {
    const auto document = loadDocument(file);
    if (!document) {
        std::fprintf(stderr, "sluice: %s\n", document.error().message.c_str());
        return false;
    }
    const auto found = validate(*document, registry());
    for (const Finding& finding : found) {
        std::printf("%s: %s: %s: %s: %s\n",
                    file.c_str(),
                    severityName(finding.severity),
                    oneLine(partName(*document, finding)).c_str(),
                    oneLine(finding.property).c_str(),
                    oneLine(sentences(*document, finding)).c_str());
    }
    return !hasErrors(found);
}

} // namespace

int validateCommand(const std::vector<std::string>& files) {
    int code = 0;
    for (const std::string& file : files) {
        if (!validateFile(file)) code = kBad;
    }
    return code;
}

namespace {

Result<int> noLimits(const std::string& name) {
    std::string presets;
    for (const std::string_view preset : limitPresets()) {
        presets += (presets.empty() ? "" : ", ") + std::string(preset);
    }
    return failure("There is no limits profile and no file \"" + name + "\". The profiles are "
                   + presets + ".");
}

} // namespace

Result<int> limitsCommand(const std::string& profileOrFile) {
    const auto presets = limitPresets();
    Result<LimitsProfile> limits = limitsProfile(presets.front());
    if (std::find(presets.begin(), presets.end(), profileOrFile) != presets.end()) {
        limits = limitsProfile(profileOrFile);
    } else {
        std::error_code problem;
        if (!std::filesystem::exists(profileOrFile, problem)) return noLimits(profileOrFile);
        const auto document = loadDocument(profileOrFile);
        if (!document) return tl::unexpected<Error>(document.error());
        limits = limitsOf(document->settings);
    }
    if (!limits) return tl::unexpected<Error>(limits.error());
    std::printf("%s", describeLimits(*limits).c_str());
    return 0;
}

Result<int> referenceCommand(const std::string& output) {
    const auto pages = referencePages(registry());
    if (output == "-") {
        for (const ReferencePage& page : pages) {
            std::printf("%s%s", &page == &pages.front() ? "" : "\n", page.text.c_str());
        }
        return 0;
    }
    std::error_code problem;
    std::filesystem::create_directories(output, problem);
    if (problem) {
        return failure("Cannot make the folder \"" + output + "\": " + problem.message()
                       + ". Choose another folder.");
    }
    for (const ReferencePage& page : pages) {
        const auto bytes = std::as_bytes(std::span(page.text));
        const auto written = writeAtomically(output + '/' + page.fileName, bytes);
        if (!written) return tl::unexpected<Error>(written.error());
    }
    return 0;
}

} // namespace sluice::app
