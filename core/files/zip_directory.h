// SPDX-License-Identifier: Apache-2.0
// The records of a ZIP archive: its end, its directory, and the headers before its entries.
#pragma once

#include "core/files/bounded_file.h"
#include "core/files/zip_file.h"

#include <vector>

namespace tessera::core {

/// The parts in the directory's order; checked as ZipFile says.
std::vector<ZipPart> readZipDirectory(const InputFile& file);

} // namespace tessera::core
