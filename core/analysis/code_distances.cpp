// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/code_distances.h"

#include "core/analysis/code_search.h"
#include "core/error.h"

#include <cmath>
#include <limits>
#include <span>

namespace tessera::core {

CodeDistances codeDistances(const Tensor& latents, const Weight& codebook, const Progress& progress)
{
    if (latents.shape.n != 1 || codebook.shape.size() != 2 || latents.shape.c != codebook.shape[1])
        throw ShapeError("latents of shape " + toString(latents.shape) + " do not fit a codebook of shape "
                         + shapeToString(codebook.shape));
    CodeSearch search(codebook);
    const std::int64_t cells = latents.shape.h * latents.shape.w;
    CodeDistances result{latents.shape.h, latents.shape.w, {}, {}, {}};
    std::vector<float> vector(search.length());
    for (std::int64_t cell = 0; cell < cells; ++cell) {
        if (cell % latents.shape.w == 0)
            progress.step(static_cast<double>(cell) / static_cast<double>(cells));
        for (std::size_t e = 0; e < vector.size(); ++e)
            vector[e] = latents.plane(0, static_cast<std::int64_t>(e))[cell];
        const std::span<const float> squares = search.squares(vector);
        float first = std::numeric_limits<float>::infinity(), second = first;
        std::int32_t nearest = -1, runnerUp = -1;
        for (std::size_t k = 0; k < squares.size(); ++k) {
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
