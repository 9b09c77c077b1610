// SPDX-License-Identifier: Apache-2.0
// What a measurement speaks for: ops of a kind and shape, and the ways in which a device may compute them.
#pragma once

#include "core/model/layers.h"
#include "gpu/kernels/kernels.h"

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <variant>

namespace tessera::gpu {

/// Shape of what is computed together: the rows (output channels, keys, codes) of a workgroup's block, and the columns
/// (pixels, tokens, cells) of an invocation. In the lanes variant an invocation has all rows of the block; in the shared
/// variant it has eight, and the others are those of invocations above and below it (shaders/lib/block.glsl).
struct Tile {
    std::int32_t rows = 8;
    std::int32_t columns = 4;
    auto operator<=>(const Tile&) const = default;
};

/// How a 3x3 convolution is computed.
enum class ConvMethod {
    direct,
    winograd2, ///< F(2x2, 3x3): 2.25 times fewer multiplications, as exact as direct sums
    winograd4, ///< F(4x4, 3x3): 4 times fewer, an error some ten times larger
    fused2,    ///< as winograd2, in one pass instead of three: lanes variant only
    fused4,    ///< as winograd4, likewise
};

/// Output pixels a side of Winograd's tiles; 0 for the direct method.
std::int64_t winogradTile(ConvMethod method);
bool isFused(ConvMethod method);

/// 3x3 convolutions. Measured for the channels that a model has, since tiles that fit one number waste rows on others.
struct ConvClass {
    core::Sampling sampling{};
    std::int32_t in = 8, out = 8; ///< channels, rounded up to eights
    bool exact = false;           ///< no method whose error is above that of plain float32 sums
    auto operator<=>(const ConvClass&) const = default;
};

/// Matrix products under 1x1 convolutions and attention, by what their rows are a multiple of.
struct ProductClass {
    std::int32_t rows = 8; ///< the largest power of two, at most kMostRows, that divides the rows (rounded up to eights)
    auto operator<=>(const ProductClass&) const = default;
    static constexpr std::int32_t kMostRows = 64;
};

/// Searches for the nearest code.
struct CodesClass {
    std::int32_t quads = 0; ///< fours of a latent that registers hold; 0 where there are too many to be held
    auto operator<=>(const CodesClass&) const = default;
    static constexpr std::int32_t kMostQuads = 2;
};

using OpClass = std::variant<ConvClass, ProductClass, CodesClass>;

/// One way to compute an op.
struct Choice {
    ConvMethod method{}; ///< of 3x3 convolutions; direct for all else
    Tile tile;           ///< of the direct kernel, or of Winograd's products; fused, a lane's columns are one tile
    auto operator<=>(const Choice&) const = default;
};

using Choices = std::map<OpClass, Choice>;

ConvClass classOf(const core::Conv& conv, bool exact);
ProductClass productOf(std::int64_t rows);
CodesClass codesOf(std::int64_t dim);

/// "3x3 same 64 -> 32, fast", "product, rows by 64", "nearest code, 2 quads".
std::string toString(const OpClass& op);
/// "winograd 4x4 16x4".
std::string toString(const Choice& choice);
/// The same without the method where an op has but one.
std::string toString(const OpClass& op, const Choice& choice);

/// Could ops of this shape be: channels in eights, rows a power of two?
bool isPossible(const OpClass& op);
/// May ops of the class be computed so by workgroups of `lanes`? Lanes that share rows must be able to hold them in
/// turns, a lane's sums must be few enough, tiles must fill the rows, and exact ops be exact. In the shared variant what
/// the device holds counts as well (Tuning::holds).
bool isLegal(const OpClass& op, const Choice& choice, Variant variant, std::uint32_t lanes);

} // namespace tessera::gpu
