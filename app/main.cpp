// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the command line and does what it says, or opens the window.
#include "app/export_command.h"
#include "app/headless.h"
#include "app/run_command.h"
#include "ui/window_app.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <string_view>
#include <utility>

namespace sluice::app {

namespace {

constexpr const char* kExamples =
    R"(Examples:
  sluice                                        open the window
  sluice poison-messages.sluice                 open a document in the window
  sluice run poison-messages.sluice --until 10min --csv metrics.csv
  sluice validate *.sluice
  sluice export poison-messages.sluice picture.svg --at 30s
  sluice reference --output manual

Times are written as 250ms, 90s, 10min, 2h or 7d; a bare number is seconds.
Exit codes: 0 done, 1 the run stopped before its end, 2 something is wrong with
the command line, a file or a document (then nothing was written), 130 interrupted.)";

struct CommandLine {
    std::string file; ///< To open in the window.
    RunOptions run;
    std::vector<std::string> validateFiles;
    ExportRequest exporting;
    std::string limitsOf = "aws-2026";
    std::string referenceOutput = "-";
};

void addRun(CLI::App& app, RunOptions& options) {
    CLI::App* run = app.add_subcommand("run", "Run a document without the window; print totals");
    run->add_option("FILE", options.file, "Document, .sluice or .json")->required();
    run->add_option("--until", options.until, "Simulated time to run to")->capture_default_str();
    run->add_option("--seed", options.seed, "Seed to use instead of the document's");
    run->add_option(
        "--csv", options.csv, "Write all metrics as CSV, one row per sample; - for stdout");
    run->add_option("--json", options.json, "Write all metrics as JSON; - for stdout");
    run->add_flag("--digest", options.wantsDigest, "Print the fingerprint of the run");
    run->footer("Example: sluice run poison-messages.sluice --until 60s --csv - > metrics.csv\n"
                "The same document and seed give the same digest on every machine.\n"
                "Exit codes: 0 done, 1 the run stopped before its end, 2 bad file or option\n"
                "(nothing written), 130 interrupted (nothing written).");
}

void addValidate(CLI::App& app, std::vector<std::string>& files) {
    CLI::App* validate =
        app.add_subcommand("validate", "Print everything that is wrong with documents");
    validate->add_option("FILE", files, "Documents, .sluice or .json")->required();
    validate->footer("One finding per line: FILE: severity: part: setting: text\n"
                     "Exit codes: 0 no errors (there may be warnings and advice), 2 a document\n"
                     "has errors or cannot be read.\n"
                     "Example: sluice validate *.sluice");
}

void addExport(CLI::App& app, ExportRequest& request) {
    CLI::App* exporting =
        app.add_subcommand("export", "Paint a document, or convert it to JSON or back");
    exporting->add_option("FILE", request.file, "Document, .sluice or .json")->required();
    exporting->add_option("OUT", request.output, "OUT.png, .svg, .pdf, .json or .sluice")
        ->required();
    exporting->add_option("--scale", request.scale, "PNG pixels per logical pixel")
        ->type_name("1-4")
        ->check(CLI::Range(1, 4).description(""));
    exporting->add_flag("--dark", request.isDark, "Light text on a dark ground");
    exporting->add_option("--at", request.at, "Simulated time to show; the start if left out");
    exporting->footer(
        "Examples:\n  sluice export poison-messages.sluice picture.png --scale 2 --at 30s\n"
        "  sluice export poison-messages.sluice poison-messages.json");
}

void addLimits(CLI::App& app, std::string& profileOrFile) {
    CLI::App* limits = app.add_subcommand(
        "limits", "Print the limits of a profile or document, each with its evidence");
    limits
        ->add_option("PROFILE|FILE", profileOrFile, "aws-2026, aws-2023, study-notes or a document")
        ->capture_default_str();
    limits->footer("Example: sluice limits study-notes");
}

void addReference(CLI::App& app, std::string& output) {
    CLI::App* reference =
        app.add_subcommand("reference", "Print the manual of all parts as Markdown");
    reference->add_option("--output", output, "Folder for one file per part; - for stdout")
        ->capture_default_str();
    reference->footer("Example: sluice reference --output manual");
}

int report(const Result<int>& result) {
    if (result) return *result;
    std::fprintf(stderr, "sluice: %s\n", result.error().message.c_str());
    return kBad;
}

Result<int> openWindow(const std::string& file, int argc, char** argv) {
    std::error_code problem;
    if (!file.empty() && !std::filesystem::exists(file, problem)) {
        return failure("There is no file \"" + file
                       + "\", and no command of that name. See sluice --help.");
    }
    const auto isSet = [](const char* name) {
        const char* value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): no threads yet
        return value != nullptr && *value != '\0';
    };
    if (!isSet("DISPLAY") && !isSet("WAYLAND_DISPLAY") && !isSet("QT_QPA_PLATFORM")) {
        return failure("There is no display for the window (neither DISPLAY nor WAYLAND_DISPLAY "
                       "is set). Try sluice run FILE, or see sluice --help.");
    }
    return ui::runWindow(argc, argv, QString::fromStdString(file));
}

