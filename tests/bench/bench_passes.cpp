// SPDX-License-Identifier: Apache-2.0
// Times encode and decode of a model, replayed, from host memory to host memory, and prints minimum and median.
//   bench_passes MODEL_FOLDER [SIDE] [REPEATS]
#include "core/model/codec.h"
#include "core/model/model_folder.h"
#include "gpu/gpu.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

using namespace tessera;

namespace {

template <class Work>
double milliseconds(const Work& work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

void print(const char* what, double first, std::vector<double> times)
{
    std::ranges::sort(times);
    std::printf("%-8s first %8.1f ms   min %8.1f ms   median %8.1f ms\n", what, first, times.front(),
                times[times.size() / 2]);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::puts("usage: bench_passes MODEL_FOLDER [SIDE] [REPEATS]");
        return 2;
    }
    const int side = argc > 2 ? std::atoi(argv[2]) : 256, repeats = argc > 3 ? std::atoi(argv[3]) : 9;
    try {
        const auto model = core::openModel(argv[1]).model;
        const auto device = gpu::openDevice("");
        const core::Codec codec(model, *device);
        core::Tensor picture({1, model->config().inChannels, side, side});
        for (std::size_t i = 0; i < picture.values.size(); ++i)
            picture.values[i] = std::sin(static_cast<float>(i % 977) * 0.05F);
        std::printf("%s on %s, %dx%d\n", model->name().c_str(), device->name().c_str(), side, side);

        core::Tensor latents;
        const auto encode = [&] { latents = codec.encode(picture); };
        const double firstEncode = milliseconds(encode);
        const core::IndexMap codes = codec.quantize(latents).codes;
        const auto decode = [&] { codec.decodeCodes(codes); };
        const double firstDecode = milliseconds(decode);
        std::vector<double> encodes, decodes;
        for (int i = 0; i < repeats; ++i) {
            encodes.push_back(milliseconds(encode));
            decodes.push_back(milliseconds(decode));
        }
        print("encode", firstEncode, encodes);
        print("decode", firstDecode, decodes);
    } catch (const core::Error& error) {
        std::fprintf(stderr, "bench_passes: %s\n", error.what());
        return 1;
    }
    return 0;
}
