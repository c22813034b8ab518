// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/tidy/rules.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>
#include <functional>
#include <vector>

namespace sluice::test {
namespace {

const QString kLicenceWord = QStringLiteral("SPDX-License-") + QStringLiteral("Identifier");

bool isCode(const QString& path) {
    return path.endsWith(".h") || path.endsWith(".cpp");
}

/// The line without its `//` comment; the slashes of an address ("https://") do not begin one.
QString withoutComment(const QString& line) {
    static const QRegularExpression comment(QStringLiteral("(?<!:)//.*$"));
    return QString(line).remove(comment);
}

using LineRule = std::function<QString(const QString& path, const QString& line)>;

/// Calls `broken` on every line of every code file; it returns what is wrong, or nothing.
Violations brokenLines(const Sources& sources, const LineRule& broken) {
    Violations found;
    for (auto file = sources.begin(); file != sources.end(); ++file) {
        if (!isCode(file.key())) continue;
        const QStringList lines = file.value().split('\n');
        for (qsizetype row = 0; row < lines.size(); ++row) {
            const QString what = broken(file.key(), lines[row]);
            if (!what.isEmpty())
                found << QString("%1:%2: %3").arg(file.key()).arg(row + 1).arg(what);
        }
    }
    return found;
}

QString includedPath(const QString& line) {
    static const QRegularExpression include(QStringLiteral(R"re(^\s*#\s*include\s*"([^"]+)")re"));
    return include.match(line).captured(1);
}

/// "core/base" of "core/base/ids.h", "ui" of "ui/main_window.h".
QString folderOf(const QString& path) {
    return path.section('/', 0, -2);
}

/// Place of a folder in the one line of layers, or -1. Folders of one place do not see each other.
int layerOf(const QString& folder) {
    static const std::vector<QStringList> layers = {
        {"core/base"},
        {"core/schema"},
        {"core/model"},
        {"core/kernel"},
        {"core/broker"},
        {"core/kinds"},
        {"core/sim"},
        {"core/store"},
        {"core/report"},
        {"ui/theme"},
        {"ui/session"},
        {"ui/canvas", "ui/inspector", "ui/palette", "ui/charts", "ui/timeline", "ui/compare"},
        {"ui/export", "ui/start"},
        {"ui/dialogs", "ui/start"},
        {"ui"},
        {"app"},
    };
    const auto at =
        std::ranges::find_if(layers, [&](const auto& row) { return row.contains(folder); });
    return at == layers.end() ? -1 : static_cast<int>(at - layers.begin());
}

struct BannedWord {
    QString pattern;
    QStringList folders;
    QString reason;
    QStringList except = {};
    bool inCommentsToo = false;
};

const std::vector<BannedWord>& bannedWordRows() {
    static const QStringList everywhere = {"app/", "core/", "ui/", "tests/"};
    static const QStringList engine = {"core/sim/engine.cpp", "core/sim/engine.h"};
    static const std::vector<BannedWord> rows = {
        {R"(\b(TODO|FIXME|XXX)\b)", everywhere, "unfinished", {}, true},
        {R"(#\s*if\s+0\b)", everywhere, "dead code"},
        {R"(std::function\b)",
         {"core/kernel/", "core/broker/", "core/kinds/", "core/sim/"},
         "World is plain values"},
        {"unordered_", {"core/"}, "its order differs from run to run"},
        {R"(\b(std::)?s?rand\s*\()", {"core/", "ui/"}, "draw from Rng"},
        {R"(random_device|std::\w+_distribution\b|mt19937)", {"core/"}, "draw from Rng"},
        {"(system|steady|high_resolution)_clock",
         {"core/"},
         "the wall clock never enters core",
         engine},
        {R"(std::(mutex|thread|jthread|async|atomic)\b)",
         {"core/"},
         "threads live in engine.cpp",
         engine},
        {R"(\bResult<bool>)", {"app/", "core/", "ui/"}, "say Result<>"},
        {R"(\bprocessEvents\b)", {"app/", "ui/"}, "re-enters the event loop"},
        {R"(QGraphics\w*Effect)", {"ui/"}, "slow, and a bitmap in exports"},
        {"qcustomplot", {"app/", "ui/"}, "only ui/charts draws charts", {"ui/charts/"}},
    };
    return rows;
}

bool startsWithAny(const QString& path, const QStringList& starts) {
    return std::ranges::any_of(starts,
                               [&](const QString& start) { return path.startsWith(start); });
}

qsizetype lineCount(const QString& text) {
    return text.count('\n');
}

} // namespace

Sources readSources(const QString& root) {
    Sources sources;
    for (const char* top : {"app", "core", "ui", "tests"}) {
        QDirIterator files(root + '/' + top,
                           {"*.h", "*.cpp", "CMakeLists.txt"},
                           QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (!file.open(QIODevice::ReadOnly))
                qFatal("cannot read %s", qPrintable(file.fileName()));
            sources.insert(file.fileName().mid(root.size() + 1), QString::fromUtf8(file.readAll()));
        }
    }
    return sources;
}

Violations includesPointingRight(const Sources& sources) {
    return brokenLines(sources, [](const QString& path, const QString& line) -> QString {
        const QString included = includedPath(line);
        if (included.isEmpty() || included.endsWith(".moc")) return {};
        if (!startsWithAny(included, {"app/", "core/", "ui/", "tests/"}))
            return included + " does not start at the root";
        if (path.startsWith("tests/")) return {};
        const QString from = folderOf(path);
        const QString to = folderOf(included);
        if (layerOf(from) < 0) return from + " has no place in the order of folders";
        if (from == to || (layerOf(to) >= 0 && layerOf(to) < layerOf(from))) return {};
        return from + " must not include " + to;
    });
}

Violations qtInCore(const Sources& sources) {
    static const QRegularExpression qt(
        QStringLiteral(R"re(#\s*include\s*[<"](Q[A-Z]|Qt|q[a-z]+\.h|qcustomplot))re"));
    return brokenLines(sources, [](const QString& path, const QString& line) -> QString {
        return path.startsWith("core/") && line.contains(qt) ? "core has no Qt" : QString();
    });
}

Violations bannedWords(const Sources& sources) {
    Violations found;
    for (const BannedWord& row : bannedWordRows()) {
        const QRegularExpression word(row.pattern);
        found += brokenLines(sources, [&](const QString& path, const QString& line) -> QString {
            if (path.startsWith("tests/tidy/") || !startsWithAny(path, row.folders)) return {};
            if (startsWithAny(path, row.except)) return {};
            const auto hit = word.match(row.inCommentsToo ? line : withoutComment(line));
            return hit.hasMatch() ? hit.captured() + " (" + row.reason + ")" : QString();
        });
    }
    return found;
}

Violations coreFilesWithoutTest(const Sources& sources) {
    Violations found;
    for (const QString& path : sources.keys()) {
        if (!path.startsWith("core/") || !path.endsWith(".cpp")) continue;
        const QString test = "tests/" + path.chopped(4) + "_test.cpp";
        if (!sources.contains(test)) found << path + ": " + test + " is missing";
    }
    return found;
}

Violations licenceLineMissing(const Sources& sources) {
    Violations found;
    for (auto file = sources.begin(); file != sources.end(); ++file) {
        const QString mark = isCode(file.key()) ? "// " : "# ";
        const bool isFirst = file.value().startsWith(mark + kLicenceWord + ": GPL-3.0-or-later\n");
        if (!isFirst || file.value().count(kLicenceWord) != 1)
            found << file.key() + ":1: one licence line, first";
    }
    return found;
}

Violations filesTooLong(const Sources& sources) {
    Violations found;
    for (auto file = sources.begin(); file != sources.end(); ++file) {
        const qsizetype lines = lineCount(file.value());
        if (file.key().endsWith(".cpp") && lines > 400)
            found << QString("%1: %2 lines").arg(file.key()).arg(lines);
    }
    return found;
}

QStringList longFiles(const Sources& sources) {
    std::vector<std::pair<qsizetype, QString>> rows;
    for (auto file = sources.begin(); file != sources.end(); ++file) {
        const qsizetype lines = lineCount(file.value());
        if (file.key().endsWith(".cpp") && lines > 250) rows.emplace_back(lines, file.key());
    }
    std::ranges::sort(rows, std::greater());
    QStringList shown;
    for (const auto& [lines, path] : rows) shown << QString("%1 %2").arg(lines).arg(path);
    return shown;
}

QStringList kindKeys(const Sources& sources) {
    static const QRegularExpression key(QStringLiteral(R"re(\bkKey\b[^=;]*=\s*"([a-z0-9_]+)")re"));
    QStringList keys;
    for (auto file = sources.begin(); file != sources.end(); ++file) {
        const auto hit = key.match(file.value());
        if (file.key().startsWith("core/kinds/") && hit.hasMatch()) keys << hit.captured(1);
    }
    return keys;
}

Violations kindsNamedElsewhere(const Sources& sources) {
    // Colour roles ("queue", "stream", …) are words of their own: several kinds may share one.
    const QString colourRoles = "ui/theme/theme.cpp";
    // The members of an S3 event ("bucket") are the service's words.
    const QString eventMembers = "core/broker/s3_events.cpp";
    // Likewise the parts of an app endpoint's ARN.
    const QString arnParts = "core/broker/sns_api_platform.cpp";
    const QStringList keys = kindKeys(sources);
    if (keys.isEmpty()) return {"core/kinds: no kKey found, so nothing can be checked"};
    const QString any = keys.join('|');
    const QRegularExpression named(QString("\"(%1)\"|core/kinds/(%1)\\.h").arg(any));
    return brokenLines(sources, [&](const QString& path, const QString& line) -> QString {
        if (startsWithAny(path, {"core/kinds/", "tests/", colourRoles, eventMembers, arnParts}))
            return {};
        const auto hit = named.match(withoutComment(line));
        return hit.hasMatch() ? hit.captured() + " names a kind" : QString();
    });
}

Violations testsWithoutNamespace(const Sources& sources) {
    Violations found;
    for (auto file = sources.begin(); file != sources.end(); ++file) {
        const QString name = file.key().section('/', -1).section('.', 0, 0);
        if (!file.key().endsWith("_test.cpp") || !file.key().startsWith("tests/")) continue;
        const QRegularExpression own("\\nnamespace sluice(::ui)?::" + name + " \\{\n");
        if (!file.value().contains(own))
            found << file.key() + ": its namespace is not sluice::" + name;
    }
    return found;
}

Violations unlistedFiles(const Sources& sources) {
    Violations found;
    for (const QString& path : sources.keys()) {
        if (!path.endsWith(".cpp") || path.startsWith("core/kinds/")) continue;
        const QString top = path.section('/', 0, 0);
        const bool isBench = path.startsWith("tests/bench/");
        const QString entry = isBench ? path.section('/', -1).chopped(4) : path.section('/', 1);
        const QRegularExpression listed("(^|[\\s(/])" + QRegularExpression::escape(entry)
                                        + (isBench ? "(\\.cpp)?($|[\\s)])" : "($|[\\s)])"));
        if (!sources.value(top + "/CMakeLists.txt").contains(listed))
            found << path + ": not in " + top + "/CMakeLists.txt";
    }
    return found;
}

} // namespace sluice::test
