// SPDX-License-Identifier: Apache-2.0
// A model's weights on the device, packed as the kernels read them, each once.
#pragma once

#include "core/model/layers.h"
#include "gpu/vulkan/memory.h"

#include <deque>
#include <map>
#include <span>
#include <tuple>
#include <vector>

namespace tessera::gpu {

class WeightStore {
public:
    explicit WeightStore(const Context& context) : m_context(context) {}

    /// 3x3 kernels: [block][in/8][kx][ky][half][rows] texels of 4 input channels.
    Range conv(const core::Weight& weight, std::int64_t rows);
    /// 3x3 kernels as Winograd's F(tile x tile, 3 x 3) has them: [position][block][in/8][half][rows] texels, G g G^T.
    /// Where the convolution doubles its input, positions that are multiplied by zeros are left out.
    Range winograd(const core::Weight& weight, std::int64_t tile, core::Sampling sampling, std::int64_t rows);
    /// The same for the fused kernel: [block][in/8][half][position][rows].
    Range fusedWinograd(const core::Weight& weight, std::int64_t tile, core::Sampling sampling, std::int64_t rows);
    /// A matrix [M, K] (1x1 kernels too) as the left operand: [block][K/8][half][rows] texels of 4 k. Codebooks for
    /// the nearest code likewise.
    Range left(const core::Weight& weight, std::int64_t rows);
    /// A matrix [N, K] as the right operand: [K/8][N] entries of 8 k.
    Range right(const core::Weight& weight);
    /// Rows of [K, E] padded to whole entries.
    Range table(const core::Weight& weight);
    /// A vector padded to whole entries.
    Range vector(const core::Weight& weight);
    /// The bias of what attention adds to its input: that of to_out, and to_out of to_v's.
    Range outBias(const core::Attention& attention);
    /// Of all that is kept.
    std::uint64_t bytes() const;
    /// Zeros, for bindings that a step does not use.
    Range nothing();

private:
    enum class Packing {
        conv,
        winograd2,
        winograd4,
        winograd2Up,
        winograd4Up,
        fused2,
        fused4,
        fused2Up,
        fused4Up,
        left,
        right,
        table,
        vector,
        outBias,
        nothing,
    };
    static Packing packingOf(bool fused, std::int64_t tile, core::Sampling sampling);
    template <class Pack>
    Range keep(const core::Weight* weight, Packing packing, std::int64_t rows, Pack pack);
    Range add(std::span<const float> values);

    const Context& m_context;
    std::map<std::tuple<const core::Weight*, Packing, std::int64_t>, Range> m_ranges;
    std::deque<Buffer> m_blocks;
    VkDeviceSize m_used = 0; ///< of the last block
};

} // namespace tessera::gpu
