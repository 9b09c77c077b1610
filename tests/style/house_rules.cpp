// SPDX-License-Identifier: Apache-2.0
#include "tests/style/house_rules.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string_view>

namespace tessera::tests {
namespace {

namespace fs = std::filesystem;

constexpr std::array kLayers{"core", "gpu", "shaders", "app"};
constexpr std::array kRooms{"core", "gpu", "shaders", "app", "resources", "tests"};
constexpr std::array kWithSources{"core", "gpu", "shaders", "app", "resources", "tests", "cmake"};

std::string readText(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> linesOf(const std::string& text)
{
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

bool oneOf(std::string_view text, std::initializer_list<std::string_view> choices)
{
    return std::find(choices.begin(), choices.end(), text) != choices.end();
}

bool isCpp(const fs::path& file)
{
    return oneOf(file.extension().string(), {".h", ".cpp"});
}

bool isGlsl(const fs::path& file)
{
    return oneOf(file.extension().string(), {".comp", ".glsl"});
}

bool isSource(const fs::path& file)
{
    return isCpp(file) || isGlsl(file) || file.extension() == ".cmake" || file.filename() == "CMakeLists.txt";
}

/// The files below root/folder as paths relative to the root, sorted. Golden data is not ours to judge.
std::vector<fs::path> filesIn(const fs::path& root, const std::string& folder)
{
    std::vector<fs::path> files;
    if (fs::is_directory(root / folder))
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / folder)) {
            const fs::path relative = entry.path().lexically_relative(root);
            if (entry.is_regular_file() && relative.generic_string().rfind("tests/golden/", 0) != 0)
                files.push_back(relative);
        }
    std::sort(files.begin(), files.end());
    return files;
}

std::string at(const fs::path& file, std::size_t line)
{
    return file.generic_string() + ":" + std::to_string(line) + ": ";
}

/// The text with comments blanked out, lines kept; strings and characters are left as they are.
std::string withoutComments(const std::string& text)
{
    enum class In { code, line, block, quotes, character } in = In::code;
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i], next = i + 1 < text.size() ? text[i + 1] : '\0';
        if (in == In::code && c == '/' && (next == '/' || next == '*'))
            in = next == '/' ? In::line : In::block;
        else if (in == In::code && c == '"')
            in = In::quotes;
        else if (in == In::code && c == '\'' && (i == 0 || std::isalnum(static_cast<unsigned char>(text[i - 1])) == 0))
            in = In::character; // not the separator in 1'000
        else if (in == In::line && c == '\n')
            in = In::code;
        else if (in == In::block && c == '*' && next == '/') {
            in = In::code;
            out += "  ";
            ++i;
            continue;
        } else if ((in == In::quotes || in == In::character) && c == '\\') {
            out += c;
            out += next;
            ++i;
            continue;
        } else if ((in == In::quotes && c == '"') || (in == In::character && c == '\'')) {
            in = In::code;
        }
        const bool comment = in == In::line || in == In::block;
        out += comment && c != '\n' ? ' ' : c;
    }
    return out;
}

struct Include {
    std::size_t line = 0;
    bool quoted = false;
    std::string name;
};

std::optional<Include> includeOf(const std::string& text, std::size_t line)
{
    std::size_t i = text.find_first_not_of(" \t");
    if (i == std::string::npos || text[i] != '#')
        return {};
    i = text.find_first_not_of(" \t", i + 1);
    if (i == std::string::npos || text.compare(i, 7, "include") != 0)
        return {};
    i = text.find_first_of("<\"", i + 7);
    if (i == std::string::npos)
        return {};
    const std::size_t end = text.find_first_of(">\"", i + 1);
    if (end == std::string::npos)
        return {};
    return Include{line, text[i] == '"', text.substr(i + 1, end - i - 1)};
}

bool isQt(const std::string& header)
{
    return !header.empty() && header[0] == 'Q'; // no other library's headers here begin so
}

bool isVulkan(const std::string& header)
{
    return header.rfind("vulkan/", 0) == 0 || header.rfind("volk", 0) == 0 || header.rfind("Volk/", 0) == 0
        || header.rfind("vk_", 0) == 0;
}

