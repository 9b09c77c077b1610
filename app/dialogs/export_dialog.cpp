// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/export_dialog.h"

#include "app/settings.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

namespace tessera::app {
namespace {

struct Type {
    const char* name; ///< English
    const char* suffixes;
    PictureWriteOptions options;
};

const Type kTypes[] = {
    {QT_TRANSLATE_NOOP("QFileDialog", "PNG, 8 bits"), "png", {.bits = 8}},
    {QT_TRANSLATE_NOOP("QFileDialog", "PNG, 16 bits"), "png", {.bits = 16}},
    {QT_TRANSLATE_NOOP("QFileDialog", "TIFF, 8 bits"), "tif tiff", {.bits = 8}},
    {QT_TRANSLATE_NOOP("QFileDialog", "TIFF, 16 bits"), "tif tiff", {.bits = 16}},
    {QT_TRANSLATE_NOOP("QFileDialog", "JPEG, quality 95"), "jpg jpeg", {.quality = 95}},
    {QT_TRANSLATE_NOOP("QFileDialog", "WebP, lossless"), "webp", {}},
};

QString filterOf(const Type& type)
{
    QStringList patterns;
    for (const QString& suffix : QString::fromLatin1(type.suffixes).split(QLatin1Char(' ')))
        patterns << QStringLiteral("*.") + suffix;
    return QStringLiteral("%1 (%2)").arg(QFileDialog::tr(type.name), patterns.join(QLatin1Char(' ')));
}

QString firstSuffix(const Type& type)
{
    return QString::fromLatin1(type.suffixes).section(QLatin1Char(' '), 0, 0);
}

QFileDialog* saveDialog(QWidget& window, const QString& title)
{
    auto* dialog = new QFileDialog(&window, title, openSettings().value(settings_key::kExportFolder, QDir::homePath()).toString());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    return dialog;
}

void remember(const QString& path)
{
    openSettings().setValue(settings_key::kExportFolder, QFileInfo(path).absolutePath());
}

} // namespace

void askForPictureExport(QWidget& window, const QString& title,
                         std::function<void(const QString&, const PictureWriteOptions&)> then)
{
    QFileDialog* dialog = saveDialog(window, QFileDialog::tr("Export the Reconstruction"));
    QStringList filters;
    for (const Type& type : kTypes)
        filters << filterOf(type);
    dialog->setNameFilters(filters);
    dialog->setDefaultSuffix(firstSuffix(kTypes[0]));
    const QString base = QFileInfo(title).completeBaseName();
    dialog->selectFile(base + QStringLiteral("-reconstruction.png"));
    // A name that was typed for one type must not keep its suffix under another.
    QObject::connect(dialog, &QFileDialog::filterSelected, dialog, [dialog, filters](const QString& filter) {
        const Type& type = kTypes[std::max<qsizetype>(0, filters.indexOf(filter))];
        dialog->setDefaultSuffix(firstSuffix(type));
        const QFileInfo chosen(dialog->selectedFiles().value(0));
        if (!chosen.completeBaseName().isEmpty() && !chosen.isDir())
            dialog->selectFile(chosen.completeBaseName() + QLatin1Char('.') + firstSuffix(type));
    });
    QObject::connect(dialog, &QFileDialog::fileSelected, &window, [dialog, filters, then = std::move(then)](const QString& path) {
        remember(path);
        const Type& type = kTypes[std::max<qsizetype>(0, filters.indexOf(dialog->selectedNameFilter()))];
        PictureWriteOptions options = type.options;
        const QString suffix = QFileInfo(path).suffix().toLower();
        // The name's own suffix decides the format; what the type says of another format does not count then.
        if (!QString::fromLatin1(type.suffixes).split(QLatin1Char(' ')).contains(suffix))
            options = {};
        then(path, options);
    });
    dialog->open();
}

void askForCodesExport(QWidget& window, const QString& title, std::function<void(const QString&)> then)
{
    QFileDialog* dialog = saveDialog(window, QFileDialog::tr("Export the Codes"));
    dialog->setNameFilter(QFileDialog::tr("NumPy array (*.npy)"));
    dialog->setDefaultSuffix(QStringLiteral("npy"));
    dialog->selectFile(QFileInfo(title).completeBaseName() + QStringLiteral("-codes.npy"));
    QObject::connect(dialog, &QFileDialog::fileSelected, &window, [then = std::move(then)](const QString& path) {
        remember(path);
        then(path);
    });
    dialog->open();
}

} // namespace tessera::app
