// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/fitted_picture.h"

#include "app/documents/shown_picture.h"
#include "app/pictures/picture_files.h"

namespace tessera::app {
namespace {

core::Tensor asTensor(const core::Picture& picture)
{
    core::Tensor tensor(core::Shape{1, picture.channels, picture.height, picture.width});
    for (int c = 0; c < picture.channels; ++c) {
        float* plane = tensor.plane(0, c);
        for (std::size_t i = static_cast<std::size_t>(c); i < picture.values.size(); i += static_cast<std::size_t>(picture.channels))
            *plane++ = picture.values[i] * 2.0F - 1.0F;
    }
    return tensor;
}

} // namespace

core::Picture onOriginal(const core::Picture& decoded, const core::Preparation& how)
{
    if (!how.changesSize() || how.fit == core::Fit::crop)
        return decoded;
    if (how.fit == core::Fit::pad)
        return cut(decoded, {0, 0, how.pictureWidth, how.pictureHeight});
    return core::toPicture(asTensor(decoded), 0, &how);
}

core::Picture asOriginal(const core::Picture& decoded, const core::Preparation& how, const core::Picture* original)
{
    return original ? withAlphaOf(onOriginal(decoded, how), shownPart(*original, how)) : onOriginal(decoded, how);
}

core::Picture shownPart(const core::Picture& original, const core::Preparation& how)
{
    if (!how.changesSize() || how.fit != core::Fit::crop)
        return original;
    return cut(original, {how.cropX, how.cropY, how.modelWidth, how.modelHeight});
}

} // namespace tessera::app
