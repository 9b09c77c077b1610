// SPDX-License-Identifier: Apache-2.0
// The opcodes, and what they are called. Source: Python's pickletools, which documents them.
#include "core/files/pickle.h"

#include "core/error.h"
#include "core/files/byte_stream.h"
#include "core/files/pickle_machine.h"
#include "core/text.h"

#include <array>
#include <utility>

namespace tessera::core {

namespace {

using Kind = PickleValue::Kind;

/// Opcodes that are known and refused: those of the oldest protocols, which torch never writes, and those that find
/// objects in other ways.
constexpr std::array kRefused{
    std::pair{'P', "PERSID"},  std::pair{'i', "INST"},           std::pair{'o', "OBJ"},
    std::pair{'\x82', "EXT1"}, std::pair{'\x83', "EXT2"},        std::pair{'\x84', "EXT4"},
    std::pair{'I', "INT"},     std::pair{'L', "LONG"},           std::pair{'F', "FLOAT"},
    std::pair{'S', "STRING"},  std::pair{'V', "UNICODE"},        std::pair{'g', "GET"},
    std::pair{'p', "PUT"},     std::pair{'\x97', "NEXT_BUFFER"}, std::pair{'\x98', "READONLY_BUFFER"},
};

class Parser {
public:
    explicit Parser(std::span<const std::byte> bytes)
        : m_size(bytes.size())
        , m_reader(bytes)
    {
    }

    Pickle parse()
    {
        std::size_t at = 0;
        try {
            while (!m_stopped) {
                at = m_size - m_reader.left();
                step(static_cast<unsigned char>(m_reader.number<std::uint8_t>()));
            }
            if (m_reader.left() != 0)
                throw FormatError(grouped(m_reader.left()) + " bytes follow its end; expected nothing there");
            return m_machine.finish();
        } catch (FormatError& error) {
            error.addContext("byte " + grouped(at) + " of its pickle");
            throw;
        }
    }

private:
    template <class Length> std::string_view text()
    {
        const auto length = m_reader.number<Length>();
        if (length > m_reader.left())
            throw FormatError("a text of " + grouped(length) + " bytes, but only " + grouped(m_reader.left())
                              + " follow");
        const std::span<const std::byte> taken = m_reader.bytes(static_cast<std::size_t>(length));
        return {reinterpret_cast<const char*>(taken.data()), taken.size()};
    }

    std::string_view line()
    {
        constexpr std::size_t kLongest = 1000;
        std::size_t size = 0;
        ByteReader ahead = m_reader;
        while (ahead.number<char>() != '\n')
            if (++size > kLongest)
                throw FormatError("a name of more than " + grouped(kLongest) + " letters");
        const std::span<const std::byte> taken = m_reader.bytes(size + 1);
        return {reinterpret_cast<const char*>(taken.data()), size};
    }

    void longNumber(std::size_t bytes)
    {
        const std::span<const std::byte> taken = m_reader.bytes(bytes);
        if (bytes > 8) { // of use to random states, not to tensors
            m_machine.push(Kind::opaque, "a number of more than 64 bits");
            return;
        }
        std::uint64_t number = 0;
        for (std::size_t i = 0; i < bytes; ++i)
            number |= std::to_integer<std::uint64_t>(taken[i]) << (8 * i);
        if (bytes > 0 && bytes < 8 && (std::to_integer<unsigned>(taken[bytes - 1]) & 0x80U) != 0)
            number |= ~std::uint64_t{0} << (8 * bytes);
        m_machine.push(Kind::integer, {}, static_cast<std::int64_t>(number));
    }

    template <class Number> void integer()
    {
        m_machine.push(Kind::integer, {}, static_cast<std::int64_t>(m_reader.number<Number>()));
    }

    void protocol()
    {
        if (const int version = m_reader.number<std::uint8_t>(); version < 2 || version > 5)
            throw FormatError("protocol " + std::to_string(version) + "; expected 2 to 5");
    }

    void frame()
    {
        if (const auto length = m_reader.number<std::uint64_t>(); length > m_reader.left())
            throw FormatError("a frame of " + grouped(length) + " bytes, but only " + grouped(m_reader.left())
                              + " follow");
    }

    void name()
    {
        const std::string_view module = line();
        m_machine.pushName(module, line());
    }

    void step(unsigned char opcode)
    {
        if (!data(opcode) && !structure(opcode))
            refuse(opcode);
    }

