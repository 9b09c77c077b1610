// SPDX-License-Identifier: Apache-2.0
// Vulkan calls that fail, one after the other: of opening a device, of loading a model, encoding, decoding, painting and
// closing. Each is an error of the right kind or does no harm, nothing is left behind, and what comes after is right.
#include "core/error.h"
#include "core/model/codec.h"
#include "gpu/vulkan_device.h"
#include "tests/support/golden.h"
#include "tests/support/vulkan_faults.h"

#include <QScopeGuard>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace tessera;
using tests::VulkanFaults;

namespace {

constexpr VkResult kFaults[] = {VK_ERROR_OUT_OF_HOST_MEMORY, VK_ERROR_OUT_OF_DEVICE_MEMORY, VK_ERROR_DEVICE_LOST,
                                VK_TIMEOUT};
/// So large that strokes have previews.
constexpr std::int64_t kSide = 80;
/// Each of these calls is tried (VulkanFaults::stride). Prime, so that all kinds of calls have their turn.
constexpr int kUsualStride = 11;
/// Of devices that are lost each is made anew, which takes about a second where a driver compiles for it: so many of
/// the calls are tried, evenly spread.
constexpr int kUsualDevices = 25;

/// Values of pictures, from -1 to 1, by kernels that sum in another order, through all layers.
constexpr float kOtherKernels = 1e-4F;

/// The same kernels and sums each time.
constexpr gpu::DeviceOptions kOptions{.tune = gpu::Tune::off, .hurry = false};

const std::shared_ptr<const core::VqModel>& model()
{
    static const auto opened = core::openModel(tests::sourceFolder() / "tests/golden/v12-ties/model").model;
    return opened;
}

struct Work {
    core::IndexMap codes;
    std::vector<float> decoded, preview, edited;
    bool operator==(const Work&) const = default;
};

/// All that a person does with a picture.
Work work(core::Device& device)
{
    const core::Codec codec(model(), device);
    core::Tensor picture({1, 3, kSide, kSide});
    for (std::size_t i = 0; i < picture.values.size(); ++i)
        picture.values[i] = static_cast<float>(i % 83) / 41 - 1;
    Work work;
    work.codes = codec.quantize(codec.encode(picture)).codes;
    work.decoded = codec.decodeCodes(work.codes).values;
    work.codes.at(7, 9) = (work.codes.at(7, 9) + 1) % 96;
    if (const auto preview = device.previewCodes(*model(), work.codes))
        work.preview = preview->pixels.values;
    work.edited = codec.decodeCodes(work.codes).values;
    return work;
}

std::unique_ptr<core::Device> openDevice() { return gpu::openDevice({}, kOptions); }

enum class End { good, outOfMemory, otherError };

template <class Act>
End endOf(Act&& act)
{
    try {
        act();
        return End::good;
    } catch (const core::OutOfDeviceMemory&) {
        return End::outOfMemory;
    } catch (const core::DeviceError&) {
        return End::otherError;
    }
}

bool isOutOfMemory(VkResult fault)
{
    return fault == VK_ERROR_OUT_OF_HOST_MEMORY || fault == VK_ERROR_OUT_OF_DEVICE_MEMORY;
}

End expected(VkResult fault) { return isOutOfMemory(fault) ? End::outOfMemory : End::otherError; }

} // namespace

class TestFaults : public QObject {
    Q_OBJECT

    Work m_right;
    int m_callsOfAll = 0; ///< of opening, working and closing
    int m_injected = 0;

private slots:
    void initTestCase()
    {
        VulkanFaults::none();
        m_right = work(*openDevice());
        m_callsOfAll = VulkanFaults::calls();
        QVERIFY(!m_right.preview.empty());
        QVERIFY(m_right.decoded != m_right.edited);
        QVERIFY(work(*openDevice()) == m_right); // comparing to the bit means something
        QCOMPARE(VulkanFaults::objects(), 0);
    }

    void init()
    {
        VulkanFaults::none();
        QCOMPARE(VulkanFaults::objects(), 0);
    }

    void cleanup()
    {
        VulkanFaults::none();
        QCOMPARE(VulkanFaults::objects(), 0);
    }

