// SPDX-License-Identifier: Apache-2.0
// VkFFT on the device against a transform in double precision.
#include "core/error.h"
#include "gpu/fourier/fourier.h"
#include "gpu/gpu.h"
#include "gpu/vulkan/instance.h"
#include "tests/support/vulkan.h"

#include <QTest>

#include <clocale>
#include <cmath>
#include <limits>
#include <random>

using namespace tessera;

namespace {

/// Of the largest bin: float32 through a logarithm of steps.
constexpr double kRelative = 1e-5;

std::vector<float> noise(int count, unsigned seed)
{
    std::mt19937 random(seed);
    std::vector<float> values(static_cast<std::size_t>(count));
    for (float& value : values)
        value = static_cast<float>(random() % 1000) / 1000.0F - 0.5F;
    return values;
}

/// The largest difference over the largest magnitude.
double error(const std::vector<std::complex<float>>& bins, const std::vector<std::complex<float>>& right)
{
    if (bins.size() != right.size())
        return std::numeric_limits<double>::infinity();
    double difference = 0, magnitude = 0;
    for (std::size_t i = 0; i < bins.size(); ++i) {
        const double off = std::abs(std::complex<double>(bins[i]) - std::complex<double>(right[i]));
        difference = off <= difference ? difference : off; // keeps NaN
        magnitude = std::max(magnitude, static_cast<double>(std::abs(right[i])));
    }
    return magnitude > 0 ? difference / magnitude : difference;
}

} // namespace

class TestFourier : public QObject {
    Q_OBJECT
    std::unique_ptr<gpu::VulkanFourier> m_device;
    std::unique_ptr<core::FourierTransform> m_cpu = core::makeCpuFourier();

private slots:
    void initTestCase()
    {
        qputenv("TESSERA_VALIDATION", "1");
        m_device = std::make_unique<gpu::VulkanFourier>(tests::openContext());
    }

    void planesOfAllKindsOfSides_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        for (const auto& [width, height] :
             {std::pair{64, 64}, {256, 128}, {105, 63},  {63, 105}, {49, 50},  {50, 49},   {81, 2},
              {2, 81},           {7, 5},     {5, 7},     {2, 2},    {3, 3},    {360, 250}, {343, 125},
              {1000, 700},       {2048, 12}, {12, 2048}, {4200, 3}, {9, 6000}, {8192, 4},  {4, 8192}})
            QTest::addRow("%dx%d", width, height) << width << height;
    }

    void planesOfAllKindsOfSides()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        const std::vector<float> values = noise(width * height, static_cast<unsigned>(width));
        const double off = error(m_device->forward(values, width, height), m_cpu->forward(values, width, height));
        QVERIFY2(off <= kRelative, qPrintable(QString::number(off)));
    }

    void plansAreKeptForASize()
    {
        const std::vector<float> first = noise(40 * 30, 1), second = noise(40 * 30, 2);
        m_device->forward(first, 40, 30);
        const std::size_t plans = m_device->plans();
        for (const auto& values : {second, first, second})
            QVERIFY(error(m_device->forward(values, 40, 30), m_cpu->forward(values, 40, 30)) <= kRelative);
        QCOMPARE(m_device->plans(), plans);
        for (int width = 2; width <= 16; width *= 2)
            m_device->forward(noise(width * 5, 3), width, 5);
        QVERIFY(m_device->plans() <= 4);
        QVERIFY(error(m_device->forward(first, 40, 30), m_cpu->forward(first, 40, 30)) <= kRelative);
    }

    void zerosAreZeros()
    {
        for (const std::complex<float> bin : m_device->forward(std::vector<float>(36 * 50), 50, 36))
            QCOMPARE(std::abs(bin), 0.0F);
    }

    void sidesWithLargePrimesAndLinesAreRefused()
    {
        for (const auto& [width, height] : {std::pair{11, 8}, {8, 13}, {1009, 600}, {1, 1}, {1, 48}, {48, 1}})
            QVERIFY_EXCEPTION_THROWN(m_device->forward(noise(width * height, 1), width, height), core::DeviceError);
    }

    void throughTheDoorTheProcessorTakesWhatTheDeviceRefuses()
    {
        const std::unique_ptr<core::FourierTransform> transform = gpu::openFourier("");
        const std::vector<float> smooth = noise(24 * 18, 1), prime = noise(11 * 13, 1);
        QVERIFY(error(transform->forward(smooth, 24, 18), m_cpu->forward(smooth, 24, 18)) <= kRelative);
        QVERIFY(transform->name().starts_with("VkFFT on "));
        QCOMPARE(error(transform->forward(prime, 11, 13), m_cpu->forward(prime, 11, 13)), 0.0);
        QVERIFY(transform->name().starts_with("cv::dft"));
        QVERIFY(gpu::openFourier("no such device")->name().starts_with("cv::dft"));
    }

    void numbersAreWrittenWithAPointWhateverTheLocale()
    {
        // The locale of the program is as it was, whatever VkFFT did.
        const std::string before = setlocale(LC_ALL, nullptr);
        const std::vector<float> values = noise(14 * 10, 5);
        QVERIFY(error(m_device->forward(values, 14, 10), m_cpu->forward(values, 14, 10)) <= kRelative);
        QCOMPARE(std::string(setlocale(LC_ALL, nullptr)), before);
    }

    void cleanupTestCase()
    {
        m_device.reset();
        for (const std::string& message : gpu::validationMessages())
            QFAIL(message.c_str());
    }
};

QTEST_GUILESS_MAIN(TestFourier)
#include "test_fourier.moc"
