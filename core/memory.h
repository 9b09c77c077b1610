// SPDX-License-Identifier: Apache-2.0
// Memory of this machine, for what has to be judged before it is taken and for messages where it runs out.
#pragma once

#include "core/error.h"

#include <cstdint>
#include <optional>
#include <string>

namespace tessera::core {

/// This program could not get the memory that it asked for. The message has the numbers and says what to do.
class OutOfMemory : public Error {
public:
    using Error::Error;
};

/// What the system can still give without pushing others out, and a limit of this program allows (`ulimit -v`), in
/// bytes; nothing where neither is told.
std::optional<std::uint64_t> availableMemory();

/// Rounded up: "1,235 MiB".
std::string mebibytes(std::uint64_t bytes);

/// "there is not enough memory to read X: it takes about 900 MiB, and 700 MiB are available; close other programs".
/// `what` begins with "to" or "for"; what it takes may not be known.
std::string memoryShortage(const std::string& what, std::optional<std::uint64_t> needed, const std::string& advice);

} // namespace tessera::core
