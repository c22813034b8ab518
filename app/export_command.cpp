// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export_command.h"

#include "app/run_command.h"
#include "core/sim/simulator.h"
#include "core/store/document_file.h"
#include "ui/export/diagram_export.h"

#include <QGuiApplication>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <utility>

namespace sluice::app {

namespace {

std::string suffixOf(const std::string& path) {
    std::string suffix = std::filesystem::path(path).extension().string();
    std::transform(suffix.begin(), suffix.end(), suffix.begin(), [](unsigned char letter) {
        return static_cast<char>(std::tolower(letter));
    });
    return suffix;
}

/// Whether the options make sense for the format.
Result<> checkRequest(const ExportRequest& request) {
    const std::string suffix = suffixOf(request.output);
    const bool isDocument = suffix == ".json" || suffix == ".sluice";
    const bool isPicture = suffix == ".png" || suffix == ".svg" || suffix == ".pdf";
    if (!isDocument && !isPicture) {
        return failure("Cannot tell the format of \"" + request.output
                       + "\". The name has to end in .png, .svg, .pdf, .json or .sluice.");
    }
    if (request.scale && suffix != ".png")
        return failure("--scale is for PNG only; the other formats have no pixels. Leave it out.");
    if (isDocument && (request.isDark || !request.at.empty()))
        return failure("--dark and --at are for pictures only. Leave them out.");
    std::error_code missing;
    if (std::filesystem::equivalent(request.file, request.output, missing)) {
        return failure("\"" + request.output
                       + "\" is the document itself. Choose another name for the export.");
    }
    return {};
}

/// What there is to see at --at.
Result<>
exportPicture(const ExportRequest& request, const Document& document, World world, char* program) {
    const auto time = durationOption("--at", request.at.empty() ? "0" : request.at);
    if (!time) return tl::unexpected<Error>(time.error());
    runUntil(world, kRunStart + *time);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    int count = 1;
    std::array<char*, 2> arguments{program, nullptr};
    const QGuiApplication application(count, arguments.data());
    return ui::exportDiagram(QString::fromStdString(request.output),
                             document,
                             pictures(world),
                             {request.scale.value_or(1), request.isDark});
}

} // namespace

Result<int> exportCommand(const ExportRequest& request, char* program) {
    if (auto checked = checkRequest(request); !checked)
        return tl::unexpected<Error>(checked.error());
    const auto document = loadDocument(request.file);
    if (!document) return tl::unexpected<Error>(document.error());
    auto world = build(*document);
    if (!world) return failure("\"" + request.file + "\" has errors:\n" + world.error().message);
    const std::string suffix = suffixOf(request.output);
    const bool isDocument = suffix == ".json" || suffix == ".sluice";
    const auto done = isDocument ? saveDocument(request.output, *document)
                                 : exportPicture(request, *document, std::move(*world), program);
    if (!done) return tl::unexpected<Error>(done.error());
    return 0;
}

} // namespace sluice::app
