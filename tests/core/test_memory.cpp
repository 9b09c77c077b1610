// SPDX-License-Identifier: Apache-2.0
// What is said where memory runs out: for what, how much it takes, how much there is, and what to do.
#include "core/memory.h"
#include "core/model/codec.h"
#include "core/model/model_folder.h"
#include "tests/support/bad_input.h"

#include <QTest>

#include <fstream>
#include <new>
#include <sys/resource.h>
#include <unistd.h>

using namespace tessera::core;
using namespace tessera::tests;

namespace {

/// No pass of it gets the memory that it asks for.
class PoorDevice final : public Device {
public:
    std::string name() const override { return "poor"; }
    Tensor encode(const VqModel&, const Tensor&, const Progress&) override { throw std::bad_alloc(); }
    IndexMap quantize(const VqModel&, const Tensor&, const Progress&) override { throw std::bad_alloc(); }
    Tensor decodeCodes(const VqModel&, const IndexMap&, const Progress&) override { throw std::bad_alloc(); }
    Tensor decodeLatents(const VqModel&, const Tensor&, const Progress&) override { throw std::bad_alloc(); }
    void forget(const VqModel&) override {}
};

} // namespace

class TestMemory : public QObject {
    Q_OBJECT
private slots:
    void sizesAreRoundedUp()
    {
        QCOMPARE(mebibytes(0), std::string("0 MiB"));
        QCOMPARE(mebibytes(1), std::string("1 MiB"));
        QCOMPARE(mebibytes(1 << 20), std::string("1 MiB"));
        QCOMPARE(mebibytes(std::uint64_t{1235} << 20), std::string("1,235 MiB"));
        QCOMPARE(mebibytes(~std::uint64_t{0}), std::string("17,592,186,044,416 MiB"));
    }

    void whatIsLackingIsSaidWithItsNumbers()
    {
        const QString text = QString::fromStdString(memoryShortage("to read X", std::uint64_t{900} << 20, "do Y"));
        REFUSES(text, (QStringList{"there is not enough memory to read X: it takes about 900 MiB, and ",
                                   " MiB are available; do Y"}));
        const QString less = QString::fromStdString(memoryShortage("for this", {}, "do Y"));
        REFUSES(less, (QStringList{"not enough memory for this: ", " MiB are available; do Y"}));
        QVERIFY(!less.contains("about"));
    }

    void aLimitOfTheProgramCounts()
    {
        const std::uint64_t free = availableMemory().value_or(0);
        QVERIFY(free > 0);
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_AS, &before), 0);
        std::uint64_t pages = 0;
        QVERIFY(std::ifstream("/proc/self/statm") >> pages);
        constexpr std::uint64_t kMore = 16 << 20;
        rlimit small = before;
        small.rlim_cur = pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) + kMore;
        QCOMPARE(setrlimit(RLIMIT_AS, &small), 0);
        const std::uint64_t left = availableMemory().value_or(0);
        QCOMPARE(setrlimit(RLIMIT_AS, &before), 0);
        QVERIFY(left > 0 && left <= kMore && left < free);
    }

    void passesNameThePictureAndTheModel()
    {
        const auto model = openModel(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model").model; // factor 4
        PoorDevice device;
        const Codec codec(model, device);
        const auto refusal = [](auto&& work) { return messageOf<OutOfMemory>(work); };
        // Three maps of as many channels as the full size has, four bytes each.
        const std::int64_t channels = model->config().blockOutChannels.front();
        const std::string about = "about " + mebibytes(static_cast<std::uint64_t>(3 * 4 * channels * 2048 * 1024));
        const QStringList words{"2048x1024 pixels with \"model\"", about.c_str(), "MiB are available",
                                "use a smaller picture", "close other programs"};
        REFUSES(refusal([&] { codec.encode(Tensor({1, 3, 1024, 2048})); }), QStringList{"to encode"} + words);
        REFUSES(refusal([&] { codec.decodeCodes(IndexMap(1, 256, 512)); }), QStringList{"to decode"} + words);
        REFUSES(refusal([&] { codec.decode(Tensor({1, model->config().embedDim, 256, 512}), true); }),
                QStringList{"to decode"} + words);
    }
};

QTEST_APPLESS_MAIN(TestMemory)
#include "test_memory.moc"
