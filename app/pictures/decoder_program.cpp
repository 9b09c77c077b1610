// SPDX-License-Identifier: GPL-3.0-or-later
// `tessera-decoder FORMAT < PICTURE > REPLY`: what decoder_process.h starts; nothing for people. Input and output are files
// in memory. It confines itself before it looks at the picture.
#include "app/pictures/confinement.h"
#include "app/pictures/decoder.h"
#include "app/pictures/decoder_reply.h"

#include <cstdlib>
#include <new>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using namespace tessera::app;

void writeAll(const void* bytes, std::size_t count)
{
    const char* next = static_cast<const char*>(bytes);
    while (count > 0) {
        const ssize_t written = write(STDOUT_FILENO, next, count);
        if (written <= 0)
            _exit(kDecoderWantsMemory); // the file is memory
        next += written;
        count -= static_cast<std::size_t>(written);
    }
}

void answer(const DecodedPixels& pixels)
{
    const QImage& image = pixels.image;
    const QList<QRgb> colours = image.colorTable();
    const DecoderReply reply{.hasNoDecoder = pixels.hasNoDecoder ? 1 : 0,
                             .hasComplaints = pixels.hasComplaints ? 1 : 0,
                             .format = image.format(),
                             .width = image.width(),
                             .height = image.height(),
                             .bytesPerRow = static_cast<std::int32_t>(image.bytesPerLine()),
                             .colours = static_cast<std::int32_t>(colours.size())};
    writeAll(&reply, sizeof reply);
    if (image.isNull())
        return;
    const std::size_t table = 4 * static_cast<std::size_t>(colours.size());
    writeAll(colours.constData(), table);
    constexpr char kNothing[kReplyAlignment]{};
    writeAll(kNothing, rowsOfReply(reply.colours) - sizeof reply - table);
    writeAll(image.constBits(), static_cast<std::size_t>(image.sizeInBytes()));
}

} // namespace

int main(int count, char** arguments)
{
    struct stat status{};
    const int format = count == 2 ? std::atoi(arguments[1]) : -1;
    if (format < 0 || format >= static_cast<int>(PictureFormat::exr) || fstat(STDIN_FILENO, &status) != 0)
        return EXIT_FAILURE;
    const auto size = static_cast<std::size_t>(status.st_size);
    const void* bytes = size > 0 ? mmap(nullptr, size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0) : MAP_FAILED;
    if (bytes == MAP_FAILED)
        return EXIT_FAILURE;
    loadDecoder(static_cast<PictureFormat>(format));
    confineThisProcess();
    try {
        answer(decodeHere({static_cast<const std::byte*>(bytes), size}, static_cast<PictureFormat>(format)));
    } catch (const std::bad_alloc&) {
        _exit(kDecoderWantsMemory);
    }
    _exit(EXIT_SUCCESS); // nothing is to be tidied up, and a library's own tidying might want what is not allowed
}
