// SPDX-License-Identifier: Apache-2.0
// Checkpoints of torch as tests make them: a tensor of twelve numbers in an archive, and ways to spoil it.
#pragma once

#include "core/files/torch_checkpoint.h"
#include "tests/support/bad_input.h"
#include "tests/support/model_copies.h"

#include <numeric>

namespace tessera::tests {

inline const std::vector<float> kTwelve{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
inline const std::string kFloats = pickle::storage("FloatStorage", "0", 12);

inline std::string dictOf(const std::string& tensor) { return pickle::whole(pickle::dict({{"w", tensor}})); }

inline RawZip goodZip(const std::string& pickled = dictOf(pickle::tensor(kFloats, 0, {3, 4}, {4, 1})))
{
    return torchZip(pickled, {{"0", floatBytes(kTwelve)}});
}

/// The same with all entries packed.
inline RawZip packed(RawZip zip)
{
    for (RawEntry& entry : zip.entries) {
        entry.crc = crcOf(entry.bytes);
        entry.unpacked = static_cast<std::uint32_t>(entry.bytes.size());
        entry.bytes = deflated(entry.bytes);
        entry.method = 8;
    }
    return zip;
}

inline constexpr std::uint32_t kFull32 = 0xFFFFFFFF;

/// The extra field for what does not fit 32 bits.
inline std::string extra64(const std::vector<std::uint64_t>& values)
{
    std::string extra = raw(std::uint16_t{1}) + raw(static_cast<std::uint16_t>(8 * values.size()));
    for (const std::uint64_t value : values)
        extra += raw(value);
    return extra;
}

/// `bytes` with others from `fromEnd` before their end on: the archive's last records have no comment behind them.
inline std::string withTail(std::string bytes, std::size_t fromEnd, const std::string& others)
{
    return bytes.replace(bytes.size() - fromEnd, others.size(), others);
}

/// How far fields of the last records are from the end of an archive without a comment.
inline constexpr std::size_t kEnd = 22, kEndDisk = kEnd - 4, kEndCounts = kEnd - 8, kEndBegin = kEnd - 16;
inline constexpr std::size_t kLocator = kEnd + 20, kLocatorPlace = kLocator - 8, kEnd64Begin = kLocator + 8;

/// A pickle that would run something.
inline const std::string kCall = pickle::whole(pickle::global("os", "system") + pickle::tuple({pickle::text("x")}) + "R");

class Checkpoints : public ScratchFolder {
public:
    std::unique_ptr<core::WeightSource> open(const std::string& bytes) const
    {
        return core::openTorchCheckpoint(write("model.ckpt", bytes));
    }
    QString refusal(const std::string& bytes) const
    {
        return messageOf([&] {
            const auto source = open(bytes);
            for (std::size_t i = 0; i < source->entries().size(); ++i)
                source->read(i);
        });
    }
    /// What is said of the same before anything is read.
    QString judgement(const std::string& bytes) const
    {
        return messageOf([&] {
            const auto source = open(bytes);
            std::vector<std::size_t> all(source->entries().size());
            std::iota(all.begin(), all.end(), 0);
            source->judge(all);
        });
    }
};

} // namespace tessera::tests
