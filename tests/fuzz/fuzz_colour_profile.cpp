// SPDX-License-Identifier: GPL-3.0-or-later
// A picture's own colour profile: whatever it says, the picture comes out in values that can be shown.
#include "tests/fuzz/fuzz_target.h"

#include "app/pictures/colour.h"

#include <cstdlib>
#include <span>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::span bytes(reinterpret_cast<const std::byte*>(data), size);
    for (const int channels : {1, 2, 3, 4}) {
        tessera::core::Picture picture(5, 2, channels);
        for (std::size_t i = 0; i < picture.values.size(); ++i)
            picture.values[i] = static_cast<float>(i) / static_cast<float>(picture.values.size() - 1);
        tessera::app::PictureHeader header;
        header.profile.assign(bytes.begin(), bytes.end());
        tessera::app::convertToSrgb(picture, header);
        for (const float value : picture.values)
            if (!(value >= 0 && value <= 1))
                std::abort();
    }
    return 0;
}
