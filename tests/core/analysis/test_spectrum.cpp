// SPDX-License-Identifier: Apache-2.0
// Spectra against NumPy (make_spectrum.py), and what can be worked out by hand.
#include "core/analysis/picture_spectra.h"
#include "core/error.h"
#include "tests/core/analysis/data.h"

#include <QTest>

#include <cmath>
#include <numbers>

using namespace tessera::core;
using namespace tessera::tests;

namespace {

/// Transforms hand on float32.
constexpr double kFloatPlanes = 1e-5;
constexpr double kNearZero = 1e-10;

/// cos of a number of cycles each way, around a middle gray.
Picture wave(int width, int height, double across, double down, float amplitude)
{
    Picture picture(width, height, 1);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            picture.pixel(x, y)[0] = 0.5F
                + amplitude
                    * static_cast<float>(std::cos(2 * std::numbers::pi * (across * x / width + down * y / height)));
    return picture;
}

PowerSpectrum spectrumOf(const Picture& picture, SpectrumWindow window = SpectrumWindow::hann)
{
    return powerSpectrum(*makeCpuFourier(), spectrumPlane(picture), window);
}

RadialSpectrum radialOf(const Picture& picture) { return radialSpectrum(spectrumOf(picture)); }

const std::map<std::string, SpectrumWindow> kWindows{
    {"hann", SpectrumWindow::hann}, {"kaiser", SpectrumWindow::kaiser}, {"none", SpectrumWindow::none}};

bool near(double value, double right, double relative)
{
    return std::abs(value - right) <= std::max(relative * std::abs(right), kNearZero);
}

double meanSquare(const std::vector<float>& values)
{
    double sum = 0;
    for (const float value : values)
        sum += static_cast<double>(value) * static_cast<double>(value);
    return sum / static_cast<double>(values.size());
}

} // namespace

class TestSpectrum : public QObject {
    Q_OBJECT
private slots:
    void theTransformIsItsDefinition()
    {
        const Picture picture = noisePicture(9, 5, 1, 3);
        const std::vector<std::complex<float>> bins = makeCpuFourier()->forward(picture.values, 9, 5);
        QCOMPARE(bins.size(), std::size_t{5 * 5});
        for (int v = 0; v < 5; ++v)
            for (int u = 0; u < 5; ++u) {
                std::complex<double> sum = 0;
                for (int y = 0; y < 5; ++y)
                    for (int x = 0; x < 9; ++x)
                        sum += static_cast<double>(picture.pixel(x, y)[0])
                            * std::polar(1.0, -2 * std::numbers::pi * (double(u * x) / 9 + double(v * y) / 5));
                const std::complex<float> bin = bins[static_cast<std::size_t>(v * 5 + u)];
                QVERIFY(std::abs(std::complex<double>(bin) - sum) < 1e-5);
            }
    }

    void sidesAreCroppedToProductsOfSmallPrimes()
    {
        for (const auto& [side, smooth] : {std::pair{1, 1},
                                           {2, 2},
                                           {7, 7},
                                           {11, 10},
                                           {13, 12},
                                           {53, 50},
                                           {1009, 1008},
                                           {1024, 1024},
                                           {1023, 1008},
                                           {337, 336}})
            QCOMPARE(smoothSide(side), smooth);
        QVERIFY(isSmooth(2 * 3 * 5 * 7) && !isSmooth(22) && !isSmooth(0));
        const Picture picture = noisePicture(13, 11, 3, 1);
        const SpectrumPlane plane = spectrumPlane(picture, SpectrumChannel::green);
        QCOMPARE(plane.width, 12);
        QCOMPARE(plane.height, 10);
        QCOMPARE(plane.left, 0);
        QCOMPARE(plane.top, 0);
        QCOMPARE(plane.values[13], picture.pixel(1, 1)[1]);
        QCOMPARE(spectrumPlane(noisePicture(1009, 1, 1, 1)).width, 1008);
    }

