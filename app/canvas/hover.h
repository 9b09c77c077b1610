// SPDX-License-Identifier: GPL-3.0-or-later
// What is under the mouse, and whether keys drag meanwhile, for the status bar.
#pragma once

#include "core/geometry.h"

#include <QPoint>
#include <QString>

namespace tessera::app {

struct CanvasScene;

struct Hover {
    bool dragsByKeys = false; ///< a tool is pressed by the keyboard
    bool inside = false;
    QPoint pixel; ///< in model-size picture pixels
    core::Cell cell;
    int code = -1;
    int encodedCode = -1;
    QString input;          ///< "0.61 0.44 0.38", empty where there is nothing
    QString reconstruction; ///< likewise; "≈ 0.61 0.44 0.38" of a preview
};

Hover hoverOn(const CanvasScene& scene);

} // namespace tessera::app
