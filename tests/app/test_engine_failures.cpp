// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine does about devices that fail and results that look wrong: the work is done again, on the same device,
// with less memory, or on the CPU, and that is said once.
#include "app/engine/engine.h"
#include "tests/app/made_document.h"

#include <QSignalSpy>
#include <QTest>

#include <limits>

using namespace tessera;
using namespace tessera::tests;
using app::Engine;

namespace {

constexpr std::uint64_t kMebibyte = 1U << 20U;

/// What a device does to a decode, by what it was opened as; may throw.
using Act = std::function<void(const QString& choice, const gpu::DeviceOptions& options, core::Tensor& decoded)>;

class FaultyDevice : public FakeDevice {
public:
    FaultyDevice(const QString& choice, const gpu::DeviceOptions& options, std::shared_ptr<Gate> gate, Act act)
        : FakeDevice(choice.isEmpty() ? "best" : choice.toStdString(), std::move(gate)), m_choice(choice),
          m_options(options), m_act(std::move(act))
    {
    }
    core::Tensor decodeCodes(const core::VqModel& model, const core::IndexMap& codes,
                             const core::Progress& progress) override
    {
        core::Tensor decoded = FakeDevice::decodeCodes(model, codes, progress);
        m_act(m_choice, m_options, decoded);
        return decoded;
    }

private:
    QString m_choice;
    gpu::DeviceOptions m_options;
    Act m_act;
};

bool isCpu(const QString& choice) { return choice == QLatin1String("cpu"); }

} // namespace

class TestEngineFailures : public QObject {
    Q_OBJECT

    struct Opened {
        QString choice;
        std::uint64_t budget;
        bool operator==(const Opened&) const = default;
    };
    std::shared_ptr<Gate> m_gate;
    std::vector<Opened> m_opened; ///< looked at when the engine rests
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<QSignalSpy> m_decoded, m_failed, m_notices, m_devices;

    /// `onOpening` hears how many devices have been asked for, and may throw.
    void start(Act act, std::function<void(std::size_t)> onOpening = [](std::size_t) {})
    {
        const auto open = [this, act, onOpening](const QString& choice, const gpu::DeviceOptions& options) {
            m_opened.push_back({choice, options.memoryBudget});
            onOpening(m_opened.size());
            return std::make_unique<FaultyDevice>(choice, options, m_gate, act);
        };
        m_engine = std::make_unique<Engine>(QString(), open);
        m_decoded = std::make_unique<QSignalSpy>(m_engine.get(), &Engine::decoded);
        m_failed = std::make_unique<QSignalSpy>(m_engine.get(), &Engine::failed);
        m_notices = std::make_unique<QSignalSpy>(m_engine.get(), &Engine::notice);
        m_devices = std::make_unique<QSignalSpy>(m_engine.get(), &Engine::deviceOpened);
    }
    void decode(quint64 revision) { m_engine->decode(1, revision, tinyModel(), counted(3, 4)); }
    bool isRight(const QList<QVariant>& decoded) const
    {
        return decoded[2].value<std::shared_ptr<const core::Picture>>()->values == fakePicture(counted(3, 4))->values;
    }

private slots:
    void init()
    {
        m_gate = std::make_shared<Gate>();
        m_opened.clear();
    }
    void cleanup() { m_engine.reset(); }

    void aDeviceThatIsLostIsOpenedAnewAndTheDecodeDoneAgain() // G3, G11
    {
        start([](const auto&...) {});
        m_gate->next([](const core::Progress&) { throw core::DeviceError("the device was lost"); });
        decode(7);
        QTRY_COMPARE(m_decoded->count(), 1);
        QCOMPARE(m_decoded->at(0)[1].toULongLong(), quint64{7});
        QVERIFY(isRight(m_decoded->at(0)));
        QTRY_COMPARE(m_notices->count(), 1);
        QVERIFY(m_notices->at(0)[0].toString().contains("best failed and was started again"));
        QVERIFY(m_notices->at(0)[0].toString().contains("the device was lost"));
        QCOMPARE(m_failed->count(), 0);
        QCOMPARE(m_devices->count(), 2);
        QCOMPARE(m_opened, (std::vector<Opened>{{"", 0}, {"", 0}}));
    }

