// SPDX-License-Identifier: Apache-2.0
// A place where models run: the CPU reference or a Vulkan device. The four passes below are all that differs between
// devices; the reference's whole interface (Codec) is made of them.
#pragma once

#include "core/index_map.h"
#include "core/model/vq_model.h"
#include "core/progress.h"
#include "core/tensor.h"

#include <memory>
#include <string>

namespace tessera::core {

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

    /// Drops what is kept for a model that will not be used again.
    virtual void forget(const VqModel& model) = 0;
};

} // namespace tessera::core
