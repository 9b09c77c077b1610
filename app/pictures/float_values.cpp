// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/float_values.h"

#include "core/error.h"
#include "core/text.h"

#include <QImage>
#include <qfloat16.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace tessera::app {
namespace {

/// What was found among the values.
struct Found {
    std::uint64_t values = 0;
    std::uint64_t notFinite = 0;
    float least = 0, most = 1; ///< of the finite ones, and of what is usual
};

template <class Value>
Found look(const QImage& image, int channels)
{
    Found found;
    for (int y = 0; y < image.height(); ++y) {
        const auto* row = reinterpret_cast<const Value*>(image.constScanLine(y));
        for (int x = 0; x < image.width(); ++x)
            for (int c = 0; c < channels; ++c) {
                const auto value = static_cast<float>(row[4 * x + c]);
                ++found.values;
                if (!std::isfinite(value)) {
                    ++found.notFinite;
                    continue;
                }
                found.least = std::min(found.least, value);
                found.most = std::max(found.most, value);
            }
    }
    return found;
}

/// Nothing for pictures of whole numbers.
Found look(const QImage& image)
{
    switch (image.format()) {
    case QImage::Format_RGBX16FPx4: return look<qfloat16>(image, 3);
    case QImage::Format_RGBA16FPx4:
    case QImage::Format_RGBA16FPx4_Premultiplied: return look<qfloat16>(image, 4);
    case QImage::Format_RGBX32FPx4: return look<float>(image, 3);
    case QImage::Format_RGBA32FPx4:
    case QImage::Format_RGBA32FPx4_Premultiplied: return look<float>(image, 4);
    default: return {};
    }
}

/// Whatever the locale.
std::string shortText(float value)
{
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 4).ptr};
}

} // namespace

std::string oddFloatsNote(const QImage& image)
{
    constexpr float kRounding = 1e-3F; // what writers leave beside 0 and 1
    const Found found = look(image);
    if (found.values == 0)
        return {};
    if (found.notFinite == found.values)
        throw core::FormatError("none of the picture's " + core::grouped(found.values)
                                + " values is a finite number; expected 0 to 1");
    std::string note;
    if (found.notFinite > 0)
        note = core::grouped(found.notFinite) + " of its " + core::grouped(found.values)
            + " values are not finite numbers; they were taken as 0, and +infinity as 1";
    if (found.least < -kRounding || found.most > 1 + kRounding)
        note += std::string(note.empty() ? "" : "; ") + "its values run from " + shortText(found.least) + " to "
            + shortText(found.most) + " and were cut off at 0 and 1";
    return note;
}

} // namespace tessera::app
