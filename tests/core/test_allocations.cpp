// SPDX-License-Identifier: Apache-2.0
// Memory runs out at the n-th request, for one n after the other until a run is clean: every reader, and a decode, end in an
// error and keep nothing. What libraries of C ask for (zlib, libzip) is not counted.
#include "core/cpu/cpu_device.h"
#include "core/error.h"
#include "core/files/code_json.h"
#include "core/files/history_log.h"
#include "core/files/json_strict.h"
#include "core/files/npy.h"
#include "core/files/project.h"
#include "core/files/safetensors.h"
#include "core/files/torch_checkpoint.h"
#include "core/model/codec.h"
#include "core/model/config.h"
#include "core/model/model_folder.h"
#include "tests/core/made_project.h"
#include "tests/support/bad_input.h"
#include "tests/support/model_copies.h"

#include <QTest>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <new>

namespace {

std::atomic<long> s_requests{0}, s_failing{-1}, s_held{0};

void* taken(std::size_t size)
{
    if (s_requests.fetch_add(1) + 1 == s_failing)
        throw std::bad_alloc();
    void* memory = std::malloc(size > 0 ? size : 1);
    if (!memory)
        throw std::bad_alloc();
    s_held.fetch_add(1);
    return memory;
}

void given(void* memory) noexcept
{
    if (!memory)
        return;
    s_held.fetch_sub(1);
    std::free(memory);
}

} // namespace

void* operator new(std::size_t size) { return taken(size); }
void* operator new[](std::size_t size) { return taken(size); }
void operator delete(void* memory) noexcept { given(memory); }
void operator delete[](void* memory) noexcept { given(memory); }
void operator delete(void* memory, std::size_t) noexcept { given(memory); }
void operator delete[](void* memory, std::size_t) noexcept { given(memory); }

using namespace tessera;
using namespace tessera::tests;

class TestAllocations : public QObject {
    Q_OBJECT

    ScratchFolder m_folder;

    /// Fails request n of `act`: all of the first hundred, then ever fewer, so that large work is soon done.
    static void failEach(const std::function<void()>& act)
    {
        act(); // what is made once for the whole program
        int failures = 0;
        for (long n = 1;; n += 1 + n / 100) {
            const long held = s_held;
            bool isError = false;
            s_requests = 0;
            s_failing = n;
            try {
                act();
            } catch (const std::bad_alloc&) {
                isError = true;
            } catch (const core::Error&) {
                isError = true;
            }
            s_failing = -1;
            const bool isReached = s_requests >= n;
            if (s_held != held || isError != isReached)
                QFAIL(qPrintable(QStringLiteral("request %1: %2 pieces kept, error: %3").arg(n).arg(s_held - held).arg(isError)));
            if (!isReached)
                break;
            ++failures;
        }
        QVERIFY(failures > 5);
    }

private slots:
    void aReaderWithoutMemoryFailsAndKeepsNothing_data()
    {
        QTest::addColumn<std::function<void()>>("act");
        const auto row = [](const char* name, std::function<void()> act) { QTest::newRow(name) << std::move(act); };
        const std::string golden = TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model";
        const std::filesystem::path weights = golden + "/diffusion_pytorch_model.safetensors";
        row("safetensors", [weights] {
            const auto source = core::openSafetensors(weights);
            source->read(0);
        });
        std::map<std::string, std::string> storages;
        const std::string state = stateDict(tensorsOf(weights), storages);
        const auto checkpoint = m_folder.write("model.bin", torchZip(pickle::whole(state), storages).bytes());
        row("pickle in a ZIP archive", [checkpoint] {
            const auto source = core::openTorchCheckpoint(checkpoint);
            source->read(0);
        });
        const std::filesystem::path config = golden + "/config.json";
        row("config.json", [config] { core::readConfig(config); });
        const std::string index = R"({"metadata": {}, "weight_map": {"a": "x-1.safetensors", "b": "x-2.safetensors"}})";
        row("index of shards", [index] { core::parseJson(index, {}); });
        const std::vector<std::byte> project = core::writeProject(madeProject());
        row("project", [project] { core::readProject(project); });
        const std::string text = core::codesToJson(core::IndexMap(1, 5, 6), {.model = "m", .codes = 8, .factor = 4});
        row("codes as JSON", [text] { core::codesFromJson(text); });
        const auto array = (m_folder / "codes.npy");
        core::writeNpy(array, core::IndexMap(1, 7, 9));
        row(".npy", [array] { core::toIndexMap(core::readNpy(array), "codes"); });
        std::vector<std::byte> log = core::toLog(madeProject().history);
        row("history", [log] { core::toHistory(log, {0, 0, 7, 11}); });
        const auto model = core::openModel(golden).model;
        const std::shared_ptr<core::Device> device = core::makeCpuDevice();
        row("a decode", [model, device] { core::Codec(model, *device).decodeCodes(core::IndexMap(1, 3, 5)); });
    }
    void aReaderWithoutMemoryFailsAndKeepsNothing()
    {
        QFETCH(std::function<void()>, act);
        failEach(act);
    }
};

QTEST_APPLESS_MAIN(TestAllocations)
#include "test_allocations.moc"
