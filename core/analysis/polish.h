// SPDX-License-Identifier: Apache-2.0
// The same number of codes, a better picture: the encoder takes the nearest code for each cell by itself, but what the
// decoder makes of it depends on the codes around. Here other codes are tried, cell by cell, and those are kept with
// which the exact decode comes nearer to the picture.
//
// Candidates of cells that are far enough apart are screened together, in one decode; what each of them gains is
// judged by the pixels around its cell. Those that seem to gain are put in together and verified by an exact decode;
// where the surroundings of a cell got worse after all, it is rolled back.
#pragma once

#include "core/edit/region.h"
#include "core/model/device.h"
#include "core/model/preprocess.h"

#include <cstdint>
#include <functional>
#include <optional>

namespace tessera::core {

struct PolishSettings {
    int candidates = 4; ///< codes that each cell tries: those nearest to its latents, or else to its code
    int apart = 3; ///< cells from one that is screened to the next, each way; 2 or more
    int passes = 1; ///< over all cells; later ones try the cells whose surroundings have changed
    Region region; ///< the cells that may change; empty for all
};

/// What is to be polished.
struct PolishTask {
    IndexMap codes; ///< one map
    std::optional<Tensor> latents; ///< (1, E, h, w) of the encoder, where they are known
    Picture seen; ///< the picture as the model sees it (Prepared::seen), in its size
    Preparation how; ///< padding does not count
};

struct PolishState {
    double fraction = 0; ///< of the work, 0..1
    std::int64_t decodes = 0; ///< so far
    std::int64_t changed = 0; ///< cells that differ from those at the beginning
    double psnrBefore = 0, psnr = 0; ///< dB, of 8-bit values in the model's size
};

struct PolishResult {
    IndexMap codes; ///< as good as those of the task, or better, by an exact decode
    PolishState state;
    bool stopped = false; ///< before the end: what was gained until then is there all the same
};

/// A stop that is asked for ends it with what it has; it does not throw Cancelled. `report` is called after each decode
/// on the working thread. Throws what the device throws, and ShapeError where the model draws other channels than it
/// sees.
PolishResult polish(Device& device, const VqModel& model, const PolishTask& task, const PolishSettings& settings,
                    const std::stop_token& stop = {}, const std::function<void(const PolishState&)>& report = {});

} // namespace tessera::core
