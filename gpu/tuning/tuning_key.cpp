// SPDX-License-Identifier: Apache-2.0
#include "gpu/tuning/tuning_key.h"

#include "core/atomic_file.h"
#include "core/error.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <span>
#include <system_error>
#include <thread>

namespace tessera::gpu {

namespace {

constexpr std::size_t kMostCpuinfo = 1 << 16;
/// x86 words first, then those of ARM.
constexpr std::array<std::string_view, 12> kLasting{"vendor_id",       "cpu family", "model",       "model name",
                                                    "stepping",        "cache size", "flags",       "Features",
                                                    "CPU implementer", "CPU part",   "CPU variant", "CPU revision"};

/// What a driver in software runs on. Folders are shared between machines, and its own names do not tell them apart.
std::string processor()
{
    std::ifstream file("/proc/cpuinfo");
    std::string text(kMostCpuinfo, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    return digest(processorIn(text)) + "x" + std::to_string(std::thread::hardware_concurrency());
}

/// As the XDG base directory specification has it; a relative path counts as none.
std::filesystem::path cacheFolder()
{
    if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache && std::filesystem::path(cache).is_absolute())
        return cache;
    if (const char* home = std::getenv("HOME"); home && std::filesystem::path(home).is_absolute())
        return std::filesystem::path(home) / ".cache";
    return {};
}

} // namespace

std::filesystem::path cacheFile(const TuningKey& key, std::string_view ending)
{
    const std::filesystem::path folder = cacheFolder();
    return folder.empty() ? folder : folder / "tessera" / "tuning" / (digest(key.device) + std::string(ending));
}

void writeCacheFile(const std::filesystem::path& path, const std::string& text)
{
    if (path.empty())
        throw core::FileError("there is no folder to keep measurements in: neither XDG_CACHE_HOME nor HOME is set");
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    if (error)
        throw core::FileError("cannot make the folder " + core::printable(path.parent_path().string()) + ": "
                              + error.message());
    core::writeFileAtomically(path, std::as_bytes(std::span(text)));
}

std::string digest(std::string_view text)
{
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    std::string digits(16, '0');
    for (std::size_t i = digits.size(); i-- > 0; hash >>= 4U)
        digits[i] = "0123456789abcdef"[hash & 15U];
    return digits;
}

std::string processorIn(std::string_view cpuinfo)
{
    std::string kept;
    while (!cpuinfo.empty()) {
        const std::string_view line = cpuinfo.substr(0, cpuinfo.find('\n'));
        if (line.empty()) // the next processor's
            break;
        cpuinfo.remove_prefix(std::min(line.size() + 1, cpuinfo.size()));
        const std::size_t end = line.substr(0, line.find(':')).find_last_not_of(" \t");
        if (end != std::string_view::npos && std::ranges::find(kLasting, line.substr(0, end + 1)) != kLasting.end())
            kept.append(line).append("\n");
    }
    return kept;
}

TuningKey keyOf(const Context& context, const Tuning& tuning)
{
    const DeviceInfo& info = context.info();
    std::string code;
    for (const KernelInfo& kernel : allKernels()) {
        const auto bytes = std::as_bytes(kernel.spirv[static_cast<std::size_t>(tuning.variant)]);
        code.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }
    return {info.identity + " subgroup " + std::to_string(info.subgroupSize)
                + (info.kind == DeviceKind::software ? " on " + processor() : ""),
            std::string(tuning.variant == Variant::lanes ? "lanes " : "plain ") + std::to_string(tuning.lanes) + " "
                + digest(code)};
}

} // namespace tessera::gpu
