// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/config.h"

#include <nlohmann/json_fwd.hpp>

namespace tessera::core {

/// The configuration with the keys of config.json, defaults filled in; without "_class_name".
nlohmann::ordered_json configToJson(const Config& config);

} // namespace tessera::core
