// SPDX-License-Identifier: Apache-2.0
#include "core/files/npy_header.h"

#include "core/error.h"
#include "core/text.h"

#include <array>
#include <charconv>

namespace tessera::core {

namespace {

constexpr std::size_t kMostNpyDimensions = 32; // NumPy's own limit
constexpr std::int64_t kMostCharacters = 4096;  ///< of a text: names, no documents

/// What a type's letter stands for, for messages.
std::string kindName(char letter)
{
    switch (letter) {
    case 'b': return "bool";
    case 'i': return "integers";
    case 'u': return "unsigned integers";
    case 'f': return "floats";
    case 'c': return "complex numbers";
    case 'S':
    case 'a':
    case 'U': return "texts";
    case 'V': return "raw bytes";
    case 'M': return "dates";
    case 'm': return "time spans";
    case 'O': return "Python objects (a pickle, which is never read)";
    default: return "values of an unknown type";
    }
}

bool isSupported(char kind, std::int64_t bytes)
{
    const bool powerOfTwo = bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
    if (kind == 'b')
        return bytes == 1;
    if (kind == 'f')
        return powerOfTwo && bytes != 1;
    return (kind == 'i' || kind == 'u') && powerOfTwo;
}

/// dict: '{' (text ':' value ','?)* '}'; value: text | True | False | tuple of whole numbers.
class Reader {
public:
    Reader(std::string_view text, bool texts) : m_rest(text), m_texts(texts) {}

    NpyHeader read()
    {
        NpyHeader header;
        std::array<bool, 3> seen{};
        expect('{');
        while (!accept('}')) {
            const std::string_view key = text();
            const std::size_t field = key == "descr" ? 0 : key == "fortran_order" ? 1 : key == "shape" ? 2 : 3;
            if (field == 3)
                throw FormatError("the header has the key " + inQuotes(key)
                                  + "; expected descr, fortran_order and shape");
            if (seen[field])
                throw FormatError("the header has the key " + inQuotes(key) + " twice");
            seen[field] = true;
            expect(':');
            if (field == 0)
                readType(header);
            else if (field == 1)
                header.fortranOrder = truth();
            else
                header.shape = tuple();
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        skipSpaces();
        if (!m_rest.empty())
            throw FormatError("the header has text after its end: " + inQuotes(m_rest.substr(0, 40)));
        if (!(seen[0] && seen[1] && seen[2]))
            throw FormatError("the header lacks one of descr, fortran_order and shape");
        return header;
    }

private:
    [[noreturn]] void unexpected(const std::string& expected) const
    {
        throw FormatError("the header is not that of an array: found "
                          + (m_rest.empty() ? "its end" : inQuotes(m_rest.substr(0, 40))) + ", expected " + expected);
    }

    void skipSpaces()
    {
        const std::size_t first = m_rest.find_first_not_of(" \t\r\n");
        m_rest.remove_prefix(first == m_rest.npos ? m_rest.size() : first);
    }

    bool accept(char c)
    {
        skipSpaces();
        if (!m_rest.starts_with(c))
            return false;
        m_rest.remove_prefix(1);
        return true;
    }

    void expect(char c)
    {
        if (!accept(c))
            unexpected(std::string("\"") + c + "\"");
    }

    std::string_view text()
    {
        skipSpaces();
        const char quote = m_rest.starts_with('\'') ? '\'' : '"';
        const std::size_t end = m_rest.starts_with(quote) ? m_rest.find(quote, 1) : m_rest.npos;
        if (end == m_rest.npos || m_rest.substr(0, end).find('\\') != m_rest.npos)
            unexpected("a text in quotes");
        const std::string_view inside = m_rest.substr(1, end - 1);
        m_rest.remove_prefix(end + 1);
        return inside;
    }

    bool truth()
    {
        skipSpaces();
        for (const std::string_view word : {"True", "False"})
            if (m_rest.starts_with(word)) {
                m_rest.remove_prefix(word.size());
                return word == "True";
            }
        unexpected("True or False");
    }

    std::int64_t number()
    {
        skipSpaces();
        std::int64_t value = 0;
        const char* const end = m_rest.data() + m_rest.size();
        const auto [after, error] = std::from_chars(m_rest.data(), end, value);
        if (error != std::errc{} || m_rest.starts_with('-'))
            unexpected("a whole number, not negative, of at most 63 bits");
        m_rest.remove_prefix(static_cast<std::size_t>(after - m_rest.data()));
        if (m_rest.starts_with('L')) // as Python 2 wrote it
            m_rest.remove_prefix(1);
        return value;
    }

    std::vector<std::int64_t> tuple()
    {
        std::vector<std::int64_t> numbers;
        expect('(');
        while (!accept(')')) {
            if (numbers.size() == kMostNpyDimensions)
                throw FormatError("the array has more than " + std::to_string(kMostNpyDimensions) + " dimensions");
            numbers.push_back(number());
            // "(3)" is a number in Python, not a tuple.
            if (!accept(',') && (numbers.size() == 1 || !m_rest.starts_with(')')))
                unexpected(R"("," between the numbers of the shape)");
        }
        return numbers;
    }

    void readType(NpyHeader& header)
    {
        skipSpaces();
        if (m_rest.starts_with('['))
            throw FormatError("the array holds records of several fields; expected plain numbers");
        const std::string_view type = text();
        const bool ordered = !type.empty() && std::string_view("<>=|").find(type[0]) != std::string_view::npos;
        const std::string_view name = type.substr(ordered ? 1 : 0);
        if (!name.empty())
            header.kind = name[0];
        const char* const end = name.data() + name.size();
        const auto [after, error] = name.size() < 2 ? std::from_chars_result{end, std::errc::invalid_argument}
                                                    : std::from_chars(name.data() + 1, end, header.valueBytes);
        const bool isNumber = error == std::errc{} && after == end;
        if (isNumber && m_texts && header.kind == 'U' && header.valueBytes > 0 && header.valueBytes <= kMostCharacters)
            header.valueBytes *= 4; // counted in characters
        else if (!isNumber || !isSupported(header.kind, header.valueBytes))
            throw FormatError("the array holds " + kindName(name.empty() ? ' ' : name[0]) + " (dtype " + inQuotes(type)
                              + "); expected integers of 1 to 8 bytes or floats of 2 to 8");
        header.bigEndian = type[0] == '>' && header.valueBytes > 1;
    }

    std::string_view m_rest;
    bool m_texts;
};

} // namespace

std::string NpyHeader::dtype() const
{
    return std::string(valueBytes == 1 ? "|" : "<") + kind + std::to_string(kind == 'U' ? valueBytes / 4 : valueBytes);
}

NpyHeader parseNpyHeader(std::string_view text, bool texts) { return Reader(text, texts).read(); }

} // namespace tessera::core
