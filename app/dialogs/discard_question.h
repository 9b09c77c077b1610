// SPDX-License-Identifier: GPL-3.0-or-later
// "Discard the edits?", before a document goes that has some which are nowhere else.
#pragma once

#include <functional>

class QWidget;

namespace tessera::app {

class Document;

/// Calls `then` at once where there is nothing to lose, otherwise when the person agrees. Returns at once; a question
/// that is asked already is brought to the front instead of asking twice.
void askToDiscard(QWidget& window, const Document* document, std::function<void()> then);

} // namespace tessera::app
