// SPDX-License-Identifier: Apache-2.0
#include "gpu/layout.h"

#include <algorithm>

namespace tessera::gpu {

void pack(const core::Tensor& tensor, float* target)
{
    const PictureLayout layout{tensor.shape};
    std::fill(target, target + layout.bytes() / 4, 0.0F);
    for (std::int64_t n = 0; n < tensor.shape.n; ++n)
        for (std::int64_t c = 0; c < tensor.shape.c; ++c) {
            const float* from = tensor.plane(n, c);
            float* plane = target + (n * layout.batch() + c / 8 * layout.plane() + layout.origin()) * 8 + c % 8;
            for (std::int64_t y = 0; y < tensor.shape.h; ++y)
                for (std::int64_t x = 0; x < tensor.shape.w; ++x)
                    plane[(y * layout.row() + x) * 8] = *from++;
        }
}

core::Tensor unpack(const core::Shape& shape, const float* source)
{
    const PictureLayout layout{shape};
    core::Tensor tensor(shape);
    for (std::int64_t n = 0; n < shape.n; ++n)
        for (std::int64_t c = 0; c < shape.c; ++c) {
            float* to = tensor.plane(n, c);
            const float* plane = source + (n * layout.batch() + c / 8 * layout.plane() + layout.origin()) * 8 + c % 8;
            for (std::int64_t y = 0; y < shape.h; ++y)
                for (std::int64_t x = 0; x < shape.w; ++x)
                    *to++ = plane[(y * layout.row() + x) * 8];
        }
    return tensor;
}

} // namespace tessera::gpu
