// SPDX-License-Identifier: Apache-2.0
// Which tensors a pickle of torch describes, and where in their storages the numbers are.
#pragma once

#include "core/files/pickle.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tessera::core {

/// A tensor as a window on a storage; counts are numbers, not bytes.
struct TorchTensor {
    std::string name;
    std::string storage; ///< the key: the entry "data/KEY" of the archive
    std::string dtype; ///< "F32"
    std::uint64_t storageCount = 0;
    std::uint64_t offset = 0;
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;

    std::uint64_t count() const;
    /// From the offset to behind the last number; 0 where there is none.
    std::uint64_t span() const;
    /// Do the numbers lie row-major, one after the other?
    bool isContiguous() const;
};

/// All tensors of the state dict that the root is or holds; checked to lie in their storages. Throws FormatError.
std::vector<TorchTensor> torchTensors(const Pickle& pickle);

} // namespace tessera::core
