// SPDX-License-Identifier: Apache-2.0
// Times each kernel of one op: what the profile of a pass adds up.
//   bench_steps conv IN OUT H W [same|up|down] [direct|winograd2|winograd4|fused2|fused4] [ROWS COLUMNS]
//   | attention C H W | nearest K E N
#include "gpu/ops/layout.h"
#include "gpu/ops/vulkan_ops.h"
#include "gpu/plans/plan.h"
#include "tests/support/random_tensors.h"
#include "tests/support/vulkan.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <map>
#include <string>
#include <vector>

using namespace tessera;

int main(int argc, char** argv)
{
    const std::vector<std::string> args(argv + 1, argv + argc);
    const auto number = [&](std::size_t i) { return static_cast<std::int64_t>(std::atoll(args.at(i).c_str())); };
    const auto context = tests::openContext();
    gpu::Tuning tuning = gpu::defaultTuning(*context);
    if (std::getenv("QUERIES")) tuning.queryTile = std::atoll(std::getenv("QUERIES"));
    if (std::getenv("KEYS")) tuning.keyTile = std::atoll(std::getenv("KEYS"));
    if (std::getenv("ATTEND")) tuning.attend = {{512, std::atoi(std::getenv("ATTEND"))}}; // queries of a lane; 0: in steps
    if (!tuning.attend.empty() && tuning.attend[0].columns == 0) tuning.attend.clear();
    if (std::getenv("STRIP")) tuning.stripBytes = std::strtoull(std::getenv("STRIP"), nullptr, 10) << 10;
    tests::RandomLayers random(1);
    gpu::WeightStore weights(*context);
    gpu::Pipelines pipelines(*context);
    core::Value result;
    gpu::Recording recording;
    double flops = 0;
    if (args.at(0) == "conv") {
        const std::string sampling = args.size() > 5 ? args[5] : "same", method = args.size() > 6 ? args[6] : "";
        const core::Conv conv = random.conv(number(1), number(2), std::getenv("K1") ? 1 : 3,
            sampling == "up" ? core::Sampling::up : sampling == "down" ? core::Sampling::down : core::Sampling::same);
        const core::Norm norm = random.groupNorm(number(1), 4);
        if (args.size() > 8)
            tuning.gemm = tuning.winograd = {gpu::Tile{static_cast<int>(number(7)), static_cast<int>(number(8))}};
        if (!method.empty())
            for (const bool exact : {false, true})
                tuning.measured[gpu::classOf(conv, exact)]
                    = {method == "direct"          ? gpu::ConvMethod::direct
                           : method == "winograd2" ? gpu::ConvMethod::winograd2
                           : method == "winograd4" ? gpu::ConvMethod::winograd4
                           : method == "fused2"    ? gpu::ConvMethod::fused2
                                                   : gpu::ConvMethod::fused4,
                       args.size() > 8 ? gpu::Tile{static_cast<int>(number(7)), static_cast<int>(number(8))}
                                       : tuning.pick(tuning.winograd, number(2))};
        gpu::VulkanOps ops(*context, tuning, weights);
        const core::Value x = ops.inputPicture({1, number(1), number(3), number(4)});
        const core::Value y = sampling == "same" && !std::getenv("K1")
            ? ops.conv2d(ops.norm(x, norm, core::Activation::silu, {}), conv)
            : ops.conv2d(x, conv);
        flops = 2.0 * static_cast<double>(y.shape.size() * conv.inChannels() * conv.kernel() * conv.kernel());
        recording = ops.finish(y);
    } else if (args.at(0) == "attention") {
        const core::Attention attention = random.attention(number(1));
        gpu::VulkanOps ops(*context, tuning, weights);
        const core::Value x = ops.inputPicture({1, number(1), number(2), number(3)});
        const double t = static_cast<double>(number(2) * number(3)), c = static_cast<double>(number(1));
        flops = 4 * t * t * c + 8 * t * c * c;
        recording = ops.finish(ops.attention(x, x, attention));
    } else {
        if (args.size() > 5)
            tuning.nearestCode = {static_cast<int>(number(4)), static_cast<int>(number(5))};
        const core::Weight* book = random.weight({number(1), number(2)}, 1);
        gpu::VulkanOps ops(*context, tuning, weights);
        recording = ops.finish(ops.nearestCode(ops.inputPicture({1, number(2), 64, number(3) / 64}), *book));
    }
    recording.ops.clear();
    for (std::size_t i = 0; i < recording.steps.size(); ++i) {
        gpu::Step& step = recording.steps[i];
        recording.ops.push_back(
            {step.isCopy ? "copy" : std::string(gpu::kernelInfo(step.kernel.id).name), "", "", step.flops});
        step.op = i;
    }
    const std::size_t inputs = recording.inputBytes / sizeof(float);
    gpu::Plan plan(*context, pipelines, std::move(recording), 1e15);
    // Arithmetic takes longer with some numbers, denormal ones above all.
    const core::Tensor input = random.tensor({1, 1, 1, static_cast<std::int64_t>(inputs)});
    std::memcpy(plan.input(), input.values.data(), inputs * sizeof(float));
    std::map<std::string, double> best, sums; std::map<std::string, double> work; std::map<std::string, int> count;
    double total = 1e9;
    for (int run = 0; run < (std::getenv("RUNS") ? std::atoi(std::getenv("RUNS")) : 7); ++run) {
        const auto begin = std::clock();
        plan.run({});
        const double cpu = 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
        if (run) total = std::min(total, cpu);
        sums.clear(); work.clear(); count.clear();
        for (const auto& t : plan.timings()) {
            sums[t.name] += t.milliseconds;
            work[t.name] += t.flops;
            ++count[t.name];
        }
        if (run) for (auto& [k, v] : sums) best[k] = best.contains(k) ? std::min(best[k], v) : v;
    }
    for (auto& [k, v] : best)
        std::printf("%-14s x%-4d %8.3f ms  %6.1f GF/s\n", k.c_str(), count[k], v, work[k] / v / 1e6);
    std::printf("all %26.3f ms cpu  %6.1f GF/s\n", total, flops / total / 1e6);
}
