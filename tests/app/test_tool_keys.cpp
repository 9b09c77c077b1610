// SPDX-License-Identifier: GPL-3.0-or-later
// The tools under key events: every row of the tool list, and drags between two presses of Enter.
#include "app/pictures/painted_pixels.h"
#include "app/tools/tool_list.h"
#include "tests/app/tool_canvas.h"

using namespace tessera;
using namespace tessera::tests;

class TestToolKeys : public QObject, private ToolCanvas {
    Q_OBJECT

private slots:
    void init() { open(); }
    void cleanup() { m_fixture.reset(); }

    void theKeyboardUsesEveryTool_data()
    {
        QTest::addColumn<QString>("tool");
        for (const app::ToolRow& row : app::toolList())
            QTest::newRow(row.id) << QString::fromLatin1(row.id);
    }
    void theKeyboardUsesEveryTool()
    {
        QFETCH(const QString, tool);
        const core::Region cell = rectangle(5, 7, 1, 1), dragged = rectangle(5, 7, 3, 2);
        on().tools().setStamp(core::cut(encoded(), rectangle(12, 10, 1, 2)));
        on().tools().setJitter({.strength = 1});
        on().tools().setMorph({.strength = 1});
        on().decode(); // pixels are painted on it
        if (tool == "restore")
            on().document().edit(oneCell(on().document(), 5, 7, 9), "another code");
        const core::IndexMap before = codes();
        on().canvas().setFocus();
        on().tools().setTool(tool);
        on().canvas().setCursorCell({5, 7});
        on().key(Qt::Key_Return);
        const bool drags = on().document().isPainting() && tool != "jitter" && tool != "morph";
        for (const Qt::Key key : {Qt::Key_Down, Qt::Key_Down, Qt::Key_Right})
            if (drags)
                on().key(key);
        if (drags)
            on().key(Qt::Key_Return);
        on().settle();
        QVERIFY(!on().document().isPainting());
        const core::Region& selection = on().document().selection();
        if (tool == "shape") {
            QVERIFY(drags && codes() == with(before, dragged, core::codeInk(kInk)));
        } else if (tool == "select") {
            QVERIFY(drags && selection == dragged);
        } else if (tool == "lasso") {
            QVERIFY(drags && selection.contains({5, 7}) && selection.contains({7, 8}));
        } else if (tool == "wand" || tool == "same") {
            QVERIFY(!drags && selection == cell);
        } else if (tool == "pick") {
            QVERIFY(!drags && on().tools().code() == encoded().at(5, 7));
        } else if (tool == "pixel") {
            QVERIFY(!drags && on().document().painted().isWaiting());
        } else if (tool == "restore") {
            QVERIFY(!drags && codes() == encoded());
        } else {
            QVERIFY(!drags && codes() != before && codes().at(5, 7) != before.at(5, 7));
        }
    }

    void escTakesBackADragByKeys()
    {
        on().canvas().setFocus();
        for (const char* tool : {"shape", "select", "lasso"}) {
            on().tools().setTool(tool);
            on().canvas().setCursorCell({3, 3});
            on().key(Qt::Key_Return);
            on().key(Qt::Key_Right);
            QVERIFY(on().document().isPainting());
            on().key(Qt::Key_Escape);
            QVERIFY(!on().document().isPainting());
            on().key(Qt::Key_Right); // moves the cursor, and no more
            QVERIFY(codes() == encoded());
            QVERIFY(on().document().selection().isEmpty());
        }
        QCOMPARE(steps(), 0);
    }

    void aShapeIsShownWhileTheKeysDragIt()
    {
        on().canvas().setFocus();
        on().tools().setTool("shape");
        on().canvas().setCursorCell({4, 4});
        on().key(Qt::Key_Return);
        on().key(Qt::Key_Down);
        on().key(Qt::Key_Right);
        QVERIFY(shownCodes(on()) == with(encoded(), rectangle(4, 4, 2, 2), core::codeInk(kInk)));
        QVERIFY(codes() == encoded());
        on().hover({12, 12}); // the mouse does not drag it
        on().key(Qt::Key_Return);
        QVERIFY(codes() == with(encoded(), rectangle(4, 4, 2, 2), core::codeInk(kInk)));
        QCOMPARE(steps(), 1);
    }

    void theMouseEndsADragByKeys()
    {
        on().canvas().setFocus();
        on().tools().setTool("shape");
        on().canvas().setCursorCell({4, 4});
        on().key(Qt::Key_Return);
        on().key(Qt::Key_Down);
        on().drag({{9, 9}, {10, 10}});
        QVERIFY(codes() == with(encoded(), rectangle(9, 9, 2, 2), core::codeInk(kInk)));
        QVERIFY(!on().document().isPainting());
    }

    void keysMoveWhatIsSelected()
    {
        on().canvas().setFocus();
        on().document().select(rectangle(2, 2, 2, 2), "select");
        const int moved = encoded().at(2, 2);
        on().tools().setTool("wand");
        on().canvas().setCursorCell({2, 2});
        on().key(Qt::Key_Return);
        for (int i = 0; i < 5; ++i)
            on().key(Qt::Key_Right);
        on().key(Qt::Key_Enter);
        QVERIFY(on().document().selection() == rectangle(2, 7, 2, 2));
        QCOMPARE(codes().at(2, 7), moved);
    }

    void ctrlEnterTakesAStampOrTheCode()
    {
        on().canvas().setFocus();
        on().tools().setTool("brush");
        on().canvas().setCursorCell({5, 5});
        on().key(Qt::Key_Return, Qt::ControlModifier);
        on().key(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(on().tools().code(), encoded().at(5, 5));
        on().key(Qt::Key_Return, Qt::ControlModifier);
        on().key(Qt::Key_Right);
        on().key(Qt::Key_Right);
        on().key(Qt::Key_Down);
        on().key(Qt::Key_Return);
        QVERIFY(on().tools().stamp() == core::cut(encoded(), rectangle(5, 5, 2, 3)));
        QCOMPARE(on().tools().tool(), QStringLiteral("stamp"));
        QVERIFY(codes() == encoded());
    }
};

QTEST_MAIN(TestToolKeys)
#include "test_tool_keys.moc"
