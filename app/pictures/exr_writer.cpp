// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/exr_writer.h"

#include "core/error.h"

#include <OpenEXR/ImfChannelList.h>
#include <OpenEXR/ImfFrameBuffer.h>
#include <OpenEXR/ImfHeader.h>
#include <OpenEXR/ImfIO.h>
#include <OpenEXR/ImfOutputFile.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace tessera::app {
namespace {

/// A file in memory, so that it reaches the disk whole or not at all.
class MemoryStream : public Imf::OStream {
public:
    MemoryStream() : OStream("picture.exr") {}

    void write(const char bytes[], int count) override
    {
        const auto end = m_place + static_cast<std::size_t>(count);
        m_bytes.resize(std::max(m_bytes.size(), end));
        std::memcpy(m_bytes.data() + m_place, bytes, static_cast<std::size_t>(count));
        m_place = end;
    }
    std::uint64_t tellp() override { return m_place; }
    void seekp(std::uint64_t place) override { m_place = static_cast<std::size_t>(place); }

    std::vector<std::byte> take() { return std::move(m_bytes); }

private:
    std::vector<std::byte> m_bytes;
    std::size_t m_place = 0;
};

std::vector<float> inLinearLight(const core::Picture& picture)
{
    std::vector<float> values(picture.values.size());
    const auto stride = static_cast<std::size_t>(picture.channels), colours = stride - (picture.hasAlpha() ? 1 : 0);
    for (std::size_t i = 0; i < values.size(); i += stride) {
        const float alpha = picture.hasAlpha() ? picture.values[i + colours] : 1.0F;
        for (std::size_t c = 0; c < colours; ++c)
            values[i + c] = linearLight(picture.values[i + c]) * alpha;
        if (picture.hasAlpha())
            values[i + colours] = alpha;
    }
    return values;
}

} // namespace

float linearLight(float value)
{
    const float size = std::abs(value);
    const float light = size <= 0.04045F ? size / 12.92F : std::pow((size + 0.055F) / 1.055F, 2.4F);
    return std::copysign(light, value);
}

std::vector<std::byte> encodeExr(const core::Picture& picture)
{
    std::vector<float> values = inLinearLight(picture);
    Imf::Header header(picture.width, picture.height);
    header.compression() = Imf::ZIP_COMPRESSION;
    Imf::FrameBuffer frame;
    static constexpr const char* kNames[][4] = {{"Y"}, {"Y", "A"}, {"R", "G", "B"}, {"R", "G", "B", "A"}};
    const std::size_t pixelBytes = sizeof(float) * static_cast<std::size_t>(picture.channels);
    for (int c = 0; c < picture.channels; ++c) {
        const char* name = kNames[picture.channels - 1][c];
        header.channels().insert(name, Imf::Channel(Imf::FLOAT));
        frame.insert(name, Imf::Slice(Imf::FLOAT, reinterpret_cast<char*>(values.data() + c), pixelBytes,
                                      pixelBytes * static_cast<std::size_t>(picture.width)));
    }
    MemoryStream stream;
    try {
        Imf::OutputFile file(stream, header); // its end is written by its destructor
        file.setFrameBuffer(frame);
        file.writePixels(picture.height);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& error) {
        throw core::FormatError(std::string("the OpenEXR picture cannot be encoded: ") + error.what());
    }
    return stream.take();
}

} // namespace tessera::app
