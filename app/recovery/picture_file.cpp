// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recovery/picture_file.h"

#include "app/pictures/picture_files.h"
#include "core/atomic_file.h"

#include <system_error>
#include <utility>

namespace tessera::app {

PictureFile::PictureFile(std::filesystem::path path, std::shared_ptr<const std::vector<std::byte>> source,
                         std::shared_ptr<const core::Picture> original)
    : m_path(std::move(path)), m_source(std::move(source)), m_original(std::move(original))
{
}

void PictureFile::write()
{
    if (m_isForgotten)
        return;
    if (!m_source)
        m_source = std::make_shared<const std::vector<std::byte>>(
            encodePicture(*m_original, PictureFormat::png, {.bits = 16}));
    m_original = nullptr;
    core::writeFileAtomically(m_path, *std::exchange(m_source, nullptr));
}

void PictureFile::remove()
{
    std::error_code ignored;
    std::filesystem::remove(m_path, ignored);
}

} // namespace tessera::app
