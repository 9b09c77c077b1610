// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overlays/overlay_maps.h"

#include "app/analysis/error_report.h"

#include <QCoreApplication>

#include <algorithm>

namespace tessera::app {
namespace {

using core::CodeDistances;
using core::ColourMap;
using Map = Overlays::Map;

MapValues nothing(const CodeDistances*, const ErrorReport*)
{
    return {};
}

template <std::vector<float> CodeDistances::*Values>
MapValues ofDistances(const CodeDistances* distances, const ErrorReport*)
{
    return distances ? MapValues{distances->rows, distances->cols, distances->*Values} : MapValues{};
}

template <std::vector<float> ErrorReport::*Values>
MapValues ofErrors(const CodeDistances*, const ErrorReport* errors)
{
    return errors ? MapValues{errors->rows, errors->cols, errors->*Values} : MapValues{};
}

template <ColouredMap ErrorReport::*Map>
const ColouredMap* ofPixels(const ErrorReport* errors)
{
    return errors ? &(errors->*Map) : nullptr;
}

#define TEXT(text) QT_TRANSLATE_NOOP("OverlayMaps", text)
const OverlayMap kMaps[] = {
    {Map::none, MapSource::none, "map-none", TEXT("None"), "", ColourMap::viridis, nothing},
    {Map::distance, MapSource::distances, "map-distance", TEXT("Distance to the codebook"),
     TEXT("how far the encoder's vectors are from their nearest codes"), ColourMap::viridis,
     ofDistances<&CodeDistances::nearest>},
    {Map::margin, MapSource::distances, "map-margin", TEXT("Margin to the runner-up"),
     TEXT("how much farther the second nearest code is"), ColourMap::cividis,
     ofDistances<&CodeDistances::margin>},
    {Map::autoencoder, MapSource::errors, "map-autoencoder", TEXT("Error of the autoencoder"),
     TEXT("mean squared error of what the decoder draws from the unquantized latents"), ColourMap::viridis,
     ofErrors<&ErrorReport::autoencoder>},
    {Map::quantization, MapSource::errors, "map-quantization", TEXT("Error of quantization"),
     TEXT("mean squared error of the reconstruction beyond that; blue where the codes draw it better than the latents"),
     kSignedMapColours,
     ofErrors<&ErrorReport::quantization>},
    {Map::ssim, MapSource::errors, "map-ssim", TEXT("Loss of SSIM"),
     TEXT("1 − SSIM of input and reconstruction"), ColourMap::cividis, ofErrors<&ErrorReport::ssimLoss>},
    {Map::squared, MapSource::errors, "map-squared", TEXT("Squared error"),
     TEXT("mean squared error of input and reconstruction"), ColourMap::viridis, ofErrors<&ErrorReport::squared>},
    {Map::absolute, MapSource::errors, "map-absolute", TEXT("Absolute error"),
     TEXT("mean absolute error of input and reconstruction"), ColourMap::viridis, ofErrors<&ErrorReport::absolute>},
    {Map::autoencoderPixels, MapSource::errors, "map-autoencoder-pixels", TEXT("Autoencoder, per pixel"),
     TEXT("squared error of each pixel of what the decoder draws from the unquantized latents"), kPixelMapColours,
     nothing, ofPixels<&ErrorReport::autoencoderPixels>},
    {Map::quantizationPixels, MapSource::errors, "map-quantization-pixels", TEXT("Quantization, per pixel"),
     TEXT("squared error of each pixel of the reconstruction beyond that; blue where it has less"), kSignedMapColours,
     nothing,
     ofPixels<&ErrorReport::quantizationPixels>},
};
#undef TEXT

} // namespace

std::span<const OverlayMap> overlayMaps()
{
    return kMaps;
}

const OverlayMap& overlayMap(Overlays::Map map)
{
    return *std::ranges::find(kMaps, map, &OverlayMap::map);
}

QString mapName(const OverlayMap& row)
{
    return QCoreApplication::translate("OverlayMaps", row.name);
}

QString mapHint(const OverlayMap& row)
{
    return QCoreApplication::translate("OverlayMaps", row.hint);
}

} // namespace tessera::app
