// SPDX-License-Identifier: Apache-2.0
#include "gpu/weight_store.h"

#include "gpu/layout.h"

#include <algorithm>

namespace tessera::gpu {

namespace {

constexpr VkDeviceSize kBlockBytes = 16U << 20U;

std::int64_t blocksOf(std::int64_t count, std::int64_t rows) { return (count + rows - 1) / rows; }

std::vector<float> zeros(std::int64_t count) { return std::vector<float>(static_cast<std::size_t>(count)); }

} // namespace

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

Range WeightStore::nothing()
{
    return keep(nullptr, Packing::nothing, 0, [] { return zeros(8); });
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
