// SPDX-License-Identifier: GPL-3.0-or-later
// tessera encode IN -o CODES [--latents F.npy] [--fit pad|crop|resize] [--force]
#include "app/cli/inputs.h"
#include "app/cli/outputs.h"
#include "app/cli/replacing.h"
#include "app/cli/session.h"
#include "app/cli/sub_commands.h"
#include "app/codes/code_formats.h"
#include "core/error.h"
#include "core/files/npy.h"
#include "core/output_place.h"

#include <CLI/CLI.hpp>

namespace tessera::app::cli {
namespace {

struct Options {
    std::string input, output, latents;
    core::Fit fit = core::Fit::pad;
    bool force = false;
};

std::string mapShape(const core::IndexMap& map)
{
    return "(" + std::to_string(map.count) + ", " + std::to_string(map.rows) + ", " + std::to_string(map.cols) + ")";
}

void run(const Options& options, const SharedOptions& shared)
{
    judgeCodeOutput(options.output);
    Paths outputs{options.output};
    if (!options.latents.empty()) {
        judgeNpyOutput(options.latents);
        if (core::isSameFile(options.latents, options.output))
            throw core::FileError(options.output + ": codes and latents cannot go to the same file; choose two names");
        outputs.emplace_back(options.latents);
    }
    refuseInputs(outputs, {options.input});
    askToReplace(outputs, options.force);
    Session session(shared);
    refuseInputs(outputs, session.files());
    const Input input = readInput(options.input, session.model(), options.fit);
    core::Tensor latents;
    core::Quantized quantized;
    const core::Codec& codec = session.codec();
    core::withContext(options.input, [&] {
        ProgressLine line("encoding");
        latents = codec.encode(input.tensor, line.progress());
    });
    requireFinite(latents, "the latents of " + options.input);
    quantized = codec.quantize(latents);
    if (!options.latents.empty())
        core::writeNpy(options.latents, latents);
    writeCodeFile(options.output, quantized.codes, originOf(session.model()));

    const bool cropped = input.how && input.how->changesSize() && input.how->fit == core::Fit::pad;
    const std::string size =
        input.how ? std::to_string(input.how->pictureWidth) + "x" + std::to_string(input.how->pictureHeight) : "";
    if (cropped)
        say("note: decode with --size " + size + " to cut the padding off again");
    if (!shared.json) {
        say("wrote " + options.output + ": codes " + mapShape(quantized.codes) + ", computed on "
            + session.report()["device"].get<std::string>());
        return;
    }
    Json report = session.report();
    report["input"] = options.input;
    report["codes"] = options.output;
    report["codes_shape"] = {quantized.codes.count, quantized.codes.rows, quantized.codes.cols};
    if (!options.latents.empty())
        report["latents"] = options.latents;
    report["latents_shape"] = {latents.shape.n, latents.shape.c, latents.shape.h, latents.shape.w};
    report["commit_loss"] = quantized.commitLoss;
    if (input.how) {
        report["picture_size"] = {input.how->pictureWidth, input.how->pictureHeight};
        report["model_size"] = {input.how->modelWidth, input.how->modelHeight};
        report["fit"] = input.how->sentence();
    }
    printJson(report);
}

} // namespace

Job setUpEncode(CLI::App& command, const SharedOptions& shared)
{
    const auto options = std::make_shared<Options>();
    command.add_option("IN", options->input, "A picture, or a .npy of float32 (N, C, H, W) in [-1, 1]")->required();
    command
        .add_option("-o,--output", options->output,
                    "Where the codes go: .npy, int64 (N, h, w); .npz; .png, gray of 16 bits; or .json")
        ->required()
        ->type_name("CODES");
    command.add_option("--latents", options->latents, "Write the latents too: float32 (N, E, h, w)")
        ->type_name("F.npy");
    addFitOption(command, options->fit);
    addForceOption(command, options->force);
    return [options, &shared] { run(*options, shared); };
}

} // namespace tessera::app::cli
