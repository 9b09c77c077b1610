// SPDX-License-Identifier: GPL-3.0-or-later
// Where a file goes, and for pictures in which format. They return at once and call `then` when somebody has chosen.
#pragma once

#include "app/picture_files.h"

#include <QString>

#include <functional>

class QWidget;

namespace tessera::app {

/// The format is chosen by the dialog's list of types: PNG and TIFF with 8 or 16 bits, JPEG, WebP. `title` is the
/// document's; the proposed name is made of it.
void askForPictureExport(QWidget& window, const QString& title,
                         std::function<void(const QString& path, const PictureWriteOptions& options)> then);

void askForCodesExport(QWidget& window, const QString& title, std::function<void(const QString& path)> then);

} // namespace tessera::app
