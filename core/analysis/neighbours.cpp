// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/neighbours.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <span>

namespace tessera::core {
namespace {

std::span<const float> vectorOf(const Weight& codebook, std::int32_t code)
{
    assert(codebook.shape.size() == 2 && code >= 0 && code < codebook.shape[0]);
    const auto length = static_cast<std::size_t>(codebook.shape[1]);
    return {codebook.values.data() + static_cast<std::size_t>(code) * length, length};
}

double product(std::span<const float> a, std::span<const float> b)
{
    double sum = 0;
    for (std::size_t e = 0; e < a.size(); ++e)
        sum += double(a[e]) * double(b[e]);
    return sum;
}

} // namespace

double codeDistance(const Weight& codebook, std::int32_t a, std::int32_t b)
{
    const std::span<const float> left = vectorOf(codebook, a), right = vectorOf(codebook, b);
    double sum = 0;
    for (std::size_t e = 0; e < left.size(); ++e)
        sum += (double(left[e]) - double(right[e])) * (double(left[e]) - double(right[e]));
    // Not-a-number compares with nothing; such codes are furthest.
    return std::isnan(sum) ? std::numeric_limits<double>::infinity() : std::sqrt(sum);
}

double cosineDistance(const Weight& codebook, std::int32_t a, std::int32_t b)
{
    const std::span<const float> left = vectorOf(codebook, a), right = vectorOf(codebook, b);
    const double lengths = std::sqrt(product(left, left) * product(right, right));
    return lengths > 0 ? std::clamp(1 - product(left, right) / lengths, 0.0, 2.0) : 1.0;
}

double typicalDistance(const Weight& codebook)
{
    assert(codebook.shape.size() == 2);
    const auto codes = static_cast<std::size_t>(codebook.shape[0]),
               length = static_cast<std::size_t>(codebook.shape[1]);
    // Twice the variance, axis by axis.
    double sum = 0;
    for (std::size_t e = 0; e < length; ++e) {
        double mean = 0, squares = 0;
        for (std::size_t k = 0; k < codes; ++k)
            mean += double(codebook.values[k * length + e]) / double(codes);
        for (std::size_t k = 0; k < codes; ++k) {
            const double off = double(codebook.values[k * length + e]) - mean;
            squares += off * off / double(codes);
        }
        sum += 2 * squares;
    }
    return std::sqrt(sum);
}

std::vector<Neighbour> nearestCodes(const Weight& codebook, std::int32_t code, int count)
{
    assert(codebook.shape.size() == 2 && code >= 0 && code < codebook.shape[0]);
    const auto codes = static_cast<std::int32_t>(codebook.shape[0]);
    const auto kept = static_cast<std::size_t>(std::clamp(count, 0, codes - 1));
    const auto isNearer = [](const Neighbour& a, const Neighbour& b) {
        return a.distance != b.distance ? a.distance < b.distance : a.code < b.code;
    };
    // A heap with the farthest at the front: an atlas asks for every code, and K distances a code would be K * K kept.
    std::vector<Neighbour> nearest;
    nearest.reserve(kept);
    for (std::int32_t other = 0; other < codes && kept > 0; ++other) {
        if (other == code)
            continue;
        const Neighbour next{other, codeDistance(codebook, code, other)};
        if (nearest.size() == kept) {
            if (!isNearer(next, nearest.front()))
                continue;
            std::ranges::pop_heap(nearest, isNearer);
            nearest.pop_back();
        }
        nearest.push_back(next);
        std::ranges::push_heap(nearest, isNearer);
    }
    std::ranges::sort_heap(nearest, isNearer);
    return nearest;
}

std::vector<std::uint8_t> codesWithin(const Weight& codebook, std::int32_t code, double distance)
{
    assert(codebook.shape.size() == 2 && code >= 0 && code < codebook.shape[0]);
    std::vector<std::uint8_t> within(static_cast<std::size_t>(codebook.shape[0]));
    for (std::size_t other = 0; other < within.size(); ++other)
        within[other] = codeDistance(codebook, code, static_cast<std::int32_t>(other)) <= distance ? 1 : 0;
    within[static_cast<std::size_t>(code)] = 1; // also where its vector is not finite
    return within;
}

} // namespace tessera::core
