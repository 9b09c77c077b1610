// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/weights.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace tessera::core {

/// A safetensors file in pieces that follow each other: the header, then each weight in the order given. Weights point
/// at their own values where they are stored as F32, so that a large model is not copied.
class SafetensorsPieces {
public:
    /// "F32", "F16" or "BF16"; for the halves every value must be one (it was read from such a file).
    void add(const Weight& weight, const std::string& dtype);
    /// Good as long as this and the weights live.
    std::vector<std::span<const std::byte>> finish();

private:
    struct Part {
        const Weight* weight;
        std::string dtype;
        std::vector<std::byte> halves; ///< empty for F32
    };
    std::vector<Part> m_parts;
    std::string m_header;
};

} // namespace tessera::core
