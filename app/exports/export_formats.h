// SPDX-License-Identifier: GPL-3.0-or-later
// The formats that each thing can be exported in, for the dialog. Pictures: one row here for each kind of file (its
// writer is a row in picture_export.cpp); codes: the rows of codes/code_formats.cpp.
#pragma once

#include "app/exports/export_request.h"

#include <QList>
#include <QStringList>

namespace tessera::app {

struct ExportFormat {
    QString name;         ///< "PNG, 16 bits", translated
    QStringList suffixes; ///< the first is the usual one
    QString content;      ///< one line on what the file holds, translated
    PictureWriteOptions options{};
    int quality = -1; ///< where it can be chosen: what is proposed, 1..100
};

QString subjectName(ExportSubject subject); ///< "Reconstruction", translated
QList<ExportFormat> exportFormats(ExportSubject subject);

/// Which of `formats` writes this file: by the name's extension and the bits; -1 where none does.
int formatOf(const QList<ExportFormat>& formats, const QString& path, const PictureWriteOptions& options);

} // namespace tessera::app