    void cleanupTestCase()
    {
        qInfo("%d faults injected; opening, working and closing make %d calls that can fail", m_injected, m_callsOfAll);
    }

    void whatADeviceLacksIsSaidWithItsNumbers() // G2
    {
        QString message;
        for (int n = 1; n < m_callsOfAll && !message.contains("vkAllocateMemory"); ++n) {
            VulkanFaults::plan(n, VK_ERROR_OUT_OF_DEVICE_MEMORY);
            try {
                work(*openDevice());
            } catch (const core::DeviceError& error) {
                message = QString::fromUtf8(error.what());
            }
        }
        for (const char* word : {"has not enough memory left", " MiB more are needed", " MiB in all", "vkAllocateMemory",
                                 "open a smaller picture", "choose a smaller model", "--device cpu"})
            QVERIFY2(message.contains(word), qPrintable(message));
    }

    void openingADeviceFailsAtAnyCallAndLeavesNothing() // G1
    {
        for (const VkResult fault : kFaults)
            for (int n = 1;; ++n) {
                VulkanFaults::plan(n, fault);
                const End end = endOf([] { openDevice(); });
                if (!VulkanFaults::hasStruck()) {
                    QVERIFY(n > 4); // and there were some
                    break;
                }
                ++m_injected;
                QVERIFY2(end == End::good || end == expected(fault), qPrintable(QStringLiteral("call %1").arg(n)));
                QCOMPARE(VulkanFaults::objects(), 0);
            }
        VulkanFaults::none();
        QVERIFY(work(*openDevice()) == m_right);
    }

    void aDeviceThatIsNoneForTesseraIsNamedWithTheReason_data() // G1
    {
        QTest::addColumn<int>("lack");
        QTest::addColumn<QString>("says");
        QTest::newRow("no device") << static_cast<int>(VulkanFaults::Lack::device) << "no Vulkan device was found";
        QTest::newRow("an old driver") << static_cast<int>(VulkanFaults::Lack::version)
                                       << "cannot be used: its driver offers Vulkan 1.0.42, Tessera needs 1.1";
        QTest::newRow("no compute queue") << static_cast<int>(VulkanFaults::Lack::computeQueue)
                                          << "cannot be used: it has no compute queue";
    }

    void aDeviceThatIsNoneForTesseraIsNamedWithTheReason()
    {
        QFETCH(int, lack);
        QFETCH(QString, says);
        VulkanFaults::pretend(static_cast<VulkanFaults::Lack>(lack));
        const gpu::DeviceList list = gpu::listDevices();
        QString why;
        try {
            openDevice();
        } catch (const core::DeviceError& error) {
            why = QString::fromUtf8(error.what());
        }
        VulkanFaults::pretend(VulkanFaults::Lack::nothing);
        QVERIFY2(why.contains(says) && why.contains("cpu"), qPrintable(why));
        QVERIFY(list.devices.empty() ? !list.problem.empty() : !list.devices.front().unusable.empty());
        QVERIFY(openDevice() != nullptr);
    }

    void aDeviceThatLacksWhatIsOptionalComputesTheSame_data() // G1
    {
        QTest::addColumn<int>("lack");
        QTest::newRow("no 64-bit integers") << static_cast<int>(VulkanFaults::Lack::longIntegers);
        QTest::newRow("no fixed size of subgroups") << static_cast<int>(VulkanFaults::Lack::subgroupSize);
        QTest::newRow("no clock") << static_cast<int>(VulkanFaults::Lack::clock);
    }

    void aDeviceThatLacksWhatIsOptionalComputesTheSame()
    {
        QFETCH(int, lack);
        VulkanFaults::pretend(static_cast<VulkanFaults::Lack>(lack));
        const auto putBack = qScopeGuard([] { VulkanFaults::pretend(VulkanFaults::Lack::nothing); });
        const Work made = work(*openDevice());
        QVERIFY(made.codes == m_right.codes);
        const auto isNear = [](float a, float b) { return std::abs(a - b) < kOtherKernels; };
        QVERIFY(std::ranges::equal(made.decoded, m_right.decoded, isNear));
        QVERIFY(std::ranges::equal(made.edited, m_right.edited, isNear));
    }

