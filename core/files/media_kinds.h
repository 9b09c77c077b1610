// SPDX-License-Identifier: Apache-2.0
// Pictures, drawings, documents, videos and sounds that Tessera does not open, told by their first bytes: whoever picks one
// reads what it is and how to go on.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace tessera::core {

struct MediaKind {
    std::string_view name;   ///< "a HEIC picture"
    std::string_view remedy; ///< "save it as PNG ...": how to make a picture of it that Tessera reads
};

/// Nothing for pictures that are read (PNG, JPEG ...), and for all else. Some kinds need 512 bytes to be told.
std::optional<MediaKind> mediaKind(std::span<const std::byte> head);

} // namespace tessera::core
