// SPDX-License-Identifier: Apache-2.0
// Ops that records: walking a forward pass over it yields the Recording of a Plan. A Value's range returns to the
// arena when its last owner dies during the walk, so the scopes of the pass are the memory plan.
//
// Every op is done in strips of rows: as many at a time as the device's limits, its caches and the time of a submission
// allow. Norms are not computed for their own sake but by whoever reads them, strip by strip.
#pragma once

#include "core/model/ops.h"
#include "gpu/ops/layout.h"
#include "gpu/ops/weight_store.h"
#include "gpu/plans/device_tensor.h"
#include "gpu/plans/kept.h"
#include "gpu/tuning/tuning.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace tessera::gpu {

struct Product;

/// Keys as rows of tokens (the layout of pictures), and values transposed: a row of `values` holds the tokens of one
/// tile of `tileRows` picture rows as [tokens / 8][C] entries of eight tokens.
struct AttentionKeys {
    core::Value keys;
    std::shared_ptr<DeviceTensor> values;
    std::int64_t tileRows = 0;
};

/// Numbers that say where a window lies (shaders/paste.h).
inline constexpr std::size_t kPlaceInts = 6;

/// How a pass is to be recorded.
struct PassOptions {
    bool exact = false;             ///< no convolution method whose error is above that of plain float32 sums
    double flopsPerDispatch = 1e12; ///< no dispatch does more
    /// Feature maps of more bytes than this live in host memory, a few rows at a time on the device; 0: none do.
    std::uint64_t hostFrom = 0;
    bool keep = false;              ///< keep norms and attention for previews (Recording's arena of that home)
    const Kept* frozen = nullptr;   ///< the pass is over a window; statistics and surroundings are from here
};

class VulkanOps final : public core::Ops {
public:
    VulkanOps(const Context& context, const Tuning& tuning, WeightStore& weights, const PassOptions& options = {});
    ~VulkanOps() override;

    /// The pass's input: a picture or latents in the packed layout, or codes (int32, N*h*w).
    core::Value inputPicture(const core::Shape& shape);
    core::Value inputCodes(const core::Shape& shape);
    /// Codes of a window, and behind them where it lies: kPlaceInts (shaders/paste.h) from byte placeOffset() on.
    core::Value inputWindow(const core::Shape& shape);
    static std::uint64_t placeOffset(const core::Shape& window);

    core::Value conv2d(core::Value x, const core::Conv& conv, core::Value residual = {}) override;
    core::Value norm(core::Value x, const core::Norm& norm, core::Activation activation,
                     const core::Value& zq) override;
    core::Value attention(core::Value x, core::Value normed, const core::Attention& attention) override;
    core::Value nearestCode(const core::Value& latents, const core::Weight& codebook) override;
    core::Value lookup(const core::Value& codes, const core::Weight& codebook) override;

    /// Ends the recording: what was to write `value` writes the output port instead, unless it lives in host memory
    /// anyway. Codes are int32, everything else is in the packed layout.
    Recording finish(core::Value value);
    /// What the pass kept, in the order of its norms and attentions.
    Kept takeKept() { return std::move(m_kept); }

private:
    /// Some rows of a tensor as a kernel is bound to them.
    struct Window {
        Operand operand;
        std::shared_ptr<Scratch> staging; ///< where the tensor is in host memory
        std::int64_t first = 0, rows = 0;
    };
    /// A prepared strip: rows with the zeros around them, norm applied.
    struct Strip {
        std::shared_ptr<Scratch> scratch;
        std::int64_t rows = 0, width = 0, planes = 0; ///< zeros included
        std::int64_t row() const { return roundUp(planes * width, 8); }
    };

    std::shared_ptr<Scratch> scratch(std::int64_t bytes, ArenaHome home = ArenaHome::device);
    std::shared_ptr<DeviceTensor> makeRows(std::int64_t rows, std::int64_t rowBytes,
                                           ArenaHome home = ArenaHome::device);
    core::Value makePicture(const core::Shape& shape, ArenaHome home = ArenaHome::device);
    Window read(const DeviceTensor& tensor, std::int64_t first, std::int64_t rows);
    Window write(DeviceTensor& tensor, std::int64_t first, std::int64_t rows);
    void written(DeviceTensor& tensor, const Window& window);
    /// That nobody will read rows before `row` again.
    static void releaseBefore(DeviceTensor& tensor, std::int64_t row);
    void copy(const Operand& from, const Operand& to);

