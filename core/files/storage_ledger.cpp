// SPDX-License-Identifier: Apache-2.0
#include "core/files/storage_ledger.h"

#include "core/error.h"
#include "core/files/safetensors_header.h"
#include "core/files/stored_floats.h"
#include "core/text.h"

#include <algorithm>

namespace tessera::core {

namespace {

constexpr const char* kResave = "; save the model's state_dict() again, best as safetensors";

} // namespace

void StorageLedger::expect(const TorchTensor& tensor, const ZipPart& part)
{
    Storage& storage = m_storages[tensor.storage];
    storage.part = &part;
    ++storage.unread;
}

StorageLedger::Step StorageLedger::enter(const TorchTensor& tensor)
{
    if (!isFloatDtype(tensor.dtype))
        throw FormatError("is " + tensor.dtype + "; expected F32, F16, BF16 or F64");
    Storage& storage = m_storages.at(tensor.storage);
    if (storage.unread > 0)
        --storage.unread;
    Step step{.part = storage.part, .isFirst = !storage.touched, .isLast = storage.unread == 0};
    if (storage.part->deflated)
        enterPacked(storage, tensor, step);
    else
        enterStored(storage, tensor);
    storage.touched = true;
    return step;
}

void StorageLedger::enterPacked(Storage& storage, const TorchTensor& tensor, Step& step)
{
    const std::uint64_t bytes = storage.part->bytes;
    if (!storage.unpacked) {
        if (bytes > kMostAtOnce)
            throw FormatError("needs its storage " + inQuotes(tensor.storage) + " unpacked, which has " + grouped(bytes)
                              + " bytes; expected at most " + grouped(kMostAtOnce) + kResave);
        spend(bytes);
        step.forget = m_held + bytes > kMostAtOnce;
        if (step.forget) {
            for (auto& [key, other] : m_storages)
                other.unpacked = false;
            m_held = 0;
        }
        storage.unpacked = true;
        m_held += bytes;
    }
    if (step.isLast) {
        storage.unpacked = false;
        m_held -= bytes;
    }
}

void StorageLedger::enterStored(Storage& storage, const TorchTensor& tensor)
{
    if (!storage.touched)
        spend(storage.part->bytes);
    if (tensor.isContiguous())
        return;
    const std::uint64_t size = dtypeBytes(tensor.dtype), bytes = tensor.span() * size;
    if (bytes > kMostAtOnce)
        throw FormatError("spans " + grouped(bytes) + " bytes of its storage; expected at most " + grouped(kMostAtOnce)
                          + kResave);
    spend(bytes - std::min(bytes, tensor.count() * size));
}

void StorageLedger::spend(std::uint64_t bytes)
{
    if (bytes > kMostTogether - m_spent)
        throw FormatError("calls for " + grouped(bytes) + " bytes of storages beside " + grouped(m_spent)
                          + "; expected at most " + grouped(kMostTogether) + " in one file" + kResave);
    m_spent += bytes;
}

} // namespace tessera::core
