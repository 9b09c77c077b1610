// SPDX-License-Identifier: GPL-3.0-or-later
// Decoders of pictures are large, old, and not ours. They run in a process that can do nothing but compute: one that
// crashes, hangs or is taken over is an error message here.
#pragma once

#include "app/pictures/decoder.h"

#include <filesystem>

namespace tessera::app {

/// The program `tessera-decoder`: $TESSERA_DECODER, else beside this program, else ../libexec/tessera beside its folder.
/// Empty where it is nowhere, as in a test or a fuzz target.
std::filesystem::path decoderProgram();

/// As decodeHere(), in a confined process of its own; here where there is no decoderProgram(). Throws core::FormatError
/// where that process crashed, took too long or answered nonsense, core::OutOfMemory, and core::Error where it cannot be
/// started. Waits; safe on any thread.
DecodedPixels decodeApart(std::span<const std::byte> bytes, PictureFormat format);

} // namespace tessera::app
