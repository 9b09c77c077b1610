// SPDX-License-Identifier: GPL-3.0-or-later
// The running text of a dock.
#pragma once

#include <QLabel>

namespace tessera::app {

/// Plain text that wraps and can be selected with the mouse. It takes no focus: there is nothing to do in it, and
/// screen readers read it where it stands.
QLabel* textLabel(QWidget* parent);

/// The one sentence that a dock concludes: what stands first.
QLabel* sentenceLabel(QWidget* parent);

/// What figures were measured on, and other text of second rank.
QLabel* mutedLabel(QWidget* parent);

} // namespace tessera::app
