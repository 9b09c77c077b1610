// SPDX-License-Identifier: GPL-3.0-or-later
// Studies: what the engine is asked to find out by decoding again and again.
#include "app/engine/engine.h"
#include "app/engine/study.h"
#include "core/model/codec.h"
#include "gpu/gpu.h"
#include "tests/app/made_document.h"

#include <QSet>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <any>
#include <memory>
#include <vector>

using namespace tessera;
using namespace tessera::tests;
using app::Engine;

class TestStudies : public QObject {
    Q_OBJECT

    std::shared_ptr<Gate> m_gate;

private slots:
    void init() { m_gate = std::make_shared<Gate>(); }

    void aStudyRunsOnTheDeviceAndSaysHowFarItIs()
    {
        Engine engine("", fakeDevices(m_gate));
        QSignalSpy studied(&engine, &Engine::studied), studying(&engine, &Engine::studying);
        const quint64 request = engine.study(
            1000, tinyModel(), [](core::Device& device, const core::Progress& progress) -> std::any {
                progress.step(0.25);
                return device.name();
            });
        QTRY_COMPARE(studied.count(), 1);
        QCOMPARE(studied[0][0].toULongLong(), request);
        QCOMPARE(std::any_cast<std::string>(studied[0][1].value<std::any>()), std::string("fake"));
        QCOMPARE(studying.count(), 1);
        QCOMPARE(studying[0][1].toDouble(), 0.25);
    }

    void ofOnesStudiesTheNewestCountsAndCancelEndsIt()
    {
        Engine engine("", fakeDevices(m_gate));
        QSignalSpy studied(&engine, &Engine::studied);
        const auto decode = [](core::Device& device, const core::Progress& progress) -> std::any {
            return device.decodeCodes(*tinyModel(), core::IndexMap(1, 3, 4), {progress.stop, {}}).shape.w;
        };
        m_gate->close();
        engine.study(1000, tinyModel(), decode);
        QTRY_COMPARE(m_gate->entered(), 1);
        const quint64 other = engine.study(1001, tinyModel(), decode); // somebody else's waits
        const quint64 newer = engine.study(1000, tinyModel(), decode);
        QTRY_VERIFY(m_gate->entered() >= 2);
        m_gate->open();
        QTRY_COMPARE(studied.count(), 2);
        QSet<quint64> requests;
        for (const auto& arguments : studied)
            requests << arguments[0].toULongLong();
        QCOMPARE(requests, (QSet<quint64>{other, newer}));
        m_gate->close();
        const int passes = m_gate->entered();
        engine.study(1000, tinyModel(), decode);
        QTRY_COMPARE(m_gate->entered(), passes + 1);
        engine.cancel(1000);
        QTRY_VERIFY(m_gate->stopRequested());
        m_gate->open();
        const quint64 last = engine.study(1001, tinyModel(), decode);
        QTRY_COMPARE(studied.count(), 3); // of the one that was ended nothing is heard, and it does not begin again
        QCOMPARE(studied[2][0].toULongLong(), last);
        QCOMPARE(m_gate->entered(), passes + 2);
    }

    void aStudyThatGoesWhileItRunsEndsAndSaysNothing() // it goes as a child of a panel that is half gone
    {
        Engine engine("", fakeDevices(m_gate));
        m_gate->close();
        auto study = std::make_unique<app::Study>(engine);
        study->start(tinyModel(), [](core::Device& device, const core::Progress& progress) -> std::any {
            return device.decodeCodes(*tinyModel(), core::IndexMap(1, 3, 4), {progress.stop, {}}).shape.w;
        });
        QTRY_COMPARE(m_gate->entered(), 1);
        QVERIFY(study->isRunning());
        QSignalSpy changed(study.get(), &app::Study::changed), studied(&engine, &Engine::studied);
        study.reset();
        QCOMPARE(changed.count(), 0);
        QTRY_VERIFY(m_gate->stopRequested());
        m_gate->open();
        engine.study(1001, tinyModel(), [](core::Device&, const core::Progress&) -> std::any { return 1; });
        QTRY_COMPARE(studied.count(), 1); // that one's
    }

