// SPDX-License-Identifier: Apache-2.0
#include "core/advice.h"

#include <algorithm>
#include <array>

namespace tessera::core {

bool saysWhatToDo(std::string_view message)
{
    // With a space, so that "torch.save writes" is none.
    constexpr std::array<std::string_view, 15> kRemedies{
        "fetch ", "fetches ", "choose ", "save it ", "save the ", "save model", "rename the ",
        "put its ", "put the ", "open one ", "close other ", "download the ", "load it ", "scale it down", "is it the config.json "};
    return std::ranges::any_of(kRemedies, [&](std::string_view remedy) {
        return message.find(remedy) != message.npos;
    });
}

std::string advised(std::string message, std::string_view advice)
{
    return saysWhatToDo(message) ? message : message.append("; ").append(advice);
}

} // namespace tessera::core
