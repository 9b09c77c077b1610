// SPDX-License-Identifier: Apache-2.0
#include "core/model/preprocess.h"

#include "core/error.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace tessera::core {
namespace {

std::string sizeText(int width, int height) { return std::to_string(width) + "x" + std::to_string(height); }

/// Which column (or row) of a side of `size` pixels a padded position `i` shows.
int paddedSource(int i, int size, int padded)
{
    if (i < size)
        return i;
    return padded - size <= size - 1 ? 2 * (size - 1) - i : size - 1;
}

Picture padded(const Picture& picture, int width, int height)
{
    Picture result(width, height, picture.channels);
    const auto channels = static_cast<std::size_t>(picture.channels);
    for (int y = 0; y < height; ++y) {
        const float* source = picture.pixel(0, paddedSource(y, picture.height, height));
        float* row = result.pixel(0, y);
        std::copy_n(source, static_cast<std::size_t>(picture.width) * channels, row);
        for (int x = picture.width; x < width; ++x)
            std::copy_n(source + static_cast<std::size_t>(paddedSource(x, picture.width, width)) * channels, channels,
                        row + static_cast<std::size_t>(x) * channels);
    }
    return result;
}

Picture cropped(const Picture& picture, int left, int top, int width, int height)
{
    Picture result(width, height, picture.channels);
    for (int y = 0; y < height; ++y)
        std::copy_n(picture.pixel(left, top + y),
                    static_cast<std::size_t>(width) * static_cast<std::size_t>(picture.channels), result.pixel(0, y));
    return result;
}

/// Area averages where a side shrinks, bicubic where it grows; each axis by its own rule.
Picture resized(Picture picture, int width, int height)
{
    const auto step = [](Picture from, int toWidth, int toHeight, int interpolation) {
        if (from.width == toWidth && from.height == toHeight)
            return from;
        Picture to(toWidth, toHeight, from.channels);
        const cv::Mat source(from.height, from.width, CV_32FC(from.channels), from.values.data());
        cv::Mat target(toHeight, toWidth, CV_32FC(from.channels), to.values.data());
        cv::resize(source, target, target.size(), 0, 0, interpolation);
        return to;
    };
    try {
        const int smallWidth = std::min(width, picture.width), smallHeight = std::min(height, picture.height);
        return step(step(std::move(picture), smallWidth, smallHeight, cv::INTER_AREA), width, height, cv::INTER_CUBIC);
    } catch (const cv::Exception& error) {
        throw ShapeError("resizing to " + sizeText(width, height) + " failed: " + error.err);
    }
}

void multiplyByAlpha(Picture& picture)
{
    for (std::size_t i = 0; i + 3 < picture.values.size(); i += 4)
        for (std::size_t c = 0; c < 3; ++c)
            picture.values[i + c] *= picture.values[i + 3];
}

void divideByAlpha(Picture& picture)
{
    for (std::size_t i = 0; i + 3 < picture.values.size(); i += 4)
        for (std::size_t c = 0; c < 3; ++c)
            picture.values[i + c] = picture.values[i + 3] > 0 ? picture.values[i + c] / picture.values[i + 3] : 0;
}

/// The colours that a model with `channels` inputs is given.
Picture withChannels(const Picture& picture, int channels)
{
    Picture result(picture.width, picture.height, channels);
    const bool gray = picture.channels < 3;
    const auto stride = static_cast<std::size_t>(picture.channels), width = static_cast<std::size_t>(channels);
    const std::size_t pixels = static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height);
    for (std::size_t i = 0; i < pixels; ++i) {
        const float* from = picture.values.data() + i * stride;
        float* to = result.values.data() + i * width;
        const float alpha = picture.hasAlpha() ? from[stride - 1] : 1.0F;
        float rgb[3] = {from[0], gray ? from[0] : from[1], gray ? from[0] : from[2]};
        if (channels == 4)
            to[3] = alpha;
        else if (picture.hasAlpha())
            for (float& value : rgb)
                value = value * alpha + (1.0F - alpha);
        if (channels == 1)
            to[0] = gray ? rgb[0] : 0.299F * rgb[0] + 0.587F * rgb[1] + 0.114F * rgb[2];
        else
            std::copy_n(rgb, 3, to);
    }
    return result;
}

Picture fitted(Picture picture, const Preparation& how)
{
    if (!how.changesSize())
        return picture;
    switch (how.fit) {
    case Fit::pad: return padded(picture, how.modelWidth, how.modelHeight);
    case Fit::crop: return cropped(picture, how.cropX, how.cropY, how.modelWidth, how.modelHeight);
    case Fit::resize: break;
    }
    // Colours under full transparency must not bleed into their neighbours.
    const bool alpha = picture.channels == 4;
    if (alpha)
        multiplyByAlpha(picture);
    Picture result = resized(std::move(picture), how.modelWidth, how.modelHeight);
    if (alpha)
        divideByAlpha(result);
    for (float& value : result.values)
        value = std::clamp(value, 0.0F, 1.0F); // bicubic weights overshoot
    return result;
}

} // namespace

