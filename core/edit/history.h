// SPDX-License-Identifier: Apache-2.0
// Steps of undo as values: what a project keeps of them, and what a journal tells as they happen.
#pragma once

#include "core/edit/edit.h"
#include "core/index_map.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tessera::core {

struct HistoryStep {
    Edit edit;
    std::string label; ///< "Brush", UTF-8

    bool operator==(const HistoryStep&) const = default;
};

/// The first `position` steps are done, the others were undone and can be done again.
struct History {
    std::vector<HistoryStep> steps;
    std::size_t position = 0;

    bool operator==(const History&) const = default;
};

/// One event of a history.
struct HistoryEvent {
    enum class Kind : std::uint8_t {
        step = 'E', ///< `step` is done now; what had been undone is gone
        more = 'M', ///< likewise, and it belongs to the newest step: a drag goes on
        undo = 'U', ///< `count` steps
        redo = 'R', ///< likewise
        saved = 'S', ///< to the file `path`, all of it
        unsaved = 'N', ///< what is there now is in no file; what was there before may be in `path`
    };
    Kind kind = Kind::step;
    HistoryStep step{};
    std::uint32_t count = 0;
    std::string path{};

    bool operator==(const HistoryEvent&) const = default;
};

/// The codes and the cells that are selected, between two events.
struct EditState {
    IndexMap codes; ///< N = 1
    Region selection;
};

/// Throws FormatError, and changes nothing, where `edit` lies outside the grid, names codes that are not in 0..codes-1, or
/// does not start from these codes (`forward`) or end with them.
void checkStep(const EditState& state, const Edit& edit, std::int64_t codes, bool forward);

/// Does an edit that fits.
void redo(const Edit& edit, EditState& state);

/// Does what happened, and notes it. Throws FormatError, and changes nothing, where the event does not fit.
void replay(const HistoryEvent& event, std::int64_t codes, EditState& state, History& history);

/// Throws FormatError naming the step that does not fit: going back to the first and forth to the last must be possible.
void checkHistory(const EditState& state, const History& history, std::int64_t codes);

} // namespace tessera::core
