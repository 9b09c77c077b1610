// SPDX-License-Identifier: Apache-2.0
#include "core/files/hub_place.h"

#include "core/files/paths.h"

#include <algorithm>
#include <iterator>
#include <system_error>

namespace tessera::core {

namespace {

namespace fs = std::filesystem;

bool isWithin(const fs::path& path, const fs::path& folder)
{
    return std::ranges::mismatch(folder, path).in1 == folder.end();
}

} // namespace

std::string hubNameFrom(std::string_view folder)
{
    std::string name(folder.substr(kHubPrefix.size()));
    if (const std::size_t dashes = name.find("--"); dashes != name.npos)
        name.replace(dashes, 2, "/");
    return name;
}

std::optional<HubPlace> hubPlaceOf(const fs::path& path)
{
    std::error_code ignored;
    const fs::path whole = fs::absolute(path, ignored).lexically_normal();
    std::optional<HubPlace> found;
    fs::path walked;
    for (auto part = whole.begin(); part != whole.end(); ++part) {
        walked /= *part;
        if (!part->string().starts_with(kHubPrefix) || !isFolder(walked / "snapshots"))
            continue;
        found = HubPlace{hubNameFrom(part->string()), walked, {}};
        const auto inside = std::next(part);
        if (inside != whole.end() && *inside == "snapshots" && std::next(inside) != whole.end()
            && !std::next(inside)->empty())
            found->snapshot = walked / *inside / *std::next(inside);
    }
    return found;
}

std::string hubNameOf(const HubPlace& place, const fs::path& path)
{
    std::error_code ignored;
    const fs::path inside = fs::absolute(path, ignored).lexically_normal().lexically_relative(place.snapshot);
    return inside.empty() || inside == "." ? place.repository : place.repository + "/" + inside.string();
}

fs::path outsideOfRepository(const fs::path& file)
{
    std::error_code error;
    std::optional<HubPlace> place = hubPlaceOf(file);
    if (!place) // by way of a link from elsewhere
        place = hubPlaceOf(fs::weakly_canonical(fs::absolute(file, error).parent_path(), error));
    if (!place)
        return {};
    const fs::path repository = fs::canonical(place->folder, error);
    if (error)
        return {};
    const fs::path target = fs::canonical(file, error); // what is not there is not read
    return error || isWithin(target, repository) ? fs::path() : target;
}

} // namespace tessera::core
