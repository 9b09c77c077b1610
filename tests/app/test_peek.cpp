// SPDX-License-Identifier: GPL-3.0-or-later
// A and the backtick, held: what they show, in which pane, and when they are let go.
#include "app/panes/pane_set.h"
#include "app/pictures/picture_files.h"
#include "tests/app/canvas_fixture.h"

#include <QLineEdit>
#include <QListWidget>

using namespace tessera;
using namespace tessera::tests;
using app::Compare;
using app::PaneSource;
using app::PaneView;

class TestPeek : public QObject {
    Q_OBJECT

    std::unique_ptr<CanvasFixture> m_fixture;

    app::Canvas& canvas() { return m_fixture->canvas(); }
    PaneView& pane(int at) { return *canvas().panes()[static_cast<std::size_t>(at)]; }

    /// The colour that a pane shows at a picture's pixel.
    QRgb colourAt(PaneView& view, double x, double y)
    {
        return view.grab().toImage().pixel(view.viewport().toWidget(QPointF(x, y), view.size()).toPoint());
    }
    static QRgb colourOf(const core::Picture& picture, int x, int y)
    {
        return app::toImage(picture).convertToFormat(QImage::Format_RGB32).pixel(x, y);
    }
    QRgb input(int x, int y) { return colourOf(*m_fixture->document().seen(), x, y); }
    QRgb made(int x, int y) { return colourOf(*m_fixture->document().reconstruction(), x, y); }

private slots:
    void init()
    {
        m_fixture = std::make_unique<CanvasFixture>();
        QVERIFY(QTest::qWaitForWindowExposed(&canvas()));
        m_fixture->decode();
        canvas().viewport().setZoom(4);
    }
    void cleanup() { m_fixture.reset(); }

    void holdingAShowsTheInputInThePaneUnderTheMouse_data()
    {
        QTest::addColumn<int>("key");
        QTest::newRow("A") << int(Qt::Key_A);
        QTest::newRow("backtick") << int(Qt::Key_QuoteLeft);
    }
    void holdingAShowsTheInputInThePaneUnderTheMouse()
    {
        QFETCH(const int, key);
        canvas().setFocus();
        QTest::mouseMove(&pane(2), {9, 9}); // where the mouse is already no event comes
        QTest::mouseMove(&pane(2), {5, 5});
        QTest::keyPress(&canvas(), static_cast<Qt::Key>(key));
        QCOMPARE(colourAt(pane(2), 10.5, 40.5), input(10, 40));
        QVERIFY(colourAt(pane(1), 10.5, 40.5) != input(10, 40));
        QTest::keyRelease(&canvas(), static_cast<Qt::Key>(key));
        QCOMPARE(colourAt(pane(2), 10.5, 40.5), made(10, 40));
    }

    void holdingAShowsTheOtherOfTwo_data()
    {
        QTest::addColumn<int>("at");
        QTest::addColumn<int>("compare");
        QTest::addColumn<int>("with");
        QTest::addColumn<int>("expected");
        const auto row = [](const char* name, int at, Compare compare, PaneSource with, PaneSource expected) {
            QTest::newRow(name) << at << int(compare) << int(with) << int(expected);
        };
        row("the input alone", 0, Compare::off, PaneSource::input, PaneSource::reconstruction);
        row("the codes alone", 1, Compare::off, PaneSource::input, PaneSource::input);
        row("the input against the codes", 0, Compare::wipe, PaneSource::codes, PaneSource::codes);
        row("the codes against the reconstruction", 1, Compare::wipe, PaneSource::reconstruction, PaneSource::reconstruction);
        row("a difference", 2, Compare::difference, PaneSource::input, PaneSource::input);
        row("blinking", 2, Compare::blink, PaneSource::input, PaneSource::input);
    }
    void holdingAShowsTheOtherOfTwo()
    {
        QFETCH(const int, at);
        QFETCH(const int, compare);
        QFETCH(const int, with);
        QFETCH(const int, expected);
        app::PaneSetup setup = pane(at).setup();
        setup.second = {static_cast<PaneSource>(with)};
        pane(at).setSetup(setup);
        pane(at).setCompare(static_cast<Compare>(compare));
        canvas().setFocus();
        QTest::mouseMove(&pane(at), {9, 9});
        QTest::mouseMove(&pane(at), {5, 5});
        const QImage before = pane(at).grab().toImage();
        QTest::keyPress(&canvas(), Qt::Key_A);
        QCOMPARE(int(pane(at).seen().source), expected);
        QVERIFY(pane(at).grab().toImage() != before);
        QTest::keyRelease(&canvas(), Qt::Key_A);
        QVERIFY(int(pane(at).seen().source) != expected);
    }

    void whileBlinkingShowsTheSecondAShowsTheFirst()
    {
        pane(2).setCompare(Compare::blink);
        QTest::mouseMove(&pane(2), {9, 9});
        QTest::mouseMove(&pane(2), {5, 5});
        QTRY_COMPARE(pane(2).seen().source, PaneSource::input);
        QTest::keyPress(&canvas(), Qt::Key_A);
        QCOMPARE(pane(2).seen().source, PaneSource::reconstruction);
        QTest::keyRelease(&canvas(), Qt::Key_A);
    }

    void aIsHeldWhateverHasTheFocusButForTextFields()
    {
        QListWidget list(&canvas());
        QLineEdit line(&canvas());
        list.addItems({QStringLiteral("a"), QStringLiteral("b")});
        QTest::mouseMove(&pane(2), {9, 9});
        QTest::mouseMove(&pane(2), {5, 5});
        QTest::keyPress(&list, Qt::Key_A);
        QCOMPARE(pane(2).seen().source, PaneSource::input);
        QTest::keyRelease(&line, Qt::Key_A); // the focus has moved on meanwhile
        QCOMPARE(pane(2).seen().source, PaneSource::reconstruction);
        QTest::keyClicks(&line, QStringLiteral("a`"));
        QCOMPARE(line.text(), QStringLiteral("a`"));
        QTest::keyPress(&line, Qt::Key_A);
        QCOMPARE(pane(2).seen().source, PaneSource::reconstruction);
        QWidget other;
        QTest::keyPress(&other, Qt::Key_A); // of another window
        QCOMPARE(pane(2).seen().source, PaneSource::reconstruction);
    }

    void whatIsHeldIsLetGoWithTheWindow()
    {
        canvas().setFocus();
        QTest::mouseMove(&pane(2), {9, 9}); // where the mouse is already no event comes
        QTest::mouseMove(&pane(2), {5, 5});
        QTest::keyPress(&canvas(), Qt::Key_A);
        QCOMPARE(pane(2).seen().source, PaneSource::input);
        canvas().clearFocus();
        QCOMPARE(pane(2).seen().source, PaneSource::input);
        QEvent away(QEvent::WindowDeactivate);
        QApplication::sendEvent(&canvas(), &away);
        QCOMPARE(pane(2).seen().source, PaneSource::reconstruction);
    }
};

QTEST_MAIN(TestPeek)
#include "test_peek.moc"
