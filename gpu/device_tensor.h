// SPDX-License-Identifier: Apache-2.0
// What VulkanOps keeps for a Value while it records: its place, which returns to the arena with the last owner.
#pragma once

#include "core/model/ops.h"
#include "gpu/recording.h"

#include <memory>

namespace tessera::gpu {

struct DeviceTensor final : core::Storage {
    DeviceTensor(std::shared_ptr<Arena> owner, const ArenaRange& range) : operand(range), arena(std::move(owner)) {}
    explicit DeviceTensor(const PortRange& port) : operand(port) {}
    ~DeviceTensor() override
    {
        if (arena)
            arena->giveBack(std::get<ArenaRange>(operand));
    }
    DeviceTensor(const DeviceTensor&) = delete;
    DeviceTensor& operator=(const DeviceTensor&) = delete;

    Operand operand;
    bool haloIsZero = false;
    std::shared_ptr<Arena> arena;
};

inline DeviceTensor& tensorOf(const core::Value& value) { return static_cast<DeviceTensor&>(*value.storage); }

} // namespace tessera::gpu
