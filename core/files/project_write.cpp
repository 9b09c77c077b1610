// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "core/files/byte_stream.h"
#include "core/files/history_log.h"
#include "core/files/npy.h"
#include "core/files/project.h"
#include "core/files/zip.h"
#include "core/text.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace tessera::core {
namespace {

using Json = nlohmann::ordered_json;

/// An archive that counts what is in it: one that nobody could open is not to be written.
class CountingZip {
public:
    void add(std::string name, std::vector<std::byte> bytes, ZipWriter::Packing packing = ZipWriter::Packing::deflated)
    {
        m_bytes += bytes.size();
        if (m_bytes > kMostProjectBytes)
            throw FileError("the project would have more than " + grouped(kMostProjectBytes)
                            + " bytes, the most that can be opened again"
                            + (name.starts_with("model/") ? "; save it without the model's files"
                                   : name.starts_with("stamps/") ? "; remove stamps"
                                                                 : "; lower what the history may take"));
        m_zip.add(std::move(name), std::move(bytes), packing);
    }
    std::vector<std::byte> finish() const { return m_zip.finish(); }

private:
    ZipWriter m_zip;
    std::uint64_t m_bytes = 0;
};

std::vector<std::byte> bytesOf(std::string_view text)
{
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

Json rectOf(const CellRect& rect) { return Json::array({rect.top, rect.left, rect.rows, rect.cols}); }

/// Paths are bytes of any kind, JSON is UTF-8: what is none becomes U+FFFD.
std::string dumped(const Json& value) { return value.dump(2, ' ', false, Json::error_handler_t::replace); }

IndexMap asMap(const CodeBlock& block, bool mask)
{
    IndexMap map(1, block.rows, block.cols);
    for (std::size_t i = 0; i < map.codes.size(); ++i)
        map.codes[i] = mask ? block.mask[i] : block.codes[i];
    return map;
}

Json manifestOf(const Project& project)
{
    Json model = nullptr;
    if (project.hasCodes()) {
        model = {{"name", project.model.name},   {"folder", project.model.folder}, {"sha256", project.model.sha256},
                 {"codes", project.model.codes}, {"factor", project.model.factor}, {"files", Json::array()}};
        for (const ProjectFile& file : project.model.files)
            model["files"].push_back(file.name);
    }
    Json stamps = Json::array();
    for (const ProjectStamp& stamp : project.stamps)
        stamps.push_back({{"name", stamp.name}, {"key", stamp.key}});
    const char* fit = project.fit == Fit::pad ? "pad" : project.fit == Fit::crop ? "crop" : "resize";
    return {{"format", "tessera-project"},
            {"schema", kProjectSchema},
            {"title", project.title},
            {"picture", {{"name", project.picture.name}, {"path", project.picturePath}, {"fit", fit}}},
            {"model", model},
            {"selection", rectOf(project.state.selection.bounds)},
            {"stamps", stamps},
            {"view", {{"zoom", project.view.zoom}, {"x", project.view.x}, {"y", project.view.y},
                      {"fitted", project.view.fitted}}}};
}

} // namespace

std::vector<std::byte> writeProject(const Project& project)
{
    using Packing = ZipWriter::Packing;
    std::size_t cells = 0;
    for (const ProjectStamp& stamp : project.stamps)
        cells += stamp.block.codes.size();
    if (cells > kMostStampCells)
        throw FileError("the stamps have " + grouped(cells) + " cells; a project takes at most " + grouped(kMostStampCells)
                        + ", so remove some");
    CountingZip zip;
    zip.add("manifest.json", bytesOf(dumped(manifestOf(project))));
    if (project.hasPicture())
        zip.add("input", project.picture.bytes, Packing::stored);
    if (!project.thumbnail.empty())
        zip.add("thumb.png", project.thumbnail, Packing::stored);
    if (project.hasCodes()) {
        zip.add("codes0.npy", npyBytes(project.encodedCodes));
        zip.add("codes.npy", npyBytes(project.state.codes));
        zip.add("history.bin", toLog(project.history));
        if (!project.state.selection.isEmpty()) {
            const auto mask = std::as_bytes(std::span(project.state.selection.mask));
            zip.add("selection.bin", {mask.begin(), mask.end()});
        }
    }
    for (std::size_t i = 0; i < project.stamps.size(); ++i) {
        const std::string name = "stamps/" + std::to_string(i + 1);
        zip.add(name + ".npy", npyBytes(asMap(project.stamps[i].block, false)));
        zip.add(name + "-mask.npy", npyBytes(asMap(project.stamps[i].block, true)));
    }
    for (const ProjectFile& file : project.model.files)
        zip.add("model/" + file.name, file.bytes, Packing::stored);
    return zip.finish();
}

} // namespace tessera::core
