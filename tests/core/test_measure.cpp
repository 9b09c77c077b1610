// SPDX-License-Identifier: Apache-2.0
// What measurements come to, on devices whose answers are known. Seconds are never judged.
#include "core/cpu/cpu_device.h"
#include "core/measure/fma_probe.h"
#include "core/measure/pass_times.h"
#include "core/model/model_folder.h"

#include <QTest>

#include <algorithm>

using namespace tessera;

namespace {

/// Decodes every cell to its code's share of the codebook, and previews what has changed, a little wrong.
class PreviewingDevice : public core::Device {
public:
    static constexpr float kWrong = 0.02F; ///< 2.55 of 255 where nothing is clamped

    std::string name() const override { return "previewing"; }
    core::Tensor encode(const core::VqModel& model, const core::Tensor& pictures, const core::Progress&) override
    {
        return core::Tensor(model.latentShape(pictures.shape));
    }
    core::IndexMap quantize(const core::VqModel&, const core::Tensor& latents, const core::Progress&) override
    {
        return {1, latents.shape.h, latents.shape.w};
    }
    core::Tensor decodeCodes(const core::VqModel& model, const core::IndexMap& codes, const core::Progress&) override
    {
        ++m_decodes;
        m_newest = codes;
        return drawn(model, codes, 0);
    }
    core::Tensor decodeLatents(const core::VqModel&, const core::Tensor&, const core::Progress&) override { return {}; }
    std::optional<core::Preview> previewCodes(const core::VqModel& model, const core::IndexMap& codes) override
    {
        m_changed.push_back(0);
        for (std::size_t i = 0; i < codes.codes.size(); ++i)
            m_changed.back() += codes.codes[i] != m_newest.codes[i];
        if (m_givesNone)
            return {};
        const core::Tensor whole = drawn(model, codes, kWrong);
        core::Preview preview{4, 8, core::Tensor({1, whole.shape.c, 8, 4})};
        for (std::int64_t c = 0; c < whole.shape.c; ++c)
            for (std::int64_t y = 0; y < 8; ++y)
                std::copy_n(whole.plane(0, c) + (y + 8) * whole.shape.w + 4, 4, preview.pixels.plane(0, c) + y * 4);
        return preview;
    }
    core::Profile profile() const override { return {{{"op", "shape", "", 1, 1}}, std::uint64_t(m_decodes), 0}; }
    void forget(const core::VqModel&) override {}

    int m_decodes = 0;
    bool m_givesNone = false;
    std::vector<int> m_changed; ///< cells, at each preview

private:
    static core::Tensor drawn(const core::VqModel& model, const core::IndexMap& codes, float wrong)
    {
        core::Tensor tensor(model.pictureShape(1, codes.rows, codes.cols));
        const std::int64_t factor = model.factor();
        for (std::int64_t c = 0; c < tensor.shape.c; ++c)
            for (std::int64_t y = 0; y < tensor.shape.h; ++y)
                for (std::int64_t x = 0; x < tensor.shape.w; ++x) {
                    const auto share = static_cast<float>(codes.at(y / factor, x / factor))
                        / static_cast<float>(model.config().codes);
                    // The second channel is far beyond white, where an error is not seen.
                    tensor.at(0, c, y, x) = (c == 1 ? 3 : share - 0.5F) + wrong;
                }
        return tensor;
    }

    core::IndexMap m_newest;
};

std::shared_ptr<const core::VqModel> tinyModel()
{
    return core::openModel(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model").model;
}

} // namespace

class TestMeasure : public QObject {
    Q_OBJECT

private slots:
    void theMedianIsTheMiddleOrTheMeanOfTheMiddleTwo()
    {
        QCOMPARE(core::spreadOf({}).median, 0.0);
        QCOMPARE(core::spreadOf({7}).median, 7.0);
        QCOMPARE(core::spreadOf({9, 1, 4}).median, 4.0);
        QCOMPARE(core::spreadOf({9, 1, 4}).min, 1.0);
        QCOMPARE(core::spreadOf({9, 1, 4, 2}).median, 3.0);
    }

