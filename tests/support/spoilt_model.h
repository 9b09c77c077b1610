// SPDX-License-Identifier: Apache-2.0
// A copy of a small golden model, to be spoilt.
#pragma once

#include "core/model/model_folder.h"
#include "tests/support/hub_cache.h"

#include <QTest>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <limits>
#include <string>

namespace tessera::tests {

inline const std::string kWeights = "diffusion_pytorch_model.safetensors";

class SpoiltModel : public ScratchFolder {
public:
    explicit SpoiltModel(const std::string& name = "v12-ties") { copyModel(name, path()); }

    void change(const std::string& file, const std::string& from, const std::string& to) const
    {
        std::string text = bytesOf(path() / file);
        const std::size_t at = text.find(from);
        QVERIFY(at != text.npos);
        write(file, text.replace(at, from.size(), to));
    }
    /// Makes the first number of this tensor one that is none.
    void poison(const std::string& tensor) const
    {
        std::string file = bytesOf(path() / kWeights);
        const std::size_t name = file.find('"' + tensor + '"'), begin = file.find("data_offsets\":[", name);
        QVERIFY(name != file.npos && begin != file.npos);
        std::uint64_t header = 0;
        std::memcpy(&header, file.data(), sizeof(header));
        const std::size_t offset = std::stoull(file.substr(begin + 15));
        const float none = std::numeric_limits<float>::quiet_NaN();
        std::memcpy(file.data() + 8 + header + offset, &none, sizeof(none));
        write(kWeights, file);
    }
    void rename(const std::string& from, const std::string& to) const { std::filesystem::rename(*this / from, *this / to); }
    QString refusal() const
    {
        return messageOf([&] { core::openModel(path()); });
    }
};

} // namespace tessera::tests