    void powersAreThoseOfNumPy()
    {
        const nlohmann::json right = jsonIn("spectrum.json");
        const Picture picture = bytePictureIn("noise-a");
        for (const auto& [name, window] : kWindows) {
            const PowerSpectrum spectrum = spectrumOf(picture, window);
            QCOMPARE(spectrum.height, right["shape"][0].get<int>());
            QCOMPARE(spectrum.width, right["shape"][1].get<int>());
            for (const nlohmann::json& bin : right["bins"][name]) {
                const auto index =
                    bin[0].get<std::size_t>() * static_cast<std::size_t>(spectrum.width) + bin[1].get<std::size_t>();
                // Bins of nearly nothing keep what float32 leaves of the others.
                QVERIFY2(std::abs(static_cast<double>(spectrum.power[index]) - bin[2].get<double>())
                             <= 1e-4 * bin[2].get<double>() + 1e-9,
                         name.c_str());
            }
            const RadialSpectrum radial = radialSpectrum(spectrum);
            QCOMPARE(radial.power.size(), right["radial"][name].size());
            for (std::size_t i = 1; i < radial.power.size(); ++i)
                QVERIFY2(near(radial.power[i], right["radial"][name][i].get<double>(), kFloatPlanes),
                         qPrintable(QString("%1 %2").arg(name.c_str()).arg(i)));
        }
    }

    void theSpectrumOfTheErrorIsThatOfTheDifference()
    {
        const nlohmann::json right = jsonIn("spectrum.json");
        const Picture a = bytePictureIn("noise-a"), b = bytePictureIn("noise-b");
        const PictureSpectra spectra = pictureSpectra(*makeCpuFourier(), a, b, 8);
        for (std::size_t i = 1; i < spectra.error.radial.power.size(); ++i)
            QVERIFY(near(spectra.error.radial.power[i], right["error"][i].get<double>(), kFloatPlanes));
        QVERIFY_EXCEPTION_THROWN(pictureSpectra(*makeCpuFourier(), a, Picture(3, 3, 3), 8), ShapeError);
    }

    void theCutoffIsThatOfNumPy()
    {
        const nlohmann::json right = jsonIn("spectrum.json");
        const SpectrumRatio ratio =
            spectrumRatio(radialOf(bytePictureIn("rough-a")), radialOf(bytePictureIn("rough-b")));
        QVERIFY(ratio.cutoff);
        QVERIFY(near(*ratio.cutoff, right["cutoff"].get<double>(), 1e-4));
        // A Gaussian of sigma 1 takes 3 dB where exp(-(2 pi f)^2) is 10^-0.3: at 0.132.
        QVERIFY(std::abs(*ratio.cutoff - 0.132) < 0.02);
    }

    void aWaveIsOnePeakOfKnownPower()
    {
        const PowerSpectrum spectrum = spectrumOf(wave(60, 48, 12, 5, 0.25F), SpectrumWindow::none);
        // |F| is amplitude x pixels / 2, and without a window the energy is that of the pixels.
        const double right = 0.25 * 0.25 / 4 * 60 * 48;
        QVERIFY(near(static_cast<double>(spectrum.at(12, 5)), right, 1e-5));
        QVERIFY(near(static_cast<double>(spectrum.at(-12, -5)), right, 1e-5));
        QVERIFY(spectrum.at(12, -5) < 1e-9F);
        QVERIFY(spectrum.at(0, 0) < 1e-9F); // the mean is taken off
    }

    void whiteNoiseHasItsVarianceAtEveryFrequencyWhateverTheWindow()
    {
        const Picture picture = noisePicture(200, 160, 1, 5);
        for (const auto& [name, window] : kWindows) {
            const RadialSpectrum radial = radialSpectrum(spectrumOf(picture, window));
            double mean = 0;
            for (std::size_t i = 10; i < radial.power.size(); ++i)
                mean += radial.power[i] / static_cast<double>(radial.power.size() - 10);
            QVERIFY2(std::abs(mean * 12 - 1) < 0.05, name.c_str()); // even noise in 0..1 has 1/12
        }
    }

    void flatPicturesHaveNoPowerAndNoCutoff()
    {
        for (const auto& [width, height] : {std::pair{1, 1}, {2, 2}, {1, 30}, {64, 48}})
            for (const float value : {0.0F, 0.3F, 1.0F}) {
                Picture flat(width, height, 3);
                std::ranges::fill(flat.values, value);
                const PictureSpectra spectra = pictureSpectra(*makeCpuFourier(), flat, flat, 8);
                for (const SpectraOf* of : {&spectra.input, &spectra.reconstruction, &spectra.error})
                    for (const float power : of->plane.power)
                        QCOMPARE(decibels(static_cast<double>(power)), -120.0);
                for (const double ratio : spectra.ratio.smoothed)
                    QCOMPARE(ratio, 0.0);
                QVERIFY(!spectra.ratio.cutoff);
                QVERIFY(spectra.peaks.empty());
            }
        QVERIFY(spectrumOf(Picture()).power.empty());
    }

