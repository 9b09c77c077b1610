// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exports/file_sizes.h"

#include "app/pictures/picture_files.h"
#include "core/error.h"

namespace tessera::app {

std::vector<FileSize> fileSizes(const core::Picture& picture, const core::Progress& progress)
{
    struct Row {
        const char* name;
        PictureFormat format;
        PictureWriteOptions options;
    };
    const Row rows[] = {{"PNG", PictureFormat::png, {}},
                        {"JPEG, quality 90", PictureFormat::jpeg, {.quality = 90}},
                        {"WebP, lossless", PictureFormat::webp, {}}};
    std::vector<FileSize> sizes;
    for (const Row& row : rows) {
        progress.step(static_cast<double>(sizes.size()) / 3);
        try {
            sizes.push_back(
                {row.name, static_cast<std::int64_t>(encodePicture(picture, row.format, row.options).size())});
        } catch (const core::FormatError&) { // too large for this format
        }
    }
    return sizes;
}

} // namespace tessera::app
