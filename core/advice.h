// SPDX-License-Identifier: Apache-2.0
// The end of a refusal: what to do. Readers that know the remedy say it where they refuse; for the rest there is one
// sentence for each kind of file.
#pragma once

#include "core/error.h"

#include <string>
#include <string_view>
#include <utility>

namespace tessera::core {

/// Does the message tell a remedy already ("fetch ...", "choose ...")?
bool saysWhatToDo(std::string_view message);

/// "message; advice", or the message alone where it tells one already.
std::string advised(std::string message, std::string_view advice);

/// Runs `work`. A FormatError or FileError that leaves it ends with `advice`, unless it tells a remedy already.
template <class Work>
decltype(auto) withAdvice(std::string_view advice, Work&& work)
{
    try {
        return std::forward<Work>(work)();
    } catch (const FormatError& error) {
        throw FormatError(advised(error.what(), advice));
    } catch (const FileError& error) {
        throw FileError(advised(error.what(), advice));
    }
}

} // namespace tessera::core
