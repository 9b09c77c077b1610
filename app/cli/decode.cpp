// SPDX-License-Identifier: GPL-3.0-or-later
// tessera decode CODES -o OUT [--size WxH] [--grid ROWSxCOLUMNS] [--force]
// tessera decode LATENTS.npy --latents [--no-quantize] -o OUT [--size WxH] [--force]
#include "app/cli/inputs.h"
#include "app/cli/outputs.h"
#include "app/cli/replacing.h"
#include "app/cli/session.h"
#include "app/cli/size.h"
#include "app/cli/sub_commands.h"
#include "core/files/npy.h"

#include <CLI/CLI.hpp>

#include <variant>

namespace tessera::app::cli {
namespace {

struct Options {
    std::string input, output;
    Size size; ///< 0x0: the whole picture
    std::optional<core::GridSize> grid; ///< of codes in one row
    bool latents = false, noQuantize = false, force = false;
};

/// What is to be decoded, read and judged.
struct Source {
    std::variant<core::IndexMap, core::Tensor> content;
    std::int64_t count = 0, rows = 0, cols = 0;
};

std::optional<AskedGrid> askedGrid(const Options& options, const core::VqModel& model)
{
    if (options.grid)
        return AskedGrid{*options.grid, true};
    if (!options.size.width)
        return {};
    const std::int64_t f = model.factor(); // cells are whole: what is beyond the size was padded
    return AskedGrid{{(options.size.height + f - 1) / f, (options.size.width + f - 1) / f}};
}

Source readSource(const Options& options, const core::VqModel& model)
{
    // As in the reference: without quantizing, a model that looks codes up takes codes for latents.
    const bool lookedUp = options.noQuantize && model.config().lookupFromCodebook && holdsIntegers(options.input);
    if (!options.latents || lookedUp) {
        core::IndexMap map = readCodes(options.input, model, askedGrid(options, model));
        Source source{{}, map.count, map.rows, map.cols};
        source.content = std::move(map);
        return source;
    }
    core::Tensor latents = readLatents(options.input, model);
    Source source{{}, latents.shape.n, latents.shape.h, latents.shape.w};
    source.content = std::move(latents);
    return source;
}

void checkOutput(const Options& options, const Output& output, const core::Shape& decoded)
{
    if (!output.isNpy && decoded.c != 1 && decoded.c != 3 && decoded.c != 4)
        throw core::ShapeError(options.output + ": the model draws " + std::to_string(decoded.c)
                               + " channels, pictures have 1, 3 or 4; choose a name that ends in .npy");
    if (options.size.width > decoded.w || options.size.height > decoded.h)
        throw core::ShapeError("--size " + std::to_string(options.size.width) + "x"
                               + std::to_string(options.size.height) + " is larger than the decoded picture of "
                               + std::to_string(decoded.w) + "x" + std::to_string(decoded.h));
}

core::Tensor cropped(const core::Tensor& tensor, const Size& size)
{
    if (!size.width || (size.width == tensor.shape.w && size.height == tensor.shape.h))
        return tensor;
    core::Tensor result({tensor.shape.n, tensor.shape.c, size.height, size.width});
    for (std::int64_t n = 0; n < tensor.shape.n; ++n)
        for (std::int64_t c = 0; c < tensor.shape.c; ++c)
            for (std::int64_t y = 0; y < size.height; ++y)
                std::copy_n(tensor.plane(n, c) + y * tensor.shape.w, size.width, result.plane(n, c) + y * size.width);
    return result;
}

void run(const Options& options, const SharedOptions& shared)
{
    const Output output = judgeOutput(options.output);
    refuseInputs({output.path}, {options.input});
    Session session(shared);
    refuseInputs({output.path}, session.files());
    const Source source = readSource(options, session.model());
    checkOutput(options, output, session.model().pictureShape(source.count, source.rows, source.cols));
    const std::vector<std::filesystem::path> names =
        output.isNpy ? std::vector{output.path} : pictureNames(output, source.count);
    refuseInputs(names, {options.input});
    askToReplace(names, options.force);

    core::Tensor decoded;
    const core::Codec& codec = session.codec();
    core::withContext(options.input, [&] {
        ProgressLine line("decoding");
        decoded = std::holds_alternative<core::IndexMap>(source.content)
            ? codec.decodeCodes(std::get<core::IndexMap>(source.content), line.progress())
            : codec.decode(std::get<core::Tensor>(source.content), options.noQuantize, line.progress());
    });
    requireFinite(decoded, "the decoded values of " + options.input);
    decoded = cropped(decoded, options.size);
    if (output.isNpy)
        core::writeNpy(output.path, decoded);
    else {
        std::vector<core::Picture> pictures;
        for (std::int64_t n = 0; n < decoded.shape.n; ++n)
            pictures.push_back(core::toPicture(decoded, n, nullptr));
        writePictures(names, pictures);
    }
    Json report = session.report();
    report["input"] = options.input;
    report["outputs"] = Json::array();
    for (const auto& name : names)
        report["outputs"].push_back(name.string());
    report["shape"] = {decoded.shape.n, decoded.shape.c, decoded.shape.h, decoded.shape.w};
    if (shared.json)
        printJson(report);
    else
        say("wrote " + names.front().string() + (names.size() > 1 ? " to " + names.back().string() : "") + ": "
            + toString(decoded.shape) + ", computed on " + report["device"].get<std::string>());
}

} // namespace

Job setUpDecode(CLI::App& command, const SharedOptions& shared)
{
    const auto options = std::make_shared<Options>();
    command
        .add_option("IN", options->input,
                    "Codes, (h, w) or (N, h, w), as .npy, .npz, .png or .json; or with --latents a .npy of float32 "
                    "(N, E, h, w)")
        ->required();
    command
        .add_option("-o,--output", options->output,
                    "A picture, or a .npy of float32 (N, C, H, W), not clamped; a batch of "
                    "pictures goes to OUT-0.png, OUT-1.png ...")
        ->required()
        ->type_name("OUT");
    const auto written = [](const std::string& as) {
        return CLI::Validator(
            [as](const std::string& text) {
                return parsedSize(text) ? std::string() : "expected " + as + ", not " + text;
            },
            "");
    };
    command
        .add_option_function<std::string>(
            "--size", [options](const std::string& text) { options->size = *parsedSize(text); },
            "Crop the result to this size, from the left and the top")
        ->type_name("WxH")
        ->check(written("a size as 500x333"));
    command
        .add_option_function<std::string>(
            "--grid",
            [options](const std::string& text) {
                const Size size = *parsedSize(text); // written alike
                options->grid = {size.width, size.height};
            },
            "Rows and columns of codes that lie in one row; --size of their picture says it too")
        ->type_name("ROWSxCOLUMNS")
        ->check(written("rows and columns as 24x32"));
    CLI::Option* latents =
        command.add_flag("--latents", options->latents, "IN holds latents; they are quantized first");
    command.add_flag("--no-quantize", options->noQuantize, "Decode the latents as they are")->needs(latents);
    addForceOption(command, options->force);
    return [options, &shared] { run(*options, shared); };
}

} // namespace tessera::app::cli
