// SPDX-License-Identifier: GPL-3.0-or-later
// "Open these codes on their own?", with the grids that they may have.
#pragma once

#include "core/files/code_array.h"

#include <functional>

class QWidget;

namespace tessera::app {

struct GridQuestion;

/// Calls `open` with the grid when the person agrees. Returns at once; a question that is asked already gives way to the
/// newer one.
void askForGrid(QWidget& window, const GridQuestion& question, std::function<void(core::GridSize)> open);

} // namespace tessera::app