    void anEqualPictureLosesNothingAndAFlatOneAll()
    {
        const Picture rough = bytePictureIn("rough-a");
        QVERIFY(!spectrumRatio(radialOf(rough), radialOf(rough)).cutoff);
        Picture flat(rough.width, rough.height, 1);
        const SpectrumRatio lost = spectrumRatio(radialOf(rough), radialOf(flat));
        QVERIFY(lost.cutoff);
        QCOMPARE(*lost.cutoff, lost.frequency[1]);
    }

    void valuesThatAreNoNumbersCountAsNothing()
    {
        Picture picture = noisePicture(16, 16, 3, 1);
        picture.values[7] = std::nanf("");
        for (const float power : spectrumOf(picture).power)
            QVERIFY(std::isfinite(power));
    }

    void peaksOfTheGridAreFoundWhereTheyAre()
    {
        // Noise, and on it a pattern that repeats every 8 pixels across.
        Picture picture = noisePicture(160, 120, 1, 9);
        for (int y = 0; y < 120; ++y)
            for (int x = 0; x < 160; ++x)
                picture.pixel(x, y)[0] = 0.3F + 0.4F * picture.pixel(x, y)[0] + (x % 8 == 0 ? 0.3F : 0.0F);
        const std::vector<GridPeak> peaks = gridPeaks(spectrumOf(picture), 8);
        QCOMPARE(peaks.size(), std::size_t{4}); // 1/8, 2/8, 3/8, 4/8 across
        for (const GridPeak& peak : peaks) {
            QCOMPARE(peak.down, 0.0);
            QVERIFY(peak.across > 0 && peak.above > 15);
        }
        QVERIFY(std::ranges::is_sorted(peaks, std::ranges::greater(), &GridPeak::above));
        QVERIFY(gridPeaks(spectrumOf(picture), 1).empty());
        QVERIFY(gridPeaks(spectrumOf(picture), 7).empty());
    }

    void noiseHasNoPeaks()
    {
        for (unsigned seed = 0; seed < 200; ++seed)
            QVERIFY(gridPeaks(spectrumOf(noisePicture(120, 100, 1, seed)), 8).empty());
        QVERIFY(gridPeaks(spectrumOf(noisePicture(20, 100, 1, 1)), 8).empty()); // fewer than 3 cells
    }

    void bandsOfTheErrorSumUpToIt()
    {
        const Picture a = noisePicture(45, 31, 3, 1), b = noisePicture(45, 31, 3, 2);
        const ErrorBands bands = errorBands(a, b);
        for (int y = 0; y < 31; ++y)
            for (int x = 0; x < 45; ++x) {
                const auto i = static_cast<std::size_t>(y * 45 + x);
                const float *p = a.pixel(x, y), *q = b.pixel(x, y);
                const float error = 0.299F * (p[0] - q[0]) + 0.587F * (p[1] - q[1]) + 0.114F * (p[2] - q[2]);
                QVERIFY(std::abs(bands.values[0][i] + bands.values[1][i] + bands.values[2][i] - error) < 1e-5F);
            }
    }

    void eachBandHasTheWavesOfItsFrequencies()
    {
        const Picture flat = wave(128, 96, 0, 0, 0);
        // 2, 16 and 48 cycles in 128 pixels: below 1/16, between, above 1/4.
        for (const auto& [cycles, band] : {std::pair{2.0, 0U}, {16.0, 1U}, {48.0, 2U}}) {
            const ErrorBands bands = errorBands(wave(128, 96, cycles, 0, 0.2F), flat);
            const double whole = 0.2 * 0.2 / 2 * 255 * 255;
            for (unsigned i = 0; i < 3; ++i) {
                const double part = bands.meanSquares[i] / whole;
                QVERIFY2(i == band ? part > 0.9 && part < 1.1 : part < 0.05,
                         qPrintable(QString("%1 cycles, band %2: %3").arg(cycles).arg(i).arg(part)));
            }
            QVERIFY(near(meanSquare(bands.values[band]) * 255 * 255, bands.meanSquares[band], 1e-9));
        }
    }

    void bandsOfFlatAndTinyPicturesAreNothing()
    {
        for (const auto& [width, height] : {std::pair{1, 1}, {3, 1}, {8, 8}}) {
            const Picture flat(width, height, 3);
            const ErrorBands bands = errorBands(flat, flat);
            for (unsigned i = 0; i < 3; ++i)
                QCOMPARE(bands.meanSquares[i], 0.0);
        }
        QVERIFY_EXCEPTION_THROWN(errorBands(Picture(3, 3, 3), Picture(3, 4, 3)), ShapeError);
    }

