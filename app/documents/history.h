// SPDX-License-Identifier: GPL-3.0-or-later
// The memory that a document's undo history takes, and its limit.
#pragma once

#include <cstddef>

class QUndoStack;

namespace tessera::app {

class Document;

std::size_t historyBytes(const QUndoStack& stack);

/// Do codes differ by its steps from those that were saved? True where no undo leads back to them any more.
bool hasUnsavedSteps(const QUndoStack& stack);

/// Forgets the oldest steps of a history that takes more than `bytes`, some more than are too many, so that this is not
/// to be done again at the next step. Never the newest step that is done, nor any that could be redone. The document
/// stays as modified as it was: where its saved state lies before all steps that are left, no undo leads there any more.
void limitHistory(Document& document, std::size_t bytes);

} // namespace tessera::app
