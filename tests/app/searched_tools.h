// SPDX-License-Identifier: GPL-3.0-or-later
// What tests of the tools that search the codebook have in common, on a CanvasFixture's 18 x 24 cells.
#pragma once

#include "tests/app/canvas_fixture.h"

namespace tessera::tests {

/// Takes a tool such that it jitters every cell under its brush, or morphs them all the way.
inline void useSearchedTool(CanvasFixture& on, const QString& tool)
{
    on.tools().setTool(tool);
    on.tools().setJitter({8, 1});
    on.tools().setMorph({1, 1});
}

inline void bothSearchedTools()
{
    QTest::addColumn<QString>("tool");
    QTest::newRow("jitter") << "jitter";
    QTest::newRow("morph") << "morph";
}

} // namespace tessera::tests