/// Why a C++ file of `layer` must not have this include; empty where it may.
std::string refusal(const std::string& layer, const Include& include)
{
    const std::string& name = include.name;
    if (!include.quoted) {
        if (isQt(name) && oneOf(layer, {"core", "gpu", "shaders"}))
            return layer + " must not know Qt";
        if (isVulkan(name) && oneOf(layer, {"core", "app", "shaders"}))
            return layer + " must not know Vulkan";
        return {};
    }
    const fs::path path(name);
    if (layer == "tests" && path.extension() == ".moc")
        return {};
    if (layer == "gpu" && path.extension() == ".inc") // SPIR-V that the build leaves
        return {};
    const std::string target = path.has_parent_path() ? path.begin()->string() : std::string();
    if (!oneOf(target, {"core", "gpu", "shaders", "app", "tests"}))
        return "names no layer";
    if (target == layer || layer == "tests")
        return {};
    if (layer == "gpu" && oneOf(target, {"core", "shaders"}))
        return {};
    if (layer == "app" && (target == "core" || name == "gpu/gpu.h"))
        return {};
    return layer + " must not know it";
}

} // namespace

Breaches checkLicences(const fs::path& root)
{
    constexpr std::string_view kTag = "SPDX-License-Identifier: ";
    Breaches breaches;
    for (const std::string folder : kWithSources)
        for (const fs::path& file : filesIn(root, folder)) {
            if (!isSource(file))
                continue;
            const std::vector<std::string> lines = linesOf(readText(root / file));
            std::string licence;
            for (std::size_t i = 0; i < std::min<std::size_t>(3, lines.size()) && licence.empty(); ++i)
                if (const std::size_t found = lines[i].find(kTag); found != std::string::npos)
                    licence = lines[i].substr(found + kTag.size());
            const bool mixed = oneOf(folder, {"tests", "resources"});
            const bool right = (licence == "GPL-3.0-or-later" && (mixed || folder == "app"))
                || (licence == "Apache-2.0" && folder != "app");
            if (!right)
                breaches.push_back(at(file, 1) + (licence.empty() ? "no SPDX line" : "wrong licence " + licence));
        }
    return breaches;
}

Breaches checkIncludes(const fs::path& root)
{
    Breaches breaches;
    for (const std::string folder : {"core", "gpu", "shaders", "app", "tests"})
        for (const fs::path& file : filesIn(root, folder)) {
            if (!isCpp(file) && !isGlsl(file))
                continue;
            const std::vector<std::string> lines = linesOf(readText(root / file));
            for (std::size_t i = 0; i < lines.size(); ++i) {
                const std::optional<Include> include = includeOf(lines[i], i + 1);
                if (!include)
                    continue;
                std::string why;
                if (isGlsl(file)) // glslc is told of shaders/ alone
                    why = fs::exists(root / "shaders" / include->name) ? "" : "is not in shaders/";
                else
                    why = refusal(folder, *include);
                if (!why.empty())
                    breaches.push_back(at(file, include->line) + include->name + ": " + why);
            }
        }
    return breaches;
}

Breaches checkLengths(const fs::path& root)
{
    Breaches breaches;
    for (const std::string folder : kWithSources)
        for (const fs::path& file : filesIn(root, folder)) {
            if (!isSource(file))
                continue;
            const std::size_t lines = linesOf(readText(root / file)).size();
            if (lines > kMaxSourceLines)
                breaches.push_back(at(file, lines) + "longer than " + std::to_string(kMaxSourceLines) + " lines");
        }
    return breaches;
}

Breaches checkReadmes(const fs::path& root)
{
    Breaches breaches;
    for (const std::string room : kRooms) {
        const fs::path file = fs::path(room) / "README.md";
        if (!fs::is_regular_file(root / file)) {
            breaches.push_back(file.generic_string() + " is missing");
            continue;
        }
        const std::size_t lines = linesOf(readText(root / file)).size();
        if (lines > kMaxReadmeLines)
            breaches.push_back(at(file, lines) + "longer than " + std::to_string(kMaxReadmeLines) + " lines");
    }
    return breaches;
}

