// SPDX-License-Identifier: Apache-2.0
// The numbers of a torch checkpoint's tensors, out of the storages that its archive holds.
#pragma once

#include "core/files/torch_tensors.h"
#include "core/files/zip_file.h"

#include <map>
#include <string>
#include <vector>

namespace tessera::core {

/// Reads each storage once, however many tensors are windows on it, and no more than two limits: small archives must
/// not cost much time or memory. For one thread at a time.
class TorchStorages {
public:
    /// Of one storage that is packed, and of one window that is not row-major: those are taken into memory whole.
    static constexpr std::uint64_t kMostAtOnce = std::uint64_t{128} << 20;
    /// Of all storages that are read, with what lies between the numbers of windows: unpacking takes some five seconds.
    static constexpr std::uint64_t kMostTogether = std::uint64_t{3} << 29;

    /// `folder` holds the storages, "archive/data/"; `zip` must outlive this.
    TorchStorages(const ZipFile& zip, std::string folder);

    /// Announces a tensor. Throws FormatError unless its storage is there and has as many bytes as it says.
    void expect(const TorchTensor& tensor);
    /// The numbers of an expected tensor, row-major. Throws FormatError: no kind of float, damage, more than the limits.
    std::vector<float> read(const TorchTensor& tensor);

private:
    struct Storage {
        const ZipPart* part = nullptr;
        std::uint64_t unread = 0; ///< tensors that were announced and not read yet
        bool touched = false; ///< counted, and its checksum compared
        std::vector<std::byte> bytes; ///< unpacked, while tensors are unread and there is room
    };

    std::vector<float> readPacked(Storage& storage, const TorchTensor& tensor);
    std::vector<float> readStored(Storage& storage, const TorchTensor& tensor);
    void forget(); ///< what is unpacked
    void spend(std::uint64_t bytes);

    const ZipFile& m_zip;
    std::string m_folder;
    std::map<std::string, Storage> m_storages; ///< by key
    std::uint64_t m_spent = 0; ///< of kMostTogether
    std::uint64_t m_held = 0; ///< bytes that are unpacked now
};

} // namespace tessera::core