/// What to write where a value is missing or wrong, by the name of the option.
constexpr std::array kExampleValues{
    std::pair{"FILE", "poison-messages.sluice"},
    std::pair{"OUT", "picture.png"},
    std::pair{"PROFILE|FILE", "aws-2026"},
    std::pair{"--until", "--until 60s"},
    std::pair{"--seed", "--seed 42"},
    std::pair{"--csv", "--csv metrics.csv"},
    std::pair{"--json", "--json metrics.json"},
    std::pair{"--scale", "--scale 2"},
    std::pair{"--at", "--at 30s"},
    std::pair{"--output", "--output manual"},
};

std::string exampleOf(std::string_view option) {
    const auto found = std::find_if(kExampleValues.begin(),
                                    kExampleValues.end(),
                                    [&](const auto& row) { return row.first == option; });
    if (found == kExampleValues.end()) return {};
    return " Write it like this: " + std::string(found->second);
}

/// No option means anything without a value.
void refuseEmptyValues(CLI::App& app) {
    for (CLI::Option* const option : app.get_options()) {
        option->check([name = option->get_name()](const std::string& value) {
            return value.empty() ? "the value is missing." + exampleOf(name) : std::string();
        });
    }
    for (CLI::App* const command : app.get_subcommands({})) refuseEmptyValues(*command);
}

/// What is wrong with the command line, and what to do.
std::string usageProblem(const CLI::Error& error) {
    std::string text = error.what();
    const std::string name = text.substr(0, text.find(':'));
    // "Could not convert: --seed = abc", "--until: 1 required TEXT missing"
    constexpr std::string_view kStart = "Could not convert: ", kSign = " = ";
    const std::size_t sign = text.find(kSign);
    if (text.starts_with(kStart) && sign != std::string::npos) {
        const std::string option = text.substr(kStart.size(), sign - kStart.size());
        text =
            option + " cannot be \"" + text.substr(sign + kSign.size()) + "\"." + exampleOf(option);
    } else if (text.starts_with(name + ": 1 required ")) {
        text = name + ": the value is missing." + exampleOf(name);
    } else if (text.starts_with(name + ": At Most 1 required ")) {
        text = name + " is given more than once. Keep one of them.";
    }
    return "sluice: " + text + "\nRun with --help to see what is possible.\n";
}

int runProgram(int argc, char** argv) {
    CommandLine line;
    CLI::App app("Sluice: draw a message-driven architecture and watch it run", "sluice");
    app.set_version_flag("--version", "sluice " SLUICE_VERSION);
    app.footer(kExamples);
    app.add_option("FILE", line.file, "Document to open in the window");
    app.require_subcommand(0, 1);
    app.failure_message(
        [](const CLI::App*, const CLI::Error& error) { return usageProblem(error); });
    addRun(app, line.run);
    addValidate(app, line.validateFiles);
    addExport(app, line.exporting);
    addLimits(app, line.limitsOf);
    addReference(app, line.referenceOutput);
    refuseEmptyValues(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : kBad;
    }
    if (app.got_subcommand("run")) return report(runCommand(line.run));
    if (app.got_subcommand("validate")) return validateCommand(line.validateFiles);
    if (app.got_subcommand("export")) return report(exportCommand(line.exporting, argv[0]));
    if (app.got_subcommand("limits")) return report(limitsCommand(line.limitsOf));
    if (app.got_subcommand("reference")) return report(referenceCommand(line.referenceOutput));
    return report(openWindow(line.file, 1, argv));
}

} // namespace

} // namespace sluice::app

int main(int argc, char** argv) {
    try {
        return sluice::app::runProgram(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "sluice: %s\n", error.what());
        return 2;
    }
}
