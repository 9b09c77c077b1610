// SPDX-License-Identifier: Apache-2.0
#include "tests/support/golden.h"

#include <algorithm>
#include <cstring>

namespace tessera::tests {

std::vector<float> Golden::floats(const std::string& array) const
{
    const core::NpyArray npy = core::readNpy(folder / (array + ".npy"));
    std::vector<float> values;
    if (npy.dtype == "<f8") {
        for (std::size_t at = 0; at + 8 <= npy.bytes.size(); at += 8) {
            double value = 0;
            std::memcpy(&value, npy.bytes.data() + at, 8);
            values.push_back(static_cast<float>(value));
        }
    } else if (npy.dtype == "<f4") {
        values.resize(npy.bytes.size() / 4);
        std::memcpy(values.data(), npy.bytes.data(), npy.bytes.size());
    }
    return values;
}

std::vector<Golden> goldens()
{
    std::vector<Golden> all;
    for (const auto& entry : std::filesystem::directory_iterator(sourceFolder() / "tests/golden"))
        if (exists(entry.path() / "model"))
            all.push_back({entry.path().filename(), entry.path(), entry.path() / "model"});
    for (const auto& entry : std::filesystem::directory_iterator(sourceFolder() / "resources/models"))
        if (exists(entry.path() / "golden"))
            all.push_back({entry.path().filename(), entry.path() / "golden", entry.path()});
    std::ranges::sort(all, {}, &Golden::name);
    return all;
}

} // namespace tessera::tests
