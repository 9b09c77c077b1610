// SPDX-License-Identifier: GPL-3.0-or-later
// The engine thread over a device that waits for the test: devices and their absence, results, failures, cancel.
#include "app/engine/engine.h"
#include "app/engine/thread_priority.h"
#include "core/cpu/cpu_device.h"
#include "tests/app/made_document.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <limits>
#include <new>
#include <thread>

using namespace tessera;
using namespace tessera::tests;
using app::Engine;

namespace {

using Job = Engine::Job;

/// Devices that all share one gate; choices in `missing` cannot be opened.
Engine::DeviceFactory devices(std::shared_ptr<Gate> gate, QStringList missing = {})
{
    return [gate = std::move(gate), missing = std::move(missing)](const QString& choice,
                                                                            const gpu::DeviceOptions&) {
        if (missing.contains(choice))
            throw core::DeviceError("no device \"" + choice.toStdString() + "\" here");
        return std::make_unique<FakeDevice>(choice.isEmpty() ? "best" : choice.toStdString(), gate);
    };
}

/// The revisions that decoded() brought.
QList<quint64> revisions(const QSignalSpy& decoded)
{
    QList<quint64> list;
    for (const auto& arguments : decoded)
        list << arguments.at(1).toULongLong();
    return list;
}

std::shared_ptr<const core::Picture> somePicture(int width, int height)
{
    return std::make_shared<const core::Picture>(gradient(width, height));
}

} // namespace

class TestEngine : public QObject {
    Q_OBJECT

    std::shared_ptr<Gate> m_gate;

private slots:
    void init() { m_gate = std::make_shared<Gate>(); }

