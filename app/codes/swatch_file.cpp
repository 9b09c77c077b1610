// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/codes/swatch_file.h"

#include "core/atomic_file.h"
#include "core/error.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImageReader>

#include <new>

namespace tessera::app {
namespace {

constexpr qint64 kMostBytes = qint64{48} << 20; ///< of one file

QString sha256(const core::ModelFiles& files)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const std::filesystem::path& path : files.weightFiles) {
        QFile file(QFile::decodeName(path.c_str()));
        if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
            throw core::FileError(path.string() + ": cannot be read again to tell which model it is");
    }
    return QString::fromLatin1(hash.result().toHex());
}

} // namespace

QSize swatchAtlasSize(std::int64_t codes, int side)
{
    return {kSwatchesPerRow * side, static_cast<int>((codes + kSwatchesPerRow - 1) / kSwatchesPerRow) * side};
}

QString swatchFile(const core::ModelFiles& files)
{
    const std::filesystem::path cache = cacheFolder();
    return cache.empty() ? QString()
                         : QStringLiteral("%1/swatches/%2.png").arg(QFile::decodeName(cache.c_str()), sha256(files));
}

QImage readSwatches(const QString& path, QSize size)
{
    QFile file(path);
    if (file.size() > kMostBytes || !file.open(QIODevice::ReadOnly))
        return {};
    // For the order in which files go. (Where that is not to be, this one goes earlier.)
    file.setFileTime(QDateTime::currentDateTime(), QFileDevice::FileModificationTime);
    QImageReader reader(&file, "png");
    if (reader.size() != size)
        return {};
    const QImage image = reader.read();
    return image.isNull() || !image.hasAlphaChannel() ? QImage() : image.convertToFormat(QImage::Format_ARGB32);
}

void writeSwatches(const QString& path, const QImage& atlas, std::uintmax_t folderLimit)
{
    const QString folder = QFileInfo(path).path();
    QBuffer bytes;
    bytes.open(QIODevice::WriteOnly);
    if (!QDir().mkpath(folder) || !atlas.save(&bytes, "png") || bytes.size() > kMostBytes)
        return;
    try {
        core::writeFileAtomically(
            QFile::encodeName(path).toStdString(),
            std::as_bytes(std::span(bytes.data().constData(), static_cast<std::size_t>(bytes.size()))));
    } catch (const core::Error&) { // they will be decoded again
        return;
    }
    removeLongestUnused(QFile::encodeName(folder).toStdString(), folderLimit);
}

} // namespace tessera::app
