// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/options.h"

#include "core/text.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace tessera::app::cli {
namespace {

constexpr std::size_t kLongestMessage = 4000;
constexpr int kBarWidth = 24;
constexpr const char* kClearLine = "\r\033[K";

bool s_lineShown = false; ///< a line of progress stands on the terminal

std::string bar(int percent)
{
    const auto filled = static_cast<std::size_t>(percent * kBarWidth / 100);
    return "[" + std::string(filled, '#') + std::string(kBarWidth - filled, '.') + "]";
}

} // namespace

void say(const std::string& text)
{
    if (s_lineShown)
        std::fputs(kClearLine, stderr); // it is drawn again with the next step
    std::fputs(("tessera: " + core::printable(text, kLongestMessage) + "\n").c_str(), stderr);
}

void print(const std::string& text) { std::fputs(text.c_str(), stdout); }

void printJson(const Json& object)
{
    // File names need not be UTF-8.
    print(object.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

std::string padded(const std::string& text, std::size_t width, bool right)
{
    const std::string space(text.size() < width ? width - text.size() : 0, ' ');
    return right ? space + text : text + space;
}

std::string fixed(double value, int digits)
{
    std::array<char, 400> text{};
    const auto result = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, digits);
    return {text.data(), result.ptr};
}

std::string significant(double value, int digits)
{
    std::array<char, 64> text{};
    const auto result =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, digits);
    return {text.data(), result.ptr};
}

ProgressLine::ProgressLine(std::string what)
    : m_what(std::move(what))
    , m_visible(isatty(STDERR_FILENO) == 1)
{
}

ProgressLine::~ProgressLine()
{
    if (m_visible && m_percent >= 0)
        std::fputs(kClearLine, stderr);
    s_lineShown = false;
}

core::Progress ProgressLine::progress()
{
    if (!m_visible)
        return {};
    return {.report = [this](double fraction) {
        const int percent = std::clamp(static_cast<int>(fraction * 100), 0, 100);
        if (percent == m_percent)
            return;
        m_percent = percent;
        s_lineShown = true;
        std::fprintf(stderr, "%s%s %s %d %%", kClearLine, m_what.c_str(), bar(percent).c_str(), percent);
        std::fflush(stderr);
    }};
}

} // namespace tessera::app::cli
