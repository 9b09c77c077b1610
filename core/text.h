// SPDX-License-Identifier: Apache-2.0
// Words from files, made fit for one line of a message.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::core {

/// `text` as one harmless line: control characters, marks that turn the direction of writing and bytes that are not
/// UTF-8 become '?'; text beyond `most` bytes loses its middle to "...".
std::string printable(std::string_view text, std::size_t most = 120);

/// printable() in double quotes.
std::string inQuotes(std::string_view text);

/// "a, b and 3 more": at most `most` of the words.
std::string listed(const std::vector<std::string>& words, std::size_t most = 5);

/// UTF-8 as the numbers of its characters; a byte that is not UTF-8 becomes U+FFFD.
std::u32string characterNumbers(std::string_view text);
/// And back; what is no character becomes U+FFFD.
std::string toUtf8(std::u32string_view numbers);

/// 1234567 -> "1,234,567".
std::string grouped(std::uint64_t number);

/// config.json of "X": how messages about the files of a model name them.
std::string nameOf(const std::filesystem::path& file);

} // namespace tessera::core
