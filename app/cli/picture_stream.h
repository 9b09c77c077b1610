// SPDX-License-Identifier: GPL-3.0-or-later
// Many pictures one after the other, read and prepared on other threads while the device works on those before.
#pragma once

#include "app/pictures/picture_list.h"
#include "core/model/preprocess.h"
#include "core/model/vq_model.h"

#include <deque>
#include <future>
#include <memory>
#include <optional>

namespace tessera::app::cli {

struct LoadedPicture {
    std::filesystem::path path;
    core::Tensor tensor; ///< (1, C, H, W), padded
    core::Preparation how;
    core::Picture colours; ///< before it was padded, in the model's channels
    std::string why; ///< what is wrong with the file; then all else is empty
};

class PictureStream {
public:
    /// `pictures` and the model outlive it.
    PictureStream(const std::vector<std::filesystem::path>& pictures, const core::VqModel& model);

    /// In order, also those that cannot be read; nothing after the last one. Holds no more than two that nobody has
    /// asked for yet.
    std::optional<LoadedPicture> next();

private:
    void readAhead();

    const std::vector<std::filesystem::path>& m_pictures;
    const core::VqModel& m_model;
    std::size_t m_started = 0;
    std::deque<std::future<LoadedPicture>> m_ahead;
};

} // namespace tessera::app::cli
