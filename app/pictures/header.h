// SPDX-License-Identifier: GPL-3.0-or-later
// What a picture file says about itself, read by bounded readers of our own before any decoder sees the bytes: the
// decoders are not ours and believe what the file says about sizes and lengths.
#pragma once

#include "app/pictures/byte_view.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tessera::app {

enum class PictureFormat { png, jpeg, webp, tiff, gif, bmp, exr }; ///< exr is written, not read

inline constexpr std::uint64_t kMaxPictureBytes = std::uint64_t{512} << 20;
inline constexpr std::int64_t kMaxPictureSide = 32768;
inline constexpr std::int64_t kMaxPicturePixels = std::int64_t{64} << 20;
inline constexpr auto kReadPictures = "PNG, JPEG, WebP, TIFF, GIF or BMP"; ///< for messages

struct PictureHeader {
    PictureFormat format = PictureFormat::png;
    std::int64_t width = 0; ///< as stored, before EXIF turns it
    std::int64_t height = 0;
    int bits = 8; ///< per channel; of the palette's index for palette pictures
    bool gray = false; ///< gray, perhaps with alpha
    bool cmyk = false;
    bool several = false; ///< an animation, or several pages
    int orientation = 1; ///< EXIF, 1..8
    std::string kind; ///< what else it is, for messages: "3 channels of 64 bits"; may be empty
    std::string damage; ///< what is missing of a picture that can be shown in part; empty where it is whole
    std::vector<std::byte> profile; ///< ICC; empty where there is none
    bool profileBroken = false; ///< there is one, but it cannot be unpacked
    std::optional<double> gamma; ///< PNG's gAMA and cHRM, where neither sRGB nor a profile overrules them
    std::optional<std::array<double, 8>> chromaticities; ///< white, red, green, blue as x, y
};

/// "PNG", "JPEG" ...
std::string formatName(PictureFormat format);

/// By content, whatever the file is called. Empty where it is none of ours.
std::optional<PictureFormat> pictureFormatOf(std::span<const std::byte> head);

/// Throws core::FormatError for first bytes that are none of a picture that is read: what they are instead, what was
/// expected, and what to do. 4096 bytes are enough.
void checkPictureKind(std::span<const std::byte> head);

/// Throws core::FormatError: another kind of file, lengths beyond the file, sizes beyond the limits, cut or damaged
/// structure.
PictureHeader readPictureHeader(std::span<const std::byte> bytes);

/// What the decoder is given: for PNG only the chunks that hold pixels, without texts, profiles and animation frames.
/// Throws core::FormatError where the pixels are damaged.
std::vector<std::byte> pixelChunksOfPng(std::span<const std::byte> bytes);

/// The readers behind readPictureHeader(); each calls checkPictureSize() as soon as it knows the size.
PictureHeader readPngHeader(std::span<const std::byte> bytes);
PictureHeader readJpegHeader(std::span<const std::byte> bytes);
PictureHeader readWebpHeader(std::span<const std::byte> bytes);
PictureHeader readTiffHeader(std::span<const std::byte> bytes);
PictureHeader readGifHeader(std::span<const std::byte> bytes);
PictureHeader readBmpHeader(std::span<const std::byte> bytes);

/// Throws core::FormatError with the size and the limit.
void checkPictureSize(std::int64_t width, std::int64_t height);

/// EXIF's orientation, 1..8, of a TIFF-shaped block (with or without "Exif\0\0"); 1 for anything odd.
int exifOrientation(std::span<const std::byte> block);

} // namespace tessera::app
