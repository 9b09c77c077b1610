// SPDX-License-Identifier: GPL-3.0-or-later
// What the decoder's process answers: this head, the colour table, the rows as QImage has them, and no more. It is read
// as a stranger's file: a decoder that was taken over can answer anything.
#pragma once

#include <cstdint>

namespace tessera::app {

inline constexpr std::uint64_t kReplyMagic = 0x6c78507865736554; ///< so that an empty or other file is none

struct DecoderReply {
    std::uint64_t magic = kReplyMagic;
    std::int32_t hasNoDecoder = 0, hasComplaints = 0;
    std::int32_t format = 0; ///< QImage's; 0 where there is no image
    std::int32_t width = 0, height = 0, bytesPerRow = 0, colours = 0;
};

} // namespace tessera::app
