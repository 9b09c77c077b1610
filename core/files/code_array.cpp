// SPDX-License-Identifier: Apache-2.0
#include "core/files/code_array.h"

#include "core/error.h"
#include "core/text.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace tessera::core {

std::vector<GridSize> gridsOf(std::int64_t cells)
{
    std::vector<GridSize> grids;
    std::int64_t rows = 1;
    while (rows * rows <= cells)
        ++rows;
    while (--rows > 0)
        if (cells % rows == 0) {
            const std::int64_t cols = cells / rows;
            grids.push_back({rows, cols});
            if (rows != cols)
                grids.push_back({cols, rows});
        }
    return grids;
}

bool CodeArray::isFlat() const
{
    return shape.size() == 1 || (shape.size() == 2 && std::min(shape[0], shape[1]) == 1);
}

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text = "(";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
    return text + (shape.size() == 1 ? ",)" : ")");
}

std::string placeText(const std::vector<std::int64_t>& shape, std::size_t i)
{
    const auto place = static_cast<std::int64_t>(i);
    if (shape.size() != 2 && shape.size() != 3)
        return "position " + std::to_string(place);
    const std::int64_t cols = shape.back(), rows = shape[shape.size() - 2], cell = place % (rows * cols);
    const bool batch = shape.size() == 3 && shape[0] > 1;
    return "row " + std::to_string(cell / cols) + ", column " + std::to_string(cell % cols)
        + (batch ? " of map " + std::to_string(place / (rows * cols)) : "");
}

IndexMap toIndexMap(const CodeArray& array, const std::string& name, std::optional<GridSize> grid)
{
    std::vector<std::int64_t> shape = array.shape;
    if (grid && array.isFlat() && array.size() > 0 && grid->rows * grid->cols == array.size())
        shape = {grid->rows, grid->cols};
    const bool allPositive = std::all_of(shape.begin(), shape.end(), [](std::int64_t side) { return side > 0; });
    if (shape.size() < 2 || shape.size() > 3 || !allPositive)
        throw ShapeError(name + ": an array of shape " + printable(shapeText(shape))
                         + "; expected an index map (h, w) or several (N, h, w), no side zero"
                         + (shape.size() == 1 ? "; for codes in one row, say how many rows and columns they have" : ""));
    const bool batch = shape.size() == 3;
    IndexMap map(batch ? shape[0] : 1, shape[batch ? 1 : 0], shape[batch ? 2 : 1]);
    for (std::size_t i = 0; i < map.codes.size(); ++i) {
        const std::int64_t value = array.values[i];
        if (value < 0 || !std::in_range<std::int32_t>(value))
            throw FormatError(name + ": the index at " + placeText(shape, i) + " is " + std::to_string(value)
                              + "; expected 0 to " + std::to_string(std::numeric_limits<std::int32_t>::max()));
        map.codes[i] = static_cast<std::int32_t>(value);
    }
    return map;
}

} // namespace tessera::core
