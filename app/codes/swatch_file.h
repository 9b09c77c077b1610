// SPDX-License-Identifier: GPL-3.0-or-later
// The cache of decoded swatches: a PNG for each model under $XDG_CACHE_HOME/tessera/swatches, named by the SHA-256 of
// its weights. A file that is damaged, or of another shape than the model calls for, is as good as none. The folder as
// a whole is bounded; the files longest unused go first.
#pragma once

#include "app/files/cache_files.h"
#include "core/model/model_folder.h"

#include <QImage>
#include <QString>

namespace tessera::app {

constexpr int kSwatchesPerRow = 32;
/// Larger codebooks are decoded, but not kept.
constexpr std::int64_t kMostSwatches = 1 << 17;

/// The size of the picture of all swatches of a model.
QSize swatchAtlasSize(std::int64_t codes, int side);

/// Where the model's swatches are kept; empty where there is no folder for it. Reads the weight files: work for a
/// worker. Throws core::Error where they cannot be read.
QString swatchFile(const core::ModelFiles& files);

/// The atlas (Format_ARGB32, transparent where a code is missing); null where there is no file that can be used.
QImage readSwatches(const QString& path, QSize size);

/// Writes it atomically and removes what is too much in the folder. Failing leaves what was there: it is a cache.
void writeSwatches(const QString& path, const QImage& atlas, std::uintmax_t folderLimit = kSwatchBytes);

} // namespace tessera::app
