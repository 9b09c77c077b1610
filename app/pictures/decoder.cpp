// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/decoder.h"

#include <QBuffer>
#include <QImageReader>

#include <dlfcn.h>

#include <algorithm>
#include <mutex>

namespace tessera::app {
namespace {

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
        QImageReader::setAllocationLimit(kMostImageMegabytes);
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

} // namespace

void loadDecoder(PictureFormat format)
{
    prepareOnce();
    QBuffer nothing;
    nothing.open(QIODevice::ReadOnly);
    QImageReader reader(&nothing, decoderName(format));
    reader.setAutoDetectImageFormat(false);
    reader.canRead();
    if (format == PictureFormat::tiff)
        silenceLibtiff();
}

DecodedPixels decodeHere(std::span<const std::byte> bytes, PictureFormat format)
{
    prepareOnce();
    const auto data =
        QByteArray::fromRawData(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
    QBuffer buffer;
    buffer.setData(data);
    buffer.open(QIODevice::ReadOnly);
    const Complaints complaints;
    QImageReader reader(&buffer, decoderName(format));
    reader.setAutoDetectImageFormat(false);
    // Of all formats only TIFF is turned here: its decoder has already done half of the turning.
    reader.setAutoTransform(format == PictureFormat::tiff);
    if (!reader.canRead())
        return {.hasNoDecoder = !QImageReader::supportedImageFormats().contains(decoderName(format))};
    if (format == PictureFormat::tiff)
        silenceLibtiff();
    DecodedPixels pixels{.image = reader.read()};
    pixels.hasComplaints = complaints.speakOfDamage();
    return pixels;
}

} // namespace tessera::app
