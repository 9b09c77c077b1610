// SPDX-License-Identifier: Apache-2.0
#include "core/text.h"

namespace tessera::core {

namespace {

/// One character at the head of a text: its bytes (1 where they are not UTF-8) and its number (0 where not).
struct Character {
    std::size_t bytes = 1;
    char32_t number = 0;
};

Character firstCharacter(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char head = byte(0);
    if (head < 0x80)
        return {1, head};
    const std::size_t bytes = head >= 0xF0 ? 4 : head >= 0xE0 ? 3 : 2;
    if (head < 0xC2 || head > 0xF4 || text.size() < bytes)
        return {};
    char32_t number = head & (0x7FU >> bytes);
    for (std::size_t i = 1; i < bytes; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U)
            return {};
        number = (number << 6) | (byte(i) & 0x3FU);
    }
    const bool overlong = (bytes == 3 && number < 0x800) || (bytes == 4 && number < 0x10000);
    const bool surrogate = number >= 0xD800 && number <= 0xDFFF;
    if (overlong || surrogate || number > 0x10FFFF)
        return {};
    return {bytes, number};
}

bool isHarmless(char32_t c)
{
    if (c < 0x20 || (c >= 0x7F && c < 0xA0))
        return false;
    const bool lineBreak = c == 0x2028 || c == 0x2029;
    const bool direction = c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return !lineBreak && !direction && c != 0xFEFF;
}

std::string harmless(std::string_view text)
{
    std::string result;
    while (!text.empty()) {
        const Character c = firstCharacter(text);
        if (isHarmless(c.number))
            result += text.substr(0, c.bytes);
        else
            result += '?';
        text.remove_prefix(c.bytes);
    }
    return result;
}

bool continuesCharacter(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

} // namespace

std::string printable(std::string_view text, std::size_t most)
{
    constexpr std::string_view kGap = "...";
    if (text.size() <= most)
        return harmless(text);
    // The head tells more than the tail; cuts go between characters.
    const std::size_t kept = most > kGap.size() ? most - kGap.size() : 0;
    std::size_t head = kept - kept / 3, tail = text.size() - kept / 3;
    while (head > 0 && continuesCharacter(text[head]))
        --head;
    while (tail < text.size() && continuesCharacter(text[tail]))
        ++tail;
    return harmless(text.substr(0, head)).append(kGap) + harmless(text.substr(tail));
}

std::string inQuotes(std::string_view text) { return '"' + printable(text) + '"'; }

std::string listed(const std::vector<std::string>& words, std::size_t most)
{
    std::string text;
    for (std::size_t i = 0; i < words.size() && i < most; ++i)
        text += (i == 0 ? "" : ", ") + printable(words[i]);
    if (words.size() > most)
        text += " and " + std::to_string(words.size() - most) + " more";
    return text;
}

std::string grouped(std::uint64_t number)
{
    std::string digits = std::to_string(number);
    for (std::size_t i = digits.size(); i > 3; i -= 3)
        digits.insert(i - 3, ",");
    return digits;
}

std::string nameOf(const std::filesystem::path& file)
{
    const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
    return printable(file.filename().string()) + " of " + inQuotes(folder.string());
}

std::u32string characterNumbers(std::string_view text)
{
    constexpr char32_t kReplacement = 0xFFFD;
    std::u32string numbers;
    while (!text.empty()) {
        const Character c = firstCharacter(text);
        numbers += c.number == 0 && text.front() != '\0' ? kReplacement : c.number;
        text.remove_prefix(c.bytes);
    }
    return numbers;
}

std::string toUtf8(std::u32string_view numbers)
{
    std::string text;
    for (char32_t c : numbers) {
        if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
            c = 0xFFFD;
        const int following = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        constexpr unsigned kHeads[] = {0, 0xC0, 0xE0, 0xF0};
        text += static_cast<char>(kHeads[following] | (c >> (6 * following)));
        for (int i = following; i-- > 0;)
            text += static_cast<char>(0x80U | ((c >> (6 * i)) & 0x3FU));
    }
    return text;
}

} // namespace tessera::core
