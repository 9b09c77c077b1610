// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/documents/history.h"

#include "app/documents/document.h"
#include "app/documents/edit_command.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace tessera::app {
namespace {

const EditCommand& commandAt(const QUndoStack& stack, int index)
{
    return static_cast<const EditCommand&>(*stack.command(index));
}

/// How many of the oldest steps have to go so that no more than `bytes` are left, or only the newest of those that are
/// done and those that are undone.
int surplusSteps(const QUndoStack& stack, std::size_t bytes)
{
    std::size_t kept = 0;
    int first = stack.count();
    while (first > 0) {
        kept += commandAt(stack, first - 1).edit().bytes();
        if (kept > bytes && first < stack.count())
            break;
        --first;
    }
    return std::min(first, std::max(stack.index() - 1, 0));
}

} // namespace

std::size_t historyBytes(const QUndoStack& stack)
{
    std::size_t bytes = 0;
    for (int i = 0; i < stack.count(); ++i)
        bytes += commandAt(stack, i).edit().bytes();
    return bytes;
}

bool hasUnsavedSteps(const QUndoStack& stack)
{
    const int clean = stack.cleanIndex();
    if (clean < 0)
        return true;
    const auto [first, last] = std::minmax({clean, stack.index()});
    for (int i = first; i < last; ++i)
        if (!commandAt(stack, i).edit().patch.isEmpty())
            return true;
    return false;
}

/// QUndoStack cannot forget its oldest command, so the others are put into it anew, as done already or as undone.
void limitHistory(Document& document, std::size_t bytes)
{
    QUndoStack& stack = document.undoStack();
    if (historyBytes(stack) <= bytes)
        return;
    const int surplus = surplusSteps(stack, bytes - bytes / 8);
    if (surplus == 0)
        return;
    struct Step {
        core::Edit edit;
        QString label;
        int strokeId;
    };
    std::vector<Step> steps;
    for (int i = surplus; i < stack.count(); ++i) {
        const EditCommand& command = commandAt(stack, i);
        // Only the newest may belong to a drag that goes on, and only where nothing is undone.
        const bool mayGoOn = i == stack.count() - 1 && stack.index() == stack.count();
        steps.push_back({command.edit(), command.text(), mayGoOn ? command.strokeId() : 0});
    }
    const int clean = stack.cleanIndex() - surplus, done = stack.index() - surplus;
    stack.clear();
    stack.resetClean();
    for (int i = 0; i <= static_cast<int>(steps.size()); ++i) {
        if (i == clean)
            stack.setClean();
        if (i == static_cast<int>(steps.size()))
            break;
        Step& step = steps[static_cast<std::size_t>(i)];
        stack.push(i < done ? EditCommand::done(document, std::move(step.edit), step.label, step.strokeId)
                            : EditCommand::undone(document, std::move(step.edit), step.label));
    }
    stack.setIndex(done);
}

} // namespace tessera::app
