// SPDX-License-Identifier: Apache-2.0
// How often each code occurs: in an index map, or in many of them.
#pragma once

#include "core/geometry.h"
#include "core/index_map.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tessera::core {

/// Cells per code, `codes` (K) numbers. Codes outside 0..K-1 are not counted.
std::vector<std::int64_t> countCodes(const IndexMap& map, std::int64_t codes);

/// Cells of the first map that have the code: all of them, or `most` that are spread evenly over them in reading order.
std::vector<Cell> occurrences(const IndexMap& map, std::int32_t code, int most);

/// How many codes occur at all.
std::int64_t usedCodes(const std::vector<std::int64_t>& counts);

/// What K counts say.
struct UsageFigures {
    std::int64_t tokens = 0; ///< cells that were counted
    std::int64_t used = 0; ///< codes that occur
    std::int64_t dead = 0; ///< codes that do not
    double entropyBits = 0; ///< of the shares of the codes: 0..log2 K; 0 without tokens
    double perplexity = 0; ///< 2^entropy: as many codes, equally often, would do; 0 without tokens
};

UsageFigures usageFigures(const std::vector<std::int64_t>& counts);

/// Entropy coding's bound of a picture's codes, in bits a pixel; 0 without pixels.
double bitsPerPixel(double entropyBits, std::int64_t cells, std::int64_t pixels);

/// How many codes had been used after so many pictures.
struct UsageGrowth {
    std::int64_t pictures = 0, tokens = 0, used = 0;
    bool operator==(const UsageGrowth&) const = default;
};

/// Counts over many pictures. Its size does not grow with their number.
class CodeUsage {
public:
    /// Of a codebook of K codes.
    explicit CodeUsage(std::int64_t codes);

    /// Counts the map of one picture (or a batch of as many).
    void add(const IndexMap& map);

    const std::vector<std::int64_t>& counts() const { return m_counts; } ///< K numbers
    std::int64_t pictures() const { return m_pictures; }
    UsageFigures figures() const { return usageFigures(m_counts); }

    /// A point for each picture that brought codes which none before it had, and one for the newest picture; the
    /// number of used codes stands still in between. At most K + 1 points.
    std::vector<UsageGrowth> growth() const;

private:
    std::vector<std::int64_t> m_counts;
    std::int64_t m_pictures = 0;
    UsageGrowth m_now;
    std::vector<UsageGrowth> m_growth;
};

/// What the figures count, in one line: they depend on the sample.
std::string usageRecipe();

} // namespace tessera::core
