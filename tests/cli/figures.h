// SPDX-License-Identifier: GPL-3.0-or-later
// For tests of the sub-commands that measure: a small model on the CPU, pictures with something in them, and numbers
// that agree.
#pragma once

#include "tests/app/picture_bytes.h"
#include "tests/cli/program.h"

#include <QColor>
#include <QImage>

#include <algorithm>
#include <cmath>

namespace tessera::tests {

inline constexpr const char* kFactorEight = "tests/golden/v03-f8-odd-channels-mish/model";
/// The same sums in another order.
inline constexpr double kSame = 1e-9;

inline QStringList with(const char* model, QStringList arguments)
{
    return arguments << "-m" << source(model) << "--device"
                     << "cpu";
}

inline QImage photo(int width, int height, int seed, QImage::Format format = QImage::Format_RGB32)
{
    QImage image(width, height, format);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            image.setPixel(x, y,
                           qRgba((x * 5 + seed * 31) % 256, (y * 7 + x * seed) % 256, (x * y + 40 * seed) % 256,
                                 255 - (x * 3 % 128)));
    return image;
}

inline bool near(const QJsonValue& value, double right, double tolerance = kSame)
{
    return value.isDouble() && std::abs(value.toDouble() - right) <= tolerance * std::max(1.0, std::abs(right));
}

} // namespace tessera::tests
