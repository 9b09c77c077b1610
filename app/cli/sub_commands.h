// SPDX-License-Identifier: GPL-3.0-or-later
// The list of sub-commands: one row and one file each.
#pragma once

#include "app/cli/options.h"

namespace CLI {
class App;
}

namespace tessera::app::cli {

/// Each adds the options of its own to `command` and returns what is done once they are parsed. `shared` outlives it.
Job setUpInfo(CLI::App& command, const SharedOptions& shared);
Job setUpModels(CLI::App& command, const SharedOptions& shared);
Job setUpConvert(CLI::App& command, const SharedOptions& shared);
Job setUpEncode(CLI::App& command, const SharedOptions& shared);
Job setUpDecode(CLI::App& command, const SharedOptions& shared);
Job setUpReconstruct(CLI::App& command, const SharedOptions& shared);
Job setUpEval(CLI::App& command, const SharedOptions& shared);
Job setUpUsage(CLI::App& command, const SharedOptions& shared);
Job setUpSpectrum(CLI::App& command, const SharedOptions& shared);
Job setUpDevices(CLI::App& command, const SharedOptions& shared);
Job setUpBench(CLI::App& command, const SharedOptions& shared);
Job setUpTune(CLI::App& command, const SharedOptions& shared);
Job setUpSelftest(CLI::App& command, const SharedOptions& shared);

struct SubCommand {
    const char* name;
    const char* summary;
    Job (*setUp)(CLI::App&, const SharedOptions&);
};

inline constexpr SubCommand kSubCommands[] = {
    {"info", "What is in a model: configuration, parameters, factor, codebook, what is odd about it", setUpInfo},
    {"models", "List the models that this computer has, and why one cannot be opened", setUpModels},
    {"convert", "Write a model as a clean diffusers folder: config.json and safetensors", setUpConvert},
    {"encode", "Write the codes of a picture", setUpEncode},
    {"decode", "Draw the picture of codes, or of latents", setUpDecode},
    {"reconstruct", "Encode and decode; prints PSNR and commit loss", setUpReconstruct},
    {"eval", "Measure what models make of many pictures: PSNR, SSIM, bits and the like", setUpEval},
    {"usage", "Count how often each code occurs in many pictures", setUpUsage},
    {"spectrum", "Compare the power spectra of a picture and its reconstruction", setUpSpectrum},
    {"devices", "List what can compute, best first", setUpDevices},
    {"bench", "Measure how long encoding and decoding take on this machine", setUpBench},
    {"tune", "Measure how this device computes fastest, and remember it", setUpTune},
    {"selftest", "Compare what this device computes with recorded numbers of diffusers", setUpSelftest},
};

} // namespace tessera::app::cli
