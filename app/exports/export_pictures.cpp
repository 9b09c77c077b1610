// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exports/export_pictures.h"

#include "app/panes/error_map.h"
#include "app/pictures/fitted_picture.h"
#include "app/pictures/picture_files.h"

namespace tessera::app {

core::Picture differencePicture(const core::Picture& decoded, const core::Picture& seen, const core::Preparation& how,
                                double range)
{
    return fromImage(errorImage(onOriginal(seen, how), onOriginal(decoded, how), range));
}

SignedDifference signedDifference(const core::Picture& decoded, const core::Picture& seen, const core::Preparation& how,
                                  DifferenceStyle style)
{
    style.isSigned = true;
    const DifferenceImage made = makeDifference(onOriginal(seen, how), onOriginal(decoded, how), style);
    return {fromImage(made.image), made.range};
}

core::Picture indexMapPicture(const core::IndexMap& codes, const std::vector<QRgb>& colours, int side)
{
    core::Picture picture(static_cast<int>(codes.cols) * side, static_cast<int>(codes.rows) * side, 3);
    for (int y = 0; y < picture.height; ++y)
        for (int x = 0; x < picture.width; ++x) {
            const auto code = static_cast<std::size_t>(codes.at(y / side, x / side));
            const QRgb colour = code < colours.size() ? colours[code] : qRgb(0, 0, 0);
            float* pixel = picture.pixel(x, y);
            pixel[0] = static_cast<float>(qRed(colour)) / 255.0F;
            pixel[1] = static_cast<float>(qGreen(colour)) / 255.0F;
            pixel[2] = static_cast<float>(qBlue(colour)) / 255.0F;
        }
    return picture;
}

} // namespace tessera::app
