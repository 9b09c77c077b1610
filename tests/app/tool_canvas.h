// SPDX-License-Identifier: GPL-3.0-or-later
// A canvas in its window for tests of tools: every code has a colour of its own, and the ink is none of the encoded codes.
#pragma once

#include "tests/app/canvas_fixture.h"
#include "tests/app/shown_codes.h"

namespace tessera::tests {

class ToolCanvas {
public:
    std::unique_ptr<CanvasFixture> m_fixture;

    CanvasFixture& on() { return *m_fixture; }
    const core::IndexMap& codes() { return on().document().codes(); }
    const core::IndexMap& encoded() { return on().document().encodedCodes(); }
    int steps() { return on().document().undoStack().count(); }

    void open()
    {
        m_fixture = std::make_unique<CanvasFixture>();
        QVERIFY(QTest::qWaitForWindowExposed(&on().canvas()));
        on().canvas().setNumbersVisible(false);
        on().canvas().setCodeColours(distinctColours());
        on().tools().setCode(kInk);
    }
};

} // namespace tessera::tests
