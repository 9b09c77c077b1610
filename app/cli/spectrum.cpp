// SPDX-License-Identifier: GPL-3.0-or-later
// tessera spectrum IN [-m MODEL] [--json] [--png F] [--window W] [--channel C]
#include "app/cli/inputs.h"
#include "app/cli/interrupt.h"
#include "app/cli/outputs.h"
#include "app/cli/session.h"
#include "app/cli/spectrum_report.h"
#include "app/cli/sub_commands.h"
#include "app/picture_files.h"
#include "core/cpu/cpu_device.h"
#include "core/error.h"

#include <CLI/CLI.hpp>

#include <map>

namespace tessera::app::cli {
namespace {

struct Options {
    std::string input, png;
    core::SpectrumSettings settings;
};

const std::map<std::string, core::SpectrumWindow> kWindows{{"hann", core::SpectrumWindow::hann},
                                                           {"kaiser", core::SpectrumWindow::kaiser},
                                                           {"none", core::SpectrumWindow::none}};
const std::map<std::string, core::SpectrumChannel> kChannels{{"luma", core::SpectrumChannel::luma},
                                                             {"red", core::SpectrumChannel::red},
                                                             {"green", core::SpectrumChannel::green},
                                                             {"blue", core::SpectrumChannel::blue}};

/// The judged name of the picture of spectra; nothing where none is asked for.
std::vector<std::filesystem::path> sheetName(const std::string& png)
{
    if (png.empty())
        return {};
    const Output output = judgeOutput(png);
    if (output.isNpy)
        throw core::FormatError(png + ": spectra are written as a picture; choose a name that ends in .png");
    return {output.path};
}

void run(const Options& options, const SharedOptions& shared)
{
    const Interrupt interrupt;
    const std::vector<std::filesystem::path> sheet = sheetName(options.png);
    Session session(shared);
    const core::Config& config = session.model().config();
    if (isNpy(options.input))
        throw core::FormatError(options.input + ": is a .npy file; expected a picture");
    Input input = readInput(options.input, session.model(), core::Fit::pad);
    core::Tensor decoded;
    {
        ProgressLine line("reconstructing");
        core::Progress progress = line.progress();
        progress.stop = interrupt.token();
        decoded = session.codec().forward(input.tensor, progress).pictures;
    }
    requireFinite(decoded, "the decoded values of " + options.input);
    const core::Picture original = core::modelColours(input.original, config),
                        made = core::toPicture(decoded, 0, &*input.how);
    const std::unique_ptr<core::FourierTransform> transform =
        core::isCpuDevice(session.device()) ? core::makeCpuFourier() : gpu::openFourier(shared.device);
    const core::PictureSpectra spectra = core::withContext(options.input, [&] {
        return core::pictureSpectra(*transform, original, made, session.model().factor(), options.settings);
    });
    const core::ErrorBands bands = core::errorBands(original, made);
    if (!sheet.empty())
        writePictures(sheet, {spectrumSheet(spectra)});
    const SpectrumSubject subject{.path = options.input,
                                  .model = session.model().name(),
                                  .device = session.device().name(),
                                  .transform = transform->name(),
                                  .recipe = core::spectrumRecipe(options.settings.window, options.settings.channel)
                                      + "; " + core::cutoffRecipe(),
                                  .width = original.width,
                                  .height = original.height};
    if (shared.json)
        printJson(spectrumReport(subject, spectra, bands));
    else
        print(spectrumText(subject, spectra, bands));
}

/// Adds an option whose value is one of the map's names.
template <class Value>
void addChoice(CLI::App& command, const char* name, const std::map<std::string, Value>& choices, Value& chosen,
               const char* about)
{
    command
        .add_option_function<std::string>(
            name, [&choices, &chosen](const std::string& word) { chosen = choices.at(word); }, about)
        ->check(CLI::IsMember(choices))
        ->type_name("NAME");
}

} // namespace

Job setUpSpectrum(CLI::App& command, const SharedOptions& shared)
{
    const auto options = std::make_shared<Options>();
    command.add_option("IN", options->input, "A picture")->required();
    command.add_option("--png", options->png, "Draw the spectra of input, reconstruction and error side by side")
        ->type_name("F");
    addChoice(command, "--window", kWindows, options->settings.window, "hann (default), kaiser or none");
    addChoice(command, "--channel", kChannels, options->settings.channel, "luma (default), red, green or blue");
    return [options, &shared] { run(*options, shared); };
}

} // namespace tessera::app::cli
