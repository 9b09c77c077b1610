// SPDX-License-Identifier: Apache-2.0
// A copy of a small golden model, to be spoilt.
#pragma once

#include "core/model/model_folder.h"
#include "tests/support/hub_cache.h"

#include <QTest>

#include <filesystem>
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
    void rename(const std::string& from, const std::string& to) const { std::filesystem::rename(*this / from, *this / to); }
    QString refusal() const
    {
        return messageOf([&] { core::openModel(path()); });
    }
};

} // namespace tessera::tests
