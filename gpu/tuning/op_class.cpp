// SPDX-License-Identifier: Apache-2.0
#include "gpu/tuning/op_class.h"

#include "gpu/ops/layout.h"

#include <algorithm>
#include <bit>

namespace tessera::gpu {

namespace {

constexpr std::int32_t kMostChannels = 1 << 16;
/// Sums that a lane keeps; more are slower wherever they were tried.
constexpr std::int32_t kMostSums = 256;
constexpr std::int32_t kMostRows = 64, kMostColumns = 8;

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

const char* nameOf(core::Sampling sampling)
{
    return sampling == core::Sampling::same ? "same" : sampling == core::Sampling::down ? "down" : "up";
}

std::string toString(const Tile& tile) { return std::to_string(tile.rows) + "x" + std::to_string(tile.columns); }

const char* nameOf(ConvMethod method)
{
    switch (method) {
    case ConvMethod::direct:
        return "direct";
    case ConvMethod::winograd2:
        return "winograd 2x2";
    case ConvMethod::winograd4:
        return "winograd 4x4";
    case ConvMethod::fused2:
        return "winograd 2x2 fused";
    case ConvMethod::fused4:
        return "winograd 4x4 fused";
    }
    return "";
}

/// Rows that a fused kernel may have: 36 sums for each.
constexpr std::int32_t kMostFusedRows = 16;

bool fillsRows(std::int32_t rows, const Tile& tile) { return rows % tile.rows == 0; }

} // namespace

std::int64_t winogradTile(ConvMethod method)
{
    return method == ConvMethod::direct                                      ? 0
        : method == ConvMethod::winograd2 || method == ConvMethod::fused2 ? 2
                                                                             : 4;
}

bool isFused(ConvMethod method) { return method == ConvMethod::fused2 || method == ConvMethod::fused4; }

ConvClass classOf(const core::Conv& conv, bool exact)
{
    const auto eighths = [](std::int64_t channels) { return static_cast<std::int32_t>(roundUp(channels, 8)); };
    return {conv.sampling, eighths(conv.inChannels()), eighths(conv.outChannels()), exact};
}

ProductClass productOf(std::int64_t rows)
{
    const auto eights = static_cast<std::uint64_t>(roundUp(std::max<std::int64_t>(rows, 1), 8));
    return {std::min(ProductClass::kMostRows, 1 << std::min(std::countr_zero(eights), 30))};
}

CodesClass codesOf(std::int64_t dim)
{
    const std::int64_t quads = ceilDiv(dim, 4);
    return {quads <= CodesClass::kMostQuads ? static_cast<std::int32_t>(quads) : 0};
}

std::string toString(const OpClass& op)
{
    return std::visit(Overloaded{[](const ConvClass& conv) {
                                     return std::string("3x3 ") + nameOf(conv.sampling) + " " + std::to_string(conv.in)
                                         + " -> " + std::to_string(conv.out) + (conv.exact ? ", exact" : ", fast");
                                 },
                                 [](const ProductClass& product) {
                                     return "product, rows by " + std::to_string(product.rows);
                                 },
                                 [](const CodesClass& codes) {
                                     return codes.quads == 0 ? std::string("nearest code, long")
                                                             : "nearest code of " + std::to_string(codes.quads * 4);
                                 }},
                      op);
}

std::string toString(const Choice& choice)
{
    return std::string(nameOf(choice.method)) + " " + toString(choice.tile);
}

std::string toString(const OpClass& op, const Choice& choice)
{
    return std::holds_alternative<ConvClass>(op) ? toString(choice) : toString(choice.tile);
}

bool isPossible(const OpClass& op)
{
    const auto isChannels = [](std::int32_t count) { return count >= 8 && count <= kMostChannels && count % 8 == 0; };
    return std::visit(
        Overloaded{[&](const ConvClass& conv) { return isChannels(conv.in) && isChannels(conv.out); },
                   [](const ProductClass& product) {
                       return product.rows >= 8 && product.rows <= ProductClass::kMostRows
                           && std::has_single_bit(static_cast<std::uint32_t>(product.rows));
                   },
                   [](const CodesClass& codes) { return codes.quads >= 0 && codes.quads <= CodesClass::kMostQuads; }},
        op);
}

bool isLegal(const OpClass& op, const Choice& choice, Variant variant, std::uint32_t lanes)
{
    const auto [rows, columns] = choice.tile;
    if (rows < 8 || rows > 2 * kMostRows || rows % 8 != 0 || columns < 1 || columns > kMostColumns)
        return false;
    if (variant == Variant::lanes && (rows > kMostRows || rows * columns > kMostSums))
        return false;
    // Lanes take turns in holding rows: all of them each time, or some once.
    const auto many = static_cast<std::uint32_t>(rows);
    const bool shared = variant == Variant::shared;
    if (shared ? lanes % (many / 8) != 0 : many % lanes != 0 && many > lanes)
        return false;
    if (isFused(choice.method) && (shared || columns != 1 || rows > kMostFusedRows))
        return false;
    return std::visit(Overloaded{[&](const ConvClass& conv) {
                                     const std::int64_t tile = winogradTile(choice.method);
                                     return (shared || fillsRows(conv.out, choice.tile))
                                         && (tile == 0 || conv.sampling != core::Sampling::down)
                                         && (tile != 4 || !conv.exact);
                                 },
                                 [&](const ProductClass& product) {
                                     return choice.method == ConvMethod::direct
                                         && (shared || fillsRows(product.rows, choice.tile));
                                 },
                                 [&](const CodesClass&) { return choice.method == ConvMethod::direct; }},
                      op);
}

} // namespace tessera::gpu
