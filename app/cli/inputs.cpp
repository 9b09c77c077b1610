// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/inputs.h"

#include "app/cli/options.h"
#include "app/codes/code_formats.h"
#include "app/codes/decoded_size.h"
#include "app/pictures/picture_files.h"
#include "core/error.h"
#include "core/files/bounded_file.h"
#include "core/files/npy.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace tessera::app::cli {
namespace {

namespace fs = std::filesystem;
using core::FormatError;
using core::ShapeError;

void checkFinite(const core::Tensor& tensor, const std::string& name)
{
    const auto bad =
        std::find_if_not(tensor.values.begin(), tensor.values.end(), [](float v) { return std::isfinite(v); });
    if (bad == tensor.values.end())
        return;
    const core::Shape& s = tensor.shape;
    const std::int64_t at = bad - tensor.values.begin();
    const core::Shape position{at / (s.c * s.h * s.w), at / (s.h * s.w) % s.c, at / s.w % s.h, at % s.w};
    throw FormatError(name + ": the value at " + toString(position) + " of " + toString(s) + " is "
                      + (std::isnan(*bad) ? "not a number" : "infinite") + "; expected finite numbers");
}

/// `judge` throws for a shape that is not wanted, before a value is read.
core::Tensor readFloats(const fs::path& file, const std::function<void(const core::Shape&)>& judge)
{
    const core::NpyArray head = core::readNpyHead(file);
    if (head.isInteger())
        throw FormatError(file.string() + ": holds whole numbers (" + head.dtype + "); expected float32 (N, C, H, W)");
    judge(core::checkHoldsTensor(head, file.string()));
    core::Tensor tensor = core::toTensor(core::readNpy(file), file.string());
    checkFinite(tensor, file.string());
    return tensor;
}

Input readTensorInput(const fs::path& file, const core::VqModel& model)
{
    Input input{.tensor = readFloats(file, [&](const core::Shape& shape) {
                    core::withContext(file.string(), [&] {
                        model.latentShape(shape);
                        checkPictureSize(shape.w, shape.h);
                        if (shape.n > kMaxPicturePixels / (shape.w * shape.h))
                            throw ShapeError(std::to_string(shape.n) + " pictures of " + std::to_string(shape.w) + "x"
                                             + std::to_string(shape.h)
                                             + " pixels are more than 64 megapixels; choose fewer at a time");
                    });
                })};
    const auto [least, most] = std::minmax_element(input.tensor.values.begin(), input.tensor.values.end());
    if (*least < -1.001F || *most > 1.001F)
        say("note: " + file.string() + ": values run from " + significant(*least, 6) + " to " + significant(*most, 6)
            + ", the model expects -1 to 1");
    return input;
}

Input readPictureInput(const fs::path& file, const core::VqModel& model, core::Fit fit)
{
    ReadPicture read = readPicture(file);
    for (const std::string& note : read.notes)
        say("note: " + file.string() + ": " + note);
    core::Prepared prepared =
        core::withContext(file.string(), [&] { return core::prepare(read.picture, model.config(), fit); });
    if (const std::string sentence = prepared.how.sentence(); !sentence.empty())
        say("note: " + file.string() + ": " + sentence);
    return {.tensor = std::move(prepared.tensor), .how = prepared.how, .original = std::move(read.picture)};
}

} // namespace

bool isNpy(const fs::path& file)
{
    static constexpr std::array<std::byte, 6> kMagic{std::byte{0x93}, std::byte{'N'}, std::byte{'U'},
                                                     std::byte{'M'},  std::byte{'P'}, std::byte{'Y'}};
    const core::InputFile input(file);
    std::array<std::byte, 6> head{};
    if (input.size() < head.size())
        return false;
    input.read(0, head);
    return head == kMagic;
}

Input readInput(const fs::path& file, const core::VqModel& model, core::Fit fit)
{
    // A file called .npy that is none is told so by the reader of .npy.
    if (isNpy(file) || file.extension() == ".npy")
        return readTensorInput(file, model);
    return readPictureInput(file, model, fit);
}

bool holdsIntegers(const fs::path& file) { return core::readNpyHead(file).isInteger(); }

namespace {

core::CodeArray readCodeArray(const fs::path& file, const core::VqModel& model)
{
    if (!isNpy(file))
        return readCodeFile(file);
    const core::NpyArray head = core::readNpyHead(file);
    if (!head.isInteger())
        throw FormatError(file.string() + ": holds " + head.dtype
                          + " values, not codes; expected whole numbers of shape (h, w) or (N, h, w)"
                          + (head.shape.size() == 4 ? "; for latents add --latents" : ""));
    const std::size_t sides = head.shape.size();
    if (const core::CodeArray shape{head.shape, {}}; (sides == 2 || sides == 3) && !shape.isFlat()
        && std::ranges::all_of(head.shape, [](std::int64_t side) { return side > 0; }))
        core::withContext(file.string(), [&] {
            checkDecodedSize(model, sides == 3 ? head.shape[0] : 1, head.shape[sides - 2], head.shape[sides - 1]);
        });
    return core::toCodeArray(core::readNpy(file), file.string());
}

} // namespace

core::IndexMap readCodes(const fs::path& file, const core::VqModel& model, const std::optional<AskedGrid>& grid)
{
    const core::CodeArray array = readCodeArray(file, model);
    if (array.values.empty())
        throw ShapeError(file.string() + ": holds no codes");
    const std::int64_t cells = grid ? grid->size.rows * grid->size.cols : 0;
    if (grid && grid->explicitly && (!array.isFlat() || cells != array.size()))
        throw ShapeError(file.string() + ": holds codes of shape " + core::shapeText(array.shape) + "; --grid asks for "
                         + std::to_string(cells) + " codes in one row");
    if (array.shape.size() == 1 && cells != array.size())
        throw ShapeError(file.string() + ": holds " + std::to_string(array.size())
                         + " codes in one row; add --grid ROWSxCOLUMNS, or --size of the picture that they come from");
    core::IndexMap map = core::toIndexMap(array, file.string(), grid ? std::optional(grid->size) : std::nullopt);
    core::withContext(file.string(), [&] {
        core::checkCodes(map, model.config().codes);
        checkDecodedSize(model, map.count, map.rows, map.cols);
    });
    if (const std::string other = mismatch(array.origin, model); !other.empty())
        say("note: " + file.string() + ": " + other);
    return map;
}

core::Tensor readLatents(const fs::path& file, const core::VqModel& model)
{
    return readFloats(file, [&](const core::Shape& shape) {
        if (shape.c != model.config().embedDim)
            throw ShapeError(file.string() + ": has shape " + toString(shape) + "; latents of " + model.name() + " have "
                             + std::to_string(model.config().embedDim) + " channels, (N, "
                             + std::to_string(model.config().embedDim) + ", h, w)");
        core::withContext(file.string(), [&] { checkDecodedSize(model, shape.n, shape.h, shape.w); });
    });
}

void addFitOption(CLI::App& command, core::Fit& fit)
{
    command
        .add_option_function<std::string>(
            "--fit", [&fit](const std::string& word) { fit = *core::fitFromName(word); },
            "For sides that are no multiples of the model's factor: pad (default; cropped "
            "back), crop (centred) or resize")
        ->type_name("FIT")
        ->check(CLI::IsMember({"pad", "crop", "resize"}));
}

} // namespace tessera::app::cli
