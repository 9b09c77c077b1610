// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pictures/colour.h"

#include "app/pictures/matrix_profile.h"

#include <lcms2.h>
#include <lcms2_plugin.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
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

/// No table of a real profile is larger; a few bytes of a broken one ask for half a gigabyte.
constexpr cmsUInt32Number kMostAtOnce = 16U << 20U;

/// In which nothing is said, and little memory is given.
Context makeContext()
{
    static cmsPluginMemHandler memory{
        .base = {.Magic = cmsPluginMagicNumber, .ExpectedVersion = 2060, .Type = cmsPluginMemHandlerSig, .Next = nullptr},
        .MallocPtr = [](cmsContext, cmsUInt32Number bytes) { return bytes > kMostAtOnce ? nullptr : std::malloc(bytes); },
        .FreePtr = [](cmsContext, void* piece) { std::free(piece); },
        .ReallocPtr =
            [](cmsContext, void* piece, cmsUInt32Number bytes) {
                return bytes > kMostAtOnce ? nullptr : std::realloc(piece, bytes);
            },
        .MallocZeroPtr = nullptr,
        .CallocPtr = nullptr,
        .DupPtr = nullptr};
    Context context(cmsCreateContext(&memory, nullptr));
    if (context)
        cmsSetLogErrorHandlerTHR(context.get(), [](cmsContext, cmsUInt32Number, const char*) {});
    return context;
}

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
    const std::array<double, 8> c =
        header.chromaticities.value_or(std::array<double, 8>{0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06});
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

float clamped(float value) { return value > 0.0F ? std::min(value, 1.0F) : 0.0F; } // NaN becomes 0

/// Rows of colours, 3 values a pixel (1 from a gray profile), to sRGB.
struct Converter {
    cmsHTRANSFORM transform;
    bool gray; ///< the profile's colours
    std::optional<MatrixProfile> quick{};

    void operator()(const float* in, float* out, std::size_t pixels) const
    {
        if (quick)
            for (std::size_t i = 0; i < pixels; ++i)
                quick->convert(in + 3 * i, out + 3 * i);
        else
            cmsDoTransform(transform, in, out, static_cast<cmsUInt32Number>(pixels));
    }
};

/// Colours spread over the whole range.
std::vector<std::array<float, 3>> probes()
{
    std::vector<std::array<float, 3>> colours;
    constexpr std::array steps{0.0F, 0.01F, 0.05F, 0.1F, 0.25F, 0.4F, 0.55F, 0.7F, 0.85F, 1.0F};
    for (const float r : steps)
        for (const float g : steps)
            for (const float b : steps)
                colours.push_back({r, g, b});
    return colours;
}

/// Would converting change less than half a step of 8 bits? Then the profile says sRGB in other words.
bool isIdentity(const Converter& converter)
{
    for (const std::array<float, 3>& in : probes()) {
        float out[3] = {};
        converter(in.data(), out, 1);
        for (std::size_t c = 0; c < 3; ++c)
            if (!(std::abs(out[c] - in[converter.gray ? 0 : c]) < 0.5F / 255))
                return false;
    }
    return true;
}

/// Takes the quick way where it agrees with lcms2 to a fraction of what 8 bits can show.
void quicken(Converter& converter, cmsHPROFILE from, cmsHPROFILE to)
{
    const std::optional<MatrixProfile> quick = MatrixProfile::of(from, to);
    if (!quick)
        return;
    for (const std::array<float, 3>& in : probes()) {
        float exact[3] = {}, near[3] = {};
        converter(in.data(), exact, 1);
        quick->convert(in.data(), near);
        for (int c = 0; c < 3; ++c)
            if (!(std::abs(clamped(exact[c]) - clamped(near[c])) < 0.1F / 255))
                return;
    }
    converter.quick = quick;
}

/// Rows [begin, end) through the converter.
void convertRows(core::Picture& picture, const Converter& converter, int begin, int end)
{
    const auto width = static_cast<std::size_t>(picture.width), stride = static_cast<std::size_t>(picture.channels);
    const bool gray = picture.channels < 3;
    std::vector<float> in(width * 3), out(width * 3);
    for (int y = begin; y < end; ++y) {
        float* row = picture.pixel(0, y);
        for (std::size_t x = 0; x < width; ++x)
            for (std::size_t c = 0; c < (converter.gray ? 1U : 3U); ++c)
                in[converter.gray ? x : 3 * x + c] = row[x * stride + (gray ? 0 : c)];
        converter(in.data(), out.data(), width);
        for (std::size_t x = 0; x < width; ++x)
            for (std::size_t c = 0; c < (gray ? 1U : 3U); ++c) // of a gray result, green is as good as any
                row[x * stride + c] = clamped(out[3 * x + (gray ? 1 : c)]);
    }
}

void convertAll(core::Picture& picture, const Converter& converter)
{
    const int threads = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 8U));
    const int workers = std::clamp(std::min(threads, picture.height / 64), 1, 8);
    const auto edge = [&](int i) { return static_cast<int>(std::int64_t{picture.height} * i / workers); };
    std::vector<std::jthread> others;
    for (int i = 1; i < workers; ++i)
        others.emplace_back([&, i] { convertRows(picture, converter, edge(i), edge(i + 1)); });
    convertRows(picture, converter, 0, edge(1));
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
    const Context context = makeContext();
    const Profile from = assumed
        ? profileOfPng(context.get(), header)
        : Profile(cmsOpenProfileFromMemTHR(context.get(), header.profile.data(),
                                           static_cast<cmsUInt32Number>(header.profile.size())));
    const Profile to(cmsCreate_sRGBProfileTHR(context.get()));
    // As a number: a profile may say what is none of the enumeration's values.
    const std::uint32_t space = from ? cmsGetColorSpace(from.get()) : cmsSigLabData;
    if (from && space == cmsSigCmykData) {
        result.note = "its colour profile (" + description(from.get()) + ") is for print colours and was ignored";
        return result;
    }
    const bool grayProfile = space == cmsSigGrayData;
    Transform transform;
    // A gray profile says nothing about colours.
    if (from && to && (space == cmsSigRgbData || (grayProfile && picture.channels < 3)))
        transform.reset(cmsCreateTransformTHR(context.get(), from.get(), grayProfile ? TYPE_GRAY_FLT : TYPE_RGB_FLT,
                                              to.get(), TYPE_RGB_FLT, INTENT_PERCEPTUAL, cmsFLAGS_NOCACHE));
    if (!transform) {
        result.note = "its colour profile cannot be used and was ignored: colours taken as sRGB";
        return result;
    }
    Converter converter{transform.get(), grayProfile};
    if (isIdentity(converter))
        return result;
    quicken(converter, from.get(), to.get());
    convertAll(picture, converter);
    result.converted = true;
    result.profile = assumed ? "the PNG's own gamma and primaries" : description(from.get());
    result.note = "colours converted from " + result.profile + " to sRGB";
    return result;
}

} // namespace tessera::app
