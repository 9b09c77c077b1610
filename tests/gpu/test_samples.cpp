// SPDX-License-Identifier: Apache-2.0
// The sample pictures under the embedded models: the Vulkan device and the CPU must see the same codes.
#include "app/pictures/picture_files.h"
#include "core/cpu/cpu_device.h"
#include "core/model/codec.h"
#include "core/model/preprocess.h"
#include "gpu/gpu.h"
#include "gpu/vulkan/instance.h"
#include "tests/support/golden.h"

#include <QTest>

using namespace tessera;

namespace {

/// Cells whose codes may differ between devices, where the runner-up is as near as the devices' rounding.
constexpr double kDifferentShare = 0.001;
/// Slack on "as near as the rounding": twice the distance that the latent moved, and float32 sums of squares.
constexpr double kMarginSlack = 2.01;

double distance(const core::Tensor& latents, std::int64_t cell, const core::Weight& codebook, std::int32_t code)
{
    double sum = 0;
    for (std::int64_t e = 0; e < latents.shape.c; ++e) {
        const double d = static_cast<double>(latents.plane(0, e)[cell])
            - static_cast<double>(codebook.values[static_cast<std::size_t>(code * latents.shape.c + e)]);
        sum += d * d;
    }
    return std::sqrt(sum);
}

} // namespace

class TestSamples : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("TESSERA_VALIDATION", "1");
        m_vulkan = gpu::openDevice("", {.tune = gpu::Tune::off});
        m_cpu = core::makeCpuDevice();
    }

    void bothDevicesSeeTheSameCodes_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("sample");
        for (const char* model : {"photo-f8-1024", "photo-f4-512"})
            for (const char* sample : {"astronaut", "chelsea", "coffee", "mountains", "rocket", "sea"})
                QTest::addRow("%s, %s", sample, model) << model << sample;
    }

    void bothDevicesSeeTheSameCodes()
    {
        QFETCH(QString, model);
        QFETCH(QString, sample);
        const auto opened = core::openModel(tests::sourceFolder() / "resources/models" / model.toStdString()).model;
        const auto file = tests::sourceFolder() / "resources/samples" / (sample.toStdString() + ".jpg");
        const core::Prepared prepared
            = core::prepare(app::readPicture(file).picture, opened->config(), core::Fit::pad);
        const core::Codec onVulkan(opened, *m_vulkan), onCpu(opened, *m_cpu);
        const core::Tensor latents = onVulkan.encode(prepared.tensor), reference = onCpu.encode(prepared.tensor);
        const core::IndexMap codes = onVulkan.quantize(latents).codes, expected = onCpu.quantize(reference).codes;
        QVERIFY(tests::largestDifference(latents, reference) <= 2e-4 * tests::largestMagnitude(reference));
        std::int64_t different = 0;
        for (std::int64_t cell = 0; cell < codes.cells(); ++cell) {
            const std::int32_t a = codes.codes[static_cast<std::size_t>(cell)];
            const std::int32_t b = expected.codes[static_cast<std::size_t>(cell)];
            if (a == b)
                continue;
            ++different;
            double moved = 0;
            for (std::int64_t e = 0; e < latents.shape.c; ++e)
                moved += std::pow(latents.plane(0, e)[cell] - reference.plane(0, e)[cell], 2.0);
            const double margin = distance(reference, cell, opened->codebook(), a)
                - distance(reference, cell, opened->codebook(), b);
            QVERIFY(margin <= kMarginSlack * std::sqrt(moved) + 1e-6);
        }
        QVERIFY2(static_cast<double>(different) <= kDifferentShare * static_cast<double>(codes.cells()),
                 qPrintable(QString("%1 of %2 codes differ").arg(different).arg(codes.cells())));
        m_vulkan->forget(*opened);
    }

    void theValidationLayerIsSilent()
    {
        for (const std::string& message : gpu::validationMessages())
            QFAIL(message.c_str());
    }

private:
    std::unique_ptr<core::Device> m_vulkan, m_cpu;
};

QTEST_GUILESS_MAIN(TestSamples)
#include "test_samples.moc"
