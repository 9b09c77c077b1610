// SPDX-License-Identifier: Apache-2.0
#include "gpu/compiled_file.h"

#include "core/atomic_file.h"
#include "core/error.h"
#include "core/files/bounded_file.h"
#include "core/files/json_strict.h"
#include "core/text.h"
#include "gpu/class_ops.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <span>
#include <system_error>

namespace tessera::gpu {

namespace {

namespace fs = std::filesystem;

constexpr int kFormat = 1; ///< another number when the meaning of a file changes
constexpr std::uint64_t kMostBytes = 1U << 16U;
constexpr std::size_t kMostSets = 256; ///< the newest stay
constexpr core::JsonLimits kLimits{.depth = 2, .values = 1000, .tokenBytes = 4096};

} // namespace

CompiledFile::CompiledFile(const Context& context, const Tuning& tuning)
    : m_key(keyOf(context, tuning)), m_path(cacheFile(m_key, ".compiled.json"))
{
}

std::vector<std::string> CompiledFile::read() const
{
    if (m_path.empty())
        return {};
    try {
        const std::vector<std::byte> bytes = core::readFile(m_path, kMostBytes);
        const auto root = core::parseJson({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, kLimits);
        if (root.at("format") != kFormat || root.at("device") != m_key.device || root.at("kernels") != m_key.kernels)
            return {};
        return root.at("compiled").get<std::vector<std::string>>();
    } catch (const core::Error&) {
    } catch (const nlohmann::json::exception&) {
    }
    return {};
}

bool CompiledFile::has(const std::string& kernels) const
{
    const std::vector<std::string> known = read();
    return std::ranges::find(known, kernels) != known.end();
}

void CompiledFile::add(const std::string& kernels) const
{
    if (m_path.empty())
        throw core::FileError("there is no folder for it: neither XDG_CACHE_HOME nor HOME is set");
    std::vector<std::string> known = read();
    if (std::ranges::find(known, kernels) != known.end())
        return;
    known.insert(known.begin(), kernels);
    known.resize(std::min(known.size(), kMostSets));
    std::error_code error;
    fs::create_directories(m_path.parent_path(), error);
    if (error)
        throw core::FileError("cannot make the folder " + core::printable(m_path.parent_path().string()) + ": "
                              + error.message());
    using Json = nlohmann::json;
    const Json root{{"format", kFormat}, {"device", m_key.device}, {"kernels", m_key.kernels}, {"compiled", known}};
    const std::string text = root.dump(1, ' ', true, Json::error_handler_t::replace) + "\n";
    core::writeFileAtomically(m_path, std::as_bytes(std::span(text)));
}

std::string kernelSetOf(const core::VqModel& model, const Tuning& tuning, bool exact)
{
    std::string all;
    for (const OpClass& op : classesOf(model, exact, 0))
        all += toString(op) + ": " + toString(op, tuning.choose(op)) + "\n";
    return digest(all);
}

} // namespace tessera::gpu
