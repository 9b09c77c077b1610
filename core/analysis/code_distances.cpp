// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/code_distances.h"

#include "core/error.h"

#include <cmath>
#include <limits>

namespace tessera::core {
namespace {

/// (K, E) -> E rows of K values, so that the loop over codes runs through memory.
std::vector<float> transposed(const Weight& codebook)
{
    const auto codes = static_cast<std::size_t>(codebook.shape[0]),
               length = static_cast<std::size_t>(codebook.shape[1]);
    std::vector<float> rows(codebook.values.size());
    for (std::size_t k = 0; k < codes; ++k)
        for (std::size_t e = 0; e < length; ++e)
            rows[e * codes + k] = codebook.values[k * length + e];
    return rows;
}

} // namespace

CodeDistances codeDistances(const Tensor& latents, const Weight& codebook, const Progress& progress)
{
    if (latents.shape.n != 1 || codebook.shape.size() != 2 || latents.shape.c != codebook.shape[1])
        throw ShapeError("latents of shape " + toString(latents.shape) + " do not fit a codebook of shape "
                         + shapeToString(codebook.shape));
    const auto codes = static_cast<std::size_t>(codebook.shape[0]),
               length = static_cast<std::size_t>(codebook.shape[1]);
    const std::vector<float> rows = transposed(codebook);
    const std::int64_t cells = latents.shape.h * latents.shape.w;
    CodeDistances result{latents.shape.h, latents.shape.w, {}, {}, {}};
    std::vector<float> squares(codes);
    for (std::int64_t cell = 0; cell < cells; ++cell) {
        if (cell % latents.shape.w == 0)
            progress.step(static_cast<double>(cell) / static_cast<double>(cells));
        squares.assign(codes, 0);
        for (std::size_t e = 0; e < length; ++e) {
            const float value = latents.plane(0, static_cast<std::int64_t>(e))[cell];
            const float* row = rows.data() + e * codes;
            for (std::size_t k = 0; k < codes; ++k)
                squares[k] += (value - row[k]) * (value - row[k]);
        }
        float first = std::numeric_limits<float>::infinity(), second = first;
        std::int32_t nearest = -1, runnerUp = -1;
        for (std::size_t k = 0; k < codes; ++k) {
            if (squares[k] < first) {
                second = first;
                runnerUp = nearest;
                first = squares[k];
                nearest = static_cast<std::int32_t>(k);
            } else if (squares[k] < second) {
                second = squares[k];
                runnerUp = static_cast<std::int32_t>(k);
            }
        }
        const float distance = std::sqrt(first);
        result.nearest.push_back(distance);
        result.margin.push_back(runnerUp < 0 ? 0.0F : std::sqrt(second) - distance);
        result.runnerUp.push_back(runnerUp);
    }
    return result;
}

} // namespace tessera::core
