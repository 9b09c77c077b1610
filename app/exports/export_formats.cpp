// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exports/export_formats.h"

#include "app/codes/code_formats.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace tessera::app {
namespace {

#define TEXT(english) QT_TRANSLATE_NOOP("Export", english)

struct PictureRow {
    const char* name; ///< English
    const char* suffixes;
    const char* content; ///< English
    PictureWriteOptions options;
    int quality;
    bool exactColours; ///< for pictures whose colours stand for something
};

const PictureRow kPictures[] = {
    {TEXT("PNG, 8 bits"), "png", TEXT("8 bits a channel, sRGB, without loss."), {.bits = 8}, -1, true},
    {TEXT("PNG, 16 bits"), "png", TEXT("16 bits a channel, sRGB, without loss."), {.bits = 16}, -1, false},
    {TEXT("TIFF, 8 bits"), "tif tiff", TEXT("8 bits a channel, sRGB, without loss."), {.bits = 8}, -1, true},
    {TEXT("TIFF, 16 bits"), "tif tiff", TEXT("16 bits a channel, sRGB, without loss."), {.bits = 16}, -1, false},
    {TEXT("OpenEXR, float"), "exr", TEXT("32-bit floats in linear light, not clamped to 0 to 1."), {}, -1, false},
    {TEXT("JPEG"), "jpg jpeg", TEXT("8 bits a channel, sRGB, with loss; transparent parts on white."), {}, 95, false},
    {TEXT("WebP"), "webp", TEXT("8 bits a channel, sRGB; quality 100 is without loss."), {}, 100, true},
};

QString translated(const char* english) { return QCoreApplication::translate("Export", english); }

} // namespace

QString subjectName(ExportSubject subject)
{
    switch (subject) {
    case ExportSubject::reconstruction:
        return translated(TEXT("Reconstruction"));
    case ExportSubject::difference:
        return translated(TEXT("Difference from the input, as colours"));
    case ExportSubject::indexMap:
        return translated(TEXT("Index map, as colours"));
    case ExportSubject::codes:
        break;
    }
    return translated(TEXT("Codes, as numbers"));
}

#undef TEXT

QList<ExportFormat> exportFormats(ExportSubject subject)
{
    QList<ExportFormat> formats;
    if (subject == ExportSubject::codes) {
        for (const CodeFormat& row : codeFormats())
            formats.append({codeFormatName(row), {QLatin1String(row.suffix)}, codeFormatContent(row)});
        return formats;
    }
    for (const PictureRow& row : kPictures)
        if (row.exactColours || subject == ExportSubject::reconstruction)
            formats.append({translated(row.name), QString::fromLatin1(row.suffixes).split(QLatin1Char(' ')),
                            translated(row.content), row.options, row.quality});
    return formats;
}

int formatOf(const QList<ExportFormat>& formats, const QString& path, const PictureWriteOptions& options)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    int found = -1;
    for (int i = 0; i < formats.size(); ++i)
        if (formats[i].suffixes.contains(suffix) && (found < 0 || formats[i].options.bits == options.bits))
            found = i;
    return found;
}

} // namespace tessera::app
