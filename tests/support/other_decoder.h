// SPDX-License-Identifier: GPL-3.0-or-later
// What decodes pictures, for tests of what happens where it fails.
#pragma once

#include "tests/support/bad_input.h"

namespace tessera::tests {

/// As long as it lives, pictures are decoded by another program: a script of the shell.
class OtherDecoder {
public:
    explicit OtherDecoder(const std::string& script) { set(m_folder.write("decoder", "#!/bin/sh\n" + script + "\n")); }
    ~OtherDecoder() { qunsetenv("TESSERA_DECODER"); }
    OtherDecoder(const OtherDecoder&) = delete;
    OtherDecoder& operator=(const OtherDecoder&) = delete;

private:
    static void set(const std::filesystem::path& program)
    {
        std::filesystem::permissions(program, std::filesystem::perms::owner_all);
        qputenv("TESSERA_DECODER", QByteArray::fromStdString(program.string()));
    }
    ScratchFolder m_folder;
};

} // namespace tessera::tests