Breaches checkDriverNames(const fs::path& root)
{
    Breaches breaches;
    for (const std::string layer : kLayers)
        for (const fs::path& file : filesIn(root, layer)) {
            if (!isCpp(file) && !isGlsl(file))
                continue;
            const std::vector<std::string> lines = linesOf(withoutComments(readText(root / file)));
            for (std::size_t i = 0; i < lines.size(); ++i) {
                std::string lower = lines[i];
                std::transform(lower.begin(), lower.end(), lower.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
                for (const std::string name : {"llvmpipe", "lavapipe", "swiftshader"})
                    if (lower.find(name) != std::string::npos)
                        breaches.push_back(at(file, i + 1) + "names the driver " + name);
            }
        }
    return breaches;
}

Breaches checkBuildLists(const fs::path& root)
{
    Breaches breaches;
    for (const std::string folder : {"core", "gpu", "shaders", "app", "tests"}) {
        const std::vector<fs::path> files = filesIn(root, folder);
        std::string lists;
        for (const fs::path& file : files)
            if (file.filename() == "CMakeLists.txt")
                lists += readText(root / file);
        for (const fs::path& file : files) {
            const std::string stem = file.stem().string();
            const bool kernel = file.extension() == ".comp";
            if (file.extension() != ".cpp" && !kernel)
                continue;
            // Lists name a file relative to their own folder; a test helper's name is enough.
            if (lists.find(kernel ? stem : file.filename().string()) == std::string::npos)
                breaches.push_back(file.generic_string() + " is in no CMakeLists.txt of " + folder);
            if (kernel && !fs::exists(root / fs::path(file).replace_extension(".h")))
                breaches.push_back(file.generic_string() + " has no header " + stem + ".h with its parameters");
        }
    }
    return breaches;
}

Breaches checkToolRows(const fs::path& root)
{
    const fs::path list = "app/tools/tool_list.cpp";
    static const std::regex row(R"re(\{"(\w+)", QT_TRANSLATE_NOOP\("Tools", "[^"]*"\), "[^"]*", "(\w+)",)re");
    const std::string text = readText(root / list);
    Breaches breaches;
    const std::sregex_iterator first(text.begin(), text.end(), row), last;
    if (first == last)
        breaches.push_back(list.generic_string() + " has no row in the form {id, name, key, icon, ...");
    for (auto match = first; match != last; ++match) {
        const std::string id = match->str(1), icon = match->str(2);
        for (const std::string& file : {"resources/icons/" + icon + ".svg", "app/tools/" + id + "_tool.h",
                                        "app/tools/" + id + "_tool.cpp"})
            if (!fs::exists(root / file))
                breaches.push_back(list.generic_string() + ": the tool " + id + " has no " + file);
    }
    return breaches;
}

Breaches checkPaths(const fs::path& root)
{
    // Put together here, so that this file does not break its own rule.
    const std::array<std::string, 3> places{std::string("/wo") + "rk/", std::string("/ho") + "me/",
                                            std::string("/ro") + "ot/"};
    Breaches breaches;
    std::vector<fs::path> files;
    for (const std::string folder : kWithSources)
        for (const fs::path& file : filesIn(root, folder))
            if (isSource(file) || oneOf(file.extension().string(), {".md", ".txt", ".1", ".json", ".desktop", ".xml"}))
                files.push_back(file);
    for (const std::string file : {"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CMakeLists.txt", "run"})
        if (fs::is_regular_file(root / file))
            files.emplace_back(file);
    for (const fs::path& file : files) {
        const std::vector<std::string> lines = linesOf(readText(root / file));
        for (std::size_t i = 0; i < lines.size(); ++i)
            for (const std::string& place : places)
                if (lines[i].find(place) != std::string::npos)
                    breaches.push_back(at(file, i + 1) + "names a place on somebody's machine: " + place);
    }
    return breaches;
}

Breaches checkBadInputRows(const fs::path& root)
{
    const fs::path list = "tests/bad_input_rows.txt";
    const std::regex row("([A-Z][0-9]+) ..*"), inData("\"([A-Z][0-9]+) "), inComment("\\b([A-Z][0-9]+)\\b");
    std::set<std::string> named;
    const auto take = [&named](const std::string& text, const std::regex& name) {
        for (std::sregex_iterator at(text.begin(), text.end(), name), end; at != end; ++at)
            named.insert((*at)[1]);
    };
    for (const fs::path& file : filesIn(root, "tests"))
        if (file.extension() == ".cpp")
            for (const std::string& line : linesOf(readText(root / file))) {
                take(line, inData);
                if (const std::size_t comment = line.find("//"); comment != line.npos)
                    take(line.substr(comment), inComment);
            }
    Breaches breaches;
    std::size_t number = 0;
    for (const std::string& line : linesOf(readText(root / list))) {
        ++number;
        if (line.empty() || line.front() == '#')
            continue;
        std::smatch parts;
        if (!std::regex_match(line, parts, row))
            breaches.push_back(at(list, number) + "expected a letter, a number and words");
        else if (!named.contains(parts[1]))
            breaches.push_back(at(list, number) + "no test names " + parts[1].str());
    }
    return breaches;
}

} // namespace tessera::tests
