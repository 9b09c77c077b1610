// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures in and out. ONE reader for the window and the command line: judged by its own header readers before a
// decoder sees the bytes, then upright, in sRGB, float. ONE writer, through core's atomic files.
#pragma once

#include "app/pictures/header.h"
#include "core/picture.h"

#include <QImage>
#include <QStringList>

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace tessera::app {

/// What the file was, for an information panel.
struct PictureFacts {
    PictureFormat format = PictureFormat::png;
    std::int64_t bytes = 0;
    int bits = 8; ///< per channel, as stored
    bool gray = false;
    bool alpha = false;
    int orientation = 1; ///< EXIF, already applied
    std::string profile; ///< the colour profile that was converted from; empty for sRGB
    bool damaged = false;
};

struct ReadPicture {
    core::Picture picture; ///< 1 to 4 channels, upright, sRGB
    std::vector<std::string> warnings; ///< those of the notes that say what is missing or not as it was
    std::vector<std::string> notes; ///< what was done or is odd: "turned upright (EXIF 6)", "16 bits a channel" ...
    PictureFacts facts;
};

/// The bytes of a file that begins like a picture. Throws core::FileError or core::FormatError, one line that names the
/// file. Safe on any thread.
std::vector<std::byte> readPictureFile(const std::filesystem::path& path);

/// Throws core::FileError or core::FormatError, one line that names the file. Safe on any thread.
ReadPicture readPicture(const std::filesystem::path& path);

/// The same from bytes; `name` stands for the file in messages.
ReadPicture readPicture(std::span<const std::byte> bytes, const std::string& name);

struct PictureWriteOptions {
    int bits = 8; ///< 8 or 16 (PNG and TIFF only); OpenEXR always has 32
    int quality = -1; ///< 0..100 for JPEG and WebP; -1: JPEG 95, WebP lossless

    bool operator==(const PictureWriteOptions&) const = default;
};

/// "png", "tif", "tiff", "exr", "jpg", "jpeg", "webp".
QStringList writablePictureSuffixes();

/// The format that the name's extension asks for. Throws core::FormatError that lists the known ones.
PictureFormat writtenFormat(const std::filesystem::path& path);

/// Clamped and rounded, tagged as sRGB (OpenEXR: neither, but in linear light), whole or not at all. Alpha is kept, but
/// composited on white in a JPEG. Throws core::FormatError (unknown extension, 16 bits or a size that the format lacks)
/// or core::FileError.
void writePicture(const std::filesystem::path& path, const core::Picture& picture,
                  const PictureWriteOptions& options = {});

/// The bytes that writePicture would write.
std::vector<std::byte> encodePicture(const core::Picture& picture, PictureFormat format,
                                     const PictureWriteOptions& options = {});

/// 8 bits, for the screen: Grayscale8, RGB32 or ARGB32, tagged as sRGB. Null for an empty picture.
QImage toImage(const core::Picture& picture);

/// Values as they are in `image`, whose colour space is not looked at.
core::Picture fromImage(const QImage& image);

/// `picture` with the alpha of `original`, where that has one and the sizes agree; otherwise as it is.
core::Picture withAlphaOf(core::Picture picture, const core::Picture& original);

} // namespace tessera::app
