// SPDX-License-Identifier: Apache-2.0
// The committed data of this folder, and pictures that tests make up.
#pragma once

#include "core/files/npy.h"
#include "core/picture.h"

#include <nlohmann/json.hpp>

#include <cstring>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace tessera::tests {

inline std::string dataFile(const std::string& name) { return TESSERA_SOURCE_DIR "/tests/core/analysis/" + name; }

inline nlohmann::json jsonIn(const std::string& name) { return nlohmann::json::parse(std::ifstream(dataFile(name))); }

/// NAME.npy of uint8 (h, w, c).
inline core::Picture bytePictureIn(const std::string& name)
{
    const core::NpyArray array = core::readNpy(dataFile(name + ".npy"));
    core::Picture picture(static_cast<int>(array.shape.at(1)), static_cast<int>(array.shape.at(0)),
                          static_cast<int>(array.shape.at(2)));
    for (std::size_t i = 0; i < picture.values.size(); ++i)
        picture.values[i] = static_cast<float>(std::to_integer<int>(array.bytes.at(i))) / 255.0F;
    return picture;
}

/// NAME.npy of float64, flat.
inline std::vector<double> numbersIn(const std::string& name)
{
    const core::NpyArray array = core::readNpy(dataFile(name + ".npy"));
    std::vector<double> numbers(array.bytes.size() / sizeof(double));
    std::memcpy(numbers.data(), array.bytes.data(), array.bytes.size());
    return numbers;
}

/// 8-bit values, each as likely as the others.
inline core::Picture noisePicture(int width, int height, int channels, unsigned seed)
{
    std::mt19937 random(seed);
    core::Picture picture(width, height, channels);
    for (float& value : picture.values)
        value = static_cast<float>(random() % 256) / 255.0F;
    return picture;
}

} // namespace tessera::tests
