// SPDX-License-Identifier: Apache-2.0
// Quality against scikit-image and NumPy (make_quality.py), selections, maps, and what has no textbook value.
#include "core/analysis/quality.h"
#include "core/error.h"
#include "tests/core/analysis/data.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace tessera::core;
using namespace tessera::tests;

namespace {

/// The order of sums differs, nothing else.
constexpr double kSameFormula = 1e-11;

const nlohmann::json& expected()
{
    static const nlohmann::json values = jsonIn("quality.json");
    return values;
}

Picture flat(int width, int height, int channels, float value)
{
    Picture picture(width, height, channels);
    std::ranges::fill(picture.values, value);
    return picture;
}

Region rectangle(int top, int left, int rows, int cols)
{
    return {{top, left, rows, cols}, std::vector<std::uint8_t>(static_cast<std::size_t>(rows * cols), 1)};
}

Picture cut(const Picture& picture, int left, int top, int width, int height)
{
    Picture part(width, height, picture.channels);
    for (int y = 0; y < height; ++y)
        std::copy_n(picture.pixel(left, top + y), width * picture.channels, part.pixel(0, y));
    return part;
}

void isOfEqualPictures(const Quality& quality)
{
    QCOMPARE(quality.mse, 0.0);
    QCOMPARE(quality.mae, 0.0);
    QCOMPARE(quality.psnr, std::numeric_limits<double>::infinity());
    QCOMPARE(quality.ssim, 1.0);
}

} // namespace