    void aStudyBeginsAgainAfterOtherWork()
    {
        Engine engine("", fakeDevices(m_gate));
        QSignalSpy studied(&engine, &Engine::studied), decoded(&engine, &Engine::decoded);
        m_gate->close();
        engine.study(1000, tinyModel(), [](core::Device& device, const core::Progress& progress) -> std::any {
            return device.decodeCodes(*tinyModel(), core::IndexMap(1, 3, 4), {progress.stop, {}}).shape.w;
        });
        QTRY_COMPARE(m_gate->entered(), 1);
        engine.decode(1, 1, tinyModel(), core::IndexMap(1, 5, 6));
        QTRY_COMPARE(m_gate->entered(), 2);
        QCOMPARE(studied.count(), 0);
        m_gate->open();
        QTRY_COMPARE(studied.count(), 1);
        QCOMPARE(decoded.count(), 1);
        QCOMPARE(std::any_cast<std::int64_t>(studied[0][1].value<std::any>()), std::int64_t{16});
    }

    /// On the real device too: what it keeps for previews is what it was.
    void previewsGoOnAfterAStudy_data()
    {
        QTest::addColumn<bool>("real");
        QTest::newRow("a device without arithmetic") << false;
        QTest::newRow("Vulkan") << true;
    }
    void previewsGoOnAfterAStudy()
    {
        QFETCH(bool, real);
        constexpr int kPatienceMs = 120'000; // kernels are compiled
        if (real && gpu::listDevices().devices.empty())
            QSKIP("there is no Vulkan device");
        const auto open = [](const QString& choice, const gpu::DeviceOptions& options) {
            return gpu::openDevice(choice.toStdString(), options);
        };
        Engine engine("", real ? Engine::DeviceFactory(open) : Engine::DeviceFactory(fakeDevices(m_gate)),
                      {.tune = gpu::Tune::off, .hurry = false});
        QSignalSpy studied(&engine, &Engine::studied), decoded(&engine, &Engine::decoded);
        std::vector<std::shared_ptr<const app::PicturePart>> previews;
        connect(&engine, &Engine::previewed, this,
                [&](quint64, quint64, quint64 base, const std::shared_ptr<const app::PicturePart>& part) {
                    QCOMPARE(base, quint64{1});
                    previews.push_back(part);
                });
        const core::IndexMap base = counted(36, 40);
        core::IndexMap edited = base, other = base;
        edited.at(5, 6) = 99;
        std::ranges::reverse(other.codes);
        engine.decode(1, 1, tinyModel(), base);
        QTRY_COMPARE_WITH_TIMEOUT(decoded.count(), 1, kPatienceMs);
        engine.preview(1, 2, tinyModel(), edited);
        QTRY_COMPARE_WITH_TIMEOUT(previews.size(), std::size_t{1}, kPatienceMs);
        engine.study(1000, tinyModel(), [other](core::Device& device, const core::Progress& progress) -> std::any {
            return device.decodeCodes(*tinyModel(), other, {progress.stop, {}});
        });
        QTRY_COMPARE_WITH_TIMEOUT(studied.count(), 1, kPatienceMs);
        engine.preview(1, 3, tinyModel(), edited);
        QTRY_COMPARE_WITH_TIMEOUT(previews.size(), std::size_t{2}, kPatienceMs);
        QCOMPARE(previews[1]->rect(), previews[0]->rect());
        QVERIFY(previews[1]->picture.values == previews[0]->picture.values);
        // And the study's decode is that of everybody else, to the bit.
        engine.decode(1, 4, tinyModel(), other);
        QTRY_COMPARE_WITH_TIMEOUT(decoded.count(), 2, kPatienceMs);
        const auto study = std::any_cast<core::Tensor>(studied[0][1].value<std::any>());
        QVERIFY(core::toPicture(study, 0, nullptr).values
                == decoded[1][2].value<std::shared_ptr<const core::Picture>>()->values);
    }

    void aStudyThatFailsSaysWhy()
    {
        Engine engine("", fakeDevices(m_gate));
        QSignalSpy studied(&engine, &Engine::studied), failed(&engine, &Engine::failed);
        engine.study(1000, tinyModel(), [](core::Device&, const core::Progress&) -> std::any {
            throw core::DeviceError("the card is gone");
        });
        QTRY_COMPARE(studied.count(), 1);
        QVERIFY(!studied[0][1].value<std::any>().has_value());
        QCOMPARE(studied[0][2].toString(), QString("the card is gone"));
        QCOMPARE(failed.count(), 0); // the panel says it
    }
};

QTEST_GUILESS_MAIN(TestStudies)
#include "test_studies.moc"
