// SPDX-License-Identifier: GPL-3.0-or-later
// What brush, fill and shapes write: code A, or while the dice are on, codes drawn at random from the stamp.
#pragma once

#include "core/edit/ink.h"

#include <QString>

namespace tessera::app {

class Document;
class ToolState;

core::Ink paintInk(const ToolState& state);
/// Does the document's model have every code of that ink? It may have been chosen under a model with more codes.
bool canPaint(const ToolState& state, const Document& document);
/// Likewise for the stamp in hand; false where it is empty.
bool canStamp(const ToolState& state, const Document& document);
/// How an undo step is called: "Paint code 12", "Paint at random".
QString paintLabel(const ToolState& state);

} // namespace tessera::app
