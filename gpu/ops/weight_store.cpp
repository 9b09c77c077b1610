// SPDX-License-Identifier: Apache-2.0
#include "gpu/ops/weight_store.h"

#include "core/cpu/parallel.h"
#include "gpu/ops/layout.h"

#include <algorithm>

namespace tessera::gpu {

namespace {

constexpr VkDeviceSize kBlockBytes = 16U << 20U;

std::int64_t blocksOf(std::int64_t count, std::int64_t rows) { return (count + rows - 1) / rows; }

std::vector<float> zeros(std::int64_t count) { return std::vector<float>(static_cast<std::size_t>(count)); }

/// G g G^T of each kernel for Winograd's F(tile x tile, 3 x 3), without what is multiplied by zeros where the input is
/// doubled, in groups of `rows` texels of 4 input channels. `place(h, position, positions)` is the number of the group
/// of a position in half entry h, which counts [block][in/8][half].
template <class Place>
std::vector<float> transformed(const core::Weight& weight, std::int64_t tile, core::Sampling sampling,
                               std::int64_t rows, Place place)
{
    // Evaluation points 0, 1, -1 and infinity, for tiles of four also 2 and -2; with their scale.
    static constexpr double two[4][3] = {{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}};
    static constexpr double four[6][3] = {{1 / 4.0, 0, 0},
                                          {-1 / 6.0, -1 / 6.0, -1 / 6.0},
                                          {-1 / 6.0, 1 / 6.0, -1 / 6.0},
                                          {1 / 24.0, 1 / 12.0, 1 / 6.0},
                                          {1 / 24.0, -1 / 12.0, 1 / 6.0},
                                          {0, 0, 1}};
    const double(*g)[3] = tile == 2 ? two : four;
    std::vector<const double*> used;
    for (std::int64_t i = 0; i < tile + 2; ++i)
        if (sampling != core::Sampling::up || i != 2)
            used.push_back(g[i]);
    const std::int64_t out = weight.shape[0], in = weight.shape[1], planes = eights(in);
    const auto side = static_cast<std::int64_t>(used.size());
    std::vector<float> packed = zeros(side * side * blocksOf(out, rows) * planes * 2 * rows * 4);
    const auto transformRow = [&](std::int64_t o) {
        for (std::int64_t i = 0; i < in; ++i) {
            const float* kernel = weight.values.data() + (o * in + i) * 9;
            const std::int64_t halfEntry = (o / rows * planes + i / 8) * 2 + i % 8 / 4;
            for (std::int64_t y = 0; y < side; ++y) {
                const double* gy = used[static_cast<std::size_t>(y)];
                double columns[3];
                for (int x = 0; x < 3; ++x)
                    columns[x] = gy[0] * kernel[x] + gy[1] * kernel[3 + x] + gy[2] * kernel[6 + x];
                for (std::int64_t x = 0; x < side; ++x) {
                    const double* gx = used[static_cast<std::size_t>(x)];
                    const std::int64_t group = place(halfEntry, y * side + x, side * side);
                    packed[static_cast<std::size_t>((group * rows + o % rows) * 4 + i % 4)]
                        = static_cast<float>(gx[0] * columns[0] + gx[1] * columns[1] + gx[2] * columns[2]);
                }
            }
        }
    };
    core::parallelFor(blocksOf(out, rows), {}, [&](std::int64_t block) {
        for (std::int64_t o = block * rows; o < std::min((block + 1) * rows, out); ++o)
            transformRow(o);
    });
    return packed;
}

} // namespace

WeightStore::Packing WeightStore::packingOf(bool fused, std::int64_t tile, core::Sampling sampling)
{
    const bool up = sampling == core::Sampling::up;
    if (tile == 2)
        return fused ? (up ? Packing::fused2Up : Packing::fused2) : (up ? Packing::winograd2Up : Packing::winograd2);
    return fused ? (up ? Packing::fused4Up : Packing::fused4) : (up ? Packing::winograd4Up : Packing::winograd4);
}

template <class Pack>
Range WeightStore::keep(const core::Weight* weight, Packing packing, std::int64_t rows, Pack pack)
{
    const auto key = std::tuple(weight, packing, rows);
    auto found = m_ranges.find(key);
    if (found == m_ranges.end())
        found = m_ranges.emplace(key, add(pack())).first;
    return found->second;
}

Range WeightStore::conv(const core::Weight& weight, std::int64_t rows)
{
    return keep(&weight, Packing::conv, rows, [&] {
        const std::int64_t out = weight.shape[0], in = weight.shape[1], planes = eights(in);
        std::vector<float> packed = zeros(blocksOf(out, rows) * planes * 18 * rows * 4);
        for (std::int64_t o = 0; o < out; ++o)
            for (std::int64_t i = 0; i < in; ++i)
                for (std::int64_t tap = 0; tap < 9; ++tap) {
                    const std::int64_t ky = tap / 3, kx = tap % 3;
                    std::int64_t at = (o / rows * planes + i / 8) * 3 + kx;
                    at = ((at * 3 + ky) * 2 + i % 8 / 4) * rows + o % rows;
                    packed[static_cast<std::size_t>(at * 4 + i % 4)]
                        = weight.values[static_cast<std::size_t>((o * in + i) * 9 + tap)];
                }
        return packed;
    });
}

Range WeightStore::winograd(const core::Weight& weight, std::int64_t tile, core::Sampling sampling, std::int64_t rows)
{
    return keep(&weight, packingOf(false, tile, sampling), rows, [&] {
        const std::int64_t perPosition = blocksOf(weight.shape[0], rows) * eights(weight.shape[1]) * 2;
        return transformed(weight, tile, sampling, rows, [&](std::int64_t halfEntry, std::int64_t position, std::int64_t) {
            return position * perPosition + halfEntry;
        });
    });
}

Range WeightStore::fusedWinograd(const core::Weight& weight, std::int64_t tile, core::Sampling sampling,
                                 std::int64_t rows)
{
    return keep(&weight, packingOf(true, tile, sampling), rows, [&] {
        return transformed(weight, tile, sampling, rows,
                           [](std::int64_t halfEntry, std::int64_t position, std::int64_t positions) {
                               return halfEntry * positions + position;
                           });
    });
}

Range WeightStore::left(const core::Weight& weight, std::int64_t rows)
{
    return keep(&weight, Packing::left, rows, [&] {
        const std::int64_t out = weight.shape[0], in = weight.shape[1], planes = eights(in);
        std::vector<float> packed = zeros(blocksOf(out, rows) * planes * 8 * rows);
        for (std::int64_t o = 0; o < out; ++o)
            for (std::int64_t i = 0; i < in; ++i) {
                const std::int64_t at = ((o / rows * planes + i / 8) * 2 + i % 8 / 4) * rows + o % rows;
                packed[static_cast<std::size_t>(at * 4 + i % 4)] = weight.values[static_cast<std::size_t>(o * in + i)];
            }
        return packed;
    });
}

Range WeightStore::right(const core::Weight& weight)
{
    return keep(&weight, Packing::right, 0, [&] {
        const std::int64_t out = weight.shape[0], in = weight.shape[1];
        std::vector<float> packed = zeros(eights(in) * out * 8);
        for (std::int64_t o = 0; o < out; ++o)
            for (std::int64_t i = 0; i < in; ++i)
                packed[static_cast<std::size_t>((i / 8 * out + o) * 8 + i % 8)]
                    = weight.values[static_cast<std::size_t>(o * in + i)];
        return packed;
    });
}

Range WeightStore::table(const core::Weight& weight)
{
    return keep(&weight, Packing::table, 0, [&] {
        const std::int64_t rows = weight.shape[0], dim = weight.shape[1], padded = eights(dim) * 8;
        std::vector<float> packed = zeros(rows * padded);
        for (std::int64_t row = 0; row < rows; ++row)
            std::copy_n(weight.values.data() + row * dim, dim, packed.data() + row * padded);
        return packed;
    });
}

Range WeightStore::vector(const core::Weight& weight)
{
    return keep(&weight, Packing::vector, 0, [&] {
        std::vector<float> packed = zeros(eights(weight.shape[0]) * 8);
        std::ranges::copy(weight.values, packed.begin());
        return packed;
    });
}

Range WeightStore::outBias(const core::Attention& attention)
{
    return keep(attention.out.bias, Packing::outBias, 0, [&] {
        const std::int64_t out = attention.out.outChannels(), in = attention.out.inChannels();
        std::vector<float> packed = zeros(eights(out) * 8);
        for (std::int64_t o = 0; o < out; ++o) {
            double sum = attention.out.bias->values[static_cast<std::size_t>(o)];
            for (std::int64_t i = 0; i < in; ++i)
                sum += static_cast<double>(attention.out.weight->values[static_cast<std::size_t>(o * in + i)])
                    * attention.v.bias->values[static_cast<std::size_t>(i)];
            packed[static_cast<std::size_t>(o)] = static_cast<float>(sum);
        }
        return packed;
    });
}

Range WeightStore::nothing()
{
    return keep(nullptr, Packing::nothing, 0, [] { return zeros(8); });
}

std::uint64_t WeightStore::bytes() const
{
    std::uint64_t sum = 0;
    for (const auto& [key, range] : m_ranges)
        sum += range.size;
    return sum;
}

Range WeightStore::add(std::span<const float> values)
{
    const std::uint64_t alignment = std::max<std::uint64_t>(m_context.limits().alignment, 256);
    const VkDeviceSize size = values.size_bytes();
    m_used = (m_used + alignment - 1) / alignment * alignment;
    if (m_blocks.empty() || m_used + size > m_blocks.back().size()) {
        m_blocks.emplace_back(m_context, std::max(size, kBlockBytes), Home::device);
        m_used = 0;
    }
    upload(m_context, m_blocks.back(), m_used, std::as_bytes(values));
    const Range range{m_blocks.back().handle(), m_used, size};
    m_used += size;
    return range;
}

} // namespace tessera::gpu
