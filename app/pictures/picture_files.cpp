// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/picture_files.h"

#include "app/pictures/colour.h"
#include "app/pictures/float_values.h"
#include "app/pictures/pixels.h"
#include "core/advice.h"
#include "core/files/bounded_file.h"
#include "core/memory.h"

#include <new>

namespace tessera::app {
namespace {

using core::FormatError;

constexpr std::uint64_t kHeadBytes = 4096;

std::string megabytes(std::uint64_t bytes) { return std::to_string((bytes + (1U << 20) - 1) >> 20) + " MB"; }

void addNotes(ReadPicture& result, const PictureHeader& header, const std::string& valueNote,
              const std::string& colourNote)
{
    const auto note = [&](const std::string& text) {
        if (!text.empty())
            result.notes.push_back(text);
    };
    if (!header.damage.empty())
        result.warnings.push_back("damaged: " + header.damage);
    if (!valueNote.empty())
        result.warnings.push_back(valueNote);
    result.notes = result.warnings;
    if (header.several)
        note(header.format == PictureFormat::tiff ? "first of several pages" : "first frame of an animation");
    if (header.orientation != 1)
        note("turned upright (EXIF " + std::to_string(header.orientation) + ")");
    if (header.cmyk)
        note("print colours (CMYK) converted without their profile: colours are approximate");
    note(colourNote);
    if (header.bits > 8)
        note(std::to_string(header.bits) + " bits a channel");
}

/// Gray with alpha comes out of the decoders as four channels.
core::Picture withoutRepeatedGray(core::Picture picture)
{
    core::Picture result(picture.width, picture.height, 2);
    for (std::size_t i = 0; i < result.values.size() / 2; ++i) {
        result.values[2 * i] = picture.values[4 * i];
        result.values[2 * i + 1] = picture.values[4 * i + 3];
    }
    return result;
}

/// A file between its decoder and its colours.
struct Decoded {
    PictureHeader header;
    QImage image;
    std::int64_t bytes = 0;
};

/// What a picture takes beside its file, once its header has told.
using Needed = std::optional<std::uint64_t>;

Decoded decoded(std::span<const std::byte> bytes, Needed& needed)
{
    Decoded result{.header = readPictureHeader(bytes), .bytes = static_cast<std::int64_t>(bytes.size())};
    const PictureHeader& header = result.header;
    // The decoder's image, and floats.
    const std::uint64_t perPixel = (header.bits > 8 ? 8 : 4) + sizeof(float) * (header.gray ? 2 : 4);
    needed = static_cast<std::uint64_t>(header.width * header.height) * perPixel;
    result.image = decodePixels(bytes, result.header);
    return result;
}

ReadPicture finished(Decoded decoded)
{
    const PictureHeader& header = decoded.header;
    const std::string valueNote = oddFloatsNote(decoded.image);
    ReadPicture result{.picture = fromImage(decoded.image)};
    decoded.image = {};
    if (header.gray && result.picture.channels == 4)
        result.picture = withoutRepeatedGray(std::move(result.picture));
    ColourConversion colours;
    if (!header.cmyk)
        colours = convertToSrgb(result.picture, header);
    addNotes(result, header, valueNote, colours.note);
    result.facts = {.format = header.format,
                    .bytes = decoded.bytes,
                    .bits = header.bits,
                    .gray = result.picture.channels < 3,
                    .alpha = result.picture.hasAlpha(),
                    .orientation = header.orientation,
                    .profile = colours.profile,
                    .damaged = !header.damage.empty()};
    return result;
}

constexpr auto kAdvice = "fetch the file once more, or save it anew as PNG in a program that shows it";

/// Runs `work` with the file's name and what to do in its errors, among which lack of memory is one.
template <class Work>
ReadPicture guarded(const std::string& name, Work&& work)
{
    return core::withContext(name, [&] {
        Needed needed;
        try {
            return core::withAdvice(kAdvice, [&] { return work(needed); });
        } catch (const std::bad_alloc&) {
            throw core::OutOfMemory(
                core::memoryShortage("for this picture", needed, "close other programs, or scale it down"));
        }
    });
}

} // namespace

ReadPicture readPicture(std::span<const std::byte> bytes, const std::string& name)
{
    return guarded(name, [&](Needed& needed) { return finished(decoded(bytes, needed)); });
}

std::vector<std::byte> readPictureFile(const std::filesystem::path& path)
{
    return core::withAdvice("choose a picture that is there and that you may read", [&path] {
        const core::InputFile file(path);
        std::vector<std::byte> bytes(static_cast<std::size_t>(std::min(file.size(), kHeadBytes)));
        file.read(0, bytes);
        core::withContext(path.string(), [&] {
            checkPictureKind(bytes);
            if (file.size() > kMaxPictureBytes)
                throw FormatError("the file is " + megabytes(file.size()) + " large, the limit is "
                                  + megabytes(kMaxPictureBytes) + "; scale it down first");
        });
        try {
            bytes.resize(static_cast<std::size_t>(file.size()));
        } catch (const std::bad_alloc&) {
            throw core::OutOfMemory(path.string() + ": "
                                    + core::memoryShortage("for this file", file.size(), "close other programs"));
        }
        file.read(0, bytes);
        return bytes;
    });
}

ReadPicture readPicture(const std::filesystem::path& path)
{
    std::vector<std::byte> bytes = readPictureFile(path);
    return guarded(path.string(), [&](Needed& needed) {
        Decoded picture = decoded(bytes, needed);
        bytes = {}; // the file's bytes are not needed beside those of the picture
        return finished(std::move(picture));
    });
}

} // namespace tessera::app
