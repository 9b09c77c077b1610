// SPDX-License-Identifier: GPL-3.0-or-later
// A document over a Vulkan device whose calls fail, one after the other, while somebody paints: the picture comes all the
// same, the codes are what they were, and nothing is said but once.
#include "app/engine/decode_follower.h"
#include "app/engine/engine.h"
#include "core/cpu/cpu_device.h"
#include "core/model/codec.h"
#include "tests/app/made_document.h"
#include "tests/support/vulkan_faults.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace tessera;
using namespace tessera::tests;
using app::Engine;

namespace {

constexpr quint64 kId = 3;
constexpr gpu::DeviceOptions kOptions{.tune = gpu::Tune::off, .hurry = false};
/// Between device and CPU, of pictures from 0 to 1: as in the goldens.
constexpr float kTolerance = 1e-3F;
/// Every so many of the calls of a first decode are tried (VulkanFaults::stride): each fault compiles kernels anew.
constexpr int kFirstStride = 37;
constexpr int kPatienceMs = 120'000;

bool areAlike(const core::Picture& a, const core::Picture& b)
{
    if (a.width != b.width || a.height != b.height)
        return false;
    for (std::size_t i = 0; i < a.values.size(); ++i)
        if (!(std::abs(a.values[i] - b.values[i]) <= kTolerance))
            return false;
    return true;
}

} // namespace

class TestDeviceFaults : public QObject {
    Q_OBJECT

    /// What the CPU decodes the document's codes to.
    static core::Picture reference(const app::Document& document)
    {
        const auto cpu = core::makeCpuDevice();
        return core::toPicture(core::Codec(document.model(), *cpu).decodeCodes(document.codes()), 0, nullptr);
    }

    static std::unique_ptr<Engine> newEngine()
    {
        return std::make_unique<Engine>(QString(), [](const QString& choice, const gpu::DeviceOptions& options) {
            return choice == QLatin1String("cpu") ? core::makeCpuDevice() : gpu::openDevice(choice.toStdString(), options);
        }, kOptions);
    }

private slots:
    void init() { VulkanFaults::none(); }
    void cleanup()
    {
        VulkanFaults::none();
        QCOMPARE(VulkanFaults::objects(), 0);
    }

    void aDecodeThatFailsAtAnyCallComesAllTheSame_data()
    {
        QTest::addColumn<int>("fault");
        QTest::addColumn<bool>("isFirst");
        for (const bool isFirst : {true, false}) {
            const char* when = isFirst ? "of the first decode" : "of a later one";
            QTest::addRow("out of device memory, %s", when) << static_cast<int>(VK_ERROR_OUT_OF_DEVICE_MEMORY) << isFirst;
            QTest::addRow("lost, %s", when) << static_cast<int>(VK_ERROR_DEVICE_LOST) << isFirst;
            QTest::addRow("no answer, %s", when) << static_cast<int>(VK_TIMEOUT) << isFirst;
        }
    }

    void aDecodeThatFailsAtAnyCallComesAllTheSame()
    {
        QFETCH(int, fault);
        QFETCH(bool, isFirst);
        int faults = 0;
        for (int n = 1;; n += isFirst ? VulkanFaults::stride(kFirstStride) : 1) {
            const auto document = encodedDocument(36, 28);
            const auto engine = newEngine();
            QSignalSpy opened(engine.get(), &Engine::deviceOpened), notices(engine.get(), &Engine::notice);
            QSignalSpy failed(engine.get(), &Engine::failed), decoded(engine.get(), &Engine::decoded);
            QTRY_VERIFY_WITH_TIMEOUT(opened.count() == 1, kPatienceMs);
            std::unique_ptr<app::DecodeFollower> follower;
            if (isFirst) {
                VulkanFaults::plan(n, static_cast<VkResult>(fault));
                follower = std::make_unique<app::DecodeFollower>(*engine, kId, *document);
            } else {
                follower = std::make_unique<app::DecodeFollower>(*engine, kId, *document);
                QTRY_VERIFY_WITH_TIMEOUT(document->isExact(), kPatienceMs);
                VulkanFaults::plan(n, static_cast<VkResult>(fault));
            }
            document->edit(oneCell(*document, 3, 3, 400), "Paint");
            const core::IndexMap codes = document->codes();
            QTRY_VERIFY_WITH_TIMEOUT(document->isExact() && !follower->isWaiting(), kPatienceMs);
            const bool hasStruck = VulkanFaults::hasStruck();
            QVERIFY(document->codes() == codes);
            QCOMPARE(document->undoStack().count(), 1);
            QVERIFY2(areAlike(*document->reconstruction(), reference(*document)), qPrintable(QString::number(n)));
            QCOMPARE(failed.count(), 0);
            QVERIFY(notices.count() <= 1);
            if (!hasStruck)
                break;
            ++faults;
        }
        QVERIFY(faults > 0);
        qInfo("%d faults", faults);
    }
};

QTEST_GUILESS_MAIN(TestDeviceFaults)
#include "test_device_faults.moc"
