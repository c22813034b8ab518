// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/clipboard.h"

#include "core/model/findings.h"
#include "core/store/document_json.h"
#include "ui/session/document_session.h"
#include "ui/session/selection.h"

#include <QCoreApplication>

namespace sluice::ui {

QString partsText(const Document& document, const PartIds& parts) {
    if (parts.nodes.empty() && parts.notes.empty()) return {};
    return QString::fromStdString(toJson(fragment(document, parts)));
}

Result<Document> readParts(const QString& text, const Registry& registry) {
    const QByteArray bytes = text.toUtf8();
    const auto sentence = [](const char* key) {
        return failure(QCoreApplication::translate("Clipboard", key).toStdString());
    };
    if (bytes.trimmed().isEmpty()) return sentence("There are no parts on the clipboard.");
    if (bytes.size() > kMaxPasteBytes)
        return sentence("The text on the clipboard is larger than 5 MiB and was not pasted.");
    auto parsed =
        parseJson(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    if (!parsed) {
        return failure(
            QCoreApplication::translate("Clipboard", "The text on the clipboard holds no parts: %1")
                .arg(QString::fromStdString(parsed.error().message))
                .toStdString());
    }
    const auto findings = validate(*parsed, registry);
    if (hasErrors(findings)) return failure(findings.front().text);
    return parsed;
}

void pasteParts(DocumentSession& documents,
                Selection& selection,
                const Document& parts,
                const QString& stepText) {
    PartIds added;
    const auto done = documents.edit(stepText, [&](Document& document) {
        added = paste(document, parts, kPasteStep, kPasteStep);
    });
    if (done) selection.set(added);
}

} // namespace sluice::ui
