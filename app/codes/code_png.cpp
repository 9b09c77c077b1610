// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/codes/code_png.h"

#include "app/pictures/pixels.h"
#include "core/error.h"
#include "core/files/bounded_file.h"
#include "core/text.h"

#include <QBuffer>
#include <QImageWriter>

#include <limits>
#include <new>

namespace tessera::app {
namespace {

using core::FormatError;

constexpr std::int32_t kLargest = std::numeric_limits<quint16>::max();

template <class Gray>
void takeRows(const QImage& image, core::CodeArray& to)
{
    for (int y = 0; y < image.height(); ++y) {
        const auto* row = reinterpret_cast<const Gray*>(image.constScanLine(y));
        to.values.insert(to.values.end(), row, row + image.width());
    }
}

} // namespace

std::vector<std::byte> codesToPng(const core::IndexMap& codes)
{
    if (codes.count != 1)
        throw FormatError("a PNG holds one map of codes and these are " + std::to_string(codes.count)
                          + "; choose .npy, .npz or .json");
    const std::vector<std::int64_t> shape{codes.rows, codes.cols};
    QImage image(static_cast<int>(codes.cols), static_cast<int>(codes.rows), QImage::Format_Grayscale16);
    if (image.isNull())
        throw std::bad_alloc();
    for (int row = 0; row < image.height(); ++row) {
        auto* line = reinterpret_cast<quint16*>(image.scanLine(row));
        for (int col = 0; col < image.width(); ++col) {
            const std::int32_t code = codes.at(row, col);
            if (code > kLargest)
                throw FormatError("the code at "
                                  + core::placeText(shape, static_cast<std::size_t>(row * codes.cols + col)) + " is "
                                  + std::to_string(code) + ", and a PNG of 16 bits holds codes up to "
                                  + std::to_string(kLargest) + "; choose .npy, .npz or .json");
            line[col] = static_cast<quint16>(code);
        }
    }
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "png");
    if (!writer.write(image))
        throw FormatError("the PNG cannot be encoded: " + writer.errorString().toStdString());
    const auto* begin = reinterpret_cast<const std::byte*>(buffer.data().constData());
    return {begin, begin + buffer.data().size()};
}

core::CodeArray codesFromPng(const std::filesystem::path& file)
{
    const std::vector<std::byte> bytes = core::readFile(file, kMaxPictureBytes);
    return core::withContext(core::printable(file.string()), [&] {
        PictureHeader header = readPictureHeader(bytes);
        if (header.format != PictureFormat::png || !header.gray || (header.bits != 8 && header.bits != 16))
            throw FormatError("the picture is a " + formatName(header.format) + " with "
                              + std::to_string(header.bits) + " bits a channel" + (header.gray ? "" : ", not gray")
                              + "; expected codes as a gray PNG of 8 or 16 bits");
        header.orientation = 1;
        const QImage image = decodePixels(bytes, header);
        core::CodeArray array{{image.height(), image.width()}, {}};
        if (image.format() == QImage::Format_Grayscale16)
            takeRows<quint16>(image, array);
        else if (image.format() == QImage::Format_Grayscale8)
            takeRows<quint8>(image, array);
        else
            throw FormatError("the PNG has transparency or a palette; expected codes as plain gray of 8 or 16 bits");
        return array;
    });
}

} // namespace tessera::app
