// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/pane_source.h"

#include <QCoreApplication>

namespace tessera::app {
namespace {

struct Row {
    PaneSource source;
    const char* id;
    const char* name; ///< English
};

const Row kRows[] = {
    {PaneSource::input, "input", QT_TRANSLATE_NOOP("PaneView", "Input")},
    {PaneSource::codes, "codes", QT_TRANSLATE_NOOP("PaneView", "Codes")},
    {PaneSource::reconstruction, "reconstruction", QT_TRANSLATE_NOOP("PaneView", "Reconstruction")},
    {PaneSource::error, "error", QT_TRANSLATE_NOOP("PaneView", "Error")},
    {PaneSource::unquantized, "unquantized", QT_TRANSLATE_NOOP("PaneView", "Unquantized")},
};

const Row& rowOf(PaneSource source) { return kRows[static_cast<std::size_t>(source)]; }

} // namespace

QString paneName(PaneSource source) { return QCoreApplication::translate("PaneView", rowOf(source).name); }

QString sourceId(PaneSource source) { return QLatin1String(rowOf(source).id); }

PaneSource sourceFromId(const QString& id)
{
    for (const Row& row : kRows)
        if (id == QLatin1String(row.id))
            return row.source;
    return PaneSource::input;
}

} // namespace tessera::app
