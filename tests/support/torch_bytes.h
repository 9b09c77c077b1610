// SPDX-License-Identifier: Apache-2.0
// Checkpoints of torch as strings, good or bad as a test wants them: pickles opcode by opcode, ZIP archives record by
// record.
#pragma once

#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include <zlib.h>

namespace tessera::tests {

template <class Number> std::string raw(Number value)
{
    std::string bytes(sizeof(Number), '\0');
    std::memcpy(bytes.data(), &value, sizeof(Number));
    return bytes;
}

/// Opcodes as Python's pickletools calls them.
namespace pickle {

inline std::string global(const std::string& module, const std::string& name)
{
    return "c" + module + "\n" + name + "\n";
}
inline std::string text(const std::string& value)
{
    return "X" + raw(static_cast<std::uint32_t>(value.size())) + value;
}
inline std::string number(std::int64_t value)
{
    if (value >= 0 && value < 256)
        return "K" + raw(static_cast<std::uint8_t>(value));
    return std::string("\x8a\x08", 2) + raw(value);
}
inline std::string tuple(const std::vector<std::string>& items)
{
    std::string all = "(";
    for (const std::string& item : items)
        all += item;
    return all + "t";
}
inline std::string numbers(const std::vector<std::int64_t>& values)
{
    std::vector<std::string> items;
    for (const std::int64_t value : values)
        items.push_back(number(value));
    return tuple(items);
}
inline std::string storage(const std::string& kind, const std::string& key, std::int64_t count,
                           const std::string& location = "cpu")
{
    return tuple({text("storage"), global("torch", kind), text(key), text(location), number(count)}) + "Q";
}
inline std::string emptyDict() { return global("collections", "OrderedDict") + ")R"; }
inline std::string tensor(const std::string& storage, std::int64_t offset, const std::vector<std::int64_t>& shape,
                          const std::vector<std::int64_t>& strides)
{
    return global("torch._utils", "_rebuild_tensor_v2")
        + tuple({storage, number(offset), numbers(shape), numbers(strides), "\x89", emptyDict()}) + "R";
}
inline std::string dict(const std::vector<std::pair<std::string, std::string>>& items)
{
    std::string all = emptyDict() + "(";
    for (const auto& [key, value] : items)
        all += text(key) + value;
    return all + "u";
}
inline std::string whole(const std::string& value) { return std::string("\x80\x02", 2) + value + "."; }

} // namespace pickle

struct RawEntry {
    std::string name;
    std::string bytes{}; ///< as stored
    std::uint16_t method = 0; ///< 0 stored, 8 deflated
    std::uint16_t flags = 8; ///< as torch's: sizes follow the data
    std::optional<std::uint32_t> crc{};
    std::optional<std::uint32_t> packed{}, unpacked{}, offset{}; ///< what the directory says
    std::string localName{}; ///< where it differs
    std::string extra{}; ///< in the directory
    std::uint32_t attributes = 0;
};

struct RawZip {
    std::vector<RawEntry> entries;
    std::string before{}, after{};
    std::string comment{};
    std::optional<std::uint16_t> count{};
    bool zip64 = true; ///< torch always writes those records too

    std::string bytes() const;
};

inline std::uint32_t crcOf(std::string_view bytes)
{
    return static_cast<std::uint32_t>(
        ::crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

inline std::string deflated(const std::string& bytes)
{
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string packed(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

inline std::string RawZip::bytes() const
{
    const auto u16 = [](std::size_t value) { return raw(static_cast<std::uint16_t>(value)); };
    const auto u32 = [](std::size_t value) { return raw(static_cast<std::uint32_t>(value)); };
    const auto u64 = [](std::size_t value) { return raw(static_cast<std::uint64_t>(value)); };
    std::string file = before, directory;
    for (const RawEntry& entry : entries) {
        const std::size_t at = file.size() - before.size();
        const std::uint32_t crc = entry.crc.value_or(crcOf(entry.bytes));
        const std::string& local = entry.localName.empty() ? entry.name : entry.localName;
        const bool follows = (entry.flags & 8U) != 0;
        const std::string packed = u32(entry.packed.value_or(static_cast<std::uint32_t>(entry.bytes.size())));
        const std::string unpacked = u32(entry.unpacked.value_or(static_cast<std::uint32_t>(entry.bytes.size())));
        // As torch does, an extra field brings the data to a multiple of 64.
        const std::size_t pad = (64 - (file.size() + 34 + local.size()) % 64) % 64;
        file += "PK\3\4" + u16(20) + u16(entry.flags) + u16(entry.method) + u32(0) + (follows ? u32(0) : u32(crc))
            + (follows ? u32(0) : packed) + (follows ? u32(0) : unpacked) + u16(local.size()) + u16(pad + 4) + local
            + "FB" + u16(pad) + std::string(pad, 'Z') + entry.bytes;
        if (follows)
            file += "PK\7\x08" + u32(crc) + packed + unpacked;
        directory += "PK\1\2" + u16(20) + u16(20) + u16(entry.flags) + u16(entry.method) + u32(0) + u32(crc) + packed
            + unpacked + u16(entry.name.size()) + u16(entry.extra.size()) + u16(0) + u16(0) + u16(0)
            + u32(entry.attributes) + u32(entry.offset.value_or(static_cast<std::uint32_t>(at))) + entry.name + entry.extra;
    }
    const std::size_t begin = file.size() - before.size(), records = count.value_or(entries.size());
    file += directory;
    if (zip64)
        file += "PK\6\6" + u64(44) + u16(45) + u16(45) + u32(0) + u32(0) + u64(records) + u64(records)
            + u64(directory.size()) + u64(begin) + "PK\6\7" + u32(0) + u64(begin + directory.size()) + u32(1);
    file += "PK\5\6" + u16(0) + u16(0) + u16(records) + u16(records) + u32(directory.size()) + u32(begin)
        + u16(comment.size()) + comment;
    return file + after;
}

/// A checkpoint of torch: the pickle and its storages by key.
inline RawZip torchZip(const std::string& pickled, const std::map<std::string, std::string>& storages,
                       const std::string& top = "archive/")
{
    RawZip zip{{{.name = top + "data.pkl", .bytes = pickled}}};
    for (const auto& [key, bytes] : storages)
        zip.entries.push_back({.name = top + "data/" + key, .bytes = bytes});
    zip.entries.push_back({.name = top + "version", .bytes = "3\n"});
    return zip;
}

} // namespace tessera::tests
