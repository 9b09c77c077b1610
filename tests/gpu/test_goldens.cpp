// SPDX-License-Identifier: Apache-2.0
// The whole interface of the model against the reference implementation's numbers, on the CPU and on the Vulkan device.
#include "core/cpu/cpu_device.h"
#include "core/cpu/cpu_ops.h"
#include "core/files/safetensors.h"
#include "core/model/codec.h"
#include "gpu/gpu.h"
#include "gpu/vulkan/instance.h"
#include "tests/support/golden.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <fstream>
#include <map>

using namespace tessera;

namespace {

/// How far a device may be from the reference, relative to the tensor's largest magnitude: float32 sums in another
/// order, through some hundred layers; the Vulkan device also has its own exp.
struct Tolerance {
    double latents;
    double samples;
};

constexpr Tolerance kCpu{1e-4, 1e-4};
constexpr Tolerance kVulkan{2e-4, 1e-3};

/// The commit loss is a mean: errors in the latents average out.
constexpr double kCommitLoss = 1e-4;

/// Compares each module's output with the recorded one and remembers the first that is off.
class TappedOps : public core::CpuOps {
public:
    /// `steps` is golden.json's stage_axis1_step: big stages keep only every step-th channel.
    TappedOps(const std::map<std::string, core::Weight>& stages, const nlohmann::json& steps)
        : m_stages(stages), m_steps(steps)
    {
    }

    void tap(std::string_view path, const core::Value& value) override
    {
        const auto found = m_stages.find(std::string(path));
        if (found == m_stages.end() || found->second.shape.size() != 4)
            return;
        const core::Weight& stage = found->second;
        const core::Tensor& got = tensor(value);
        const std::int64_t kept = stage.shape[1], step = m_steps.value(std::string(path), std::int64_t{1});
        double error = 0, largest = 0;
        for (std::int64_t n = 0; n < got.shape.n; ++n)
            for (std::int64_t c = 0; c < kept; ++c)
                for (std::int64_t i = 0; i < got.shape.h * got.shape.w; ++i) {
                    const float expected
                        = stage.values[static_cast<std::size_t>((n * kept + c) * got.shape.h * got.shape.w + i)];
                    error = std::max<double>(error, std::abs(expected - got.plane(n, c * step)[i]));
                    largest = std::max<double>(largest, std::abs(expected));
                }
        ++compared;
        if (error > kCpu.latents * largest && firstOff.empty())
            firstOff = std::string(path) + " by " + std::to_string(error / largest);
    }

    int compared = 0;
    std::string firstOff;

private:
    const std::map<std::string, core::Weight>& m_stages;
    const nlohmann::json& m_steps;
};

} // namespace

class TestGoldens : public QObject {
    Q_OBJECT

private:
    std::map<std::string, std::unique_ptr<core::Device>> m_devices;

    static void rows(bool devices)
    {
        QTest::addColumn<QString>("device");
        QTest::addColumn<int>("golden");
        const auto all = tests::goldens();
        for (const char* device : {"cpu", "vulkan"})
            for (int i = 0; i < static_cast<int>(all.size()); ++i)
                if (devices || std::string_view(device) == "cpu")
                    QTest::addRow("%s, %s", all[static_cast<std::size_t>(i)].name.c_str(), device) << QString(device) << i;
    }

private slots:
    void initTestCase()
    {
        qputenv("TESSERA_VALIDATION", "1");
        m_devices["cpu"] = core::makeCpuDevice();
        m_devices["vulkan"] = gpu::openDevice("", {.tune = gpu::Tune::off});
        QVERIFY(tests::goldens().size() >= 15);
    }

    void theModelGivesTheReferencesNumbers_data() { rows(true); }

