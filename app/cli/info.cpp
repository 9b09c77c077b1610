// SPDX-License-Identifier: GPL-3.0-or-later
// tessera info MODEL [--json]
#include "app/cli/sub_commands.h"
#include "app/resources.h"
#include "core/model/model_folder.h"

#include <CLI/CLI.hpp>

namespace tessera::app::cli {
namespace {

const char* activationName(core::Activation activation)
{
    switch (activation) {
    case core::Activation::silu: return "silu";
    case core::Activation::mish: return "mish";
    case core::Activation::gelu: return "gelu";
    case core::Activation::relu: return "relu";
    case core::Activation::none: break;
    }
    return "none";
}

Json blockNames(const std::vector<core::BlockKind>& blocks, const char* plain, const char* attention)
{
    Json names = Json::array();
    for (const core::BlockKind kind : blocks)
        names.push_back(kind == core::BlockKind::plain ? plain : attention);
    return names;
}

/// The configuration with the keys of config.json, defaults filled in.
Json configOf(const core::Config& config)
{
    Json json;
    json["_diffusers_version"] = config.diffusersVersion;
    json["in_channels"] = config.inChannels;
    json["out_channels"] = config.outChannels;
    json["down_block_types"] = blockNames(config.downBlocks, "DownEncoderBlock2D", "AttnDownEncoderBlock2D");
    json["up_block_types"] = blockNames(config.upBlocks, "UpDecoderBlock2D", "AttnUpDecoderBlock2D");
    json["block_out_channels"] = config.blockOutChannels;
    json["layers_per_block"] = config.layersPerBlock;
    json["act_fn"] = activationName(config.activation);
    json["latent_channels"] = config.latentChannels;
    json["sample_size"] = config.sampleSize;
    json["num_vq_embeddings"] = config.codes;
    json["norm_num_groups"] = config.normGroups;
    json["vq_embed_dim"] = config.embedDim;
    json["scaling_factor"] = config.scalingFactor;
    json["norm_type"] = config.normKind == core::NormKind::group ? "group" : "spatial";
    json["mid_block_add_attention"] = config.midBlockAttention;
    json["lookup_from_codebook"] = config.lookupFromCodebook;
    json["force_upcast"] = config.forceUpcast;
    return json;
}

Json describe(const core::OpenedModel& opened)
{
    const core::VqModel& model = *opened.model;
    Json report;
    report["model"] = model.name();
    report["folder"] = opened.files.folder.string();
    report["config"] = configOf(model.config());
    report["parameters"] = model.weights().parameters();
    report["factor"] = model.factor();
    report["codebook"] = {{"codes", model.config().codes}, {"dimensions", model.config().embedDim}};
    report["bytes"] = opened.files.bytes;
    report["dtype"] = model.weights().dtypes();
    report["files"] = Json::array();
    for (const auto& file : opened.files.weightFiles)
        report["files"].push_back(file.filename().string());
    report["notes"] = model.notes();
    return report;
}

/// Values of one line: lists as "a, b".
std::string valueText(const Json& value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (!value.is_array())
        return value.dump(-1, ' ', false, Json::error_handler_t::replace);
    std::string text;
    for (const Json& item : value)
        text += (text.empty() ? "" : ", ") + valueText(item);
    return text;
}

void printText(const Json& report)
{
    const auto row = [](const std::string& name, const std::string& value) {
        print(name + std::string(name.size() < 26 ? 26 - name.size() : 1, ' ') + value + "\n");
    };
    row("model", valueText(report["model"]));
    row("folder", valueText(report["folder"]));
    row("parameters", valueText(report["parameters"]));
    row("factor", valueText(report["factor"]) + " (pixels of a side for each cell)");
    row("codebook",
        valueText(report["codebook"]["codes"]) + " codes of " + valueText(report["codebook"]["dimensions"])
            + " numbers");
    row("weights",
        valueText(report["dtype"]) + ", " + valueText(report["bytes"]) + " bytes in " + valueText(report["files"]));
    for (const auto& [key, value] : report["config"].items())
        row("  " + key, valueText(value));
    if (report["notes"].empty())
        row("notes", "none");
    for (const Json& note : report["notes"])
        row("note", valueText(note));
}

void run(const std::string& name, const SharedOptions& shared)
{
    const Json report = describe(core::openModel(findModel(name.empty() ? shared.model : name)));
    if (shared.json)
        printJson(report);
    else
        printText(report);
}

} // namespace

Job setUpInfo(CLI::App& command, const SharedOptions& shared)
{
    const auto name = std::make_shared<std::string>();
    command.add_option("MODEL", *name, "A model's folder, or the name of an embedded one");
    command.callback([name, &shared] {
        if (name->empty() && shared.model.empty())
            throw CLI::RequiredError("MODEL");
    });
    return [name, &shared] { run(*name, shared); };
}

} // namespace tessera::app::cli