    std::size_t beginOp(std::string name, std::string shape, std::string variant, double flops);
    void add(KernelId kernel, std::vector<std::int32_t> tile, Step step, std::int64_t groups);
    /// Can operands of these sizes be bound, and so many workgroups run?
    bool fits(std::initializer_list<std::int64_t> bytes, std::int64_t groups) const;
    std::int64_t maxGroups() const;
    std::int64_t bindable() const; ///< bytes of the largest binding of any kind
    /// Rows that a strip may have: at most `most`, a multiple of `step` unless that is the whole, so that `fit` holds.
    std::int64_t stripRows(std::int64_t most, std::int64_t step, const std::function<bool(std::int64_t)>& fit) const;

    Strip prepare(const core::Value& x, std::int64_t n, std::int64_t first, std::int64_t rows, std::int64_t halo,
                  std::int64_t width);
    void applyPending(const core::Value& x, std::int64_t n, std::int64_t first, std::int64_t rows, std::int64_t halo,
                      std::int64_t width, std::int64_t resultRow, const Operand& result);
    core::Value materialize(core::Value x, ArenaHome home = ArenaHome::device);
    /// What a window's attention looks at: the whole picture's, with the window's own where it is good.
    core::Value surroundings(const core::Value& normed);
    void statistics(const core::Value& x, const core::Norm& norm, const Operand& affine);

    core::Value conv3(core::Value x, const core::Conv& conv, core::Value residual);
    void direct(const Strip& strip, const core::Conv& conv, Tile tile, const core::Shape& result,
                const Operand* residual, const Operand& out, std::int64_t rows);
    void winograd(const Strip& strip, const core::Conv& conv, const Choice& choice, const core::Shape& result,
                  const Operand* residual, const Operand& out, std::int64_t rows);
    void fusedWinograd(const Strip& strip, const core::Conv& conv, const Choice& choice, const core::Shape& result,
                       const Operand* residual, const Operand& out, std::int64_t rows);
    /// A convolution by one kernel, a block of output channels by block.
    struct BlockedConv {
        KernelId kernel{};
        std::vector<std::int32_t> constants;
        Operand weights;
        std::int64_t rows = 8;  ///< output channels of a block
        std::int64_t bytes = 0; ///< of a block's weights
        std::int64_t groups = 0; ///< workgroups of a block
    };
    template <class Params, class Flops>
    void convolveBlocks(const BlockedConv& blocked, Params params, const Strip& strip, const core::Conv& conv,
                        const core::Shape& result, const Operand* residual, const Operand& out, std::int64_t rows,
                        Flops flops);
    core::Value conv1(core::Value x, const core::Conv& conv, core::Value residual);
    void conv1Into(core::Value x, const core::Conv& conv, const core::Value& residual, const core::Value& y,
                   const char* name);
    void multiply(const Product& product);
    AttentionKeys keysAndValues(const core::Value& normed, const core::Attention& attention);
    /// Queries (1, C, rows, w) against all keys of sample n: the mixed values, still to be multiplied by
    /// `sums`, which are inverse in the end.
    void attend(const Operand& q, const core::Shape& shape, std::int64_t n, const AttentionKeys& keys,
                const Operand& context, const Operand& highest, const Operand& sums);
    /// The same without scores in memory.
    void attendInOnePass(Tile tuned, const Operand& q, const core::Shape& shape, std::int64_t n, const AttentionKeys& keys,
                         const Operand& context, const Operand& highest, const Operand& sums);
    Operand nothing() { return m_weights.nothing(); }

    const Context& m_context;
    const Tuning& m_tuning;
    WeightStore& m_weights;
    PassOptions m_options;
    std::array<std::shared_ptr<Arena>, kArenaHomes> m_arenas;
    Recording m_recording;
    Kept m_kept;
    std::size_t m_frozenNorm = 0, m_frozenAttention = 0;
    std::optional<PortRange> m_place; ///< of the window
    std::int64_t m_windowRows = 1;    ///< in cells
};

} // namespace tessera::gpu