class TestQuality : public QObject {
    Q_OBJECT
private slots:
    void figuresAreThoseOfScikitImage_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto& [name, values] : expected().items())
            QTest::addRow("%s", name.c_str()) << QString::fromStdString(name);
    }

    void figuresAreThoseOfScikitImage()
    {
        QFETCH(QString, name);
        const nlohmann::json& values = expected()[name.toStdString()];
        const Picture a = bytePictureIn(name.toStdString() + "-a"), b = bytePictureIn(name.toStdString() + "-b");
        const Quality found = quality(a, b);
        QCOMPARE(found.pixels, std::int64_t{a.width} * a.height);
        for (const auto& [measure, value] :
             {std::pair{"mse", found.mse}, {"mae", found.mae}, {"psnr", found.psnr}, {"ssim", found.ssim}}) {
            const double right = values[measure].get<double>();
            QVERIFY2(std::abs(value - right) <= kSameFormula * std::max(1.0, std::abs(right)),
                     qPrintable(QString("%1: %2, not %3").arg(measure).arg(value, 0, 'g', 17).arg(right, 0, 'g', 17)));
        }
        QCOMPARE(meanSquaredError(a, b), found.mse);
        QCOMPARE(psnr(b, a), found.psnr);
    }

    void theMapOfSsimIsThatOfScikitImage()
    {
        for (const std::string name : {"noise", "narrow"}) {
            const std::vector<float> map =
                qualityMap(bytePictureIn(name + "-a"), bytePictureIn(name + "-b"), QualityMeasure::ssim);
            const std::vector<double> right = numbersIn(name + "-ssim");
            QCOMPARE(map.size(), right.size());
            for (std::size_t i = 0; i < map.size(); ++i)
                QVERIFY2(std::abs(static_cast<double>(map[i]) - right[i]) < 1e-6, qPrintable(QString::number(i)));
        }
    }

    void mapsOfErrorsHaveTheFiguresAsTheirMeans()
    {
        const Picture a = noisePicture(19, 13, 3, 1), b = noisePicture(19, 13, 3, 2);
        const Quality figures = quality(a, b);
        for (const auto& [measure, mean] :
             {std::pair{QualityMeasure::squaredError, figures.mse}, {QualityMeasure::absoluteError, figures.mae}}) {
            const std::vector<float> map = qualityMap(a, b, measure);
            double sum = 0;
            for (const float value : map)
                sum += static_cast<double>(value);
            QVERIFY(std::abs(sum / static_cast<double>(map.size()) - mean) < 1e-3);
        }
        QCOMPARE(qualityMap(a, a, QualityMeasure::squaredError), std::vector<float>(19 * 13));
    }

    void aSelectionCountsThePixelsUnderItsCells()
    {
        const Picture a = noisePicture(40, 32, 3, 3), b = noisePicture(40, 32, 3, 4);
        // Cells of 8: 2 rows and 2 columns of them from (1, 2) on, in the middle of the picture.
        const Quality part = quality(a, b, rectangle(1, 2, 2, 2), 8);
        QCOMPARE(part.pixels, std::int64_t{16 * 16});
        const Picture left = cut(a, 16, 8, 16, 16), right = cut(b, 16, 8, 16, 16);
        QCOMPARE(part.mse, meanSquaredError(left, right));
        QCOMPARE(part.psnr, psnr(left, right));
        // SSIM looks at the surroundings: it is the mean of the whole's map.
        const std::vector<float> map = qualityMap(a, b, QualityMeasure::ssim);
        double sum = 0;
        for (int y = 8; y < 24; ++y)
            for (int x = 16; x < 32; ++x)
                sum += static_cast<double>(map[static_cast<std::size_t>(y * 40 + x)]);
        QVERIFY(std::abs(part.ssim - sum / 256) < 1e-6);
    }

    void theSelectionOfAllIsTheWhole()
    {
        const Picture a = noisePicture(37, 29, 3, 5), b = noisePicture(37, 29, 3, 6);
        const Quality whole = quality(a, b), all = quality(a, b, rectangle(0, 0, 4, 5), 8);
        QCOMPARE(all.pixels, whole.pixels);
        QCOMPARE(all.mse, whole.mse);
        QCOMPARE(all.mae, whole.mae);
        QCOMPARE(all.ssim, whole.ssim);
    }

    void aMaskedOutCellDoesNotCount()
    {
        Picture a = flat(16, 16, 1, 0.5F), b = a;
        b.pixel(7, 7)[0] = 1; // in the first cell
        Region region = rectangle(0, 0, 2, 2);
        QVERIFY(quality(a, b, region, 8).mse > 0);
        region.mask[0] = 0;
        const Quality rest = quality(a, b, region, 8);
        QCOMPARE(rest.pixels, std::int64_t{3 * 64});
        QCOMPARE(rest.mse, 0.0);
        QVERIFY(rest.ssim < 1 && rest.ssim > 0); // the window sees it from the cells beside
    }

    void selectionsAtTheEdgeAndBesideThePictureAreDefined()
    {
        const Picture a = noisePicture(20, 20, 1, 7), b = noisePicture(20, 20, 1, 8);
        const Quality corner =
            quality(a, b, rectangle(0, 0, 1, 1), 4); // inside the five pixels that the mean leaves out
        QCOMPARE(corner.pixels, std::int64_t{16});
        QVERIFY(std::isfinite(corner.ssim) && corner.ssim < 1);
        const Quality beside = quality(a, b, rectangle(50, 50, 2, 2), 4);
        QCOMPARE(beside.pixels, std::int64_t{0});
        isOfEqualPictures(beside);
    }

    void equalPicturesAreAsLikeAsCanBe_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("channels");
        for (const auto& [width, height] : {std::pair{1, 1}, {3, 200}, {10, 10}, {11, 11}, {64, 33}})
            for (const int channels : {1, 2, 3, 4})
                QTest::addRow("%dx%d, %d", width, height, channels) << width << height << channels;
    }

    void equalPicturesAreAsLikeAsCanBe()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(int, channels);
        for (const Picture& picture : {noisePicture(width, height, channels, 9), flat(width, height, channels, 0),
                                       flat(width, height, channels, 1), flat(width, height, channels, 0.3F)})
            isOfEqualPictures(quality(picture, picture));
    }

    void picturesSmallerThanTheWindowHaveAValue()
    {
        for (const auto& [width, height] : {std::pair{1, 1}, {2, 7}, {10, 40}, {40, 10}}) {
            const double ssim = quality(noisePicture(width, height, 3, 1), noisePicture(width, height, 3, 2)).ssim;
            QVERIFY2(std::isfinite(ssim) && ssim < 1, qPrintable(QString::number(ssim)));
        }
        // One pixel: no variance, so what is left is the comparison of means, 2ab + C1 over a^2 + b^2 + C1.
        const double c1 = 2.55 * 2.55;
        QVERIFY(std::abs(quality(flat(1, 1, 1, 100 / 255.0F), flat(1, 1, 1, 110 / 255.0F)).ssim
                         - (2 * 100 * 110 + c1) / (100 * 100 + 110 * 110 + c1))
                < 1e-12);
    }

    void valuesAreClampedAndRoundedFirst()
    {
        Picture a = flat(12, 12, 1, 0.5F), b = a;
        a.values[0] = -3;
        b.values[0] = 0.001F; // both 0 in 8 bits
        a.values[1] = 7;
        b.values[1] = 0.999F; // both 255
        isOfEqualPictures(quality(a, b));
    }

    void alphaIsLeftOut()
    {
        Picture a = noisePicture(12, 14, 4, 1), b = a;
        for (std::size_t i = 3; i < b.values.size(); i += 4)
            b.values[i] = 0.25F;
        isOfEqualPictures(quality(a, b));
    }

    void unlikePicturesAreRefused()
    {
        QVERIFY_EXCEPTION_THROWN(quality(Picture(4, 4, 3), Picture(4, 5, 3)), ShapeError);
        QVERIFY_EXCEPTION_THROWN(quality(Picture(4, 4, 3), Picture(4, 4, 1)), ShapeError);
        QVERIFY_EXCEPTION_THROWN(qualityMap(Picture(4, 4, 3), Picture(4, 4, 1), QualityMeasure::ssim), ShapeError);
        QCOMPARE(quality(Picture(4, 4, 4), Picture(4, 4, 3)).mse, 0.0);
    }

    void aStopIsHeard()
    {
        std::stop_source stop;
        stop.request_stop();
        const Picture picture = flat(64, 64, 3, 0.5F);
        QVERIFY_EXCEPTION_THROWN(quality(picture, picture, {}, 1, {stop.get_token(), {}}), Cancelled);
        QVERIFY_EXCEPTION_THROWN(qualityMap(picture, picture, QualityMeasure::squaredError, {stop.get_token(), {}}),
                                 Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestQuality)
#include "test_quality.moc"
