// SPDX-License-Identifier: Apache-2.0
#include "core/files/code_npz.h"

#include "core/error.h"
#include "core/files/npy.h"
#include "core/files/zip.h"
#include "core/text.h"

#include <cstring>

namespace tessera::core {

namespace {

constexpr const char* kCodes = "codes.npy";
constexpr const char* kModel = "model.npy";
constexpr const char* kCodebookSize = "codebook_size.npy";
constexpr const char* kFactor = "factor.npy";
constexpr std::uint64_t kMostFactBytes = 64 * 1024;

std::string nameOfCodes(const ZipReader& archive)
{
    if (archive.contains(kCodes))
        return kCodes;
    std::vector<std::string> names;
    for (const ZipEntry& entry : archive.entries())
        if (entry.name.ends_with(".npy"))
            names.push_back(entry.name.substr(0, entry.name.size() - 4));
    if (names.size() == 1)
        return names.front() + ".npy";
    throw FormatError(names.empty()
                          ? "the archive holds no array; expected one called \"codes\""
                          : "the archive holds the arrays " + listed(names) + "; expected one called \"codes\"");
}

NpyArray readMember(const ZipReader& archive, const std::string& name, std::uint64_t limit)
{
    const std::vector<std::byte> bytes = archive.read(name, limit);
    return withContext(inQuotes(name), [&] { return parseNpy(bytes, true); });
}

/// 0 where there is none, or nothing that could be one.
std::int64_t number(const ZipReader& archive, const char* name)
{
    if (!archive.contains(name))
        return 0;
    const NpyArray array = readMember(archive, name, kMostFactBytes);
    if (!array.isInteger())
        return 0;
    const CodeArray values = toCodeArray(array, name);
    return values.size() == 1 && values.values[0] > 0 ? values.values[0] : 0;
}

std::string text(const ZipReader& archive, const char* name)
{
    if (!archive.contains(name))
        return {};
    const NpyArray array = readMember(archive, name, kMostFactBytes);
    if (array.dtype.size() < 3 || array.dtype[1] != 'U' || !array.shape.empty())
        return {};
    std::u32string characters(array.bytes.size() / sizeof(char32_t), U'\0');
    std::memcpy(characters.data(), array.bytes.data(), characters.size() * sizeof(char32_t));
    characters.resize(std::min(characters.find(U'\0'), characters.size())); // shorter texts end in zeros
    return toUtf8(characters);
}

} // namespace

std::vector<std::byte> codesToNpz(const IndexMap& codes, const CodeOrigin& origin)
{
    ZipWriter archive;
    archive.add(kCodes, npyBytes(codes));
    if (!origin.model.empty())
        archive.add(kModel, npyBytes(origin.model));
    if (origin.codes > 0)
        archive.add(kCodebookSize, npyBytes(origin.codes));
    if (origin.factor > 0)
        archive.add(kFactor, npyBytes(origin.factor));
    return archive.finish();
}

CodeArray codesFromNpz(std::span<const std::byte> file)
{
    const ZipReader archive(file, {.entries = 1000, .bytes = kMostCodeNpzBytes});
    const std::string name = nameOfCodes(archive);
    const NpyArray array = readMember(archive, name, kMostCodeNpzBytes);
    if (array.dtype[1] == 'U')
        throw FormatError(inQuotes(name) + ": the array holds texts; expected the integers of an index map");
    CodeArray codes = toCodeArray(array, inQuotes(name));
    codes.origin = {text(archive, kModel), number(archive, kCodebookSize), number(archive, kFactor)};
    return codes;
}

} // namespace tessera::core
