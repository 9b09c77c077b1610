// SPDX-License-Identifier: Apache-2.0
#include "gpu/vulkan_ops.h"

#include "gpu/device_tensor.h"
#include "gpu/params.h"
#include "gpu/product.h"
#include "core/error.h"

#include <algorithm>

namespace tessera::gpu {

namespace {

int whole(std::int64_t value) { return static_cast<int>(value); }

std::uint32_t groups(std::int64_t value) { return static_cast<std::uint32_t>(value); }

std::int64_t ceilDiv(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

/// Workgroups that a statistics pass is cut into, enough for any device that runs them side by side.
constexpr std::int64_t kStatsGroups = 64;

} // namespace

VulkanOps::VulkanOps(const Context& context, const Tuning& tuning, WeightStore& weights)
    : m_context(context), m_tuning(tuning), m_weights(weights),
      m_arena(std::make_shared<Arena>(std::min(context.limits().allocation, context.limits().memory),
                                      std::max<std::uint64_t>(context.limits().alignment, 256)))
{
}

VulkanOps::~VulkanOps() = default;

std::shared_ptr<DeviceTensor> VulkanOps::make(std::int64_t bytes)
{
    return std::make_shared<DeviceTensor>(m_arena, m_arena->take(static_cast<std::uint64_t>(bytes)));
}

core::Value VulkanOps::makePicture(const core::Shape& shape) { return {shape, make(PictureLayout{shape}.bytes())}; }

core::Value VulkanOps::inputPicture(const core::Shape& shape)
{
    m_recording.inputBytes = static_cast<std::uint64_t>(PictureLayout{shape}.bytes());
    auto tensor = std::make_shared<DeviceTensor>(PortRange{Port::input, m_recording.inputBytes});
    tensor->haloIsZero = true; // pack() writes it
    return {shape, tensor};
}

core::Value VulkanOps::inputCodes(const core::Shape& shape)
{
    m_recording.inputBytes = static_cast<std::uint64_t>(shape.size()) * sizeof(std::int32_t);
    return {shape, std::make_shared<DeviceTensor>(PortRange{Port::input, m_recording.inputBytes})};
}

Recording VulkanOps::finish(const core::Value& value)
{
    const auto& place = std::get<ArenaRange>(tensorOf(value).operand);
    m_recording.outputBytes = place.size;
    for (Step& step : m_recording.steps)
        for (Operand& operand : step.operands)
            if (const auto* range = std::get_if<ArenaRange>(&operand); range && range->serial == place.serial)
                operand = PortRange{Port::output, place.size};
    m_recording.blockBytes = m_arena->blockSizes();
    return std::move(m_recording);
}

void VulkanOps::add(KernelId kernel, std::vector<std::int32_t> tile, Step step)
{
    const KernelInfo& info = kernelInfo(kernel);
    const Limits& limits = m_context.limits();
    Variant variant = m_tuning.variant;
    const auto refuse = [&](std::uint64_t bytes, std::uint64_t allowed) {
        throw core::OutOfDeviceMemory(step.label + " needs a binding of " + std::to_string(bytes >> 20U)
                                      + " MiB, the device allows " + std::to_string(allowed >> 20U)
                                      + " MiB; open a smaller picture, or use --device cpu");
    };
    for (std::size_t slot = 0; slot < info.bindings.size(); ++slot) {
        const std::uint64_t bytes = std::visit([](const auto& range) { return range.size; }, step.operands[slot]);
        const bool mayBeTexels = variant != Variant::plain && info.bindings[slot] != Slot::scalars;
        if (mayBeTexels && bytes / 16 > limits.texelElements)
            refuse(bytes, limits.texelElements * 16);
        if (bytes <= limits.storageRange)
            continue;
        if (mayBeTexels && info.bindings[slot] == Slot::output)
            variant = Variant::lanesWide;
        else if (!mayBeTexels)
            refuse(bytes, limits.storageRange);
    }
    if (step.groups[0] > limits.groupsX || step.groups[1] > limits.groupsY || step.groups[2] > limits.groupsZ)
        throw core::DeviceError(step.label + " needs more workgroups than the device allows; open a smaller picture, or "
                                             "use --device cpu");
    step.kernel = {kernel, variant, m_tuning.lanes, std::move(tile)};
    m_recording.steps.push_back(std::move(step));
}

std::array<std::uint32_t, 3> VulkanOps::spread(std::int64_t count, std::int64_t z) const
{
    const std::int64_t x = std::min<std::int64_t>(count, m_context.limits().groupsX);
    return {groups(x), groups(ceilDiv(count, x)), groups(z)};
}

void VulkanOps::zeroHalo(const core::Value& value)
{
    DeviceTensor& tensor = tensorOf(value);
    if (tensor.haloIsZero)
        return;
    tensor.haloIsZero = true;
    const PictureLayout layout{value.shape};
    const auto [n, c, h, w] = value.shape;
    Step step;
    step.label = "zero halo " + core::toString(value.shape);
    step.operands = {tensor.operand};
    step.setParams(ZeroHaloParams{whole(w), whole(h), whole(layout.plane())});
    step.groups = spread(ceilDiv(2 * (w + 2) + 2 * h, m_tuning.lanes), n * layout.planes());
    add(KernelId::zeroHalo, {}, std::move(step));
}

core::Value VulkanOps::conv2d(const core::Value& x, const core::Conv& conv, const core::Value* residual)
{
    return conv.kernel() == 3 ? conv3(x, conv, residual) : conv1(x, conv, residual);
}

core::Value VulkanOps::conv3(const core::Value& x, const core::Conv& conv, const core::Value* residual)
{
    zeroHalo(x);
    const core::Value y = makePicture(conv.resultShape(x.shape));
    const PictureLayout in{x.shape}, out{y.shape};
    const bool down = conv.sampling == core::Sampling::down;
    const Tile tile = m_tuning.pick(down ? m_tuning.convDown : m_tuning.conv, y.shape.c);
    const std::int64_t blocks = ceilDiv(y.shape.c, tile.rows);
    Step step;
    step.label = "conv3x3 " + core::toString(x.shape) + " -> " + core::toString(y.shape);
    step.operands = {tensorOf(x).operand, m_weights.conv(*conv.weight, tile.rows), m_weights.vector(*conv.bias),
                     residual ? tensorOf(*residual).operand : nothing(), tensorOf(y).operand};
    step.setParams(ConvParams{whole(in.planes()), whole(in.row()), whole(in.plane()), whole(in.batch()),
                              whole(x.shape.h), whole(out.planes()), whole(out.row()), whole(out.plane()),
                              whole(out.batch()), whole(y.shape.w), whole(y.shape.h), whole(blocks),
                              residual ? 1 : 0});
    step.groups = {groups(blocks * ceilDiv(y.shape.w, m_tuning.lanes)), groups(ceilDiv(y.shape.h, tile.columns)),
                   groups(y.shape.n)};
    step.flops = 18.0 * static_cast<double>(x.shape.c) * static_cast<double>(y.shape.size());
    add(KernelId::conv, {tile.rows, tile.columns, static_cast<std::int32_t>(conv.sampling)}, std::move(step));
    return y;
}

core::Value VulkanOps::conv1(const core::Value& x, const core::Conv& conv, const core::Value* residual)
{
    const core::Value y = makePicture(conv.resultShape(x.shape));
    Product product;
    product.label = "conv1x1 " + core::toString(x.shape) + " -> " + core::toString(y.shape);
    product.m = y.shape.c;
    product.n = y.shape.h * y.shape.w;
    product.k = x.shape.c;
    product.tile = m_tuning.pick(m_tuning.gemm, product.m);
    product.samples = groups(y.shape.n);
    product.left = m_weights.left(*conv.weight, product.tile.rows);
    product.right = tensorOf(x).operand;
    product.rightColumns = Columns::picture(PictureLayout{x.shape});
    product.result = tensorOf(y).operand;
    product.resultColumns = Columns::picture(PictureLayout{y.shape});
    product.bias = m_weights.vector(*conv.bias);
    if (residual)
        product.residual = tensorOf(*residual).operand;
    multiply(product);
    return y;
}

void VulkanOps::multiply(const Product& product)
{
    GemmParams params = product.params();
    const std::int64_t tiles = ceilDiv(product.n, std::int64_t{m_tuning.lanes} * product.tile.columns);
    const std::int64_t tilesX = std::max<std::int64_t>(1, std::min<std::int64_t>(tiles, m_context.limits().groupsX / static_cast<std::uint32_t>(params.mBlocks)));
    params.nTilesX = whole(tilesX);
    Step step;
    step.label = product.label;
    step.operands = {product.left, product.right, product.bias.value_or(nothing()),
                     product.residual.value_or(nothing()), product.scale.value_or(nothing()), product.result};
    step.setParams(params);
    step.groups = {groups(tilesX * params.mBlocks), groups(ceilDiv(tiles, tilesX)), product.samples};
    step.flops = 2.0 * static_cast<double>(product.m) * static_cast<double>(product.n)
        * static_cast<double>(product.k) * product.samples;
    add(KernelId::gemm, {product.tile.rows, product.tile.columns}, std::move(step));
}

core::Value VulkanOps::norm(const core::Value& x, const core::Norm& norm, core::Activation activation,
                            const core::Value& zq)
{
    core::Value factor, shift;
    if (norm.isSpatial()) {
        factor = conv1(zq, *norm.convY, nullptr);
        shift = conv1(zq, *norm.convB, nullptr);
    }
    const PictureLayout layout{x.shape};
    const auto [n, c, h, w] = x.shape;
    const std::int64_t planes = layout.planes(), lanes = m_tuning.lanes;
    const std::int64_t chunkRows = ceilDiv(h, std::clamp<std::int64_t>(ceilDiv(kStatsGroups, planes * n), 1, h));
    const std::int64_t chunks = ceilDiv(h, chunkRows);
    const double values = static_cast<double>(x.shape.size());

    const auto partials = make(n * planes * chunks * lanes * 2 * kEntryBytes);
    Step stats;
    stats.label = "norm statistics " + core::toString(x.shape);
    stats.operands = {tensorOf(x).operand, partials->operand};
    stats.setParams(NormStatsParams{whole(layout.row()), whole(layout.plane()), whole(layout.batch()), whole(w),
                                    whole(h), whole(planes), whole(chunks), whole(chunkRows)});
    stats.groups = {groups(chunks), groups(planes), groups(n)};
    stats.flops = 3 * values;
    add(KernelId::normStats, {}, std::move(stats));

    const auto affine = make(n * planes * 3 * kEntryBytes);
    Step finish;
    finish.label = "norm finish " + core::toString(x.shape);
    finish.operands = {partials->operand, m_weights.vector(*norm.weight), m_weights.vector(*norm.bias), affine->operand};
    finish.setParams(NormFinishParams{whole(n), whole(norm.groups), whole(c / norm.groups), whole(planes), whole(chunks),
                                      whole(chunkRows), whole(w), whole(h), whole(lanes), core::kNormEpsilon});
    finish.groups = spread(ceilDiv(n * (norm.groups + 1), lanes), 1);
    add(KernelId::normFinish, {}, std::move(finish));

    const core::Value y = makePicture(x.shape);
    Step apply;
    apply.label = "norm " + core::toString(x.shape);
    apply.operands = {tensorOf(x).operand, affine->operand, norm.isSpatial() ? tensorOf(factor).operand : nothing(),
                      norm.isSpatial() ? tensorOf(shift).operand : nothing(), tensorOf(y).operand};
    NormApplyParams params{whole(layout.row()), whole(layout.plane()), whole(layout.batch()), whole(w), whole(h),
                           whole(planes), 0, 0, 0, 1, 1};
    if (norm.isSpatial()) {
        const PictureLayout small{factor.shape};
        params.zqRow = whole(small.row());
        params.zqPlane = whole(small.plane());
        params.zqBatch = whole(small.batch());
        params.zoomX = whole(w / zq.shape.w);
        params.zoomY = whole(h / zq.shape.h);
    }
    apply.setParams(params);
    apply.groups = {groups(h), groups(planes), groups(n)};
    apply.flops = 8 * values;
    add(KernelId::normApply, {static_cast<std::int32_t>(activation), norm.isSpatial() ? 1 : 0}, std::move(apply));
    return y;
}

core::Value VulkanOps::nearestCode(const core::Value& latents, const core::Weight& codebook)
{
    const PictureLayout layout{latents.shape};
    const auto [n, c, h, w] = latents.shape;
    const core::Value codes{{n, 1, h, w}, make(n * h * w * static_cast<std::int64_t>(sizeof(std::int32_t)))};
    const Tile tile = m_tuning.nearestCode;
    Step step;
    step.label = "nearest code " + core::toString(latents.shape);
    step.operands = {tensorOf(latents).operand, m_weights.left(codebook, tile.rows), tensorOf(codes).operand};
    step.setParams(NearestCodeParams{whole(layout.planes()), whole(layout.row()), whole(layout.plane()),
                                     whole(layout.batch()), whole(w), whole(h * w), whole(codebook.shape[0])});
    step.groups = spread(ceilDiv(h * w, std::int64_t{m_tuning.lanes} * tile.columns), n);
    step.flops = 3.0 * static_cast<double>(n * h * w * c) * static_cast<double>(codebook.shape[0]);
    add(KernelId::nearestCode, {tile.rows, tile.columns}, std::move(step));
    return codes;
}

core::Value VulkanOps::lookup(const core::Value& codes, const core::Weight& codebook)
{
    const auto [n, one, h, w] = codes.shape;
    const core::Value latents = makePicture({n, codebook.shape[1], h, w});
    const PictureLayout layout{latents.shape};
    Step step;
    step.label = "lookup " + core::toString(latents.shape);
    step.operands = {tensorOf(codes).operand, m_weights.table(codebook), tensorOf(latents).operand};
    step.setParams(LookupParams{whole(layout.planes()), whole(layout.row()), whole(layout.plane()),
                                whole(layout.batch()), whole(w), whole(h * w), whole(codebook.shape[0])});
    step.groups = spread(ceilDiv(h * w, m_tuning.lanes), n * layout.planes());
    add(KernelId::lookup, {}, std::move(step));
    return latents;
}

} // namespace tessera::gpu
