// SPDX-License-Identifier: Apache-2.0
// A batch of feature maps in host memory: float32, row-major (N, C, H, W), as the reference lays tensors out.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tessera::core {

/// (N, C, H, W): batch, channels, rows, columns.
struct Shape {
    std::int64_t n = 0;
    std::int64_t c = 0;
    std::int64_t h = 0;
    std::int64_t w = 0;

    std::int64_t size() const { return n * c * h * w; }
    auto operator<=>(const Shape&) const = default;
};

/// "(1, 3, 256, 256)".
std::string toString(const Shape& shape);

struct Tensor {
    Shape shape;
    std::vector<float> values;

    Tensor() = default;
    /// Zeros.
    explicit Tensor(const Shape& shape) : shape(shape), values(static_cast<std::size_t>(shape.size())) {}

    /// The H*W values of one channel of one sample.
    float* plane(std::int64_t n, std::int64_t c) { return values.data() + (n * shape.c + c) * shape.h * shape.w; }
    const float* plane(std::int64_t n, std::int64_t c) const
    {
        return values.data() + (n * shape.c + c) * shape.h * shape.w;
    }
    float& at(std::int64_t n, std::int64_t c, std::int64_t y, std::int64_t x)
    {
        return plane(n, c)[y * shape.w + x];
    }
    float at(std::int64_t n, std::int64_t c, std::int64_t y, std::int64_t x) const
    {
        return plane(n, c)[y * shape.w + x];
    }
};

} // namespace tessera::core
