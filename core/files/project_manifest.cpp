// SPDX-License-Identifier: Apache-2.0
#include "core/files/project_manifest.h"

#include "core/error.h"
#include "core/files/json_strict.h"
#include "core/text.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <set>

namespace tessera::core {
namespace {

using nlohmann::json;

constexpr std::size_t kMostText = 4096;
constexpr std::size_t kMostStamps = 1000;
constexpr std::size_t kMostFiles = 1000;
constexpr std::int64_t kMostSide = 1 << 20;

const json& member(const json& object, const char* key)
{
    const auto found = object.find(key);
    if (found == object.end())
        throw FormatError(inQuotes(key) + " is missing");
    return *found;
}

[[noreturn]] void unexpected(const char* key, const json& found, const std::string& expected)
{
    throw FormatError(inQuotes(key) + " is " + toMessage(found) + "; expected " + expected);
}

const json& object(const json& parent, const char* key)
{
    const json& value = member(parent, key);
    if (!value.is_object())
        unexpected(key, value, "an object");
    return value;
}

const json& array(const json& parent, const char* key, std::size_t most)
{
    const json& value = member(parent, key);
    if (!value.is_array() || value.size() > most)
        unexpected(key, value, "a list of at most " + std::to_string(most));
    return value;
}

std::string text(const json& parent, const char* key)
{
    const json& value = member(parent, key);
    if (!value.is_string() || value.get_ref<const std::string&>().size() > kMostText)
        unexpected(key, value, "a text of at most " + std::to_string(kMostText) + " bytes");
    return value.get<std::string>();
}

std::int64_t number(const json& parent, const char* key, std::int64_t least, std::int64_t most)
{
    const json& value = member(parent, key);
    const bool fits = value.is_number_unsigned() ? value.get<std::uint64_t>() <= static_cast<std::uint64_t>(most)
                                                 : value.is_number_integer() && value.get<std::int64_t>() <= most;
    if (!fits || value.get<std::int64_t>() < least)
        unexpected(key, value, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return value.get<std::int64_t>();
}

double real(const json& parent, const char* key, double least, double most)
{
    const json& value = member(parent, key);
    if (!value.is_number() || !(value.get<double>() >= least && value.get<double>() <= most))
        unexpected(key, value, "a number from " + std::to_string(least) + " to " + std::to_string(most));
    return value.get<double>();
}

bool flag(const json& parent, const char* key)
{
    const json& value = member(parent, key);
    if (!value.is_boolean())
        unexpected(key, value, "true or false");
    return value.get<bool>();
}

/// No way out of a folder.
std::string fileName(const json& value)
{
    const std::string name = value.is_string() ? value.get<std::string>() : std::string();
    if (name.empty() || name.size() > 255 || name == "." || name == ".." || name.find_first_of("/\\") != std::string::npos
        || name.find('\0') != std::string::npos)
        unexpected("files", value, "plain file names");
    return name;
}

ProjectModel modelOf(const json& object)
{
    ProjectModel model;
    model.name = text(object, "name");
    if (model.name.empty())
        unexpected("name", object["name"], "a model's name");
    model.folder = text(object, "folder");
    model.sha256 = text(object, "sha256");
    const bool isHash = model.sha256.size() == 64
        && model.sha256.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!model.sha256.empty() && !isHash)
        unexpected("sha256", object["sha256"], "64 digits of lower-case hex, or none");
    model.codes = number(object, "codes", 1, 1 << 24);
    model.factor = number(object, "factor", 1, 1 << 10);
    std::set<std::string> names;
    for (const json& name : array(object, "files", kMostFiles)) {
        model.files.push_back({fileName(name), {}});
        if (!names.insert(model.files.back().name).second)
            unexpected("files", name, "each name once");
    }
    return model;
}

CellRect rectOf(const json& parent, const char* key)
{
    const json& value = array(parent, key, 4);
    CellRect rect;
    int* const sides[] = {&rect.top, &rect.left, &rect.rows, &rect.cols};
    if (value.size() != 4)
        unexpected(key, value, "four whole numbers");
    for (std::size_t i = 0; i < 4; ++i) {
        if (!value[i].is_number_unsigned() || value[i].get<std::uint64_t>() > std::uint64_t{kMostSide})
            unexpected(key, value, "four whole numbers");
        *sides[i] = value[i].get<int>();
    }
    return rect;
}

} // namespace

ProjectManifest parseManifest(std::string_view textOfIt)
{
    const JsonTree tree = parseJson(textOfIt, {.depth = 8, .values = 100'000});
    const json& root = *tree;
    if (!root.is_object() || !root.contains("format") || !isText(root["format"], "tessera-project"))
        throw FormatError("this is no project of Tessera");
    if (const std::int64_t schema = number(root, "schema", 0, std::int64_t{1} << 53); schema != kProjectSchema)
        throw FormatError("the project has schema " + std::to_string(schema) + ", this program reads schema "
                          + std::to_string(kProjectSchema) + (schema > kProjectSchema ? "; a newer Tessera can open it" : ""));
    ProjectManifest manifest;
    Project& project = manifest.project;
    project.title = text(root, "title");
    const json& picture = object(root, "picture");
    project.picture.name = text(picture, "name");
    project.picturePath = text(picture, "path");
    const std::optional<Fit> fit = fitFromName(text(picture, "fit"));
    if (!fit)
        unexpected("fit", picture["fit"], "pad, crop or resize");
    project.fit = *fit;
    if (const json& model = member(root, "model"); !model.is_null())
        project.model = modelOf(object(root, "model"));
    manifest.selection = rectOf(root, "selection");
    for (const json& stamp : array(root, "stamps", project.model.name.empty() ? 0 : kMostStamps)) {
        if (!stamp.is_object())
            unexpected("stamps", stamp, "objects");
        project.stamps.push_back({text(stamp, "name"), static_cast<int>(number(stamp, "key", 0, 9)), {}});
    }
    const json& view = object(root, "view");
    constexpr double kFar = 1e6;
    project.view = {real(view, "zoom", 1.0 / 1024, 1024), real(view, "x", -kFar, kFar), real(view, "y", -kFar, kFar),
                    flag(view, "fitted")};
    return manifest;
}

} // namespace tessera::core
