// SPDX-License-Identifier: GPL-3.0-or-later
// The guard in front of the picture decoders.
#include "tests/fuzz/fuzz_target.h"

#include "app/pictures/header.h"
#include "core/error.h"

#include <span>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    try {
        const std::span bytes(reinterpret_cast<const std::byte*>(data), size);
        const auto header = tessera::app::readPictureHeader(bytes);
        if (header.format == tessera::app::PictureFormat::png)
            tessera::app::pixelChunksOfPng(bytes);
    } catch (const tessera::core::Error&) {
        // Refused, which is fine.
    }
    return 0;
}