    void aDeviceThatIsLostAgainGivesWayToTheCpuAndThatIsSaidOnce()
    {
        start([](const QString& choice, const auto&, const auto&) {
            if (!isCpu(choice))
                throw core::DeviceError("the device was lost");
        });
        decode(1);
        QTRY_COMPARE(m_notices->count(), 1);
        QVERIFY(m_notices->at(0)[0].toString().contains("computes on the CPU now"));
        QCOMPARE(m_decoded->count(), 1);
        QVERIFY(isRight(m_decoded->at(0)));
        QCOMPARE(m_opened, (std::vector<Opened>{{"", 0}, {"", 0}, {"cpu", 0}}));
        decode(2); // and it stays there
        QTRY_COMPARE(m_decoded->count(), 2);
        QCOMPARE(m_opened.size(), std::size_t{3});
        QCOMPARE(m_notices->count(), 1);
        QCOMPARE(m_failed->count(), 0);
    }

    void aDeviceThatIsLostEveryFewSecondsIsNotOpenedForEver() // G4
    {
        start([](const auto&...) {});
        for (int i = 1; i <= 3; ++i) {
            m_gate->next([](const core::Progress&) { throw core::DeviceError("the device was lost"); });
            decode(static_cast<quint64>(i));
            QTRY_COMPARE(m_notices->count(), i);
        }
        QCOMPARE(m_decoded->count(), 3);
        QCOMPARE(m_opened.back().choice, QString("cpu"));
        QCOMPARE(m_opened.size(), std::size_t{4});
    }

    void aDeviceThatIsLostWhileItIsOpenedAnewGivesWayToTheCpu() // G4
    {
        start([](const auto&...) {}, [](std::size_t times) {
            if (times == 2)
                throw core::DeviceError("the device was lost again");
        });
        m_gate->next([](const core::Progress&) { throw core::DeviceError("the device was lost"); });
        decode(1);
        QTRY_COMPARE(m_decoded->count(), 1);
        QVERIFY(isRight(m_decoded->at(0)));
        QTRY_COMPARE(m_notices->count(), 1);
        const QString notice = m_notices->at(0)[0].toString();
        for (const char* word : {"computes on the CPU", "the device was lost again"})
            QVERIFY2(notice.contains(word), qPrintable(notice));
        QCOMPARE(m_opened, (std::vector<Opened>{{"", 0}, {"", 0}, {"cpu", 0}}));
        QCOMPARE(m_failed->count(), 0);
    }

    void aDeviceThatIsChosenAgainIsTriedAgain()
    {
        start([](const auto&...) {});
        for (int i = 1; i <= 3; ++i) {
            m_gate->next([](const core::Progress&) { throw core::DeviceError("the device was lost"); });
            decode(static_cast<quint64>(i));
            QTRY_COMPARE(m_decoded->count(), i);
        }
        m_engine->openDevice("other");
        decode(4);
        QTRY_COMPARE(m_decoded->count(), 4);
        QCOMPARE(m_devices->last()[0].toString(), QString("other"));
    }

    void whatDoesNotFitIsDoneWithLessMemoryAndThenOnTheCpu() // G2
    {
        start([](const QString& choice, const auto&, const auto&) {
            if (!isCpu(choice))
                throw core::OutOfDeviceMemory("out of device memory");
        });
        decode(1);
        QTRY_COMPARE(m_decoded->count(), 1);
        QVERIFY(isRight(m_decoded->at(0)));
        QTRY_COMPARE(m_notices->count(), 1);
        QVERIFY(m_notices->at(0)[0].toString().contains("computes on the CPU now"));
        QCOMPARE(m_opened.size(), std::size_t{3});
        QCOMPARE(m_opened[1], (Opened{"", 512 * kMebibyte}));
        QCOMPARE(m_opened[2].choice, QString("cpu"));
        QCOMPARE(m_failed->count(), 0);
    }

    void whatFitsIntoLessMemoryStaysOnTheDevice()
    {
        start([](const QString&, const gpu::DeviceOptions& options, const auto&) {
            if (options.memoryBudget == 0)
                throw core::OutOfDeviceMemory("out of device memory");
        });
        decode(1);
        QTRY_COMPARE(m_notices->count(), 1);
        QVERIFY(m_notices->at(0)[0].toString().contains("512 MiB"));
        QCOMPARE(m_decoded->count(), 1);
        QCOMPARE(m_devices->last()[0].toString(), QString("best"));
    }

