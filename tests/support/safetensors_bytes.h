// SPDX-License-Identifier: Apache-2.0
// Safetensors files as strings, good or bad as a test wants them.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::tests {

inline std::string littleEndian(std::uint64_t value)
{
    std::string bytes(8, '\0');
    std::memcpy(bytes.data(), &value, 8);
    return bytes;
}

/// Length, header, data: nothing is checked.
inline std::string safetensors(std::string_view header, std::string_view data)
{
    return littleEndian(header.size()).append(header).append(data);
}

inline std::string floatBytes(const std::vector<float>& values)
{
    std::string bytes(values.size() * 4, '\0');
    if (!values.empty())
        std::memcpy(bytes.data(), values.data(), bytes.size());
    return bytes;
}

struct TensorBytes {
    std::string name;
    std::string dtype;
    std::string shape; ///< "[2, 3]"
    std::string bytes;
};

/// A well-formed file of these tensors in this order.
inline std::string safetensors(const std::vector<TensorBytes>& tensors)
{
    std::string header = "{", data;
    for (const TensorBytes& tensor : tensors) {
        header += (header.size() > 1 ? "," : "") + ('"' + tensor.name) + R"(":{"dtype":")" + tensor.dtype
            + R"(","shape":)" + tensor.shape + R"(,"data_offsets":[)" + std::to_string(data.size()) + ","
            + std::to_string(data.size() + tensor.bytes.size()) + "]}";
        data += tensor.bytes;
    }
    return safetensors(header + "}", data);
}

} // namespace tessera::tests