    void theListOfDevicesSaysWhatIsWrongInstead() // G1
    {
        for (const VkResult fault : kFaults)
            for (int n = 1;; ++n) {
                VulkanFaults::plan(n, fault);
                const gpu::DeviceList list = gpu::listDevices();
                if (!VulkanFaults::hasStruck())
                    break;
                ++m_injected;
                QVERIFY(!list.devices.empty() || !list.problem.empty());
                QCOMPARE(VulkanFaults::objects(), 0);
            }
    }

    void aDeviceThatRunsOutOfMemoryAtAnyCallGoesOn_data()
    {
        QTest::addColumn<int>("fault");
        QTest::newRow("host memory") << static_cast<int>(VK_ERROR_OUT_OF_HOST_MEMORY);
        QTest::newRow("device memory") << static_cast<int>(VK_ERROR_OUT_OF_DEVICE_MEMORY);
    }

    void aDeviceThatRunsOutOfMemoryAtAnyCallGoesOn() // G2
    {
        QFETCH(int, fault);
        constexpr int kLookEvery = 16; // faults, whether work comes out right after them
        const auto device = openDevice();
        int faults = 0;
        for (int n = fault == VK_ERROR_OUT_OF_HOST_MEMORY ? 1 : 4;; n += VulkanFaults::stride(kUsualStride)) {
            device->forget(*model());
            Work made;
            VulkanFaults::plan(n, static_cast<VkResult>(fault));
            const End end = endOf([&] { made = work(*device); });
            if (!VulkanFaults::hasStruck()) {
                QVERIFY(made == m_right);
                QVERIFY(n > 50);
                break;
            }
            ++m_injected;
            ++faults;
            // What measures time may fail unheard.
            QVERIFY2(end == End::outOfMemory || made == m_right, qPrintable(QStringLiteral("call %1").arg(n)));
            VulkanFaults::none();
            if (faults % kLookEvery == 0)
                QVERIFY2(work(*device) == m_right, qPrintable(QStringLiteral("after call %1").arg(n)));
        }
    }

    void aDeviceThatIsLostIsAnErrorAndTheNextOneIsRight_data()
    {
        QTest::addColumn<int>("fault");
        QTest::newRow("lost") << static_cast<int>(VK_ERROR_DEVICE_LOST);
        QTest::newRow("does not answer") << static_cast<int>(VK_TIMEOUT); // G8
    }

    void aDeviceThatIsLostIsAnErrorAndTheNextOneIsRight() // G3, G4: also while it is closed
    {
        QFETCH(int, fault);
        const int stride = VulkanFaults::stride(std::max(m_callsOfAll / kUsualDevices, 1));
        for (int n = 1; n <= m_callsOfAll; n += stride) {
            Work made;
            VulkanFaults::plan(n, static_cast<VkResult>(fault));
            const End end = endOf([&] { made = work(*openDevice()); });
            QVERIFY(VulkanFaults::hasStruck());
            ++m_injected;
            QVERIFY2(end == End::otherError || (end == End::good && made == m_right),
                     qPrintable(QStringLiteral("call %1").arg(n)));
            QCOMPARE(VulkanFaults::objects(), 0);
        }
        VulkanFaults::none();
        QVERIFY(work(*openDevice()) == m_right);
    }

    void aDeviceThatIsLostInAPlanThatIsKnownIsAnErrorToo()
    {
        // Replaying a plan makes few calls: each of them, on a device of its own.
        for (int n = 1;; ++n) {
            const auto device = openDevice();
            QVERIFY(work(*device) == m_right);
            const core::Codec codec(model(), *device);
            VulkanFaults::plan(n, VK_ERROR_DEVICE_LOST);
            const End first = endOf([&] { codec.decodeCodes(m_right.codes); });
            if (!VulkanFaults::hasStruck())
                break;
            ++m_injected;
            QVERIFY(first != End::outOfMemory);
            QCOMPARE(endOf([&] { codec.decodeCodes(m_right.codes); }), End::otherError); // it stays lost
        }
    }
};

QTEST_GUILESS_MAIN(TestFaults)
#include "test_faults.moc"
