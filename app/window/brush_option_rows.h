// SPDX-License-Identifier: GPL-3.0-or-later
// The tool bar's options of jitter, morph and the pixel brush: a row of controls each, which shows and changes what the
// tools' state says.
#pragma once

class QWidget;

namespace tessera::app {

class ToolState;

QWidget* makeJitterOptions(ToolState& tools, QWidget* parent);
QWidget* makeMorphOptions(ToolState& tools, QWidget* parent);
QWidget* makePixelOptions(ToolState& tools, QWidget* parent);

} // namespace tessera::app
