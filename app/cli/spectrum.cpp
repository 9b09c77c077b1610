// SPDX-License-Identifier: GPL-3.0-or-later
// tessera spectrum IN [-m MODEL] [--json] [--png F] [--force] [--window W] [--channel C]
#include "app/cli/each_picture.h"
#include "app/cli/eval_report.h"
#include "app/cli/inputs.h"
#include "app/cli/interrupt.h"
#include "app/cli/outputs.h"
#include "app/cli/replacing.h"
#include "app/cli/session.h"
#include "app/cli/spectrum_report.h"
#include "app/cli/sub_commands.h"
#include "app/pictures/picture_files.h"
#include "core/cpu/cpu_device.h"
#include "core/error.h"

#include <CLI/CLI.hpp>

#include <map>

namespace tessera::app::cli {
namespace {

struct Options {
    std::string input, png;
    core::SpectrumSettings settings;
    bool force = false;
};

const std::map<std::string, core::SpectrumWindow> kWindows{{"hann", core::SpectrumWindow::hann},
                                                           {"kaiser", core::SpectrumWindow::kaiser},
                                                           {"none", core::SpectrumWindow::none}};
const std::map<std::string, core::SpectrumChannel> kChannels{{"luma", core::SpectrumChannel::luma},
                                                             {"red", core::SpectrumChannel::red},
                                                             {"green", core::SpectrumChannel::green},
                                                             {"blue", core::SpectrumChannel::blue}};

/// The judged name of the picture of spectra; nothing where none is asked for.
Paths sheetName(const Options& options)
{
    if (options.png.empty())
        return {};
    const Output output = judgeOutput(options.png);
    if (output.isNpy)
        throw core::FormatError(options.png + ": spectra are written as a picture; choose a name that ends in .png");
    refuseInputs({output.path}, {options.input});
    askToReplace({output.path}, options.force);
    return {output.path};
}

/// What both ways of running need: opened and judged before anything is computed.
struct Workshop {
    const Options& options;
    const SharedOptions& shared;
    Paths sheet = sheetName(options);
    Interrupt interrupt{}; // who is asked may also end the program
    Session session{shared};

    core::Progress progress(ProgressLine& line) const
    {
        core::Progress progress = line.progress();
        progress.stop = interrupt.token();
        return progress;
    }
    std::unique_ptr<core::FourierTransform> transform()
    {
        return core::isCpuDevice(session.device()) ? core::makeCpuFourier() : gpu::openFourier(shared.device);
    }
    core::PictureSpectra spectraOf(core::FourierTransform& transform, const core::Picture& input,
                                   const core::Picture& made) const
    {
        return core::pictureSpectra(transform, input, made, session.model().factor(), options.settings,
                                    {interrupt.token(), {}});
    }
    core::ErrorBands bandsOf(const core::Picture& input, const core::Picture& made) const
    {
        return core::errorBands(input, made, {}, {interrupt.token(), {}});
    }
    /// `transform` says who computed.
    SpectrumSubject subject(const std::string& transform)
    {
        return {options.input, session.model().name(), session.device().name(), transform,
                core::spectrumRecipe(options.settings.window, options.settings.channel) + "; " + core::cutoffRecipe()
                    + "; " + core::gridPeaksRecipe() + "; " + core::errorBandsRecipe()};
    }
};

void runPicture(Workshop& shop)
{
    const Options& options = shop.options;
    if (isNpy(options.input))
        throw core::FormatError(options.input + ": is a .npy file; expected a picture");
    Input input = readInput(options.input, shop.session.model(), core::Fit::pad);
    core::Tensor decoded;
    {
        ProgressLine line("reconstructing");
        decoded = shop.session.codec().forward(input.tensor, shop.progress(line)).pictures;
    }
    requireFinite(decoded, "the decoded values of " + options.input);
    const core::Picture original = core::modelColours(input.original, shop.session.model().config()),
                        made = core::toPicture(decoded, 0, &*input.how);
    const std::unique_ptr<core::FourierTransform> transform = shop.transform();
    const core::PictureSpectra spectra =
        core::withContext(options.input, [&] { return shop.spectraOf(*transform, original, made); });
    const SpectrumFindings found = findings(spectra, shop.bandsOf(original, made));
    if (!shop.sheet.empty())
        writePictures(shop.sheet, {spectrumSheet(spectra)});
    if (!shop.shared.json) {
        print(spectrumText(shop.subject(transform->name()), found, peaksText(spectra.peaks)));
        return;
    }
    Json report = spectrumReport(shop.subject(transform->name()), found);
    report["width"] = original.width;
    report["height"] = original.height;
    report["transform_size"] = {spectra.input.plane.width, spectra.input.plane.height};
    report["peaks"] = peaksReport(spectra.peaks);
    printJson(report);
}

void runFolder(Workshop& shop)
{
    const Options& options = shop.options;
    if (!shop.sheet.empty())
        throw core::Error(options.png + ": spectra of a folder are not drawn; give a single picture");
    const PictureList list = listPictures({options.input});
    const std::unique_ptr<core::FourierTransform> transform = shop.transform();
    MeanFindings means;
    std::vector<Failure> failed;
    {
        ProgressLine line("measuring");
        const core::Progress progress = shop.progress(line);
        forEachPicture(list, shop.session.model(), progress, failed, [&](const LoadedPicture& picture) {
            const core::Tensor decoded = shop.session.codec().forward(picture.tensor, {progress.stop, {}}).pictures;
            requireFinite(decoded, "the decoded values");
            const core::Picture made = core::toPicture(decoded, 0, &picture.how);
            const core::PictureSpectra spectra = shop.spectraOf(*transform, picture.colours, made);
            means.add(findings(spectra, shop.bandsOf(picture.colours, made)), transform->name());
        });
        progress.step(1);
    }
    const SpectrumFindings mean = means.mean();
    if (shop.shared.json) {
        Json report = spectrumReport(shop.subject(means.transforms()), mean);
        report["pictures"] = mean.pictures;
        report["failed"] = failedReport(failed);
        printJson(report);
    } else {
        const std::string left = means.tooSmall() > 0
            ? ", of which " + std::to_string(means.tooSmall()) + " too small for a spectrum"
            : std::string();
        const std::string count = std::to_string(mean.pictures) + (mean.pictures == 1 ? " picture" : " pictures");
        print(spectrumText(shop.subject(means.transforms()), mean, "means over " + count + left + "\n"));
    }
    requireNoneFailed(failed.size(), list);
}

void run(const Options& options, const SharedOptions& shared)
{
    Workshop shop{options, shared};
    refuseInputs(shop.sheet, shop.session.files());
    std::error_code error;
    if (std::filesystem::is_directory(options.input, error))
        runFolder(shop);
    else
        runPicture(shop);
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
    command.add_option("IN", options->input, "A picture, or a folder for means over its pictures")->required();
    command.add_option("--png", options->png, "Draw the spectra of input, reconstruction and error side by side")
        ->type_name("F");
    addForceOption(command, options->force);
    addChoice(command, "--window", kWindows, options->settings.window, "hann (default), kaiser or none");
    addChoice(command, "--channel", kChannels, options->settings.channel, "luma (default), red, green or blue");
    return [options, &shared] { run(*options, shared); };
}

} // namespace tessera::app::cli
