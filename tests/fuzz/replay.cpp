// SPDX-License-Identifier: Apache-2.0
// The plain main of a fuzz target: runs it once over each file of the folders and files that are named.
#include "tests/fuzz/fuzz_target.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

int main(int argc, char** argv)
{
    int inputs = 0;
    const auto run = [&](const std::filesystem::path& path) {
        std::ifstream file(path, std::ios::binary);
        const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
        ++inputs;
    };
    for (int i = 1; i < argc; ++i) {
        if (!std::filesystem::is_directory(argv[i])) {
            run(argv[i]);
            continue;
        }
        for (const auto& entry : std::filesystem::directory_iterator(argv[i]))
            run(entry.path());
    }
    // The line that `./run test` counts; an input that finds something ends the program before it.
    std::printf("Totals: %d passed, %d failed\n", inputs, inputs == 0 ? 1 : 0);
    return inputs == 0 ? 1 : 0;
}