    /// Opcodes that push a plain value.
    bool data(unsigned char opcode)
    {
        switch (opcode) {
        case 'N': m_machine.push(Kind::none); break;
        case 0x88: m_machine.push(Kind::truth, {}, 1); break;
        case 0x89: m_machine.push(Kind::truth, {}, 0); break;
        case 'J': integer<std::int32_t>(); break;
        case 'K': integer<std::uint8_t>(); break;
        case 'M': integer<std::uint16_t>(); break;
        case 0x8a: longNumber(m_reader.number<std::uint8_t>()); break;
        case 0x8b: {
            const auto bytes = m_reader.number<std::int32_t>();
            if (bytes < 0)
                throw FormatError("a number of " + std::to_string(bytes) + " bytes");
            longNumber(static_cast<std::size_t>(bytes));
            break;
        }
        case 'G':
            m_reader.bytes(8);
            m_machine.push(Kind::real);
            break;
        case 'X':
        case 'T': m_machine.push(Kind::text, text<std::uint32_t>()); break;
        case 0x8c:
        case 'U': m_machine.push(Kind::text, text<std::uint8_t>()); break;
        case 0x8d: m_machine.push(Kind::text, text<std::uint64_t>()); break;
        case 'B': opaque(text<std::uint32_t>()); break;
        case 'C': opaque(text<std::uint8_t>()); break;
        case 0x8e:
        case 0x96: opaque(text<std::uint64_t>()); break;
        case ')': m_machine.push(Kind::tuple); break;
        case ']': m_machine.push(Kind::list); break;
        case '}': m_machine.push(Kind::dict); break;
        case 0x8f: m_machine.push(Kind::opaque, "a set"); break;
        default: return false;
        }
        return true;
    }

    void opaque(std::string_view) { m_machine.push(Kind::opaque, "bytes"); }

    /// Opcodes that make something of what lies on the stack.
    bool structure(unsigned char opcode)
    {
        switch (opcode) {
        case 0x80: protocol(); break;
        case 0x95: frame(); break;
        case '.': m_stopped = true; break;
        case '(': m_machine.mark(); break;
        case '0': m_machine.pop(); break;
        case '1': m_machine.popMark(); break;
        case '2': m_machine.duplicate(); break;
        case 'q': m_machine.put(m_reader.number<std::uint8_t>()); break;
        case 'r': m_machine.put(m_reader.number<std::uint32_t>()); break;
        case 0x94: m_machine.putNext(); break;
        case 'h': m_machine.get(m_reader.number<std::uint8_t>()); break;
        case 'j': m_machine.get(m_reader.number<std::uint32_t>()); break;
        case 0x85: m_machine.gather(Kind::tuple, 1); break;
        case 0x86: m_machine.gather(Kind::tuple, 2); break;
        case 0x87: m_machine.gather(Kind::tuple, 3); break;
        case 't': m_machine.gatherMarked(Kind::tuple); break;
        case 'l': m_machine.gatherMarked(Kind::list); break;
        case 'd': m_machine.gatherMarked(Kind::dict); break;
        case 'a': m_machine.append(false); break;
        case 'e': m_machine.append(true); break;
        case 's': m_machine.setItems(false); break;
        case 'u': m_machine.setItems(true); break;
        case 0x90: m_machine.addMarked(); break;
        case 0x91:
            m_machine.popMark();
            m_machine.push(Kind::opaque, "a frozenset");
            break;
        case 'c': name(); break;
        case 0x93: m_machine.nameFromStack(); break;
        case 'Q': m_machine.persistent(); break;
        case 'R': m_machine.reduce(); break;
        case 0x81: m_machine.makeNew(false); break;
        case 0x92: m_machine.makeNew(true); break;
        case 'b': m_machine.build(); break;
        default: return false;
        }
        return true;
    }

    [[noreturn]] static void refuse(unsigned char opcode)
    {
        for (const auto& [known, name] : kRefused)
            if (static_cast<unsigned char>(known) == opcode)
                throw FormatError(std::string("the opcode ") + name
                                  + ", which no checkpoint of torch needs; nothing was run");
        throw FormatError("the byte " + std::to_string(opcode) + " is no opcode; expected a pickle of protocol 2 to 5");
    }

    std::size_t m_size;
    ByteReader m_reader;
    PickleMachine m_machine;
    bool m_stopped = false;
};

} // namespace

const PickleValue* Pickle::find(const PickleValue& dict, std::string_view key) const
{
    const PickleValue* found = nullptr;
    for (std::size_t i = 0; dict.kind == Kind::dict && i + 1 < dict.items.size(); i += 2)
        if (values[dict.items[i]].kind == Kind::text && values[dict.items[i]].text == key)
            found = &values[dict.items[i + 1]];
    return found;
}

std::string_view Pickle::keep(std::string text)
{
    const auto known = m_names.find(text);
    return known != m_names.end() ? *known : *m_names.insert(std::move(text)).first;
}

Pickle parsePickle(std::span<const std::byte> bytes)
{
    if (bytes.size() > kMostPickleBytes)
        throw FormatError("its pickle has " + grouped(bytes.size()) + " bytes; expected at most "
                          + grouped(kMostPickleBytes));
    return Parser(bytes).parse();
}

} // namespace tessera::core
