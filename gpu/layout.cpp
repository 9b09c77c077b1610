// SPDX-License-Identifier: Apache-2.0
#include "gpu/layout.h"

#include <algorithm>

namespace tessera::gpu {

void pack(const core::Tensor& tensor, float* target)
{
    const PictureLayout layout{tensor.shape};
    const auto [n, c, h, w] = tensor.shape;
    std::fill(target, target + layout.bytes() / 4, 0.0F);
    for (std::int64_t sample = 0; sample < n; ++sample)
        for (std::int64_t y = 0; y < h; ++y)
            for (std::int64_t channel = 0; channel < c; ++channel) {
                const float* from = tensor.plane(sample, channel) + y * w;
                float* to = target
                    + (sample * layout.sample() + y * layout.row() + channel / 8 * layout.plane()) * 8 + channel % 8;
                for (std::int64_t x = 0; x < w; ++x)
                    to[x * 8] = from[x];
            }
}

core::Tensor unpack(const core::Shape& shape, const float* source)
{
    const PictureLayout layout{shape};
    core::Tensor tensor(shape);
    for (std::int64_t sample = 0; sample < shape.n; ++sample)
        for (std::int64_t y = 0; y < shape.h; ++y)
            for (std::int64_t channel = 0; channel < shape.c; ++channel) {
                const float* from = source
                    + (sample * layout.sample() + y * layout.row() + channel / 8 * layout.plane()) * 8 + channel % 8;
                float* to = tensor.plane(sample, channel) + y * shape.w;
                for (std::int64_t x = 0; x < shape.w; ++x)
                    to[x] = from[x * 8];
            }
    return tensor;
}

} // namespace tessera::gpu
