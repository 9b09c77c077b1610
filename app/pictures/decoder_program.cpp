// SPDX-License-Identifier: GPL-3.0-or-later
// `tessera-decoder FORMAT < PICTURE > REPLY`: what decoder_process.h starts; nothing for people. It reads all, and confines
// itself before it looks at any of it.
#include "app/pictures/confinement.h"
#include "app/pictures/decoder.h"
#include "app/pictures/decoder_reply.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <new>
#include <unistd.h>
#include <vector>

namespace {

using namespace tessera::app;

std::vector<std::byte> readAll()
{
    constexpr std::size_t kStep = 1 << 20;
    std::vector<std::byte> bytes;
    for (std::size_t done = 0;;) {
        bytes.resize(done + kStep);
        const ssize_t came = read(STDIN_FILENO, bytes.data() + done, kStep);
        if (came < 0 && errno != EINTR)
            _exit(EXIT_FAILURE);
        done += static_cast<std::size_t>(std::max<ssize_t>(came, 0));
        if (came == 0) {
            bytes.resize(done);
            return bytes;
        }
    }
}

void writeAll(const void* bytes, std::size_t count)
{
    const char* next = static_cast<const char*>(bytes);
    while (count > 0) {
        const ssize_t written = write(STDOUT_FILENO, next, count);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            _exit(EXIT_FAILURE);
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
    writeAll(colours.constData(), sizeof(QRgb) * static_cast<std::size_t>(colours.size()));
    writeAll(image.constBits(), static_cast<std::size_t>(image.sizeInBytes()));
}

} // namespace

int main(int count, char** arguments)
{
    const int number = count == 2 ? std::atoi(arguments[1]) : -1;
    if (number < 0 || number >= static_cast<int>(PictureFormat::exr))
        return EXIT_FAILURE;
    const auto format = static_cast<PictureFormat>(number);
    try {
        const std::vector<std::byte> bytes = readAll();
        loadDecoder(format);
        confineThisProcess();
        answer(decodeHere(bytes, format));
    } catch (const std::bad_alloc&) {
        _exit(kDecoderWantsMemory);
    }
    _exit(EXIT_SUCCESS); // nothing is to be tidied up, and a library's own tidying might want what is not allowed
}
