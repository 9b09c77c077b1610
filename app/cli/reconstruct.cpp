// SPDX-License-Identifier: GPL-3.0-or-later
// tessera reconstruct IN -o OUT [--fit pad|crop|resize] [--force]
#include "app/cli/inputs.h"
#include "app/cli/outputs.h"
#include "app/cli/replacing.h"
#include "app/cli/session.h"
#include "app/cli/sub_commands.h"
#include "app/pictures/fitted_picture.h"
#include "app/pictures/picture_files.h"
#include "core/analysis/quality.h"
#include "core/files/npy.h"

#include <CLI/CLI.hpp>

#include <cmath>

namespace tessera::app::cli {
namespace {

struct Options {
    std::string input, output;
    core::Fit fit = core::Fit::pad;
    bool force = false;
};

/// PSNR of tensors as if they were pictures: 8-bit values, all samples and channels together.
std::optional<double> tensorPsnr(const core::Tensor& a, const core::Tensor& b)
{
    if (a.shape != b.shape)
        return std::nullopt; // other channels, or sides that the model rounds down
    double sum = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i) {
        const double difference = core::toByte(a.values[i] * 0.5F + 0.5F) - core::toByte(b.values[i] * 0.5F + 0.5F);
        sum += difference * difference;
    }
    return core::psnrOf(sum / static_cast<double>(a.values.size()));
}

struct Result {
    std::vector<core::Picture> pictures; ///< as they are written; empty for .npy
    std::optional<double> psnr; ///< nothing where input and output cannot be compared
};

Result resultOf(const Input& input, const core::Tensor& decoded, const core::Config& config, bool npy)
{
    Result result;
    if (input.how && (decoded.shape.c == config.inChannels || !npy)) {
        core::Picture picture = core::toPicture(decoded, 0, &*input.how);
        const core::Picture original = shownPart(input.original, *input.how);
        if (decoded.shape.c == config.inChannels)
            result.psnr = core::psnr(picture, core::modelColours(original, config));
        if (!npy)
            result.pictures.push_back(withAlphaOf(std::move(picture), original));
        return result;
    }
    result.psnr = tensorPsnr(input.tensor, decoded);
    if (!npy)
        for (std::int64_t n = 0; n < decoded.shape.n; ++n)
            result.pictures.push_back(core::toPicture(decoded, n, nullptr));
    return result;
}

Json makeReport(const Options& options, const Session& session, const Input& input, const core::Reconstruction& made,
                const Result& result, const std::vector<std::filesystem::path>& names)
{
    Json report = session.report();
    report["input"] = options.input;
    report["outputs"] = Json::array();
    for (const auto& name : names)
        report["outputs"].push_back(name.string());
    report["psnr_db"] = nullptr; // JSON has no infinity: null for equal pictures and where nothing can be compared
    if (result.psnr && std::isfinite(*result.psnr))
        report["psnr_db"] = *result.psnr;
    report["commit_loss"] = made.quantized.commitLoss;
    const core::IndexMap& codes = made.quantized.codes;
    report["codes_shape"] = {codes.count, codes.rows, codes.cols};
    if (input.how) {
        report["picture_size"] = {input.how->pictureWidth, input.how->pictureHeight};
        report["model_size"] = {input.how->modelWidth, input.how->modelHeight};
        report["fit"] = input.how->sentence();
    }
    return report;
}

void run(const Options& options, const SharedOptions& shared)
{
    const Output output = judgeOutput(options.output);
    refuseInputs({output.path}, {options.input});
    Session session(shared);
    refuseInputs({output.path}, session.files());
    const core::Config& config = session.model().config();
    const Input input = readInput(options.input, session.model(), options.fit);
    if (!output.isNpy && config.outChannels != 1 && config.outChannels != 3 && config.outChannels != 4)
        throw core::ShapeError(options.output + ": the model draws " + std::to_string(config.outChannels)
                               + " channels, pictures have 1, 3 or 4; choose a name that ends in .npy");
    const std::vector<std::filesystem::path> names =
        output.isNpy ? std::vector{output.path} : pictureNames(output, input.tensor.shape.n);
    refuseInputs(names, {options.input});
    askToReplace(names, options.force);
    core::Reconstruction made;
    const core::Codec& codec = session.codec();
    core::withContext(options.input, [&] {
        ProgressLine line("reconstructing");
        made = codec.forward(input.tensor, line.progress());
    });
    requireFinite(made.latents, "the latents of " + options.input);
    requireFinite(made.pictures, "the decoded values of " + options.input);
    const Result result = resultOf(input, made.pictures, config, output.isNpy);
    if (output.isNpy)
        core::writeNpy(output.path, made.pictures);
    else
        writePictures(names, result.pictures);

    if (shared.json) {
        printJson(makeReport(options, session, input, made, result, names));
        return;
    }
    const std::string psnr = !result.psnr ? "not comparable"
        : std::isinf(*result.psnr)        ? "infinite (equal)"
                                          : fixed(*result.psnr, 2) + " dB";
    print("PSNR " + psnr + "\ncommit loss " + significant(made.quantized.commitLoss, 6) + "\n");
}

} // namespace

Job setUpReconstruct(CLI::App& command, const SharedOptions& shared)
{
    const auto options = std::make_shared<Options>();
    command.add_option("IN", options->input, "A picture, or a .npy of float32 (N, C, H, W) in [-1, 1]")->required();
    command.add_option("-o,--output", options->output, "A picture, or a .npy of float32 (N, C, H, W), not clamped")
        ->required()
        ->type_name("OUT");
    addFitOption(command, options->fit);
    addForceOption(command, options->force);
    return [options, &shared] { run(*options, shared); };
}

} // namespace tessera::app::cli
