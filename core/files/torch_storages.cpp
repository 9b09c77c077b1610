// SPDX-License-Identifier: Apache-2.0
#include "core/files/torch_storages.h"

#include "core/error.h"
#include "core/files/safetensors_header.h"
#include "core/files/stored_floats.h"
#include "core/text.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace tessera::core {

namespace {

/// Row-major from `window`, whose first number is the tensor's first.
std::vector<float> gather(const TorchTensor& tensor, std::span<const std::byte> window)
{
    const std::uint64_t size = dtypeBytes(tensor.dtype), count = tensor.count();
    std::vector<float> values(count);
    if (tensor.isContiguous()) {
        convertFloats(tensor.dtype, window, values);
        return values;
    }
    // Converted in pieces: the window may be much longer than what is taken of it.
    constexpr std::uint64_t kPiece = 1 << 16;
    std::vector<std::byte> piece(std::min(count, kPiece) * size);
    std::vector<std::int64_t> at(tensor.shape.size());
    std::int64_t from = 0;
    for (std::uint64_t done = 0; done < count;) {
        const std::uint64_t some = std::min(count - done, kPiece);
        for (std::uint64_t n = 0; n < some; ++n) {
            std::memcpy(piece.data() + n * size, window.data() + static_cast<std::uint64_t>(from) * size, size);
            for (std::size_t i = at.size(); i-- > 0;) {
                from += tensor.strides[i];
                if (++at[i] < tensor.shape[i])
                    break;
                from -= tensor.strides[i] * tensor.shape[i];
                at[i] = 0;
            }
        }
        convertFloats(tensor.dtype, std::span(piece).first(some * size), std::span(values).subspan(done, some));
        done += some;
    }
    return values;
}

} // namespace

TorchStorages::TorchStorages(const ZipFile& zip, std::string folder)
    : m_zip(zip)
    , m_folder(std::move(folder))
{
}

void TorchStorages::expect(const TorchTensor& tensor)
{
    const ZipPart* part = m_zip.find(m_folder + tensor.storage);
    if (!part)
        throw FormatError("its storage " + inQuotes(tensor.storage) + " is missing; expected the entry "
                          + inQuotes(m_folder + tensor.storage) + ": fetch the file once more");
    std::uint64_t bytes = 0;
    if (__builtin_mul_overflow(tensor.storageCount, dtypeBytes(tensor.dtype), &bytes) || bytes != part->bytes)
        throw FormatError("its storage should have " + grouped(tensor.storageCount) + " numbers of " + tensor.dtype
                          + "; the entry " + inQuotes(part->name) + " has " + grouped(part->bytes)
                          + " bytes: fetch the file once more");
    m_ledger.expect(tensor, *part);
}

std::vector<float> TorchStorages::read(const TorchTensor& tensor)
{
    const StorageLedger::Step step = m_ledger.enter(tensor);
    return step.part->deflated ? readPacked(step, tensor) : readStored(step, tensor);
}

std::vector<float> TorchStorages::readPacked(const StorageLedger::Step& step, const TorchTensor& tensor)
{
    if (step.forget)
        m_unpacked.clear();
    std::vector<std::byte>& bytes = m_unpacked[tensor.storage];
    if (bytes.size() != step.part->bytes) // an earlier try may have failed
        bytes = m_zip.read(*step.part, step.part->bytes);
    const std::uint64_t size = dtypeBytes(tensor.dtype);
    std::vector<float> values =
        gather(tensor, std::span<const std::byte>(bytes).subspan(tensor.offset * size, tensor.span() * size));
    if (step.isLast)
        m_unpacked.erase(tensor.storage);
    return values;
}

std::vector<float> TorchStorages::readStored(const StorageLedger::Step& step, const TorchTensor& tensor)
{
    if (step.isFirst)
        m_zip.check(*step.part);
    const std::uint64_t size = dtypeBytes(tensor.dtype), begin = step.part->begin + tensor.offset * size;
    if (tensor.isContiguous()) {
        std::vector<float> values(tensor.count());
        readFloats(m_zip.file(), begin, tensor.dtype, values);
        return values;
    }
    std::vector<std::byte> window(tensor.span() * size);
    m_zip.file().read(begin, window);
    return gather(tensor, window);
}

} // namespace tessera::core
