// SPDX-License-Identifier: Apache-2.0
// The door to the Vulkan backend: all that other layers may know of it. Needs no Vulkan loader at build or start;
// without one, listDevices() is empty and says why.
#pragma once

#include "core/analysis/fourier.h"
#include "core/measure/timing.h"
#include "core/model/device.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tessera::gpu {

enum class DeviceKind { discrete, integrated, virtualized, software, other };

struct DeviceInfo {
    int index = 0;    ///< as in --device N
    std::string name; ///< as the driver reports it
    DeviceKind kind = DeviceKind::other;
    std::string driver;     ///< name and version as the driver words them
    std::string apiVersion; ///< "1.3.230"
    std::string identity;   ///< of device, driver and its version: the same as long as none of them changes
    std::uint64_t memoryBytes = 0;
    std::uint32_t subgroupSize = 0;
    std::string unusable; ///< why it cannot run Tessera; empty where it can
};

struct DeviceList {
    std::vector<DeviceInfo> devices; ///< best first: discrete, integrated, virtual, software
    std::string problem;             ///< why there is none: no loader, no driver; otherwise empty
};

DeviceList listDevices();

/// Short plain word for a kind: "discrete GPU", "software" ...
std::string kindName(DeviceKind kind);

/// What a device makes of measurements of how it computes fastest, which the user's cache keeps.
enum class Tune {
    off,     ///< nothing: the same choices on every machine of a kind, so that numbers repeat to the last digit
    load,    ///< it computes by what was measured before
    measure, ///< and measures, in prepare(), what it has not measured yet
};

/// How a device is to compute.
struct DeviceOptions {
    bool exact = false;             ///< decoders too compute without the faster, less exact convolutions
    std::uint64_t memoryBudget = 0; ///< bytes that a pass may take on the device; 0: what the device has
    Tune tune = Tune::measure;
    /// Where a model's kernels have not run before, its first passes take some that compile quickly and compute slowly:
    /// they end seconds earlier. Their sums are no worse, but round otherwise in the last digits.
    bool hurry = false;
};

/// Starts the first usable device of which `choice` is the index or (part of) the name, any case; with an empty
/// choice the best one. Throws core::DeviceError with what is there instead.
std::unique_ptr<core::Device> openDevice(const std::string& choice, const DeviceOptions& options = {});

/// Fourier transforms by VkFFT on the device that openDevice() would take, beside whatever it computes otherwise. The
/// processor computes where there is no such device, and what the device refuses, sides among it that are no products
/// of 2, 3, 5 and 7; name() says which of them it was. Never throws DeviceError.
std::unique_ptr<core::FourierTransform> openFourier(const std::string& choice);

/// What came of measuring ops of a shape.
struct TunedOp {
    std::string op;                ///< "3x3 same 64 -> 32, fast"
    std::string chosen, byDefault; ///< "winograd 4x4 16x4"
    double milliseconds = 0;       ///< of a made-up op, as chosen
    double defaultMilliseconds = 0; ///< by default; 0 where the device cannot do that
};

struct TunedOps {
    std::string device;
    std::string file; ///< where it was written to
    std::vector<TunedOp> ops;
};

/// Measures, on the device that openDevice() would take, how the ops of `model` are computed fastest, and with `usual`
/// those that published models have; writes it all in the end, for every later openDevice(). Reports between ops.
/// Throws as openDevice() does, FileError and Cancelled; then what was known before is still there.
TunedOps tuneDevice(const std::string& device, const DeviceOptions& options, const core::VqModel& model, bool usual,
                    const core::Progress& progress);

/// A single op of core/measure/benched_ops.h, run by itself again and again.
struct KernelTiming {
    std::string op, shape;
    std::string variant; ///< "fast" or "exact", and how it is computed
    core::Spread milliseconds;
    core::Spread cpuMilliseconds; ///< of all threads of the process, the driver's in software too
    double flops = 0; ///< multiply-adds count as two; convolutions as if computed directly
    double error = 0; ///< against double precision, at unit variance
};

struct KernelTimings {
    std::string device;
    std::vector<KernelTiming> kernels;
};

/// Times the table of ops on the device that openDevice() would take; what has a fast form also in that unless
/// `options.exact`. Reports between ops. Throws as openDevice() does, and Cancelled.
KernelTimings benchKernels(const std::string& device, const DeviceOptions& options, int repeats,
                           const core::Progress& progress);

} // namespace tessera::gpu
