// SPDX-License-Identifier: Apache-2.0
#include "gpu/tuning/compiled_file.h"

#include "core/error.h"
#include "core/files/bounded_file.h"
#include "core/files/json_strict.h"
#include "gpu/tuning/class_ops.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tessera::gpu {

namespace {

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
        const auto tree = core::parseJson({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, kLimits);
        const auto& root = *tree;
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
    std::vector<std::string> known = read();
    if (std::ranges::find(known, kernels) != known.end())
        return;
    known.insert(known.begin(), kernels);
    known.resize(std::min(known.size(), kMostSets));
    using Json = nlohmann::json;
    const Json root{{"format", kFormat}, {"device", m_key.device}, {"kernels", m_key.kernels}, {"compiled", known}};
    writeCacheFile(m_path, root.dump(1, ' ', true, Json::error_handler_t::replace) + "\n");
}

std::string kernelSetOf(const core::VqModel& model, const Tuning& tuning, bool exact)
{
    std::string all;
    for (const OpClass& op : classesOf(model, tuning, exact, 0))
        all += toString(op) + ": " + toString(op, tuning.choose(op)) + "\n";
    return digest(all);
}

} // namespace tessera::gpu
