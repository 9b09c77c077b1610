// SPDX-License-Identifier: GPL-3.0-or-later
// The one place where a decoder that is not ours sees a stranger's bytes. The program has it run in a process of its own
// (decoder_process.h); tests call it where they are.
#pragma once

#include "app/pictures/header.h"

#include <QImage>

#include <span>

namespace tessera::app {

/// No picture is larger: 64 megapixels with four floats each. Qt's own limit is 128.
inline constexpr int kMostImageMegabytes = 1024;

/// What a decoder made of a picture.
struct DecodedPixels {
    QImage image;               ///< as stored, but for TIFF, which comes out upright; null where it could not be decoded
    bool hasComplaints = false; ///< the decoder spoke of damage, and shows what it could
    bool hasNoDecoder = false;  ///< none is installed for the format
};

/// Loads the decoder of a format, without showing it anything: a confined process could not.
void loadDecoder(PictureFormat format);

/// `bytes` are those of a picture whose header was judged. Throws nothing.
DecodedPixels decodeHere(std::span<const std::byte> bytes, PictureFormat format);

} // namespace tessera::app