    void theChosenDeviceIsOpenedAndNamed()
    {
        Engine engine("second", devices(m_gate));
        QSignalSpy opened(&engine, &Engine::deviceOpened), finished(&engine, &Engine::finished);
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened[0][0].toString(), QString("second"));
    }

    void theEngineAndWhatADriverStartsGiveWayToTheWindow()
    {
        int own = 0, drivers = 0;
        Engine engine("", [&](const QString&, const gpu::DeviceOptions&) {
            own = app::threadNiceness();
            std::thread([&] { drivers = app::threadNiceness(); }).join();
            return std::make_unique<FakeDevice>("fake", m_gate);
        });
        QSignalSpy opened(&engine, &Engine::deviceOpened);
        QTRY_COMPARE(opened.count(), 1);
#ifdef __linux__
        QCOMPARE(own, std::min(app::threadNiceness() + app::kGiveWay, 19));
        QCOMPARE(drivers, own);
#endif
    }

    void theDeviceIsOpenedAsTheOptionsSay()
    {
        std::vector<gpu::DeviceOptions> asked; // on the engine thread, which rests when deviceOpened() has come
        const auto factory = [&](const QString&, const gpu::DeviceOptions& options) {
            asked.push_back(options);
            return std::make_unique<FakeDevice>("fake", m_gate);
        };
        Engine engine("", factory, {.exact = true, .memoryBudget = 1 << 20});
        QSignalSpy opened(&engine, &Engine::deviceOpened);
        QTRY_COMPARE(opened.count(), 1);
        QVERIFY(asked.at(0).exact);
        QCOMPARE(asked.at(0).memoryBudget, std::uint64_t{1 << 20});
        engine.openDevice("", {.memoryBudget = 5});
        QCOMPARE(engine.deviceOptions().memoryBudget, std::uint64_t{5});
        QTRY_COMPARE(opened.count(), 2);
        QVERIFY(!asked.at(1).exact);
        QCOMPARE(opened[0][1].toBool(), true);
        QCOMPARE(opened[1][1].toBool(), false);
        QCOMPARE(asked.at(1).memoryBudget, std::uint64_t{5});
    }

    void withoutVulkanTheCpuComputesAndItIsSaidOnce()
    {
        Engine engine("", devices(m_gate, {""}));
        QSignalSpy opened(&engine, &Engine::deviceOpened), notice(&engine, &Engine::notice);
        QSignalSpy failed(&engine, &Engine::failed), decoded(&engine, &Engine::decoded);
        engine.decode(1, 1, tinyModel(), counted(3, 4));
        engine.decode(2, 1, tinyModel(), counted(3, 4));
        QTRY_COMPARE(decoded.count(), 2);
        QCOMPARE(opened[0][0].toString(), QString("cpu"));
        QCOMPARE(notice.count(), 1);
        QVERIFY(notice[0][0].toString().contains("no device \"\" here"));
        QCOMPARE(failed.count(), 0);
    }

    void aDeviceThatIsNotThereIsSaidAndTheBestOneTaken()
    {
        Engine engine("gone", devices(m_gate, {"gone"}));
        QSignalSpy opened(&engine, &Engine::deviceOpened), failed(&engine, &Engine::failed);
        QTRY_COMPARE(opened.count(), 1);
        QCOMPARE(opened[0][0].toString(), QString("best"));
        QCOMPARE(failed.count(), 1);
        QVERIFY(failed[0][1].toString().contains("gone"));
    }

    void aSwitchThatFailsKeepsTheDeviceThatWorks()
    {
        Engine engine("first", devices(m_gate, {"gone"}));
        QSignalSpy opened(&engine, &Engine::deviceOpened), failed(&engine, &Engine::failed);
        QSignalSpy decoded(&engine, &Engine::decoded);
        QTRY_COMPARE(opened.count(), 1);
        engine.openDevice("gone");
        engine.decode(1, 1, tinyModel(), counted(3, 4));
        QTRY_COMPARE(decoded.count(), 1);
        QCOMPARE(failed.count(), 1);
        QCOMPARE(opened.count(), 1);
    }

    void withoutAnyDeviceWorkFailsWithASentence()
    {
        Engine engine("", devices(m_gate, {"", "cpu"}));
        QSignalSpy failed(&engine, &Engine::failed), dropped(&engine, &Engine::decodeDropped);
        engine.decode(1, 4, tinyModel(), counted(3, 4));
        QTRY_COMPARE(dropped.count(), 1);
        QCOMPARE(failed.count(), 2);
        QCOMPARE(failed[1][0].value<Job>(), Job::decode);
        QVERIFY(!failed[1][1].toString().isEmpty());
    }

    void aDecodeIsThePictureOfItsCodes()
    {
        Engine engine("", devices(m_gate));
        QSignalSpy decoded(&engine, &Engine::decoded);
        const core::IndexMap codes = counted(5, 7);
        engine.decode(42, 3, tinyModel(), codes);
        QTRY_COMPARE(decoded.count(), 1);
        QCOMPARE(decoded[0][0].toULongLong(), quint64{42});
        const auto picture = decoded[0][2].value<std::shared_ptr<const core::Picture>>();
        QVERIFY(picture->values == fakePicture(codes)->values);
        QCOMPARE(picture->width, 28);
        QVERIFY(decoded[0][3].toDouble() >= 0);
    }

    void aDecodeTellsWhereItsTimeWent()
    {
        m_gate->setProfile({{{"norm", "(1, 8, 4, 4)", "", 1.5, 2000}}, 300, 40});
        Engine engine("", devices(m_gate));
        QSignalSpy profiled(&engine, &Engine::profiled);
        engine.decode(42, 3, tinyModel(), counted(3, 4));
        QTRY_COMPARE(profiled.count(), 1);
        QCOMPARE(profiled[0][0].toULongLong(), quint64{42});
        const auto profile = profiled[0][1].value<core::Profile>();
        QCOMPARE(profile.ops.at(0).name, std::string("norm"));
        QCOMPARE(profile.peakBytes, std::uint64_t{300});
    }

    void ofWaitingDecodesTheNewestWins()
    {
        m_gate->close();
        Engine engine("", devices(m_gate));
        QSignalSpy decoded(&engine, &Engine::decoded), dropped(&engine, &Engine::decodeDropped);
        engine.decode(1, 1, tinyModel(), counted(3, 4));
        QTRY_COMPARE(m_gate->entered(), 1);
        for (quint64 revision = 2; revision <= 10; ++revision)
            engine.decode(1, revision, tinyModel(), counted(3, 4));
        QVERIFY(!m_gate->stopRequested()); // the first picture is worth waiting for
        QCOMPARE(dropped.count(), 8);
        m_gate->open();
        QTRY_COMPARE(decoded.count(), 2);
        QCOMPARE(revisions(decoded), (QList<quint64>{1, 10}));
        QCOMPARE(m_gate->entered(), 2);
    }

    void cancelStopsWhatRunsAndDropsWhatWaits()
    {
        m_gate->close();
        Engine engine("", devices(m_gate));
        QSignalSpy decoded(&engine, &Engine::decoded), dropped(&engine, &Engine::decodeDropped);
        QSignalSpy failed(&engine, &Engine::failed), finished(&engine, &Engine::finished);
        QTRY_COMPARE(finished.count(), 1);
        engine.decode(1, 1, tinyModel(), counted(3, 4));
        QTRY_COMPARE(m_gate->entered(), 1);
        engine.decode(1, 2, tinyModel(), counted(3, 4));
        engine.cancel();
        QTRY_COMPARE(finished.count(), 2);
        QCOMPARE(dropped.count(), 2);
        QCOMPARE(decoded.count(), 0);
        QCOMPARE(failed.count(), 0);

        m_gate->open();
        engine.decode(1, 3, tinyModel(), counted(3, 4));
        QTRY_COMPARE(decoded.count(), 1);
        QCOMPARE(revisions(decoded), QList<quint64>{3});
    }

    void aResultThatWasReadyWhenSomebodyCancelledIsDropped()
    {
        Engine engine("", devices(m_gate));
        QSignalSpy decoded(&engine, &Engine::decoded), dropped(&engine, &Engine::decodeDropped);
        QSignalSpy finished(&engine, &Engine::finished);
        QTRY_COMPARE(finished.count(), 1);
        // The cancel comes from the pass itself, through the event queue before the result.
        m_gate->next([&engine](const core::Progress&) {
            QMetaObject::invokeMethod(&engine, [&engine] { engine.cancel(); }, Qt::QueuedConnection);
        });
        engine.decode(1, 1, tinyModel(), counted(3, 4));
        QTRY_COMPARE(finished.count(), 2);
        QCOMPARE(decoded.count(), 0);
        QCOMPARE(dropped.count(), 1);
    }

    void startedAndFinishedComeInPairsAroundEachJob()
    {
        Engine engine("", devices(m_gate));
        QStringList order;
        connect(&engine, &Engine::started, this, [&](Job job) { order << QString("+%1").arg(static_cast<int>(job)); });
        connect(&engine, &Engine::finished, this, [&](Job job) { order << QString("-%1").arg(static_cast<int>(job)); });
        connect(&engine, &Engine::decoded, this, [&] { order << "decoded"; });
        connect(&engine, &Engine::failed, this, [&] { order << "failed"; });
        engine.openModel("/nowhere");
        engine.decode(1, 1, tinyModel(), counted(3, 4));
        QTRY_COMPARE(order.size(), 8);
        QCOMPARE(order, (QStringList{"+0", "-0", "+1", "failed", "-1", "+3", "decoded", "-3"}));
    }

    void aPictureThatIsNotFiniteIsNeverShown() // S17
    {
        class NanDevice : public FakeDevice {
        public:
            using FakeDevice::FakeDevice;
            core::Tensor decodeCodes(const core::VqModel& model, const core::IndexMap& codes,
                                     const core::Progress& progress) override
            {
                core::Tensor tensor = FakeDevice::decodeCodes(model, codes, progress);
                tensor.values.back() = std::numeric_limits<float>::quiet_NaN();
                return tensor;
            }
        };
        Engine engine("", [this](const QString&, const gpu::DeviceOptions&) {
            return std::make_unique<NanDevice>("nan", m_gate);
        });
        QSignalSpy decoded(&engine, &Engine::decoded), dropped(&engine, &Engine::decodeDropped);
        QSignalSpy failed(&engine, &Engine::failed);
        engine.decode(1, 1, tinyModel(), counted(3, 4));
        QTRY_COMPARE(dropped.count(), 1);
        QCOMPARE(decoded.count(), 0);
        QCOMPARE(failed.count(), 1);
        QVERIFY(failed[0][1].toString().contains("finite"));
    }

    void failuresOfAnyKindBecomeMessagesAndTheEngineGoesOn()
    {
        Engine engine("", devices(m_gate));
        QSignalSpy decoded(&engine, &Engine::decoded), dropped(&engine, &Engine::decodeDropped);
        QSignalSpy failed(&engine, &Engine::failed), finished(&engine, &Engine::finished);
        QTRY_COMPARE(finished.count(), 1);
        const std::vector<std::function<void(const core::Progress&)>> accidents{
            [](const core::Progress&) { throw core::Error("needs 3 GiB, has 2"); },
            [](const core::Progress&) { throw std::bad_alloc(); },
            [](const core::Progress&) { throw std::runtime_error("odd"); },
            [](const core::Progress&) { throw 7; }};
        for (std::size_t i = 0; i < accidents.size(); ++i) {
            m_gate->next(accidents[i]);
            engine.decode(1, i, tinyModel(), counted(3, 4));
            QTRY_COMPARE(failed.count(), static_cast<int>(i) + 1);
            QVERIFY(!failed.last()[1].toString().isEmpty());
        }
        QCOMPARE(failed[0][1].toString(), QString("needs 3 GiB, has 2"));
        QVERIFY(failed[1][1].toString().contains("memory"));
        QTRY_COMPARE(dropped.count(), 4);
        engine.decode(1, 9, tinyModel(), counted(3, 4));
        QTRY_COMPARE(decoded.count(), 1);
    }

    void codesThatDoNotFitTheModelFailInsteadOfCrashing()
    {
        Engine engine("cpu", [](const QString&, const gpu::DeviceOptions&) { return core::makeCpuDevice(); });
        QSignalSpy failed(&engine, &Engine::failed);
        core::IndexMap codes = counted(3, 4);
        codes.at(1, 1) = 512;
        engine.decode(1, 1, tinyModel(), codes);
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(failed[0][1].toString().contains("512"));
    }

    void anEncodeBringsCodesAndThePictureThatTheModelSaw()
    {
        Engine engine("", devices(m_gate));
        QSignalSpy encoded(&engine, &Engine::encoded);
        engine.encode(5, tinyModel(), somePicture(30, 18), core::Fit::pad);
        QTRY_COMPARE(encoded.count(), 1);
        QCOMPARE(encoded[0][0].toULongLong(), quint64{5});
        const auto prepared = encoded[0][2].value<core::Prepared>();
        QCOMPARE(prepared.seen.width, 32);
        QCOMPARE(prepared.how.pictureWidth, 30);
        const auto codes = encoded[0][3].value<core::IndexMap>();
        QCOMPARE(codes.rows, std::int64_t{5});
        QCOMPARE(codes.cols, std::int64_t{8});
    }

    void ofTwoEncodesOfADocumentOnlyTheNewerCounts()
    {
        m_gate->close();
        Engine engine("", devices(m_gate));
        QSignalSpy encoded(&engine, &Engine::encoded), failed(&engine, &Engine::failed);
        engine.encode(5, tinyModel(), somePicture(30, 18), core::Fit::pad);
        QTRY_COMPARE(m_gate->entered(), 1);
        engine.encode(5, tinyModel(), somePicture(30, 18), core::Fit::crop);
        QVERIFY(m_gate->stopRequested());
        m_gate->open();
        QTRY_COMPARE(encoded.count(), 1);
        QCOMPARE(encoded[0][2].value<core::Prepared>().how.fit, core::Fit::crop);
        QCOMPARE(failed.count(), 0);
    }

    void picturesThatCannotBeEncodedFailWithASentence()
    {
        Engine engine("", devices(m_gate));
        QSignalSpy encoded(&engine, &Engine::encoded), failed(&engine, &Engine::failed);
        engine.encode(1, tinyModel(), somePicture(3, 3), core::Fit::crop);
        QTRY_COMPARE(failed.count(), 1);
        core::Picture broken = gradient(8, 8);
        broken.values[0] = std::numeric_limits<float>::quiet_NaN();
        engine.encode(1, tinyModel(), std::make_shared<const core::Picture>(broken), core::Fit::pad);
        QTRY_COMPARE(failed.count(), 2);
        QVERIFY(failed[1][1].toString().contains("finite"));
        QCOMPARE(encoded.count(), 0);
    }

    void modelsOpenAndMissingOnesAreNamed()
    {
        Engine engine("", devices(m_gate));
        QSignalSpy opened(&engine, &Engine::modelOpened), failed(&engine, &Engine::failed);
        engine.openModel("/nowhere/at-all");
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(failed[0][1].toString().contains("at-all"));
        engine.openModel(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model");
        QTRY_COMPARE(opened.count(), 1);
        QCOMPARE(opened[0][0].value<core::OpenedModel>().model->config().codes, std::int64_t{512});
    }

    void aModelThatNobodyUsesAnyMoreIsForgottenByTheDevice()
    {
        Engine engine("", devices(m_gate));
        {
            QSignalSpy decoded(&engine, &Engine::decoded);
            auto old = core::openModel(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model").model;
            engine.decode(1, 1, std::move(old), counted(3, 4));
            QTRY_COMPARE(decoded.count(), 1);
        }
        QCOMPARE(m_gate->forgotten(), 0);
        QSignalSpy decoded(&engine, &Engine::decoded);
        engine.decode(1, 2, tinyModel(), counted(3, 4));
        QTRY_COMPARE(decoded.count(), 1);
        QCOMPARE(m_gate->forgotten(), 1);
    }

    void preparationsGiveWayGoOnAndAreNotHeardOf()
    {
        using Strings = std::vector<std::string>;
        Engine engine("", devices(m_gate));
        QSignalSpy started(&engine, &Engine::started), finished(&engine, &Engine::finished);
        QSignalSpy failed(&engine, &Engine::failed), decoded(&engine, &Engine::decoded);
        QTRY_COMPARE(finished.count(), 1);
        m_gate->holdPreparations(true);
        engine.prepare(tinyModel(), 9, 12);
        QTRY_COMPARE(m_gate->preparations(), Strings{"9x12"});
        engine.decode(1, 1, tinyModel(), counted(3, 4));
        QTRY_COMPARE(decoded.count(), 1);
        QTRY_COMPARE(m_gate->preparations(), (Strings{"9x12", "9x12 stopped", "9x12"}));
        engine.prepare(tinyModel(), 5, 6);
        m_gate->holdPreparations(false);
        QTRY_COMPARE(m_gate->preparations().back(), std::string("5x6 done"));
        QCOMPARE(started.count(), 2); // the device and the decode
        QCOMPARE(finished.count(), 2);
        QCOMPARE(failed.count(), 0);
    }

    void aPreparationThatFailsIsNotSpokenOf()
    {
        class NarrowDevice : public FakeDevice {
        public:
            using FakeDevice::FakeDevice;
            void prepare(const core::VqModel& model, std::int64_t rows, std::int64_t cols,
                         const core::Progress& progress) override
            {
                FakeDevice::prepare(model, rows, cols, progress);
                throw core::OutOfDeviceMemory("needs 3 GiB, has 2");
            }
        };
        Engine engine("", [this](const QString&, const gpu::DeviceOptions&) { return std::make_unique<NarrowDevice>("narrow", m_gate); });
        QSignalSpy failed(&engine, &Engine::failed), decoded(&engine, &Engine::decoded);
        engine.prepare(tinyModel(), 9, 12);
        QTRY_COMPARE(m_gate->preparations().size(), std::size_t{2});
        engine.decode(1, 1, tinyModel(), counted(3, 4));
        QTRY_COMPARE(decoded.count(), 1);
        QCOMPARE(failed.count(), 0);
        QCOMPARE(m_gate->preparations().size(), std::size_t{2});
    }

    void progressIsToldAtMostTenTimesASecond()
    {
        Engine engine("", devices(m_gate));
        QSignalSpy progressed(&engine, &Engine::progressed), decoded(&engine, &Engine::decoded);
        std::atomic<qint64> took = 0;
        m_gate->next([&took](const core::Progress& progress) {
            QElapsedTimer timer;
            timer.start();
            while (timer.elapsed() < 350)
                progress.step(static_cast<double>(timer.elapsed()) / 350);
            took = timer.elapsed();
        });
        engine.decode(1, 1, tinyModel(), counted(3, 4));
        QTRY_COMPARE(decoded.count(), 1);
        QVERIFY(progressed.count() >= 2);
        QVERIFY(progressed.count() <= took / 100 + 1);
        double last = 0;
        for (const auto& arguments : progressed) {
            QVERIFY(arguments[1].toDouble() >= last && arguments[1].toDouble() <= 1);
            last = arguments[1].toDouble();
        }
    }

    void anEngineThatIsBusyCanBeDestroyed()
    {
        m_gate->close();
        auto engine = std::make_unique<Engine>("", devices(m_gate));
        engine->decode(1, 1, tinyModel(), counted(3, 4));
        QTRY_COMPARE(m_gate->entered(), 1);
        engine->decode(1, 2, tinyModel(), counted(3, 4));
        engine.reset();
        QVERIFY(m_gate->stopRequested());
        QCOMPARE(m_gate->entered(), 1);
    }
};

QTEST_GUILESS_MAIN(TestEngine)
#include "test_engine.moc"
