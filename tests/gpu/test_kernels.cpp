// SPDX-License-Identifier: Apache-2.0
// What the SPIR-V declares is what kernels.h says: bindings and their kinds, size of the parameters, specialization
// constants. Reads the few instructions that matter.
#include "gpu/kernels/kernels.h"
#include "gpu/plans/arena.h"

#include "core/error.h"

#include <QTest>

#include <map>
#include <set>

using namespace tessera::gpu;

namespace {

// Numbers of the SPIR-V specification.
constexpr std::uint32_t kOpTypeImage = 25, kOpTypeStruct = 30, kOpTypePointer = 32, kOpVariable = 59, kOpDecorate = 71,
                        kOpMemberDecorate = 72;
constexpr std::uint32_t kSpecId = 1, kBinding = 33, kOffset = 35, kPushConstant = 9;

struct Declared {
    std::map<std::uint32_t, bool> texels; ///< binding -> is it an image (texel buffer)
    std::set<std::uint32_t> constants;
    std::uint32_t pushBytes = 0;
};

Declared read(std::span<const std::uint32_t> code)
{
    Declared declared;
    std::map<std::uint32_t, std::uint32_t> bindings, pointee, variableType, lastOffset;
    std::set<std::uint32_t> images;
    std::uint32_t pushPointer = 0;
    for (std::size_t at = 5; at < code.size(); at += code[at] >> 16U) {
        const std::uint32_t op = code[at] & 0xFFFFU;
        const std::uint32_t* word = &code[at];
        if (op == kOpDecorate && word[2] == kSpecId)
            declared.constants.insert(word[3]);
        else if (op == kOpDecorate && word[2] == kBinding)
            bindings[word[1]] = word[3];
        else if (op == kOpMemberDecorate && word[3] == kOffset)
            lastOffset[word[1]] = std::max(lastOffset[word[1]], word[4]);
        else if (op == kOpTypeImage)
            images.insert(word[1]);
        else if (op == kOpTypePointer) {
            pointee[word[1]] = word[3];
            if (word[2] == kPushConstant)
                pushPointer = word[1];
        } else if (op == kOpVariable)
            variableType[word[2]] = word[1];
    }
    for (const auto& [variable, binding] : bindings)
        declared.texels[binding] = images.contains(pointee[variableType[variable]]);
    // The block holds the shared struct as its one member; the struct's last member is 4 bytes.
    for (const auto& [structure, offset] : lastOffset)
        if (pushPointer != 0 && offset > 0)
            declared.pushBytes = std::max(declared.pushBytes, offset + 4);
    return declared;
}

/// Sums that only a processor's cache has room for.
bool isForLanesOnly(KernelId id) { return id == KernelId::winograd || id == KernelId::attend; }

} // namespace

class TestKernels : public QObject {
    Q_OBJECT

private slots:
    void theListAndTheShadersAgree_data()
    {
        QTest::addColumn<int>("kernel");
        QTest::addColumn<int>("variant");
        for (const KernelInfo& info : allKernels())
            for (int variant = 0; variant < static_cast<int>(kVariants); ++variant)
                if (static_cast<Variant>(variant) == Variant::lanes || !isForLanesOnly(info.id))
                    QTest::addRow("%s %d", std::string(info.name).c_str(), variant) << static_cast<int>(info.id) << variant;
    }

    void theListAndTheShadersAgree()
    {
        QFETCH(int, kernel);
        QFETCH(int, variant);
        const KernelInfo& info = kernelInfo(static_cast<KernelId>(kernel));
        QCOMPARE(static_cast<int>(info.id), kernel); // rows are in the order of the enum
        const Declared declared = read(info.spirv[static_cast<std::size_t>(variant)]);
        QCOMPARE(declared.pushBytes, info.pushBytes);
        QCOMPARE(declared.texels.size(), info.bindings.size());
        for (const auto& [binding, texels] : declared.texels) {
            const Slot slot = info.bindings.at(binding);
            QCOMPARE(texels, slot == Slot::input && static_cast<Variant>(variant) == Variant::lanes);
        }
        // 0 to 2 are the group size, then the kernel's own without a gap; unused group sizes may be optimised away.
        for (std::uint32_t id = 0; id < info.constants; ++id)
            QVERIFY2(declared.constants.contains(3 + id), qPrintable(QString::number(3 + id)));
        QVERIFY(declared.constants.empty() || *declared.constants.rbegin() < 3 + info.constants || info.constants == 0);
    }

    void theArenaSharesMemoryAndNeverOverlaps()
    {
        Arena arena(ArenaHome::device, 10'000, 256);
        const ArenaRange a = arena.take(1000), b = arena.take(300), c = arena.take(5000);
        QCOMPARE(a.offset, 0U);
        QVERIFY(b.offset >= 1000 && c.offset >= b.offset + 300);
        arena.giveBack(a);
        const ArenaRange d = arena.take(900); // fits where a was
        QCOMPARE(d.offset, 0U);
        QVERIFY(d.serial != a.serial);
        arena.giveBack(b);
        arena.giveBack(c);
        arena.giveBack(d);
        const ArenaRange all = arena.take(9'900); // everything is whole again
        QCOMPARE(all.block, 0U);
        QCOMPARE(arena.take(300).block, 1U); // the next block
        QCOMPARE(arena.blockSizes().size(), 2U);
    }

    void theArenaRefusesWhatNoBlockHolds()
    {
        Arena arena(ArenaHome::device, 1000, 256);
        QVERIFY_THROWS_EXCEPTION(tessera::core::OutOfDeviceMemory, arena.take(2000));
    }
};

QTEST_GUILESS_MAIN(TestKernels)
#include "test_kernels.moc"
