// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/pdf_dates.h"

namespace sluice::ui {

namespace {

constexpr qsizetype kOffsetDigits = 10;
constexpr qsizetype kEntrySize = 20;

/// Writes `number` with leading zeros over the digits at `at`.
void overwrite(QByteArray& pdf, qsizetype at, qsizetype number) {
    pdf.replace(at, kOffsetDigits, QByteArray::number(number).rightJustified(kOffsetDigits, '0'));
}

/// Lowers the offsets in the table at `table` that lie behind the removed bytes.
void shiftTable(QByteArray& pdf, qsizetype table, qsizetype from, qsizetype removed) {
    const qsizetype heading = pdf.indexOf('\n', table) + 1; // "0 19"
    const qsizetype rows = pdf.indexOf('\n', heading) + 1;
    const qsizetype end = pdf.indexOf("trailer", rows);
    for (qsizetype row = rows; row + kEntrySize <= end; row += kEntrySize) {
        const qsizetype offset = pdf.mid(row, kOffsetDigits).toLongLong();
        if (offset > from) overwrite(pdf, row, offset - removed);
    }
}

} // namespace

QByteArray withoutCreationDate(QByteArray pdf) {
    const qsizetype from = pdf.indexOf("/CreationDate");
    if (from < 0) return pdf;
    const qsizetype removed = pdf.indexOf('\n', from) + 1 - from;
    pdf.remove(from, removed);
    const qsizetype pointer = pdf.lastIndexOf("startxref\n") + 10;
    const qsizetype pointerEnd = pdf.indexOf('\n', pointer);
    const qsizetype table = pdf.mid(pointer, pointerEnd - pointer).toLongLong() - removed;
    pdf.replace(pointer, pointerEnd - pointer, QByteArray::number(table));
    shiftTable(pdf, table, from, removed);
    return pdf;
}

} // namespace sluice::ui
