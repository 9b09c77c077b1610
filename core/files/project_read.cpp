// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "core/files/history_log.h"
#include "core/files/json_strict.h"
#include "core/files/npy.h"
#include "core/files/project.h"
#include "core/files/project_manifest.h"
#include "core/files/zip.h"
#include "core/text.h"

#include <algorithm>
#include <utility>

namespace tessera::core {
namespace {

constexpr std::uint64_t kMostManifest = 1 << 20;
constexpr std::uint64_t kMostPicture = std::uint64_t{512} << 20;
constexpr std::uint64_t kMostThumbnail = 16 << 20;
constexpr std::uint64_t kMostCodes = std::uint64_t{160} << 20;

IndexMap readMap(const ZipReader& zip, const std::string& name)
{
    return withContext(name, [&] {
        IndexMap map = toIndexMap(parseNpy(zip.read(name, kMostCodes)), "codes");
        if (map.count != 1)
            throw ShapeError(std::to_string(map.count) + " maps; expected one");
        return map;
    });
}

void readSelection(const ZipReader& zip, const CellRect& bounds, Region& selection)
{
    if (bounds.isEmpty())
        return;
    const auto cells = static_cast<std::uint64_t>(bounds.rows) * static_cast<std::uint64_t>(bounds.cols);
    const std::vector<std::byte> mask = zip.read("selection.bin", cells);
    if (mask.size() != cells)
        throw FormatError("selection.bin has " + grouped(mask.size()) + " bytes; expected " + grouped(cells));
    selection.bounds = bounds;
    selection.mask.reserve(mask.size());
    for (const std::byte value : mask)
        selection.mask.push_back(value != std::byte{0} ? 1 : 0);
}

void readCodes(const ZipReader& zip, const ProjectManifest& manifest, Project& project)
{
    project.encodedCodes = readMap(zip, "codes0.npy");
    EditState& state = project.state;
    state.codes = readMap(zip, "codes.npy");
    if (state.codes.rows != project.encodedCodes.rows || state.codes.cols != project.encodedCodes.cols)
        throw ShapeError("codes.npy and codes0.npy have different shapes");
    const std::int64_t codes = project.model.codes;
    withContext("codes0.npy", [&] { checkCodes(project.encodedCodes, codes); });
    withContext("codes.npy", [&] { checkCodes(state.codes, codes); });
    const CellRect grid = state.codes.grid();
    if (!manifest.selection.isEmpty() && manifest.selection.intersected(grid) != manifest.selection)
        throw FormatError("the selection lies outside the picture");
    readSelection(zip, manifest.selection, state.selection);
    withContext("history.bin", [&] { project.history = toHistory(zip.read("history.bin", kMostProjectBytes), grid); });
    checkHistory(state, project.history, codes);
}

/// `cellsLeft`: what the stamps before it have left of kMostStampCells.
CodeBlock readBlock(const ZipReader& zip, const std::string& name, std::int64_t codes, std::size_t& cellsLeft)
{
    const IndexMap map = readMap(zip, name + ".npy");
    if (map.codes.size() > cellsLeft)
        throw FormatError(name + ".npy: with this one the stamps have " + grouped(kMostStampCells - cellsLeft + map.codes.size())
                          + " cells; expected at most " + grouped(kMostStampCells));
    cellsLeft -= map.codes.size();
    const IndexMap mask = readMap(zip, name + "-mask.npy");
    if (map.rows != mask.rows || map.cols != mask.cols)
        throw ShapeError(name + ".npy and its mask have different shapes");
    withContext(name + ".npy", [&] { checkCodes(map, codes); });
    CodeBlock block{static_cast<int>(map.rows), static_cast<int>(map.cols), map.codes, {}};
    block.mask.reserve(mask.codes.size());
    for (const std::int32_t value : mask.codes)
        block.mask.push_back(value != 0 ? 1 : 0);
    return block;
}

} // namespace

Project readProject(std::span<const std::byte> file)
{
    if (file.size() > kMostProjectBytes)
        throw FormatError("the project has " + grouped(file.size()) + " bytes; expected at most "
                          + grouped(kMostProjectBytes));
    const ZipReader zip(file, {.bytes = kMostProjectBytes});
    if (!zip.contains("manifest.json"))
        throw FormatError("this ZIP archive is no project of Tessera: it has no manifest.json");
    const std::vector<std::byte> text = zip.read("manifest.json", kMostManifest);
    ProjectManifest manifest = withContext("manifest.json", [&] {
        return parseManifest({reinterpret_cast<const char*>(text.data()), text.size()});
    });
    Project project = std::move(manifest.project);
    if (project.hasPicture())
        project.picture.bytes = zip.read("input", kMostPicture);
    else if (project.model.name.empty())
        throw FormatError("the project has neither a picture nor codes");
    if (zip.contains("thumb.png"))
        project.thumbnail = zip.read("thumb.png", kMostThumbnail);
    if (!project.model.name.empty())
        readCodes(zip, manifest, project);
    std::size_t cellsLeft = kMostStampCells;
    for (std::size_t i = 0; i < project.stamps.size(); ++i)
        project.stamps[i].block = readBlock(zip, "stamps/" + std::to_string(i + 1), project.model.codes, cellsLeft);
    for (ProjectFile& bundled : project.model.files)
        bundled.bytes = zip.read("model/" + bundled.name, kMostProjectBytes);
    return project;
}

} // namespace tessera::core
