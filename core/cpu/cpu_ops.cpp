// SPDX-License-Identifier: Apache-2.0
#include "core/cpu/cpu_ops.h"

#include "core/cpu/parallel.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>

namespace tessera::core {

namespace {

struct CpuStorage : Storage {
    explicit CpuStorage(Tensor t) : tensor(std::move(t)) {}
    Tensor tensor;
};

/// Linear layer over tokens: y[o] = b[o] + sum_i w[o, i] x[i], x and y as (C, T).
std::vector<float> linear(const float* x, std::int64_t tokens, const Conv& layer)
{
    const std::int64_t in = layer.inChannels(), out = layer.outChannels();
    std::vector<float> y(static_cast<std::size_t>(out * tokens));
    for (std::int64_t o = 0; o < out; ++o) {
        float* row = y.data() + o * tokens;
        std::fill(row, row + tokens, layer.bias->values[static_cast<std::size_t>(o)]);
        for (std::int64_t i = 0; i < in; ++i) {
            const float w = layer.weight->values[static_cast<std::size_t>(o * in + i)];
            for (std::int64_t t = 0; t < tokens; ++t)
                row[t] += w * x[i * tokens + t];
        }
    }
    return y;
}

/// Adds one input plane, seen through one kernel tap, to an output plane.
void addTap(const float* in, const Shape& inShape, float* out, const Shape& outShape, float w, std::int64_t ky,
            std::int64_t kx, Sampling sampling)
{
    const std::int64_t stride = sampling == Sampling::down ? 2 : 1;
    const std::int64_t zoom = sampling == Sampling::up ? 2 : 1;
    for (std::int64_t y = 0; y < outShape.h; ++y) {
        const std::int64_t sourceY = y * stride + ky;
        if (sourceY < 0 || sourceY >= inShape.h * zoom)
            continue;
        const float* row = in + sourceY / zoom * inShape.w;
        float* target = out + y * outShape.w;
        // Columns whose source lies inside the picture.
        const std::int64_t first = std::max<std::int64_t>(0, -kx);
        const std::int64_t reach = inShape.w * zoom - kx;
        const std::int64_t last = reach <= 0 ? 0 : std::min(outShape.w, (reach - 1) / stride + 1);
        if (zoom == 2)
            for (std::int64_t x = first; x < last; ++x)
                target[x] += w * row[(x + kx) / 2];
        else if (stride == 2)
            for (std::int64_t x = first; x < last; ++x)
                target[x] += w * row[2 * x + kx];
        else
            for (std::int64_t x = first; x < last; ++x)
                target[x] += w * row[x + kx];
    }
}

/// Mean and biased variance of a run of channels, in double.
struct Moments {
    double mean;
    double variance;
};

Moments moments(const float* values, std::int64_t count)
{
    double sum = 0;
    for (std::int64_t i = 0; i < count; ++i)
        sum += values[i];
    const double mean = sum / static_cast<double>(count);
    double squares = 0;
    for (std::int64_t i = 0; i < count; ++i)
        squares += (values[i] - mean) * (values[i] - mean);
    return {mean, squares / static_cast<double>(count)};
}

} // namespace

float activate(float x, Activation activation)
{
    switch (activation) {
    case Activation::none:
        return x;
    case Activation::silu:
        return x / (1.0F + std::exp(-x));
    case Activation::mish:
        // softplus without overflow: log(1 + e^x) = max(x, 0) + log1p(e^-|x|).
        return x * std::tanh(std::fmax(x, 0.0F) + std::log1p(std::exp(-std::fabs(x))));
    case Activation::gelu:
        return 0.5F * x * (1.0F + std::erf(x / std::numbers::sqrt2_v<float>));
    case Activation::relu:
        return std::isnan(x) ? x : std::fmax(x, 0.0F);
    }
    return x;
}

Value CpuOps::wrap(Tensor tensor)
{
    const Shape shape = tensor.shape;
    return {shape, std::make_shared<CpuStorage>(std::move(tensor))};
}

const Tensor& CpuOps::tensor(const Value& value) { return static_cast<const CpuStorage&>(*value.storage).tensor; }

Value CpuOps::conv2d(Value x, const Conv& conv, Value residual)
{
    const Tensor& in = tensor(x);
    Tensor out(conv.resultShape(x.shape));
    const std::int64_t k = conv.kernel();
    const std::int64_t before = k == 3 && conv.sampling != Sampling::down ? 1 : 0;
    parallelFor(out.shape.n * out.shape.c, m_progress, [&](std::int64_t job) {
        const std::int64_t n = job / out.shape.c, o = job % out.shape.c;
        float* plane = out.plane(n, o);
        std::fill(plane, plane + out.shape.h * out.shape.w, conv.bias->values[static_cast<std::size_t>(o)]);
        for (std::int64_t i = 0; i < in.shape.c; ++i)
            for (std::int64_t tap = 0; tap < k * k; ++tap)
                addTap(in.plane(n, i), in.shape, plane, out.shape,
                       conv.weight->values[static_cast<std::size_t>((o * in.shape.c + i) * k * k + tap)],
                       tap / k - before, tap % k - before, conv.sampling);
        if (residual.storage) {
            const float* other = tensor(residual).plane(n, o);
            for (std::int64_t i = 0; i < out.shape.h * out.shape.w; ++i)
                plane[i] += other[i];
        }
    });
    return wrap(std::move(out));
}

Value CpuOps::norm(Value x, const Norm& norm, Activation activation, const Value& zq)
{
    const Tensor& in = tensor(x);
    Tensor out(x.shape);
    const std::int64_t perGroup = in.shape.c / norm.groups, pixels = in.shape.h * in.shape.w;
    Value scale, shift;
    if (norm.isSpatial()) {
        scale = conv2d(zq, *norm.convY, {});
        shift = conv2d(zq, *norm.convB, {});
    }
    parallelFor(in.shape.n * norm.groups, m_progress, [&](std::int64_t job) {
        const std::int64_t n = job / norm.groups, first = job % norm.groups * perGroup;
        const Moments m = moments(in.plane(n, first), perGroup * pixels);
        const double inverse = 1.0 / std::sqrt(m.variance + static_cast<double>(kNormEpsilon));
        for (std::int64_t c = first; c < first + perGroup; ++c) {
            const auto w = static_cast<float>(inverse * norm.weight->values[static_cast<std::size_t>(c)]);
            const float b = norm.bias->values[static_cast<std::size_t>(c)];
            const auto mean = static_cast<float>(m.mean);
            const float* source = in.plane(n, c);
            float* target = out.plane(n, c);
            for (std::int64_t i = 0; i < pixels; ++i) {
                float value = (source[i] - mean) * w + b;
                if (norm.isSpatial()) {
                    const std::int64_t row = i / in.shape.w * zq.shape.h / in.shape.h;
                    const std::int64_t col = i % in.shape.w * zq.shape.w / in.shape.w;
                    value = value * tensor(scale).at(n, c, row, col) + tensor(shift).at(n, c, row, col);
                }
                target[i] = activate(value, activation);
            }
        }
    });
    return wrap(std::move(out));
}

Value CpuOps::attention(Value x, Value normed, const Attention& attention)
{
    const Tensor& in = tensor(normed);
    Tensor out = tensor(x);
    const std::int64_t channels = in.shape.c, tokens = in.shape.h * in.shape.w;
    const float scale = 1.0F / std::sqrt(static_cast<float>(channels));
    for (std::int64_t n = 0; n < in.shape.n; ++n) {
        const auto q = linear(in.plane(n, 0), tokens, attention.q);
        const auto k = linear(in.plane(n, 0), tokens, attention.k);
        const auto v = linear(in.plane(n, 0), tokens, attention.v);
        std::vector<float> context(static_cast<std::size_t>(channels * tokens));
        parallelFor(tokens, m_progress, [&](std::int64_t query) {
            std::vector<float> scores(static_cast<std::size_t>(tokens));
            for (std::int64_t c = 0; c < channels; ++c) {
                const float qc = q[static_cast<std::size_t>(c * tokens + query)] * scale;
                for (std::int64_t t = 0; t < tokens; ++t)
                    scores[static_cast<std::size_t>(t)] += qc * k[static_cast<std::size_t>(c * tokens + t)];
            }
            float highest = -std::numeric_limits<float>::infinity();
            for (const float score : scores)
                highest = std::fmax(highest, score);
            double sum = 0;
            for (float& score : scores) {
                score = std::exp(score - highest);
                sum += score;
            }
            for (std::int64_t c = 0; c < channels; ++c) {
                double mixed = 0;
                for (std::int64_t t = 0; t < tokens; ++t)
                    mixed += static_cast<double>(scores[static_cast<std::size_t>(t)])
                        * v[static_cast<std::size_t>(c * tokens + t)];
                context[static_cast<std::size_t>(c * tokens + query)] = static_cast<float>(mixed / sum);
            }
        });
        const auto projected = linear(context.data(), tokens, attention.out);
        float* target = out.plane(n, 0);
        for (std::int64_t i = 0; i < channels * tokens; ++i)
            target[i] += projected[static_cast<std::size_t>(i)];
    }
    return wrap(std::move(out));
}

Value CpuOps::nearestCode(const Value& latents, const Weight& codebook)
{
    const Tensor& in = tensor(latents);
    const std::int64_t codes = codebook.shape[0], dim = codebook.shape[1], cells = in.shape.h * in.shape.w;
    Tensor out({in.shape.n, 1, in.shape.h, in.shape.w});
    parallelFor(in.shape.n * cells, m_progress, [&](std::int64_t job) {
        const float* z = in.plane(job / cells, 0) + job % cells;
        float best = std::numeric_limits<float>::infinity();
        std::int64_t chosen = 0;
        for (std::int64_t code = 0; code < codes; ++code) {
            const float* row = codebook.values.data() + code * dim;
            float distance = 0;
            for (std::int64_t e = 0; e < dim; ++e) {
                const float d = z[e * cells] - row[e];
                distance += d * d;
            }
            // Strictly less: the lowest index wins ties, NaN never wins.
            if (distance < best) {
                best = distance;
                chosen = code;
            }
        }
        out.values[static_cast<std::size_t>(job)] = static_cast<float>(chosen);
    });
    return wrap(std::move(out));
}

Value CpuOps::lookup(const Value& codes, const Weight& codebook)
{
    const Tensor& in = tensor(codes);
    const std::int64_t dim = codebook.shape[1], cells = in.shape.h * in.shape.w;
    Tensor out({in.shape.n, dim, in.shape.h, in.shape.w});
    for (std::int64_t n = 0; n < in.shape.n; ++n)
        for (std::int64_t e = 0; e < dim; ++e)
            for (std::int64_t i = 0; i < cells; ++i) {
                const auto code = static_cast<std::int64_t>(in.plane(n, 0)[i]);
                assert(code >= 0 && code < codebook.shape[0]);
                out.plane(n, e)[i] = codebook.values[static_cast<std::size_t>(code * dim + e)];
            }
    return wrap(std::move(out));
}

} // namespace tessera::core
