// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/neighbours.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace tessera::core {
namespace {

/// Of two codes' vectors. Not-a-number compares with nothing; such codes are furthest.
double distanceBetween(const Weight& codebook, std::int32_t a, std::int32_t b)
{
    const auto length = static_cast<std::size_t>(codebook.shape[1]);
    const float* first = codebook.values.data() + static_cast<std::size_t>(a) * length;
    const float* second = codebook.values.data() + static_cast<std::size_t>(b) * length;
    double sum = 0;
    for (std::size_t e = 0; e < length; ++e)
        sum += (double(second[e]) - double(first[e])) * (double(second[e]) - double(first[e]));
    return std::isnan(sum) ? std::numeric_limits<double>::infinity() : std::sqrt(sum);
}

} // namespace

std::vector<Neighbour> nearestCodes(const Weight& codebook, std::int32_t code, int count)
{
    assert(codebook.shape.size() == 2 && code >= 0 && code < codebook.shape[0]);
    const auto codes = static_cast<std::int32_t>(codebook.shape[0]);
    std::vector<Neighbour> all;
    all.reserve(static_cast<std::size_t>(codes));
    for (std::int32_t other = 0; other < codes; ++other)
        if (other != code)
            all.push_back({other, distanceBetween(codebook, code, other)});
    const auto kept = std::min(all.size(), static_cast<std::size_t>(std::max(count, 0)));
    std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(kept), all.end(),
                      [](const Neighbour& a, const Neighbour& b) {
                          return a.distance != b.distance ? a.distance < b.distance : a.code < b.code;
                      });
    all.resize(kept);
    return all;
}

std::vector<std::uint8_t> codesWithin(const Weight& codebook, std::int32_t code, double distance)
{
    assert(codebook.shape.size() == 2 && code >= 0 && code < codebook.shape[0]);
    std::vector<std::uint8_t> within(static_cast<std::size_t>(codebook.shape[0]));
    for (std::size_t other = 0; other < within.size(); ++other)
        within[other] = distanceBetween(codebook, code, static_cast<std::int32_t>(other)) <= distance ? 1 : 0;
    within[static_cast<std::size_t>(code)] = 1; // also where its vector is not finite
    return within;
}

} // namespace tessera::core