    void averagesAreMeansOfPowersWhateverTheSizes()
    {
        SpectrumAverage average;
        QVERIFY(average.mean().power.empty());
        const RadialSpectrum fine{{0, 0.125, 0.25, 0.375, 0.5}, {0, 1, 2, 3, 4}}, coarse{{0, 0.5}, {2, 2}};
        average.add(fine);
        average.add(coarse);
        average.add({{0}, {1000}}); // of a line of pixels: it says nothing about detail
        QCOMPARE(average.pictures(), std::int64_t{2});
        const RadialSpectrum mean = average.mean();
        QCOMPARE(mean.frequency[64], 0.25);
        QCOMPARE(mean.power[64], 2.0);
        QVERIFY(near(mean.power[16], (0.5 + 2) / 2, 1e-12)); // 1/16, between two steps
        QCOMPARE(mean.power[128], 3.0);
    }

    void aTransformThatFailsGivesWayToTheProcessorAndSaysSo()
    {
        class Failing final : public FourierTransform {
        public:
            std::string name() const override { return "device"; }
            std::vector<std::complex<float>> forward(std::span<const float>, int width, int) override
            {
                if (width == 5)
                    throw DeviceError("five");
                return {{1, 2}};
            }
        };
        const std::unique_ptr<FourierTransform> transform = withCpuFallback(std::make_unique<Failing>());
        QCOMPARE(transform->name(), std::string("device"));
        const Picture picture = noisePicture(5, 4, 1, 1);
        QCOMPARE(transform->forward(picture.values, 5, 4), makeCpuFourier()->forward(picture.values, 5, 4));
        QVERIFY(transform->name().find("processor") != std::string::npos);
        QVERIFY(transform->name().find("five") != std::string::npos);
        QCOMPARE(transform->forward({}, 4, 4).size(), std::size_t{1});
        QCOMPARE(transform->name(), std::string("device"));
    }

    void aStopIsHeardBetweenTransforms()
    {
        const Picture picture = noisePicture(16, 12, 3, 1);
        const std::unique_ptr<FourierTransform> transform = makeCpuFourier();
        for (const int after : {0, 1, 2, 3}) {
            std::stop_source stop;
            int steps = 0;
            const Progress progress{stop.get_token(), [&](double) {
                                        if (++steps == after)
                                            stop.request_stop();
                                    }};
            if (after == 0)
                stop.request_stop();
            QVERIFY_EXCEPTION_THROWN(pictureSpectra(*transform, picture, picture, 4, {}, progress), Cancelled);
            QCOMPARE(steps, after);
            steps = 0;
            QVERIFY_EXCEPTION_THROWN(errorBands(picture, picture, {}, progress), Cancelled);
            QCOMPARE(steps, 0);
        }
    }

    void noPowerIsDark()
    {
        const Picture black(16, 12, 3);
        const std::unique_ptr<FourierTransform> transform = makeCpuFourier();
        const PictureSpectra nothing = pictureSpectra(*transform, black, black, 4);
        const SpectrumScale scale = spectrumScale(nothing);
        QCOMPARE(scale.lowest, -120.0);
        QCOMPARE(scale.highest, -20.0);
        const Picture drawn = spectrumPicture(nothing.input.plane, scale.lowest, scale.highest);
        const Rgb darkest = mapColour(ColourMap::viridis, 0);
        for (int c = 0; c < 3; ++c)
            QCOMPARE(std::lround(drawn.pixel(5, 5)[c] * 255), std::lround(darkest[static_cast<std::size_t>(c)]));
        const PictureSpectra noise = pictureSpectra(*transform, noisePicture(16, 12, 3, 1), black, 4);
        float strongest = 0;
        for (const float power : noise.input.plane.power)
            strongest = std::max(strongest, power);
        QCOMPARE(spectrumScale(noise).highest, decibels(static_cast<double>(strongest)));
        QCOMPARE(spectrumScale(noise).lowest, spectrumScale(noise).highest - 100);
    }

    void picturesOfSpectraHaveTheirMeanInTheMiddle()
    {
        const PowerSpectrum spectrum = spectrumOf(wave(32, 24, 8, 0, 0.25F), SpectrumWindow::none);
        const Picture picture = spectrumPicture(spectrum, -100, 20);
        QCOMPARE(picture.width, 32);
        QCOMPARE(picture.height, 24);
        const auto lightness = [&](int x, int y) { return picture.pixel(x, y)[0] + picture.pixel(x, y)[1]; };
        QVERIFY(lightness(16 + 8, 12) > lightness(16 + 7, 12));
        QVERIFY(lightness(16 - 8, 12) > lightness(16, 11));
    }
};

QTEST_GUILESS_MAIN(TestSpectrum)
#include "test_spectrum.moc"
