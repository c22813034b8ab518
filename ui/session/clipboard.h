// SPDX-License-Identifier: GPL-3.0-or-later
// Parts on the clipboard are the JSON text of a document of their own, so that they go between
// windows and into any editor.
#pragma once

#include "core/model/edits.h"
#include "core/schema/node_kind.h"

#include <QString>

namespace sluice::ui {

class DocumentSession;
class Selection;

/// Longest text that is read from the clipboard, in bytes of UTF-8.
inline constexpr qsizetype kMaxPasteBytes = qsizetype{5} << 20U;

/// How far copies are put from their originals, in canvas pixels.
inline constexpr double kPasteStep = 32;

/// The parts as text; empty when `parts` holds nothing but links.
QString partsText(const Document& document, const PartIds& parts);

/// Reads what partsText wrote, or any other document as JSON text. Everything is checked; the error
/// says why the text cannot be pasted.
Result<Document> readParts(const QString& text, const Registry& registry);

/// Adds the parts in one undo step and selects them: shifted by kPasteStep down and to the right as
/// often as it takes for none to lie exactly on another part; or to the right of the originals,
/// where nothing is, if there are frames among them. False, and nothing is done, when the document
/// is too full.
bool pasteParts(DocumentSession& documents,
                Selection& selection,
                const Document& parts,
                const QString& stepText);

} // namespace sluice::ui
