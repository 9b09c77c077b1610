// SPDX-License-Identifier: GPL-3.0-or-later
// What the real window says and whether it fits: the status line, the bar that replaces codes, the history.
#include "app/panes/pane_view.h"
#include "app/tools/tool_list.h"
#include "app/tools/tool_state.h"
#include "app/window/elided_label.h"
#include "app/window/replace_bar.h"
#include "tests/app/seeing_window.h"

#include <QLabel>
#include <QMenuBar>
#include <QSpinBox>
#include <QStatusBar>
#include <QStatusTipEvent>

using namespace tessera;
using namespace tessera::tests;
using app::PaneView;

class TestWindowWords : public QObject, private SeeingWindow {
    Q_OBJECT

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }
    void init() { startAnew(); }
    void cleanup() { m_fixture.reset(); }

    void aStampOfTheSelectionNeedsASelection()
    {
        QAction& action = m_fixture->window().actions().at("selection-stamp");
        QVERIFY(!action.isEnabled());
        press(Qt::Key_A, Qt::ControlModifier);
        QVERIFY(action.isEnabled());
        press(Qt::Key_K, Qt::ControlModifier);
        QCOMPARE(m_fixture->window().tools().tool(), QStringLiteral("stamp"));
        m_fixture->trigger(QStringLiteral("select-none"));
        QVERIFY(!action.isEnabled());
    }

    void theHintOfEveryToolFitsASmallWindowAndTipsAreCutWithDots()
    {
        app::MainWindow& window = m_fixture->window();
        window.resize(1366, 768);
        auto* line = window.statusBar()->findChild<app::ElidedLabel*>();
        QVERIFY(line);
        for (const app::ToolRow& row : app::toolList()) {
            window.tools().setTool(QString::fromLatin1(row.id));
            QCoreApplication::processEvents();
            QVERIFY(line->text() == window.actions().at(QStringLiteral("tool-") + QLatin1String(row.id)).statusTip());
            const int needed = line->fontMetrics().horizontalAdvance(line->text());
            QVERIFY2(needed <= line->contentsRect().width(),
                     qPrintable(QStringLiteral("%1: %2 of %3").arg(QLatin1String(row.id)).arg(needed).arg(line->contentsRect().width())));
        }
        // What a menu says of an entry stands in the same place, and beside it all else.
        QStatusTipEvent tip(window.actions().at("import-codes").statusTip());
        QApplication::sendEvent(window.menuBar(), &tip);
        QCOMPARE(line->text(), tip.tip());
        QVERIFY(line->isVisible());
        QVERIFY(window.statusBar()->currentMessage().isEmpty());
        QStatusTipEvent none{QString()};
        QApplication::sendEvent(window.menuBar(), &none);
        QCOMPARE(line->text(), window.actions().at("tool-same").statusTip());
    }

    void whileKeysDragTheStatusLineSaysHowTheDragEnds()
    {
        app::MainWindow& window = m_fixture->window();
        auto* line = window.statusBar()->findChild<app::ElidedLabel*>();
        window.tools().setTool("shape");
        const QString usual = line->text();
        canvas().setCursorCell({4, 4});
        press(Qt::Key_Return);
        const QString dragging = line->text();
        QVERIFY(dragging.contains("Enter") && dragging.contains("Esc"));
        press(Qt::Key_Right);
        QCOMPARE(line->text(), dragging);
        press(Qt::Key_Escape);
        QCOMPARE(line->text(), usual);
        press(Qt::Key_Return);
        QCOMPARE(line->text(), dragging);
        press(Qt::Key_Return);
        QCOMPARE(line->text(), usual);
    }

    void replacingACodeByItselfDimsNothingAndSaysWhatToDo()
    {
        PaneView& input = *canvas().panes()[0];
        const auto colour = [&input] { // of the same pixel, wherever the bar has moved it to
            return input.grab().toImage().pixel(input.viewport().toWidget(QPointF(60.5, 40.5), input.size()).toPoint());
        };
        const QRgb before = colour();
        QCOMPARE(m_fixture->window().tools().code(), m_fixture->window().tools().codeB());
        const int width = m_fixture->window().width();
        press(Qt::Key_H, Qt::ControlModifier);
        auto* bar = m_fixture->window().findChild<app::ReplaceBar*>();
        QVERIFY(bar->isVisible());
        QCoreApplication::processEvents();
        QCOMPARE(m_fixture->window().width(), width); // its words are cut before the window grows
        QVERIFY(bar->minimumSizeHint().width() < 700);
        QStringList texts;
        for (const QLabel* label : bar->findChildren<QLabel*>())
            texts << label->text();
        QVERIFY(!texts.filter("choose another").isEmpty());
        QCOMPARE(colour(), before);
        m_fixture->window().tools().setCodeB(300);
        QVERIFY(colour() != before); // it is not a cell of code A
        m_fixture->window().tools().setCodeB(m_fixture->window().tools().code());
        QCOMPARE(colour(), before);
    }

    void theHistorysLimitStandsApartFromItsName()
    {
        const auto* dock = showDock("history");
        auto* limit = dock->findChild<QSpinBox*>();
        const auto* label = dock->findChild<QLabel*>();
        QVERIFY(limit && label->text() == "&At most");
        dock->parentWidget()->grab();
        QVERIFY(limit->x() - label->geometry().right() >= 6);
    }
};

QTEST_MAIN(TestWindowWords)
#include "test_window_words.moc"
