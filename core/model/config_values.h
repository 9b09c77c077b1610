// SPDX-License-Identifier: Apache-2.0
// The values of a config's keys, each read as what it must be. All throw FormatError: key, what was found, what was expected.
#pragma once

#include "core/model/config.h"

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace tessera::core {

[[noreturn]] void refuseValue(const std::string& key, const nlohmann::json& found, const std::string& expected);

/// From 1 to `most`, also one written as 4.0.
std::int64_t wholeNumber(const std::string& key, const nlohmann::json& value, std::int64_t most);
std::vector<std::int64_t> channelList(const std::string& key, const nlohmann::json& list);
/// Names of `plainName` and "Attn" + `plainName`, with or without the old prefix "UNetRes".
std::vector<BlockKind> blockList(const std::string& key, const nlohmann::json& list, const std::string& plainName);
Activation activationFrom(const nlohmann::json& value);
NormKind normFrom(const nlohmann::json& value);
bool truthFrom(const std::string& key, const nlohmann::json& value);
double scaleFrom(const nlohmann::json& value);
/// Written as a number or as [height, width], and of any size: nothing is made of it.
std::int64_t sampleSizeFrom(const nlohmann::json& value, std::int64_t otherwise);

} // namespace tessera::core
