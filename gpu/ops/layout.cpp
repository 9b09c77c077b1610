// SPDX-License-Identifier: Apache-2.0
#include "gpu/ops/layout.h"

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

void unpackRows(core::Tensor& tensor, std::int64_t first, std::int64_t rows, const float* source)
{
    const auto [n, c, h, w] = tensor.shape;
    const PictureLayout layout{tensor.shape};
    for (std::int64_t row = first; row < first + rows; ++row)
        for (std::int64_t channel = 0; channel < c; ++channel) {
            const float* from
                = source + ((row - first) * layout.row() + channel / 8 * layout.plane()) * 8 + channel % 8;
            float* to = tensor.plane(row / h, channel) + row % h * w;
            for (std::int64_t x = 0; x < w; ++x)
                to[x] = from[x * 8];
        }
}

core::Tensor unpack(const core::Shape& shape, const float* source)
{
    core::Tensor tensor(shape);
    unpackRows(tensor, 0, shape.n * shape.h, source);
    return tensor;
}

} // namespace tessera::gpu
