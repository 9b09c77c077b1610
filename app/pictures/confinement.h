// SPDX-License-Identifier: GPL-3.0-or-later
// What is left to a process that decodes a stranger's picture.
#pragma once

namespace tessera::app {

/// The processor time that a picture may take to be decoded: the largest allowed take some seconds on slow machines.
inline constexpr int kDecoderSeconds = 30;

/// The decoder's exit code where memory ran out.
inline constexpr int kDecoderWantsMemory = 3;

/// From here on this process and its threads can compute, take up to 4 GiB of memory, use the pipes and sockets that
/// are open, and end. They cannot open a file, start a program, connect to anything or see other processes: such calls fail with
/// EPERM. It dies with the one that started it, and after kDecoderSeconds. False where the system knows no such filter
/// (the limits hold then).
bool confineThisProcess();

} // namespace tessera::app
