// SPDX-License-Identifier: Apache-2.0
#include "core/edit/history.h"

#include "core/error.h"

#include <algorithm>
#include <utility>

namespace tessera::core {
namespace {

void checkRegion(const Region& region, const CellRect& grid)
{
    if (region.isEmpty())
        return;
    if (region.bounds.intersected(grid) != region.bounds)
        throw FormatError("it selects cells outside the picture");
}

/// Does it, forward or back, to codes and selection.
void apply(const Edit& edit, bool forward, EditState& state)
{
    if (!edit.patch.isEmpty())
        forward ? apply(edit.patch, state.codes) : revert(edit.patch, state.codes);
    if (edit.selection)
        state.selection = forward ? edit.selection->after : edit.selection->before;
}

} // namespace

void checkStep(const EditState& state, const Edit& edit, std::int64_t codes, bool forward)
{
    const CellRect grid = state.codes.grid();
    if (edit.selection) {
        checkRegion(edit.selection->before, grid);
        checkRegion(edit.selection->after, grid);
    }
    const Patch& patch = edit.patch;
    if (patch.isEmpty())
        return;
    if (patch.rect.intersected(grid) != patch.rect)
        throw FormatError("it changes cells outside the picture");
    const auto isCode = [codes](std::int32_t code) { return code >= 0 && code < codes; };
    if (!std::ranges::all_of(patch.before, isCode) || !std::ranges::all_of(patch.after, isCode))
        throw FormatError("it has codes that are not in 0.." + std::to_string(codes - 1));
    const std::vector<std::int32_t>& start = forward ? patch.before : patch.after;
    std::size_t i = 0;
    for (int row = patch.rect.top; row < patch.rect.top + patch.rect.rows; ++row)
        for (int col = patch.rect.left; col < patch.rect.left + patch.rect.cols; ++col)
            if (state.codes.at(row, col) != start[i++])
                throw FormatError("it does not belong to these codes");
}

void redo(const Edit& edit, EditState& state) { apply(edit, true, state); }

void replay(const HistoryEvent& event, std::int64_t codes, EditState& state, History& history)
{
    using Kind = HistoryEvent::Kind;
    if (event.kind == Kind::saved || event.kind == Kind::unsaved)
        return;
    if (event.kind == Kind::step || event.kind == Kind::more) {
        const bool more = event.kind == Kind::more;
        if (more && history.position == 0)
            throw FormatError("it goes on with a step, but there is none");
        checkStep(state, event.step.edit, codes, true);
        apply(event.step.edit, true, state);
        history.steps.resize(history.position);
        if (!more) {
            history.steps.push_back(event.step);
        } else {
            HistoryStep& newest = history.steps.back();
            newest.edit = merge(std::move(newest.edit), event.step.edit, state.codes);
            if (newest.edit.isEmpty())
                history.steps.pop_back();
        }
        history.position = history.steps.size();
        return;
    }
    const bool forward = event.kind == Kind::redo;
    const std::size_t most = forward ? history.steps.size() - history.position : history.position;
    if (event.count > most)
        throw FormatError("it goes " + std::to_string(event.count) + " steps where there are " + std::to_string(most));
    for (std::uint32_t i = 0; i < event.count; ++i) {
        const HistoryStep& step = history.steps[forward ? history.position : history.position - 1];
        checkStep(state, step.edit, codes, forward);
        apply(step.edit, forward, state);
        forward ? ++history.position : --history.position;
    }
}

void checkHistory(const EditState& state, const History& history, std::int64_t codes)
{
    if (history.position > history.steps.size())
        throw FormatError("the history has " + std::to_string(history.steps.size()) + " steps, of which "
                          + std::to_string(history.position) + " should be done");
    const auto check = [&](EditState& at, std::size_t i, bool forward) {
        withContext("step " + std::to_string(i + 1) + " of the history",
                    [&] { checkStep(at, history.steps[i].edit, codes, forward); });
        apply(history.steps[i].edit, forward, at);
    };
    EditState past = state;
    for (std::size_t i = history.position; i-- > 0;)
        check(past, i, false);
    EditState future = state;
    for (std::size_t i = history.position; i < history.steps.size(); ++i)
        check(future, i, true);
}

} // namespace tessera::core