    void theModelGivesTheReferencesNumbers()
    {
        QFETCH(QString, device);
        QFETCH(int, golden);
        const tests::Golden data = tests::goldens()[static_cast<std::size_t>(golden)];
        const Tolerance tolerance = device == "cpu" ? kCpu : kVulkan;
        const auto model = core::openModel(data.model).model;
        const core::Codec codec(model, *m_devices[device.toStdString()]);
        const auto close = [](const core::Tensor& got, const core::Tensor& expected, double allowed) {
            const double error = tests::largestDifference(got, expected) / tests::largestMagnitude(expected);
            if (!(error <= allowed))
                qWarning("relative error %g, allowed %g", error, allowed);
            return error <= allowed;
        };

        const core::Tensor expectedLatents = data.tensor("latents");
        const core::Reconstruction got = codec.forward(data.tensor("input"));
        QVERIFY(close(got.latents, expectedLatents, tolerance.latents));

        // A code may differ only where the latent moved far enough to reach another one.
        const core::IndexMap expectedCodes = data.codes("indices");
        QCOMPARE(got.quantized.codes.rows, expectedCodes.rows);
        QCOMPARE(got.quantized.codes.cols, expectedCodes.cols);
        const std::vector<float> radius = data.has("flip_radius") ? data.floats("flip_radius") : std::vector<float>{};
        int different = 0;
        const core::Shape& shape = expectedLatents.shape;
        for (std::int64_t n = 0; n < shape.n; ++n)
            for (std::int64_t cell = 0; cell < shape.h * shape.w; ++cell) {
                const auto at = static_cast<std::size_t>(n * shape.h * shape.w + cell);
                if (got.quantized.codes.codes[at] == expectedCodes.codes[at])
                    continue;
                ++different;
                double moved = 0;
                for (std::int64_t e = 0; e < shape.c; ++e)
                    moved += std::pow(got.latents.plane(n, e)[cell] - expectedLatents.plane(n, e)[cell], 2.0);
                QVERIFY2(!radius.empty() && std::sqrt(moved) >= radius[at] * 0.999, qPrintable(QString::number(cell)));
            }
        if (data.has("commit_loss"))
            QVERIFY(std::abs(got.quantized.commitLoss - data.number("commit_loss"))
                    <= kCommitLoss * data.number("commit_loss"));
        QVERIFY(close(codec.decodeCodes(expectedCodes), data.tensor("sample"), tolerance.samples));
        if (different == 0)
            QVERIFY(close(got.pictures, data.tensor("sample"), tolerance.samples));
        QVERIFY(close(codec.decode(data.tensor("quant"), true), data.tensor("sample"), tolerance.samples));
        if (data.has("unquantized_sample"))
            QVERIFY(close(codec.decode(expectedLatents, true), data.tensor("unquantized_sample"), tolerance.samples));
        if (data.has("edited_indices"))
            QVERIFY(close(codec.decodeCodes(data.codes("edited_indices")), data.tensor("edited_sample"),
                          tolerance.samples));
        m_devices[device.toStdString()]->forget(*model);
    }

    void everyModuleGivesTheReferencesOutput_data() { rows(false); }

    void everyModuleGivesTheReferencesOutput()
    {
        QFETCH(int, golden);
        const tests::Golden data = tests::goldens()[static_cast<std::size_t>(golden)];
        if (!exists(data.folder / "stages.safetensors"))
            return; // the embedded models have none
        std::map<std::string, core::Weight> stages;
        const auto source = core::openSafetensors(data.folder / "stages.safetensors");
        for (std::size_t i = 0; i < source->entries().size(); ++i)
            stages[source->entries()[i].name] = {source->entries()[i].name, source->entries()[i].shape, source->read(i)};
        const auto model = core::openModel(data.model).model;
        std::ifstream text(data.folder / "golden.json");
        const nlohmann::json steps = nlohmann::json::parse(text).value("stage_axis1_step", nlohmann::json::object());
        TappedOps ops(stages, steps);
        core::encode(ops, *model, core::CpuOps::wrap(data.tensor("input")));
        core::decode(ops, *model, core::CpuOps::wrap(data.tensor("quant")));
        QVERIFY2(ops.firstOff.empty(), ops.firstOff.c_str());
        QVERIFY(ops.compared >= 10);
    }

    void theValidationLayerIsSilent() // G12
    {
        for (const std::string& message : gpu::validationMessages())
            QFAIL(message.c_str());
    }
};

QTEST_GUILESS_MAIN(TestGoldens)
#include "test_goldens.moc"
