// SPDX-License-Identifier: Apache-2.0
#include "gpu/ops/vulkan_ops.h"

#include "core/error.h"

#include <algorithm>
#include <cassert>

namespace tessera::gpu {

namespace {

/// Pieces of a tensor in host memory: small enough that its memory comes and goes with its rows.
constexpr std::int64_t kPieceBytes = 32LL << 20U;
/// Blocks of the host's arena: of some pieces each, since in larger ones pieces of unlike sizes leave holes behind.
constexpr std::uint64_t kHostBlockBytes = 256ULL << 20U;

} // namespace

VulkanOps::VulkanOps(const Context& context, const Tuning& tuning, WeightStore& weights, const PassOptions& options)
    : m_context(context), m_tuning(tuning), m_weights(weights), m_options(options)
{
    const Limits& limits = context.limits();
    const std::uint64_t alignment = std::max<std::uint64_t>(limits.alignment, 256);
    for (const ArenaHome home : {ArenaHome::device, ArenaHome::host, ArenaHome::kept})
        m_arenas[static_cast<std::size_t>(home)] = std::make_shared<Arena>(
            home, home == ArenaHome::host ? std::min(limits.allocation, kHostBlockBytes) : limits.allocation, alignment);
}

VulkanOps::~VulkanOps() = default;

std::shared_ptr<Scratch> VulkanOps::scratch(std::int64_t bytes, ArenaHome home)
{
    return std::make_shared<Scratch>(m_arenas[static_cast<std::size_t>(home)], static_cast<std::uint64_t>(bytes));
}

std::shared_ptr<DeviceTensor> VulkanOps::makeRows(std::int64_t rows, std::int64_t rowBytes, ArenaHome home)
{
    auto tensor = std::make_shared<DeviceTensor>();
    tensor->rows = rows;
    tensor->rowBytes = static_cast<std::uint64_t>(rowBytes);
    const auto bytes = static_cast<std::uint64_t>(rows * rowBytes);
    tensor->inHost = m_options.hostFrom != 0 && bytes > m_options.hostFrom;
    if (!tensor->inHost) {
        auto owner = scratch(rows * rowBytes, home);
        const Operand operand = part(owner->range(), 0, bytes);
        tensor->pieces.push_back({0, rows, std::move(owner), operand});
    }
    return tensor;
}

core::Value VulkanOps::makePicture(const core::Shape& shape, ArenaHome home)
{
    return {shape, makeRows(shape.n * shape.h, PictureLayout{shape}.rowBytes(), home)};
}

core::Value VulkanOps::inputPicture(const core::Shape& shape)
{
    const PictureLayout layout{shape};
    m_recording.inputBytes = static_cast<std::uint64_t>(layout.bytes());
    auto tensor = std::make_shared<DeviceTensor>();
    tensor->rows = shape.n * shape.h;
    tensor->rowBytes = static_cast<std::uint64_t>(layout.rowBytes());
    tensor->pieces.push_back({0, tensor->rows, nullptr, PortRange{Port::input, 0, m_recording.inputBytes}});
    return {shape, tensor};
}

core::Value VulkanOps::inputCodes(const core::Shape& shape)
{
    m_recording.inputBytes = static_cast<std::uint64_t>(shape.size()) * sizeof(std::int32_t);
    auto tensor = std::make_shared<DeviceTensor>();
    tensor->pieces.push_back({0, 0, nullptr, PortRange{Port::input, 0, m_recording.inputBytes}});
    return {shape, tensor};
}

std::uint64_t VulkanOps::placeOffset(const core::Shape& window)
{
    return static_cast<std::uint64_t>(roundUp(window.size() * static_cast<std::int64_t>(sizeof(std::int32_t)), 256));
}

core::Value VulkanOps::inputWindow(const core::Shape& shape)
{
    core::Value codes = inputCodes(shape);
    m_windowRows = shape.h;
    m_place = PortRange{Port::input, placeOffset(shape), kPlaceInts * sizeof(std::int32_t)};
    m_recording.inputBytes = m_place->offset + m_place->size;
    return codes;
}

Recording VulkanOps::finish(core::Value value)
{
    value = materialize(std::move(value));
    DeviceTensor& tensor = tensorOf(value);
    for (const DeviceTensor::Piece& piece : tensor.pieces) {
        m_recording.output.push_back({piece.first, piece.rows, piece.operand});
        if (tensor.inHost)
            continue;
        const auto& place = std::get<ArenaRange>(piece.operand);
        m_recording.outputBytes = place.size;
        m_recording.output.back().operand = PortRange{Port::output, 0, place.size};
        for (Step& step : m_recording.steps)
            for (Operand& operand : step.operands)
                if (const auto* range = std::get_if<ArenaRange>(&operand);
                    range && range->serial == place.serial && range->home == place.home)
                    operand = PortRange{Port::output, range->offset - place.offset, range->size};
    }
    for (std::size_t home = 0; home < kArenaHomes; ++home)
        m_recording.blockBytes[home] = m_arenas[home]->blockSizes();
    return std::move(m_recording);
}

VulkanOps::Window VulkanOps::read(const DeviceTensor& tensor, std::int64_t first, std::int64_t rows)
{
    const auto bytes = static_cast<std::uint64_t>(rows) * tensor.rowBytes;
    if (!tensor.inHost) {
        const DeviceTensor::Piece& piece = tensor.pieces.front();
        return {part(piece.operand, static_cast<std::uint64_t>(first) * tensor.rowBytes, bytes), nullptr, first, rows};
    }
    Window window{{}, scratch(static_cast<std::int64_t>(bytes)), first, rows};
    window.operand = part(window.staging->range(), 0, bytes);
    for (const DeviceTensor::Piece& piece : tensor.pieces) {
        const std::int64_t begin = std::max(first, piece.first), end = std::min(first + rows, piece.first + piece.rows);
        if (begin >= end)
            continue;
        const auto size = static_cast<std::uint64_t>(end - begin) * tensor.rowBytes;
        copy(part(piece.operand, static_cast<std::uint64_t>(begin - piece.first) * tensor.rowBytes, size),
             part(window.operand, static_cast<std::uint64_t>(begin - first) * tensor.rowBytes, size));
    }
    return window;
}

VulkanOps::Window VulkanOps::write(DeviceTensor& tensor, std::int64_t first, std::int64_t rows)
{
    if (!tensor.inHost)
        return read(tensor, first, rows);
    const auto bytes = static_cast<std::uint64_t>(rows) * tensor.rowBytes;
    Window window{{}, scratch(static_cast<std::int64_t>(bytes)), first, rows};
    window.operand = part(window.staging->range(), 0, bytes);
    // Rows come from first to last; a tensor grows by pieces as they come.
    std::int64_t known = tensor.pieces.empty() ? 0 : tensor.pieces.back().first + tensor.pieces.back().rows;
    while (known < first + rows) {
        const std::int64_t count = std::clamp<std::int64_t>(
            kPieceBytes / static_cast<std::int64_t>(tensor.rowBytes), 1, tensor.rows - known);
        const std::uint64_t size = static_cast<std::uint64_t>(count) * tensor.rowBytes;
        auto owner = scratch(static_cast<std::int64_t>(size), ArenaHome::host);
        const Operand operand = part(owner->range(), 0, size);
        tensor.pieces.push_back({known, count, std::move(owner), operand});
        known += count;
    }
    return window;
}

void VulkanOps::written(DeviceTensor& tensor, const Window& window)
{
    if (!window.staging)
        return;
    for (const DeviceTensor::Piece& piece : tensor.pieces) {
        const std::int64_t begin = std::max(window.first, piece.first);
        const std::int64_t end = std::min(window.first + window.rows, piece.first + piece.rows);
        if (begin >= end)
            continue;
        const auto size = static_cast<std::uint64_t>(end - begin) * tensor.rowBytes;
        copy(part(window.operand, static_cast<std::uint64_t>(begin - window.first) * tensor.rowBytes, size),
             part(piece.operand, static_cast<std::uint64_t>(begin - piece.first) * tensor.rowBytes, size));
    }
}

void VulkanOps::releaseBefore(DeviceTensor& tensor, std::int64_t row)
{
    if (tensor.inHost)
        std::erase_if(tensor.pieces, [row](const auto& piece) { return piece.first + piece.rows <= row; });
}

void VulkanOps::copy(const Operand& from, const Operand& to)
{
    Step step;
    step.isCopy = true;
    step.operands = {from, to};
    step.op = m_recording.ops.size() - 1;
    m_recording.steps.push_back(std::move(step));
}

std::size_t VulkanOps::beginOp(std::string name, std::string shape, std::string variant, double flops)
{
    m_recording.ops.push_back({std::move(name), std::move(shape), std::move(variant), flops});
    return m_recording.ops.size() - 1;
}

std::int64_t VulkanOps::bindable() const
{
    const Limits& limits = m_context.limits();
    std::uint64_t bytes = limits.storageRange;
    if (m_tuning.variant == Variant::lanes)
        bytes = std::min(bytes, limits.texelElements * 16);
    return static_cast<std::int64_t>(bytes);
}

std::int64_t VulkanOps::maxGroups() const
{
    const Limits& limits = m_context.limits();
    const auto most = static_cast<double>(limits.groupsX) * limits.groupsY * limits.groupsZ;
    return static_cast<std::int64_t>(std::min(most, 1e9));
}

bool VulkanOps::fits(std::initializer_list<std::int64_t> bytes, std::int64_t groups) const
{
    return groups <= maxGroups()
        && std::ranges::all_of(bytes, [this](std::int64_t size) { return size <= bindable(); });
}

std::int64_t VulkanOps::stripRows(std::int64_t most, std::int64_t step,
                                  const std::function<bool(std::int64_t)>& fit) const
{
    if (fit(most))
        return most;
    std::int64_t good = 0, bad = ceilDiv(most, step); // in steps
    while (bad - good > 1) {
        const std::int64_t middle = (good + bad) / 2;
        (fit(std::min(middle * step, most)) ? good : bad) = middle;
    }
    if (good == 0)
        return 0;
    // Strips of equal height.
    return roundUp(ceilDiv(most, ceilDiv(most, good * step)), step);
}

void VulkanOps::add(KernelId kernel, std::vector<std::int32_t> tile, Step step, std::int64_t groups)
{
    const KernelInfo& info = kernelInfo(kernel);
    const Limits& limits = m_context.limits();
    const std::string& label = m_recording.ops.back().name;
    for (std::size_t slot = 0; slot < info.bindings.size(); ++slot) {
        const bool texels = m_tuning.variant == Variant::lanes && info.bindings[slot] == Slot::input;
        const std::uint64_t bytes = sizeOf(step.operands[slot]);
        const std::uint64_t allowed = texels ? limits.texelElements * 16 : limits.storageRange;
        if (bytes > allowed)
            throw core::OutOfDeviceMemory(label + " needs a binding of " + std::to_string(bytes >> 10U)
                                          + " KiB, the device allows " + std::to_string(allowed >> 10U)
                                          + " KiB; open a smaller picture, or use --device cpu");
    }
    if (groups > maxGroups())
        throw core::DeviceError(label + " needs " + std::to_string(groups) + " workgroups, the device allows "
                                + std::to_string(maxGroups()) + "; open a smaller picture, or use --device cpu");
    const std::int64_t x = std::min<std::int64_t>(groups, limits.groupsX);
    const std::int64_t y = std::min<std::int64_t>(ceilDiv(groups, x), limits.groupsY);
    const std::int64_t z = ceilDiv(groups, x * y);
    step.groups = {static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y), static_cast<std::uint32_t>(z)};
    step.kernel = {kernel, m_tuning.variant, m_tuning.lanes, std::move(tile)};
    step.op = m_recording.ops.size() - 1;
    m_recording.steps.push_back(std::move(step));
}

} // namespace tessera::gpu
