// SPDX-License-Identifier: Apache-2.0
// Reference data: tests/golden/*/ and the embedded models' golden/ (tests/golden/README.md says what the files hold).
#pragma once

#include "core/files/npy.h"
#include "core/model/model_folder.h"

#include <cmath>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

namespace tessera::tests {

inline std::filesystem::path sourceFolder() { return TESSERA_SOURCE_DIR; }

struct Golden {
    std::string name;
    std::filesystem::path folder; ///< of the arrays
    std::filesystem::path model;

    bool has(const std::string& array) const { return exists(folder / (array + ".npy")); }
    core::Tensor tensor(const std::string& array) const
    {
        return core::toTensor(core::readNpy(folder / (array + ".npy")), array);
    }
    core::IndexMap codes(const std::string& array) const
    {
        return core::toIndexMap(core::readNpy(folder / (array + ".npy")), array);
    }
    /// (N, h, w) floats, as margins are.
    std::vector<float> floats(const std::string& array) const;
    double number(const std::string& array) const { return floats(array).at(0); }
};

/// All cases, then the embedded models.
std::vector<Golden> goldens();

/// Largest absolute difference; infinity where shapes differ, NaN where a value is NaN.
inline double largestDifference(const core::Tensor& a, const core::Tensor& b)
{
    if (a.shape != b.shape)
        return std::numeric_limits<double>::infinity();
    double largest = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i) {
        const double difference = std::abs(static_cast<double>(a.values[i]) - static_cast<double>(b.values[i]));
        largest = difference <= largest ? largest : difference;
    }
    return largest;
}

inline double largestMagnitude(const core::Tensor& tensor)
{
    double largest = 0;
    for (const float value : tensor.values)
        largest = std::max(largest, std::abs(static_cast<double>(value)));
    return largest;
}

} // namespace tessera::tests
