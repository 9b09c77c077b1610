// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/colour.h"

#include <lcms2.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <thread>
#include <type_traits>
#include <utility>

namespace tessera::app {
namespace {

struct ContextDeleter {
    void operator()(cmsContext context) const { cmsDeleteContext(context); }
};
struct ProfileDeleter {
    void operator()(void* profile) const { cmsCloseProfile(profile); }
};
struct TransformDeleter {
    void operator()(void* transform) const { cmsDeleteTransform(transform); }
};
struct CurveDeleter {
    void operator()(cmsToneCurve* curve) const { cmsFreeToneCurve(curve); }
};
using Context = std::unique_ptr<std::remove_pointer_t<cmsContext>, ContextDeleter>;
using Profile = std::unique_ptr<void, ProfileDeleter>;
using Transform = std::unique_ptr<void, TransformDeleter>;
using Curve = std::unique_ptr<cmsToneCurve, CurveDeleter>;

/// The profile's own name in plain characters, short enough for a sentence.
std::string description(cmsHPROFILE profile)
{
    char text[128] = {};
    cmsGetProfileInfoASCII(profile, cmsInfoDescription, "en", "US", text, sizeof text - 1);
    std::string name(text);
    std::erase_if(name, [](char c) { return c < ' ' || c > '~'; });
    if (name.size() > 48)
        name = name.substr(0, 45) + "...";
    return name.empty() ? "a profile without a name" : name;
}

Profile profileOfPng(cmsContext context, const PictureHeader& header)
{
    const std::array<double, 8> c = header.chromaticities.value_or(
        std::array<double, 8>{0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06});
    const cmsCIExyY white{c[0], c[1], 1};
    const cmsCIExyYTRIPLE primaries{{c[2], c[3], 1}, {c[4], c[5], 1}, {c[6], c[7], 1}};
    const cmsFloat64Number srgb[5] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
    const Curve curve(header.gamma ? cmsBuildGamma(context, 1 / *header.gamma)
                                   : cmsBuildParametricToneCurve(context, 4, srgb));
    if (!curve)
        return nullptr;
    cmsToneCurve* curves[3] = {curve.get(), curve.get(), curve.get()};
    return Profile(cmsCreateRGBProfileTHR(context, &white, &primaries, curves));
}

/// Would converting change less than half a step of 8 bits? Then the profile says sRGB in other words.
bool isIdentity(cmsHTRANSFORM transform, bool gray)
{
    constexpr int kSteps = 9;
    for (int i = 0; i < kSteps * kSteps * kSteps; ++i) {
        const float in[3] = {static_cast<float>(i % kSteps) / (kSteps - 1),
                             static_cast<float>(i / kSteps % kSteps) / (kSteps - 1),
                             static_cast<float>(i / kSteps / kSteps) / (kSteps - 1)};
        float out[3] = {};
        cmsDoTransform(transform, in, out, 1);
        for (int c = 0; c < 3; ++c)
            if (!(std::abs(out[c] - in[gray ? 0 : c]) < 0.5F / 255))
                return false;
    }
    return true;
}

/// Rows [begin, end) through the transform.
void convertRows(core::Picture& picture, cmsHTRANSFORM transform, bool grayProfile, int begin, int end)
{
    const auto width = static_cast<std::size_t>(picture.width), stride = static_cast<std::size_t>(picture.channels);
    const bool gray = picture.channels < 3;
    std::vector<float> in(width * 3), out(width * 3);
    for (int y = begin; y < end; ++y) {
        float* row = picture.pixel(0, y);
        for (std::size_t x = 0; x < width; ++x)
            for (std::size_t c = 0; c < (grayProfile ? 1U : 3U); ++c)
                in[grayProfile ? x : 3 * x + c] = row[x * stride + (gray ? 0 : c)];
        cmsDoTransform(transform, in.data(), out.data(), static_cast<cmsUInt32Number>(width));
        for (std::size_t x = 0; x < width; ++x)
            for (std::size_t c = 0; c < (gray ? 1U : 3U); ++c) // of a gray result, green is as good as any
                row[x * stride + c] = std::clamp(out[3 * x + (gray ? 1 : c)], 0.0F, 1.0F);
    }
}

void convertAll(core::Picture& picture, cmsHTRANSFORM transform, bool grayProfile)
{
    const int threads = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 8U));
    const int workers = std::clamp(std::min(threads, picture.height / 64), 1, 8);
    std::vector<std::jthread> others;
    for (int i = 1; i < workers; ++i)
        others.emplace_back([&picture, transform, grayProfile, i, workers] {
            convertRows(picture, transform, grayProfile, picture.height / workers * i,
                        i + 1 == workers ? picture.height : picture.height / workers * (i + 1));
        });
    convertRows(picture, transform, grayProfile, 0, workers == 1 ? picture.height : picture.height / workers);
}

} // namespace

ColourConversion convertToSrgb(core::Picture& picture, const PictureHeader& header)
{
    ColourConversion result;
    const bool assumed = header.profile.empty() && (header.gamma || header.chromaticities);
    if (header.profileBroken) {
        result.note = "its colour profile is broken and was ignored: colours taken as sRGB";
        return result;
    }
    if (header.profile.empty() && !assumed)
        return result;
    const Context context(cmsCreateContext(nullptr, nullptr));
    cmsSetLogErrorHandlerTHR(context.get(), [](cmsContext, cmsUInt32Number, const char*) {});
    const Profile from = assumed ? profileOfPng(context.get(), header)
                                 : Profile(cmsOpenProfileFromMemTHR(context.get(), header.profile.data(),
                                                                    static_cast<cmsUInt32Number>(header.profile.size())));
    const Profile to(cmsCreate_sRGBProfileTHR(context.get()));
    const auto space = from ? cmsGetColorSpace(from.get()) : cmsSigLabData;
    if (from && space == cmsSigCmykData) {
        result.note = "its colour profile (" + description(from.get()) + ") is for print colours and was ignored";
        return result;
    }
    const bool grayProfile = space == cmsSigGrayData;
    Transform transform;
    // A gray profile says nothing about colours.
    if (from && to && (space == cmsSigRgbData || (grayProfile && picture.channels < 3)))
        transform.reset(cmsCreateTransformTHR(context.get(), from.get(), grayProfile ? TYPE_GRAY_FLT : TYPE_RGB_FLT, to.get(),
                                              TYPE_RGB_FLT, INTENT_PERCEPTUAL, cmsFLAGS_NOCACHE));
    if (!transform) {
        result.note = "its colour profile cannot be used and was ignored: colours taken as sRGB";
        return result;
    }
    if (isIdentity(transform.get(), grayProfile))
        return result;
    convertAll(picture, transform.get(), grayProfile);
    result.converted = true;
    result.profile = assumed ? "the PNG's own gamma and primaries" : description(from.get());
    result.note = "colours converted from " + result.profile + " to sRGB";
    return result;
}

} // namespace tessera::app
