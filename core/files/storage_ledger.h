// SPDX-License-Identifier: Apache-2.0
// What reading the tensors of a torch checkpoint takes, counted from sizes alone: each storage is read once, however
// many tensors are windows on it, and no more than two limits. Small archives must not cost much time or memory.
#pragma once

#include "core/files/torch_tensors.h"
#include "core/files/zip_file.h"

#include <map>
#include <string>

namespace tessera::core {

class StorageLedger {
public:
    /// Of one storage that is packed, and of one window that is not row-major: those are taken into memory whole.
    static constexpr std::uint64_t kMostAtOnce = std::uint64_t{128} << 20;
    /// Of all storages that are read, with what lies between the numbers of windows.
    static constexpr std::uint64_t kMostTogether = std::uint64_t{3} << 29;

    /// What a tensor calls for.
    struct Step {
        const ZipPart* part = nullptr; ///< its storage
        bool isFirst = false; ///< nothing of the storage was read yet
        bool forget = false; ///< what is unpacked so far, to make room
        bool isLast = false; ///< nobody else is announced for what is unpacked
    };

    /// Announces a tensor, whose storage is `part`; that must outlive this.
    void expect(const TorchTensor& tensor, const ZipPart& part);
    /// An announced tensor is read now. Throws FormatError beyond the limits, and for dtypes that are no kind of float.
    Step enter(const TorchTensor& tensor);

private:
    struct Storage {
        const ZipPart* part = nullptr;
        std::uint64_t unread = 0; ///< tensors that were announced and not read yet
        bool touched = false;
        bool unpacked = false; ///< and held, while tensors are unread and there is room
    };

    void enterPacked(Storage& storage, const TorchTensor& tensor, Step& step);
    void enterStored(Storage& storage, const TorchTensor& tensor);
    void spend(std::uint64_t bytes);

    std::map<std::string, Storage> m_storages; ///< by key
    std::uint64_t m_spent = 0; ///< of kMostTogether
    std::uint64_t m_held = 0; ///< bytes that are unpacked now
};

} // namespace tessera::core
