// SPDX-License-Identifier: Apache-2.0
// A place where models run: the CPU reference or a Vulkan device. The four passes below are all that differs between
// devices; the reference's whole interface (Codec) is made of them.
#pragma once

#include "core/index_map.h"
#include "core/model/vq_model.h"
#include "core/progress.h"
#include "core/tensor.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tessera::core {

/// What one op of a pass took when the pass last ran.
struct OpTiming {
    std::string name;    ///< of the op: "conv 3x3", "norm" ...
    std::string shape;   ///< "(1, 64, 128, 128) -> (1, 32, 128, 128)"
    std::string variant; ///< how the device computes it: "winograd 4x4, lanes 32x4"
    double milliseconds = 0;
    double flops = 0; ///< multiply-adds count as two; convolutions as if computed directly
};

/// Where the time and the memory of a pass went.
struct Profile {
    std::vector<OpTiming> ops;       ///< in order
    std::uint64_t peakBytes = 0;     ///< of activations and scratch, with the pass's input and output
    std::uint64_t weightsBytes = 0;  ///< of the model on the device
};

/// A part of a decoded picture, computed without the rest: approximate.
struct Preview {
    std::int64_t x = 0, y = 0; ///< where its first pixel belongs, in pixels of the whole decoded picture
    Tensor pixels;             ///< (1, C, H, W), not clamped
};

/// One thread at a time uses a Device. Every pass may throw Cancelled, DeviceError or OutOfDeviceMemory, and
/// ShapeError where the input does not fit the model.
class Device {
public:
    virtual ~Device() = default;

    /// What a person would call it.
    virtual std::string name() const = 0;

    virtual Tensor encode(const VqModel& model, const Tensor& pictures, const Progress& progress) = 0;
    virtual IndexMap quantize(const VqModel& model, const Tensor& latents, const Progress& progress) = 0;
    virtual Tensor decodeCodes(const VqModel& model, const IndexMap& codes, const Progress& progress) = 0;
    /// Decodes latents as they are (force_not_quantize).
    virtual Tensor decodeLatents(const VqModel& model, const Tensor& latents, const Progress& progress) = 0;

    /// The surroundings of the cells in which `codes` differs from the newest codes that decodeCodes() has decoded
    /// for this model and size, with norms and attention as they were there. Nothing where the device cannot, where
    /// there is no such decode, or where a whole decode would hardly take longer. May be called from within the
    /// progress report of a running pass.
    virtual std::optional<Preview> previewCodes(const VqModel& /*model*/, const IndexMap& /*codes*/) { return {}; }

    /// Does ahead of time what the next decodes and previews of maps of this size would have to do first: plans,
    /// kernels. May take seconds the first time; stops where `progress` says.
    virtual void prepare(const VqModel& /*model*/, std::int64_t /*rows*/, std::int64_t /*cols*/,
                         const Progress& /*progress*/)
    {
    }

    /// Of the newest encode or decode pass that ended. Empty where the device does not measure.
    virtual Profile profile() const { return {}; }

    /// Drops what is kept for a model that will not be used again.
    virtual void forget(const VqModel& model) = 0;
};

} // namespace tessera::core