std::optional<Fit> fitFromName(const std::string& name)
{
    if (name == "pad")
        return Fit::pad;
    if (name == "crop")
        return Fit::crop;
    if (name == "resize")
        return Fit::resize;
    return std::nullopt;
}

std::string Preparation::sentence() const
{
    if (!changesSize())
        return {};
    const std::string sizes =
        "from " + sizeText(pictureWidth, pictureHeight) + " to " + sizeText(modelWidth, modelHeight);
    switch (fit) {
    case Fit::pad: {
        const bool reflects = modelWidth - pictureWidth < pictureWidth && modelHeight - pictureHeight < pictureHeight;
        return "padded " + sizes
            + (reflects ? " by reflection" : " by reflection or, where a side is too short, replication")
            + ", cropped back on export";
    }
    case Fit::crop: return "cropped " + sizes + ", centred";
    case Fit::resize: return "resized " + sizes + ", resized back on export";
    }
    return {};
}

Preparation planFit(int width, int height, std::int64_t factor, Fit fit)
{
    if (width < 1 || height < 1)
        throw ShapeError("a picture of " + sizeText(width, height) + " has no pixels");
    const int f = static_cast<int>(factor);
    Preparation how{.fit = fit, .pictureWidth = width, .pictureHeight = height};
    const auto side = [&](int size) {
        switch (fit) {
        case Fit::pad: return (size + f - 1) / f * f;
        case Fit::crop: return size / f * f;
        case Fit::resize: break;
        }
        return std::max(f, (size + f / 2) / f * f);
    };
    how.modelWidth = side(width);
    how.modelHeight = side(height);
    if (how.modelWidth == 0 || how.modelHeight == 0)
        throw ShapeError("the picture has " + sizeText(width, height) + " pixels, too few to crop to a multiple of "
                         + std::to_string(f) + "; use --fit pad or --fit resize");
    if (fit == Fit::crop) {
        how.cropX = (width - how.modelWidth) / 2;
        how.cropY = (height - how.modelHeight) / 2;
    }
    return how;
}

Picture modelColours(const Picture& picture, const Config& config)
{
    const std::int64_t channels = config.inChannels;
    if (channels != 1 && channels != 3 && channels != 4)
        throw ShapeError("the model has " + std::to_string(channels)
                         + " input channels, pictures have 1, 3 or 4: it takes only .npy");
    return withChannels(picture, static_cast<int>(channels));
}

Prepared prepare(const Picture& picture, const Config& config, Fit fit)
{
    const std::int64_t channels = config.inChannels;
    Prepared result;
    result.how = planFit(picture.width, picture.height, config.factor(), fit);
    result.seen = fitted(modelColours(picture, config), result.how);
    result.tensor = Tensor({1, channels, result.how.modelHeight, result.how.modelWidth});
    const std::size_t pixels = result.seen.values.size() / static_cast<std::size_t>(channels);
    for (std::int64_t c = 0; c < channels; ++c) {
        float* plane = result.tensor.plane(0, c);
        const float* from = result.seen.values.data() + c;
        for (std::size_t i = 0; i < pixels; ++i)
            plane[i] = from[i * static_cast<std::size_t>(channels)] * 2.0F - 1.0F;
    }
    return result;
}

Picture toPicture(const Tensor& decoded, std::int64_t n, const Preparation* how)
{
    const Shape& shape = decoded.shape;
    if (shape.c != 1 && shape.c != 3 && shape.c != 4)
        throw ShapeError("the model has " + std::to_string(shape.c)
                         + " output channels, pictures have 1, 3 or 4: write to a .npy file instead");
    Picture whole(static_cast<int>(shape.w), static_cast<int>(shape.h), static_cast<int>(shape.c));
    const std::size_t pixels = static_cast<std::size_t>(shape.w) * static_cast<std::size_t>(shape.h);
    for (std::int64_t c = 0; c < shape.c; ++c) {
        const float* plane = decoded.plane(n, c);
        float* to = whole.values.data() + c;
        for (std::size_t i = 0; i < pixels; ++i)
            to[i * static_cast<std::size_t>(shape.c)] = plane[i] * 0.5F + 0.5F;
    }
    if (!how || !how->changesSize() || how->fit == Fit::crop)
        return whole;
    if (how->fit == Fit::resize)
        return resized(std::move(whole), how->pictureWidth, how->pictureHeight);
    if (how->pictureWidth > whole.width || how->pictureHeight > whole.height)
        throw ShapeError("the decoded picture has " + sizeText(whole.width, whole.height)
                         + " pixels, too few for a crop to " + sizeText(how->pictureWidth, how->pictureHeight));
    return cropped(whole, 0, 0, how->pictureWidth, how->pictureHeight);
}

std::uint8_t toByte(float v)
{
    // Written so that NaN becomes 0. nearbyint rounds halves to even in the default rounding mode.
    const float scaled = v > 0.0F ? std::min(v, 1.0F) * 255.0F : 0.0F;
    return static_cast<std::uint8_t>(std::nearbyint(scaled));
}

} // namespace tessera::core
