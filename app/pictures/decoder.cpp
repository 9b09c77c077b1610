// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/decoder.h"

#include "core/error.h"

#include <QBuffer>
#include <QImageReader>
#include <QTransform>

#include <dlfcn.h>

#include <mutex>

namespace tessera::app {
namespace {

using core::FormatError;

/// A picture of 64 megapixels with 16 bits in each of 4 channels, and some room: Qt's own limit is 128.
constexpr int kAllocationMegabytes = 1024;

thread_local QStringList* t_complaints = nullptr;
QtMessageHandler s_previousHandler = nullptr;

void collect(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    if (t_complaints)
        t_complaints->append(message);
    else if (s_previousHandler)
        s_previousHandler(type, context, message);
}

void prepareOnce()
{
    static std::once_flag once;
    std::call_once(once, [] {
        QImageReader::setAllocationLimit(kAllocationMegabytes);
        s_previousHandler = qInstallMessageHandler(collect);
    });
}

/// What the decoders on this thread have to say goes into a list, not to the terminal.
class Complaints {
public:
    Complaints() { t_complaints = &m_list; }
    ~Complaints() { t_complaints = nullptr; }
    Complaints(const Complaints&) = delete;
    Complaints& operator=(const Complaints&) = delete;

    bool speakOfDamage() const
    {
        return std::any_of(m_list.begin(), m_list.end(), [](const QString& text) {
            return text.contains(u"Corrupt JPEG data") || text.contains(u"Premature end");
        });
    }

private:
    QStringList m_list;
};

/// libtiff writes to the terminal by itself, and Qt's plugin does not ask it not to.
void silenceLibtiff()
{
    void* library = dlopen("libtiff.so.6", RTLD_LAZY | RTLD_NOLOAD);
    if (!library)
        return;
    using Setter = void* (*)(void*);
    for (const char* name : {"TIFFSetErrorHandler", "TIFFSetWarningHandler"})
        if (const auto set = reinterpret_cast<Setter>(dlsym(library, name)))
            set(nullptr);
    dlclose(library);
}

const char* decoderName(PictureFormat format)
{
    switch (format) {
    case PictureFormat::png: return "png";
    case PictureFormat::jpeg: return "jpeg";
    case PictureFormat::webp: return "webp";
    case PictureFormat::tiff: return "tiff";
    case PictureFormat::gif: return "gif";
    case PictureFormat::bmp: return "bmp";
    case PictureFormat::exr: break;
    }
    return "";
}

QImage upright(const QImage& image, int orientation)
{
    switch (orientation) {
    case 2: return image.mirrored(true, false);
    case 3: return image.mirrored(true, true);
    case 4: return image.mirrored(false, true);
    case 5: return image.mirrored(true, false).transformed(QTransform().rotate(270));
    case 6: return image.transformed(QTransform().rotate(90));
    case 7: return image.mirrored(true, false).transformed(QTransform().rotate(90));
    case 8: return image.transformed(QTransform().rotate(270));
    default: return image;
    }
}

FormatError undecodable(const PictureHeader& header)
{
    const std::string usual = header.format == PictureFormat::tiff ? " (8 or 16 bits a channel, or floats of 32)" : "";
    return FormatError("the " + formatName(header.format) + " of " + std::to_string(header.width) + "x"
                       + std::to_string(header.height) + " pixels" + (header.kind.empty() ? "" : ", " + header.kind + ",")
                       + " cannot be decoded; expected one of a usual kind" + usual
                       + " that is whole: it is cut, damaged or of a kind that is not supported");
}

} // namespace

QImage decodePixels(std::span<const std::byte> bytes, PictureHeader& header)
{
    prepareOnce();
    std::vector<std::byte> reduced;
    if (header.format == PictureFormat::png) {
        reduced = pixelChunksOfPng(bytes);
        bytes = reduced;
    }
    const auto data =
        QByteArray::fromRawData(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
    QBuffer buffer;
    buffer.setData(data);
    buffer.open(QIODevice::ReadOnly);
    const Complaints complaints;
    QImageReader reader(&buffer, decoderName(header.format));
    reader.setAutoDetectImageFormat(false);
    // Of all formats only TIFF is turned here: its decoder has already done half of the turning.
    reader.setAutoTransform(header.format == PictureFormat::tiff);
    if (!reader.canRead()) {
        if (!QImageReader::supportedImageFormats().contains(decoderName(header.format)))
            throw FormatError(
                formatName(header.format)
                + " needs Qt's plugin for it, which is not installed; install it (Debian: qt6-image-formats-plugins), or save the "
                  "picture as PNG");
        throw undecodable(header);
    }
    if (header.format == PictureFormat::tiff)
        silenceLibtiff();
    QImage image = reader.read();
    if (image.isNull())
        throw undecodable(header);
    checkPictureSize(image.width(), image.height());
    if (header.damage.empty() && header.format == PictureFormat::jpeg && complaints.speakOfDamage())
        header.damage = "the decoder found errors, so parts of the picture may be wrong";
    if (image.depth() == 1)
        image = image.convertToFormat(QImage::Format_Indexed8);
    if (header.format != PictureFormat::tiff)
        image = upright(image, header.orientation);
    return image;
}

} // namespace tessera::app
