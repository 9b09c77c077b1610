// SPDX-License-Identifier: Apache-2.0
#include "core/nearest_name.h"

#include <algorithm>
#include <cstddef>

namespace tessera::core {

namespace {

constexpr std::size_t kMostNames = 5'000;
constexpr std::size_t kLongest = 200;

/// Levenshtein's distance, row by row.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j)
        row[j] = j;
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t exchanged = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j + 1] + 1, row[j] + 1, exchanged});
        }
    }
    return row.back();
}

} // namespace

std::string nearestName(std::string_view wanted, const std::vector<std::string>& names)
{
    std::string nearest;
    std::size_t least = wanted.size() / 3 + 1;
    if (wanted.size() > kLongest)
        return nearest;
    for (std::size_t i = 0; i < std::min(names.size(), kMostNames); ++i) {
        const std::string& name = names[i];
        const std::size_t longer = std::max(name.size(), wanted.size()), shorter = std::min(name.size(), wanted.size());
        if (name.size() > kLongest || longer - shorter >= least)
            continue;
        if (const std::size_t steps = distance(wanted, name); steps < least) {
            least = steps;
            nearest = name;
        }
    }
    return nearest;
}

} // namespace tessera::core
