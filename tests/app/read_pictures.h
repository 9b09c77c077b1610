// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of known colours, and what the program reads of one.
#pragma once

#include "app/pictures/picture_files.h"
#include "tests/app/picture_bytes.h"

#include <algorithm>

namespace tessera::tests {

inline app::ReadPicture read(const QByteArray& bytes)
{
    return app::readPicture(std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))), "picture");
}

inline bool hasNote(const app::ReadPicture& read, const char* text)
{
    return std::any_of(read.notes.begin(), read.notes.end(),
                       [&](const std::string& note) { return note.find(text) != std::string::npos; });
}

inline QImage flat(QImage::Format format, const QColor& colour, const QSize& size = {16, 8})
{
    QImage image(size, format);
    image.fill(colour);
    return image;
}

/// Four quarters of unlike colours, large enough for JPEG's blocks.
inline QImage quarters()
{
    QImage image(32, 48, QImage::Format_RGB32);
    const QRgb colours[4] = {qRgb(220, 30, 30), qRgb(30, 200, 30), qRgb(30, 30, 210), qRgb(220, 210, 200)};
    for (int y = 0; y < 48; ++y)
        for (int x = 0; x < 32; ++x)
            image.setPixel(x, y, colours[(x >= 16) + 2 * (y >= 24)]);
    return image;
}

} // namespace tessera::tests
