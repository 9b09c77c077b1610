// SPDX-License-Identifier: Apache-2.0
// Between latents and codes: the nearest row of the codebook, and the rows of codes.
#include "gpu/kernels/params.h"
#include "gpu/ops/vulkan_ops.h"

#include <algorithm>

namespace tessera::gpu {

core::Value VulkanOps::nearestCode(const core::Value& latents, const core::Weight& codebook)
{
    const PictureLayout layout{latents.shape};
    const auto [samples, e, h, w] = latents.shape;
    const std::int64_t cells = h * w, count = codebook.shape[0];
    const auto codes = std::make_shared<DeviceTensor>();
    const auto owner = scratch(samples * cells * 4);
    codes->pieces.push_back({0, 0, owner, owner->range()});
    const Tile tile = m_tuning.choose(codesOf(e)).tile;
    const std::int64_t quads = ceilDiv(e, 4);
    beginOp("nearest code", core::toString(latents.shape) + " among " + std::to_string(count),
            std::to_string(tile.rows) + "x" + std::to_string(tile.columns),
            3.0 * static_cast<double>(samples * cells * e) * static_cast<double>(count));

    const Operand book = m_weights.left(codebook, tile.rows);
    const std::int64_t blockBytes = layout.planes() * tile.rows * kEntryBytes, blocks = ceilDiv(count, tile.rows);
    const auto flops = [&, e = e](std::int64_t someCells, std::int64_t codesDone) {
        return 3.0 * static_cast<double>(someCells * e) * static_cast<double>(codesDone);
    };
    const std::int64_t perPiece = std::clamp<std::int64_t>(bindable() / blockBytes, 1, blocks);
    const std::int64_t strip = std::max<std::int64_t>(1, stripRows(h, 1, [&, w = w](std::int64_t rows) {
        return fits({rows * layout.rowBytes(), rows * w * 4}, ceilDiv(rows * w, m_tuning.columns(tile)))
            && flops(rows * w, perPiece * tile.rows) <= m_options.flopsPerDispatch;
    }));
    const auto distances = scratch(strip * w * 4), found = scratch(strip * w * 4);
    for (std::int64_t row = 0; row < samples * h; row += strip) {
        const std::int64_t rows = std::min({strip, h - row % h, samples * h - row});
        const Window window = read(tensorOf(latents), row, rows);
        for (std::int64_t block = 0; block < blocks; block += perPiece) {
            const std::int64_t first = block * tile.rows, some = std::min(perPiece * tile.rows, count - first);
            const std::int64_t groups = ceilDiv(rows * w, m_tuning.columns(tile));
            Step step;
            step.operands = {window.operand,
                             part(book, static_cast<std::uint64_t>(block * blockBytes),
                                  static_cast<std::uint64_t>(ceilDiv(some, tile.rows) * blockBytes)),
                             found->range(), distances->range()};
            step.setParams(NearestCodeParams{whole(groups), whole(quads), whole(layout.planes()), whole(layout.row()),
                                             whole(w), whole(rows * w), whole(first), whole(some), block > 0 ? 1 : 0});
            step.flops = flops(rows * w, some);
            add(KernelId::nearestCode, {tile.rows, tile.columns, quads <= 2 ? whole(quads) : 0}, std::move(step),
                groups);
        }
        // Strips' codes follow each other without the gaps that bindings need.
        copy(part(found->range(), 0, static_cast<std::uint64_t>(rows * w * 4)),
             part(owner->range(), static_cast<std::uint64_t>(row * w * 4), static_cast<std::uint64_t>(rows * w * 4)));
    }
    return {{samples, 1, h, w}, codes};
}

core::Value VulkanOps::lookup(const core::Value& codes, const core::Weight& codebook)
{
    const auto [samples, one, h, w] = codes.shape;
    const std::int64_t count = codebook.shape[0];
    const core::Value latents = makePicture({samples, codebook.shape[1], h, w});
    const PictureLayout layout{latents.shape};
    beginOp("lookup", core::toString(latents.shape), "", 0);
    const Operand book = m_weights.table(codebook);
    const std::int64_t codeBytes = layout.planes() * kEntryBytes;
    const std::int64_t perPiece = std::clamp<std::int64_t>(bindable() / codeBytes / 8 * 8, 1, count);
    const std::int64_t strip = std::max<std::int64_t>(1, stripRows(h, 1, [&, w = w](std::int64_t rows) {
        return fits({rows * layout.rowBytes()}, ceilDiv(rows * w * layout.planes(), m_tuning.lanes))
            && (!tensorOf(latents).inHost || rows * layout.rowBytes() <= static_cast<std::int64_t>(m_options.hostFrom));
    }));
    for (std::int64_t n = 0; n < samples; ++n)
        for (std::int64_t first = 0; first < h; first += strip) {
            const std::int64_t rows = std::min(strip, h - first);
            const Window window = write(tensorOf(latents), n * h + first, rows);
            for (std::int64_t code = 0; code < count; code += perPiece) {
                const std::int64_t some = std::min(perPiece, count - code);
                Step step;
                step.operands = {tensorOf(codes).pieces.front().operand,
                                 part(book, static_cast<std::uint64_t>(code * codeBytes),
                                      static_cast<std::uint64_t>(some * codeBytes)),
                                 window.operand};
                step.setParams(LookupParams{whole(layout.planes()), whole(layout.row()), whole(w), whole(rows * w),
                                            whole((n * h + first) * w), whole(code), whole(some), whole(count)});
                add(KernelId::lookup, {}, std::move(step), ceilDiv(rows * w * layout.planes(), m_tuning.lanes));
            }
            written(tensorOf(latents), window);
        }
    return latents;
}

} // namespace tessera::gpu