    void whereTheCpuFailsTooThereIsAMessageAndNoEnd()
    {
        start([](const auto&...) { throw core::DeviceError("nothing works"); });
        decode(1);
        QTRY_COMPARE(m_failed->count(), 1);
        QVERIFY(m_failed->at(0)[1].toString().contains("nothing works"));
        decode(2);
        QTRY_COMPARE(m_failed->count(), 2);
        QCOMPARE(m_decoded->count(), 0);
    }

    void aPictureThatIsNotFiniteIsDecodedOnTheCpu() // G10
    {
        start([](const QString& choice, const auto&, core::Tensor& decoded) {
            if (!isCpu(choice))
                decoded.values.back() = std::numeric_limits<float>::quiet_NaN();
        });
        decode(1);
        QTRY_COMPARE(m_notices->count(), 1);
        QVERIFY(m_notices->at(0)[0].toString().contains("best gave a result that cannot be right"));
        QTRY_COMPARE(m_devices->count(), 2);
        QCOMPARE(m_devices->last()[0].toString(), QString("cpu"));
        QCOMPARE(m_decoded->count(), 1);
        QVERIFY(isRight(m_decoded->at(0)));
        QCOMPARE(m_failed->count(), 0);
    }

    void aBlankPictureIsNotShownBeforeTheCpuHasSeenIt()
    {
        for (const float value : {0.0F, -1.0F}) { // memory that nothing was written to; black
            init();
            start([value](const QString& choice, const auto&, core::Tensor& decoded) {
                if (!isCpu(choice))
                    std::ranges::fill(decoded.values, value);
            });
            decode(1);
            QTRY_COMPARE(m_decoded->count(), 1);
            QVERIFY(isRight(m_decoded->at(0)));
            QTRY_COMPARE(m_notices->count(), 1);
        }
    }

    void aModelThatReallyDrawsNothingKeepsItsDevice()
    {
        start([](const auto&, const auto&, core::Tensor& decoded) { std::ranges::fill(decoded.values, -1.0F); });
        decode(1);
        QTRY_COMPARE(m_decoded->count(), 1);
        decode(2);
        QTRY_COMPARE(m_decoded->count(), 2);
        QCOMPARE(m_decoded->at(1)[2].value<std::shared_ptr<const core::Picture>>()->values.front(), 0.0F);
        QCOMPARE(m_opened, (std::vector<Opened>{{"", 0}, {"cpu", 0}})); // asked once
        QCOMPARE(m_devices->count(), 1);
        QCOMPARE(m_notices->count(), 0);
    }

    void whoCancelsWhileTheCpuJudgesKeepsTheDevice()
    {
        start([](const QString& choice, const auto&, core::Tensor& decoded) {
            if (!isCpu(choice))
                std::ranges::fill(decoded.values, 0.0F);
        });
        QTRY_COMPARE(m_devices->count(), 1);
        m_gate->close();
        decode(1);
        QTRY_COMPARE(m_gate->entered(), 1);
        m_gate->letOnePass();
        QTRY_COMPARE(m_gate->entered(), 2); // the CPU
        m_engine->cancel();
        m_gate->open();
        decode(2);
        QTRY_COMPARE(m_decoded->count(), 1);
        QVERIFY(isRight(m_decoded->at(0)));
        QTRY_COMPARE(m_notices->count(), 1); // of the second decode
        QCOMPARE(m_opened, (std::vector<Opened>{{"", 0}, {"cpu", 0}, {"cpu", 0}}));
    }

    void anEncodeThatFailsIsDoneAgainToo()
    {
        start([](const auto&...) {});
        QSignalSpy encoded(m_engine.get(), &Engine::encoded);
        m_gate->next([](const core::Progress&) { throw core::DeviceError("the device was lost"); });
        m_engine->encode(5, tinyModel(), std::make_shared<const core::Picture>(gradient(30, 18)), core::Fit::pad);
        QTRY_COMPARE(encoded.count(), 1);
        QTRY_COMPARE(m_notices->count(), 1);
        QCOMPARE(m_failed->count(), 0);
    }
};

QTEST_GUILESS_MAIN(TestEngineFailures)
#include "test_engine_failures.moc"
