// SPDX-License-Identifier: Apache-2.0
// Norms: statistics now, the rest when somebody reads the normed picture.
#include "gpu/kernels/params.h"
#include "gpu/ops/vulkan_ops.h"

#include <algorithm>

namespace tessera::gpu {

namespace {

/// Rows of the largest chunk: sums stay short and exact, and a chunk fits a strip.
constexpr std::int64_t kChunkRows = 64;

std::int64_t affineBytes(const PictureLayout& layout) { return roundUp(layout.planes() * 3 * kEntryBytes, 256); }

} // namespace

core::Value VulkanOps::norm(core::Value x, const core::Norm& norm, core::Activation activation, const core::Value& zq)
{
    x = materialize(std::move(x));
    PendingNorm pending;
    pending.activation = activation;
    if (norm.isSpatial()) {
        pending.zqFactor = conv1(zq, *norm.convY, {});
        pending.zqShift = conv1(zq, *norm.convB, {});
    }
    const std::int64_t bytes = x.shape.n * affineBytes(PictureLayout{x.shape});
    if (m_options.frozen) {
        pending.affine = m_options.frozen->affines.at(m_frozenNorm++);
    } else {
        const ArenaHome home = m_options.keep ? ArenaHome::kept : ArenaHome::device;
        pending.affineOwner = scratch(bytes, home);
        pending.affine = part(pending.affineOwner->range(), 0, static_cast<std::uint64_t>(bytes));
        statistics(x, norm, pending.affine);
        if (m_options.keep) {
            m_kept.affines.push_back(pending.affine);
            m_kept.owners.push_back(pending.affineOwner);
        }
    }
    auto storage = std::make_shared<DeviceTensor>();
    const core::Shape shape = x.shape;
    pending.source = std::move(x);
    storage->pending = std::move(pending);
    return {shape, storage};
}

void VulkanOps::statistics(const core::Value& x, const core::Norm& norm, const Operand& affine)
{
    const PictureLayout layout{x.shape};
    const auto [samples, c, h, w] = x.shape;
    const std::int64_t planes = layout.planes(), partialsEach = m_tuning.partials();
    // Chunks do not depend on how the picture is cut into strips, so neither do the sums.
    const std::int64_t chunkRows
        = std::clamp<std::int64_t>(ceilDiv(h, std::clamp<std::int64_t>(ceilDiv(m_tuning.statsGroups, planes), 1, h)), 1,
                                   std::clamp<std::int64_t>(bindable() / layout.rowBytes(), 1, kChunkRows));
    const std::int64_t chunks = ceilDiv(h, chunkRows);
    const double values = static_cast<double>(x.shape.size());
    beginOp("norm statistics", core::toString(x.shape), "", 3 * values);

    const std::int64_t strip = stripRows(chunks, 1, [&](std::int64_t count) {
        return fits({count * chunkRows * layout.rowBytes()}, count * planes)
            && (!tensorOf(x).inHost
                || count * chunkRows * layout.rowBytes() <= static_cast<std::int64_t>(m_options.hostFrom));
    });
    const auto partials = scratch(planes * chunks * partialsEach * 2 * kEntryBytes);
    for (std::int64_t n = 0; n < samples; ++n) {
        for (std::int64_t chunk = 0; chunk < chunks; chunk += std::max<std::int64_t>(strip, 1)) {
            const std::int64_t count = std::min(std::max<std::int64_t>(strip, 1), chunks - chunk);
            const std::int64_t first = chunk * chunkRows, rows = std::min(count * chunkRows, h - first);
            const Window window = read(tensorOf(x), n * h + first, rows);
            Step stats;
            stats.operands = {window.operand, partials->range()};
            stats.setParams(NormStatsParams{whole(count * planes), whole(planes), whole(layout.row()), whole(w),
                                            whole(rows), whole(chunk), whole(chunks), whole(chunkRows)});
            stats.flops = 3.0 * static_cast<double>(rows * w * c);
            add(KernelId::normStats, {}, std::move(stats), count * planes);
        }
        Step finish;
        finish.operands = {partials->range(), m_weights.vector(*norm.weight), m_weights.vector(*norm.bias),
                           part(affine, static_cast<std::uint64_t>(n * affineBytes(layout)),
                                static_cast<std::uint64_t>(affineBytes(layout)))};
        finish.setParams(NormFinishParams{whole(norm.groups), whole(c / norm.groups), whole(planes), whole(chunks),
                                          whole(chunkRows), whole(w), whole(h), whole(partialsEach),
                                          core::kNormEpsilon});
        add(KernelId::normFinish, {}, std::move(finish), ceilDiv(norm.groups + 1, m_tuning.lanes));
    }
}

void VulkanOps::applyPending(const core::Value& x, std::int64_t n, std::int64_t first, std::int64_t rows,
                             std::int64_t halo, std::int64_t width, std::int64_t resultRow, const Operand& result)
{
    const auto& pending = tensorOf(x).pending;
    const core::Value& source = pending ? pending->source : x;
    const PictureLayout layout{source.shape};
    const std::int64_t h = source.shape.h, planes = layout.planes();
    const std::int64_t begin = std::max<std::int64_t>(first, 0), end = std::min(first + rows, h);
    const Window window = read(tensorOf(source), n * h + begin, end - begin);
    PrepareParams params{};
    params.groups = whole(rows * planes);
    params.planes = whole(planes);
    params.width = whole(source.shape.w);
    params.sourceRow = whole(layout.row());
    params.sourceRows = whole(end - begin);
    params.rowOffset = whole(first - begin);
    params.halo = whole(halo);
    params.resultWidth = whole(width);
    params.resultRow = whole(resultRow);
    params.zoomX = params.zoomY = 1;
    Step step;
    step.operands = {window.operand, nothing(), nothing(), nothing(), result};
    int norm = 0;
    if (pending) {
        const auto bytes = static_cast<std::uint64_t>(affineBytes(layout));
        step.operands[1] = part(pending->affine, static_cast<std::uint64_t>(n) * bytes, bytes);
        norm = 1;
    }
    Window factor, shift;
    if (pending && pending->zqFactor.storage) {
        norm = 2;
        const core::Shape& small = pending->zqFactor.shape;
        const std::int64_t zoomY = h / small.h, smallFirst = begin / zoomY, smallLast = (end - 1) / zoomY;
        factor = read(tensorOf(pending->zqFactor), n * small.h + smallFirst, smallLast - smallFirst + 1);
        shift = read(tensorOf(pending->zqShift), n * small.h + smallFirst, smallLast - smallFirst + 1);
        step.operands[2] = factor.operand;
        step.operands[3] = shift.operand;
        params.firstRow = whole(begin - smallFirst * zoomY);
        params.zqWidth = whole(small.w);
        params.zqRow = whole(PictureLayout{small}.row());
        params.zoomX = whole(source.shape.w / small.w);
        params.zoomY = whole(zoomY);
    }
    step.setParams(params);
    step.flops = 8.0 * static_cast<double>(rows * width * planes * 8);
    const auto activation = pending ? pending->activation : core::Activation::none;
    add(KernelId::prepare, {static_cast<std::int32_t>(activation), norm}, std::move(step), rows * planes);
}

VulkanOps::Strip VulkanOps::prepare(const core::Value& x, std::int64_t n, std::int64_t first, std::int64_t rows,
                                    std::int64_t halo, std::int64_t width)
{
    Strip strip{nullptr, rows, width, eights(x.shape.c)};
    strip.scratch = scratch(rows * strip.row() * kEntryBytes);
    applyPending(x, n, first, rows, halo, width, strip.row(), strip.scratch->range());
    return strip;
}

core::Value VulkanOps::materialize(core::Value x, ArenaHome home)
{
    if (!tensorOf(x).pending)
        return x;
    const PictureLayout layout{x.shape};
    const core::Value y = makePicture(x.shape, home);
    beginOp("norm", core::toString(x.shape), "", 8.0 * static_cast<double>(x.shape.size()));
    const std::int64_t strip = std::max<std::int64_t>(1, stripRows(x.shape.h, 1, [&](std::int64_t rows) {
        return fits({rows * layout.rowBytes()}, rows * layout.planes())
            && (!tensorOf(y).inHost || rows * layout.rowBytes() <= static_cast<std::int64_t>(m_options.hostFrom));
    }));
    for (std::int64_t n = 0; n < x.shape.n; ++n)
        for (std::int64_t first = 0; first < x.shape.h; first += strip) {
            const std::int64_t rows = std::min(strip, x.shape.h - first);
            const Window window = write(tensorOf(y), n * x.shape.h + first, rows);
            applyPending(x, n, first, rows, 0, x.shape.w, layout.row(), window.operand);
            written(tensorOf(y), window);
        }
    return y;
}

} // namespace tessera::gpu
