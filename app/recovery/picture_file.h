// SPDX-License-Identifier: GPL-3.0-or-later
// The picture of one document in the recovery folder, beside its journal: written once, and apart from the journal, which
// no stroke may wait for.
#pragma once

#include "core/picture.h"

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <vector>

namespace tessera::app {

class PictureFile {
public:
    /// `source`: the bytes of the picture's file; null: `original` is packed as PNG, which takes a while.
    PictureFile(std::filesystem::path path, std::shared_ptr<const std::vector<std::byte>> source,
                std::shared_ptr<const core::Picture> original);

    void write(); ///< throws core::Error
    /// Nobody will need it: what is not written yet will not be. On any thread.
    void forget() { m_isForgotten = true; }
    void remove();

private:
    std::filesystem::path m_path;
    std::shared_ptr<const std::vector<std::byte>> m_source;
    std::shared_ptr<const core::Picture> m_original;
    std::atomic<bool> m_isForgotten = false;
};

} // namespace tessera::app
