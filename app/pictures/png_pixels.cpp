// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/png_pixels.h"

#include "core/error.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <vector>

namespace tessera::app {
namespace {

using core::FormatError;

/// Rows of equal length: a filter byte and the pixels.
struct Pass {
    std::uint64_t rowBytes = 0;
    std::uint64_t rows = 0;
};

Pass passOf(std::uint64_t width, std::uint64_t height, unsigned bitsPerPixel)
{
    return {1 + (width * bitsPerPixel + 7) / 8, height};
}

/// The one pass of a plain PNG, the up to seven of an interlaced one.
std::vector<Pass> passesOf(const ByteView& view)
{
    const std::uint64_t width = view.u32(16), height = view.u32(20);
    const unsigned bits = view.u8(24), type = view.u8(25);
    const unsigned bitsPerPixel = bits * (type == 2 ? 3U : type == 4 ? 2U : type == 6 ? 4U : 1U);
    if (view.u8(28) == 0)
        return {passOf(width, height, bitsPerPixel)};
    struct Start {
        unsigned x, y, stepX, stepY;
    };
    constexpr std::array<Start, 7> starts{
        {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}};
    std::vector<Pass> passes;
    for (const Start& s : starts)
        if (width > s.x && height > s.y)
            passes.push_back(passOf((width - s.x + s.stepX - 1) / s.stepX, (height - s.y + s.stepY - 1) / s.stepY,
                                    bitsPerPixel));
    return passes;
}

/// Follows the inflated bytes from row to row.
class Rows {
public:
    explicit Rows(std::vector<Pass> passes) : m_passes(std::move(passes)) {}

    bool areComplete() const { return m_pass == m_passes.size(); }
    std::uint64_t row() const { return m_row; } ///< of the pass that is not complete
    std::uint64_t rowsOfPass() const { return m_passes[m_pass].rows; }

    void take(std::span<const Bytef> bytes)
    {
        while (!bytes.empty() && !areComplete()) {
            const Pass& pass = m_passes[m_pass];
            if (m_inRow == 0 && bytes.front() > 4)
                throw FormatError("the PNG's pixels use filter " + std::to_string(bytes.front())
                                  + "; expected 0 to 4: the file is damaged");
            const auto taken = std::min<std::uint64_t>(bytes.size(), pass.rowBytes - m_inRow);
            m_inRow += taken;
            bytes = bytes.subspan(static_cast<std::size_t>(taken));
            if (m_inRow < pass.rowBytes)
                continue;
            m_inRow = 0;
            if (++m_row == pass.rows) {
                m_row = 0;
                ++m_pass;
            }
        }
    }

private:
    std::vector<Pass> m_passes;
    std::size_t m_pass = 0;
    std::uint64_t m_row = 0, m_inRow = 0;
};

struct Inflater {
    z_stream stream{};
    Inflater()
    {
        if (inflateInit(&stream) != Z_OK)
            throw std::bad_alloc();
    }
    ~Inflater() { inflateEnd(&stream); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
};

} // namespace

void checkPngPixels(std::span<const std::byte> bytes, std::span<const std::span<const std::byte>> pixelChunks)
{
    Rows rows(passesOf(ByteView(bytes)));
    Inflater inflater;
    z_stream& stream = inflater.stream;
    std::vector<Bytef> buffer(1U << 16);
    int status = Z_OK;
    for (const std::span<const std::byte> chunk : pixelChunks) {
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(chunk.data()));
        stream.avail_in = static_cast<uInt>(chunk.size());
        while (status == Z_OK) {
            stream.next_out = buffer.data();
            stream.avail_out = static_cast<uInt>(buffer.size());
            status = inflate(&stream, Z_NO_FLUSH);
            const std::size_t made = buffer.size() - stream.avail_out;
            if (rows.areComplete() && made > 0)
                return; // more than is needed is not looked at by decoders either
            rows.take({buffer.data(), made});
        }
        if (status != Z_BUF_ERROR)
            break;
        status = Z_OK; // this chunk is used up
    }
    if (status != Z_OK && status != Z_STREAM_END)
        throw FormatError(std::string("the PNG's packed pixels are damaged (")
                          + (stream.msg ? stream.msg : "no reason given") + ")");
    if (!rows.areComplete())
        throw FormatError("the PNG's pixels end before the last row, in row " + std::to_string(rows.row() + 1) + " of "
                          + std::to_string(rows.rowsOfPass()) + ": the file is cut or damaged");
}

} // namespace tessera::app
