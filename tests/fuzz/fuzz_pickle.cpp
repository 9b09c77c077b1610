// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/fuzz_target.h"

#include "core/error.h"
#include "core/files/torch_tensors.h"

#include <cstdlib>
#include <span>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace tessera::core;
    try {
        for (const TorchTensor& tensor : torchTensors(parsePickle(std::as_bytes(std::span(data, size)))))
            if (tensor.count() > 0 && tensor.offset + tensor.span() > tensor.storageCount)
                std::abort(); // a window beyond its storage
    } catch (const Error&) {
        // Refused, which is fine.
    }
    return 0;
}
