// SPDX-License-Identifier: GPL-3.0-or-later
// Our icons: one-colour strokes that are painted in the colour of the text around them, so that they follow light and
// dark, disabled and selected.
#pragma once

#include <QIcon>
#include <QString>

namespace tessera::app {

/// `name`: base name of an SVG in resources/icons.
QIcon icon(const QString& name);

/// The program's own, in colour.
QIcon applicationIcon();

} // namespace tessera::app
