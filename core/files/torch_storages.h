// SPDX-License-Identifier: Apache-2.0
// The numbers of a torch checkpoint's tensors, out of the storages that its archive holds.
#pragma once

#include "core/files/storage_ledger.h"
#include "core/files/torch_tensors.h"
#include "core/files/zip_file.h"

#include <map>
#include <string>
#include <vector>

namespace tessera::core {

/// Reads what its ledger allows. For one thread at a time.
class TorchStorages {
public:
    /// `folder` holds the storages, "archive/data/"; `zip` must outlive this.
    TorchStorages(const ZipFile& zip, std::string folder);

    /// Announces a tensor. Throws FormatError unless its storage is there and has as many bytes as it says.
    void expect(const TorchTensor& tensor);
    /// The numbers of an expected tensor, row-major. Throws FormatError: no kind of float, damage, beyond the limits.
    std::vector<float> read(const TorchTensor& tensor);
    /// What was expected and read so far.
    const StorageLedger& ledger() const { return m_ledger; }

private:
    std::vector<float> readPacked(const StorageLedger::Step& step, const TorchTensor& tensor);
    std::vector<float> readStored(const StorageLedger::Step& step, const TorchTensor& tensor);

    const ZipFile& m_zip;
    std::string m_folder;
    StorageLedger m_ledger;
    std::map<std::string, std::vector<std::byte>> m_unpacked; ///< by key, while tensors are unread and there is room
};

} // namespace tessera::core
