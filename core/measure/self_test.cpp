// SPDX-License-Identifier: Apache-2.0
#include "core/measure/self_test.h"

#include "core/error.h"
#include "core/files/npy.h"
#include "core/model/codec.h"

#include <cmath>
#include <limits>

namespace tessera::core {

namespace {

/// NaN where a value is not finite, so that no comparison lets it pass.
double largestDifference(const Tensor& got, const Tensor& expected)
{
    if (got.shape != expected.shape)
        throw ShapeError("the device gave " + toString(got.shape) + "; expected " + toString(expected.shape));
    double difference = 0, magnitude = 0;
    for (std::size_t i = 0; i < got.values.size(); ++i) {
        const double here = std::abs(static_cast<double>(got.values[i]) - static_cast<double>(expected.values[i]));
        if (!std::isfinite(here))
            return std::numeric_limits<double>::quiet_NaN();
        difference = std::max(difference, here);
        magnitude = std::max(magnitude, std::abs(static_cast<double>(expected.values[i])));
    }
    return magnitude > 0 ? difference / magnitude : difference;
}

/// The vector of one cell of latents (N, E, h, w).
struct CellVector {
    const Tensor& latents;
    std::int64_t n, cell;
    double at(std::int64_t e) const { return static_cast<double>(latents.plane(n, e)[cell]); }
};

double distance(const CellVector& cell, const float* code, std::int64_t dimensions)
{
    double sum = 0;
    for (std::int64_t e = 0; e < dimensions; ++e)
        sum += std::pow(cell.at(e) - static_cast<double>(code[e]), 2);
    return std::sqrt(sum);
}

/// Another code is right where the latent moved at least half as far as the two codes' distances to it differ.
void compareCodes(const VqModel& model, const Tensor& got, const Tensor& expected, const IndexMap& codes,
                  const IndexMap& recorded, SelfTest& result)
{
    const std::int64_t dimensions = model.config().embedDim;
    for (std::int64_t i = 0; i < result.cells; ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (codes.codes[at] == recorded.codes[at])
            continue;
        ++result.otherCodes;
        const CellVector was{expected, i / recorded.cells(), i % recorded.cells()};
        double moved = 0;
        for (std::int64_t e = 0; e < dimensions; ++e)
            moved += std::pow(static_cast<double>(got.plane(was.n, e)[was.cell]) - was.at(e), 2);
        const float* book = model.codebook().values.data();
        const double there = distance(was, book + codes.codes[at] * dimensions, dimensions);
        const double right = distance(was, book + recorded.codes[at] * dimensions, dimensions);
        constexpr double kRounding = 1e-6;
        if (!(there - right <= 2 * std::sqrt(moved) + kRounding * (1 + right)))
            ++result.wrongCodes;
    }
}

} // namespace

SelfTest selfTest(const std::shared_ptr<const VqModel>& model, const std::filesystem::path& golden, Device& device,
                  const Progress& progress)
{
    const auto tensor = [&](const char* name) { return toTensor(readNpy(golden / name), name); };
    const Tensor input = tensor("input.npy"), latents = tensor("latents.npy"), sample = tensor("sample.npy");
    const IndexMap recorded = toIndexMap(readNpy(golden / "indices.npy"), "indices.npy");
    checkCodes(recorded, model->config().codes);
    const Codec codec(model, device);
    SelfTest result{.model = model->name(), .cells = static_cast<std::int64_t>(recorded.codes.size())};
    const Tensor got = codec.encode(input, progress);
    result.latents = largestDifference(got, latents);
    const IndexMap codes = codec.quantize(got, progress).codes;
    if (codes.rows != recorded.rows || codes.cols != recorded.cols || codes.count != recorded.count)
        throw ShapeError("the device gave another grid of codes than the recorded one");
    compareCodes(*model, got, latents, codes, recorded, result);
    result.pictures = largestDifference(codec.decodeCodes(recorded, progress), sample);
    return result;
}

} // namespace tessera::core
