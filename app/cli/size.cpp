// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/size.h"

#include <charconv>

namespace tessera::app::cli {
namespace {

std::optional<int> parsedSide(const char* begin, const char* end)
{
    int side = 0;
    const auto parsed = std::from_chars(begin, end, side);
    if (parsed.ec != std::errc() || parsed.ptr != end || side < 1)
        return std::nullopt;
    return side;
}

} // namespace

std::optional<Size> parsedSize(const std::string& text)
{
    const std::size_t cross = text.find_first_of("xX");
    if (cross == std::string::npos)
        return std::nullopt;
    const char* begin = text.data();
    const std::optional<int> width = parsedSide(begin, begin + cross);
    const std::optional<int> height = parsedSide(begin + cross + 1, begin + text.size());
    if (!width || !height)
        return std::nullopt;
    return Size{*width, *height};
}

std::optional<Size> parsedSquareOrSize(const std::string& text)
{
    if (const std::optional<int> side = parsedSide(text.data(), text.data() + text.size()))
        return Size{*side, *side};
    return parsedSize(text);
}

} // namespace tessera::app::cli
