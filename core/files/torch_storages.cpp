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

constexpr std::string_view kResave = "; save the model's state_dict() again, best as safetensors";

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
    Storage& storage = m_storages[tensor.storage];
    storage.part = part;
    ++storage.unread;
}

std::vector<float> TorchStorages::read(const TorchTensor& tensor)
{
    if (!isFloatDtype(tensor.dtype))
        throw FormatError("is " + tensor.dtype + "; expected F32, F16, BF16 or F64");
    Storage& storage = m_storages.at(tensor.storage);
    if (storage.unread > 0)
        --storage.unread;
    return storage.part->deflated ? readPacked(storage, tensor) : readStored(storage, tensor);
}

std::vector<float> TorchStorages::readPacked(Storage& storage, const TorchTensor& tensor)
{
    if (storage.bytes.empty()) {
        const std::uint64_t bytes = storage.part->bytes;
        if (bytes > kMostAtOnce)
            throw FormatError("needs its storage " + inQuotes(tensor.storage) + " unpacked, which has " + grouped(bytes)
                              + " bytes; expected at most " + grouped(kMostAtOnce) + std::string(kResave));
        spend(bytes);
        if (m_held + bytes > kMostAtOnce)
            forget();
        storage.bytes = m_zip.read(*storage.part, bytes);
        m_held += bytes;
    }
    const std::uint64_t size = dtypeBytes(tensor.dtype);
    std::vector<float> values =
        gather(tensor, std::span<const std::byte>(storage.bytes).subspan(tensor.offset * size, tensor.span() * size));
    if (storage.unread == 0) {
        m_held -= storage.bytes.size();
        storage.bytes = {};
    }
    return values;
}

void TorchStorages::forget()
{
    for (auto& [key, storage] : m_storages)
        storage.bytes = {};
    m_held = 0;
}

std::vector<float> TorchStorages::readStored(Storage& storage, const TorchTensor& tensor)
{
    if (!storage.touched) {
        spend(storage.part->bytes);
        m_zip.check(*storage.part);
        storage.touched = true;
    }
    const std::uint64_t size = dtypeBytes(tensor.dtype), begin = storage.part->begin + tensor.offset * size;
    if (tensor.isContiguous()) {
        std::vector<float> values(tensor.count());
        readFloats(m_zip.file(), begin, tensor.dtype, values);
        return values;
    }
    const std::uint64_t bytes = tensor.span() * size;
    if (bytes > kMostAtOnce)
        throw FormatError("spans " + grouped(bytes) + " bytes of its storage; expected at most " + grouped(kMostAtOnce)
                          + std::string(kResave));
    spend(bytes - std::min(bytes, tensor.count() * size));
    std::vector<std::byte> window(bytes);
    m_zip.file().read(begin, window);
    return gather(tensor, window);
}

void TorchStorages::spend(std::uint64_t bytes)
{
    if (bytes > kMostTogether - m_spent)
        throw FormatError("calls for " + grouped(bytes) + " bytes of storages beside " + grouped(m_spent)
                          + "; expected at most " + grouped(kMostTogether) + " in one file" + std::string(kResave));
    m_spent += bytes;
}

} // namespace tessera::core