    void theProbeKeepsItsBestReading()
    {
        core::FmaProbe probe;
        QCOMPARE(probe.one(), 0.0);
        probe.sample();
        const double one = probe.one(), two = probe.two();
        QVERIFY(one > 0 && two > 0);
        probe.sample();
        QVERIFY(probe.one() >= one && probe.two() >= two);
    }

    void thePictureIsTheSameEachTimeAndHasParts()
    {
        const core::Tensor picture = core::madeUpPicture({1, 3, 37, 53});
        QVERIFY(picture.values == core::madeUpPicture({1, 3, 37, 53}).values);
        const auto [least, most] = std::ranges::minmax(picture.values);
        QVERIFY(least >= -1 && most <= 1 && most - least > 1);
    }

    void everyPassIsReadAsOftenAsAsked()
    {
        PreviewingDevice device;
        int between = 0;
        double last = 0;
        const core::Progress progress{{}, [&](double fraction) {
                                          QVERIFY(fraction > last);
                                          last = fraction;
                                      }};
        const auto times = core::timePasses(tinyModel(), device, 32, 48, 5, progress, [&] { ++between; });
        QCOMPARE(times.encode.wall.size(), std::size_t{5});
        QCOMPARE(times.decode.wall.size(), std::size_t{5});
        QCOMPARE(times.decode.cpu.size(), std::size_t{5});
        QCOMPARE(times.local->milliseconds.wall.size(), std::size_t{5});
        QCOMPARE(between, 15);
        QCOMPARE(last, 1.0);
        QCOMPARE(times.profile.peakBytes, std::uint64_t{6}); // the newest one when all decodes were done
        QCOMPARE(device.m_decodes, 11);
    }

    void previewsChangeNineCellsAndAreComparedInsideTheirWindow()
    {
        PreviewingDevice device;
        const auto times = core::timePasses(tinyModel(), device, 32, 48, 5, {});
        for (const int changed : device.m_changed)
            QVERIFY(changed >= 7 && changed <= 9); // a random code may be the one that was there
        constexpr double kRounding = 1e-3; // of floats around one, times 255
        const double wrong = PreviewingDevice::kWrong * 255 / 2;
        QVERIFY(std::abs(times.local->largestError - wrong) < kRounding);
        QVERIFY(std::abs(times.local->meanError - wrong * 2 / 3) < kRounding); // one channel of three is clamped
    }

    void aDeviceWithoutPreviewsGivesNoLocalTimes()
    {
        PreviewingDevice device;
        device.m_givesNone = true;
        QVERIFY(!core::timePasses(tinyModel(), device, 32, 48, 5, {}).local);
        QCOMPARE(device.m_decodes, 6); // nothing is decoded in vain
        const auto times = core::timePasses(tinyModel(), *core::makeCpuDevice(), 4, 4, 1, {});
        QVERIFY(!times.local && times.profile.ops.empty() && times.firstDecode > 0);
    }

    void aStopEndsTheMeasurement()
    {
        PreviewingDevice device;
        std::stop_source stop;
        int reports = 0;
        const core::Progress progress{stop.get_token(), [&](double) {
                                          if (++reports == 3)
                                              stop.request_stop();
                                      }};
        QVERIFY_THROWS_EXCEPTION(core::Cancelled, core::timePasses(tinyModel(), device, 32, 48, 5, progress));
        QCOMPARE(reports, 3);
    }

    void theProcessorIsToldFromOtherDevices()
    {
        QVERIFY(core::isCpuDevice(*core::makeCpuDevice()));
        QVERIFY(!core::isCpuDevice(PreviewingDevice()));
    }
};

QTEST_APPLESS_MAIN(TestMeasure)
#include "test_measure.moc"
