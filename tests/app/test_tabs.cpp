// SPDX-License-Identifier: GPL-3.0-or-later
// Several documents in tabs: what each keeps, how they come to the front and go, and that nothing of one is seen in
// another. On devices without arithmetic, so that it is quick.
#include "app/panes/pane_images.h"
#include "app/pictures/picture_files.h"
#include "app/tools/tool_state.h"
#include "app/window/document_tabs.h"
#include "app/window/filmstrip.h"
#include "app/window/start_page.h"
#include "core/analysis/thumbnail.h"
#include "tests/app/fake_device.h"
#include "tests/app/made_document.h"
#include "tests/app/window_fixture.h"

#include <QMessageBox>
#include <QPushButton>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;

namespace {

constexpr const char* kModel = TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model"; ///< factor 4, 512 codes

} // namespace

class TestTabs : public QObject {
    Q_OBJECT

    std::unique_ptr<Desk> m_desk;
    std::shared_ptr<Gate> m_gate;
    std::unique_ptr<WindowFixture> m_fixture;

    QString picture(const QString& name, int width, int height)
    {
        app::writePicture(m_desk->file(name).toStdString(), gradient(width, height));
        return m_desk->file(name);
    }

    app::Session& session() { return m_fixture->session(); }
    app::Document* document() { return m_fixture->document(); }
    app::DocumentTabs& tabs() { return m_fixture->window().tabs(); }
    app::Viewport& viewport() { return m_fixture->window().canvas().viewport(); }
    QMessageBox* question() { return m_fixture->window().findChild<QMessageBox*>(QStringLiteral("discard-question")); }
    void discard() { QTest::mouseClick(question()->findChild<QPushButton*>(QStringLiteral("discard")), Qt::LeftButton); }

    QStringList titles()
    {
        QStringList titles;
        for (int tab = 1; tab < tabs().count(); ++tab)
            titles << tabs().tabText(tab);
        return titles;
    }

    /// Three pictures of different sizes, the first in front and exact.
    void openThree()
    {
        m_fixture->window().start({.files = {picture("a.png", 66, 47), picture("b.png", 40, 30), picture("c.png", 91, 53)},
                                   .model = QString::fromLatin1(kModel)});
        QTRY_COMPARE(session().documents().size(), 3);
        QTRY_VERIFY(m_fixture->isExact());
    }

    void click(int tab, Qt::MouseButton button = Qt::LeftButton)
    {
        QTest::mouseClick(&tabs(), button, {}, tabs().tabRect(tab).center());
    }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }

    void init()
    {
        m_gate = std::make_shared<Gate>();
        m_fixture = std::make_unique<WindowFixture>(fakeDevices(m_gate));
    }
    void cleanup()
    {
        m_gate->open();
        m_fixture.reset();
    }

    void eachPictureGetsATabAndTheFirstIsInFront()
    {
        QVERIFY(!tabs().isVisible());
        openThree();
        QCOMPARE(titles(), (QStringList{"a.png", "b.png", "c.png"}));
        QCOMPARE(document()->title(), QStringLiteral("a.png"));
        QCOMPARE(tabs().currentIndex(), 1);
        QVERIFY(tabs().isVisible());
        QCOMPARE(tabs().accessibleTabName(0), QStringLiteral("Start page"));
    }

    void aFileThatIsOpenAlreadyComesToTheFront()
    {
        openThree();
        m_fixture->drop({m_desk->file("c.png")});
        QCOMPARE(document()->title(), QStringLiteral("c.png"));
        QCOMPARE(session().documents().size(), 3);
    }

    void aDocumentIsEncodedAndDecodedWhenItComesToTheFront()
    {
        openThree();
        QCOMPARE(m_gate->entered(), 2); // an encode and a decode of the first
        QVERIFY(!session().documents()[1]->hasCodes());
        click(2);
        QCOMPARE(document()->title(), QStringLiteral("b.png"));
        QTRY_VERIFY(m_fixture->isExact());
        QCOMPARE(m_gate->entered(), 4);
        click(1);
        QVERIFY(m_fixture->isExact());
        QTest::qWait(20);
        QCOMPARE(m_gate->entered(), 4); // it lacks nothing
    }

    void codesThatChangeBehindAreDecodedInFront()
    {
        openThree();
        app::Document& first = *document();
        click(2);
        QTRY_VERIFY(m_fixture->isExact());
        const int passes = m_gate->entered();
        first.edit(oneCell(first, 3, 4, 77), QStringLiteral("Paint"));
        QTest::qWait(20);
        QCOMPARE(m_gate->entered(), passes);
        QVERIFY(!first.isExact());
        click(1);
        QTRY_VERIFY(first.isExact());
        QCOMPARE(m_gate->entered(), passes + 1);
    }

    void anotherDeviceDecodesWhatWasBehindWhenItComesToTheFront()
    {
        openThree();
        app::Document& first = *document();
        click(2);
        QTRY_VERIFY(m_fixture->isExact());
        const auto before = first.reconstruction();
        session().engine().openDevice(QStringLiteral("another"));
        QTRY_COMPARE(m_gate->entered(), 5); // of the one in front alone
        QCOMPARE(first.reconstruction(), before);
        click(1);
        QTRY_VERIFY(first.reconstruction() != before);
    }

    void eachKeepsItsEditsItsUndoAndItsView()
    {
        openThree();
        m_fixture->window().tools().setCode(33);
        m_fixture->drag(PaneSource::codes, {{2, 2}, {2, 9}});
        viewport().setZoom(7);
        viewport().pan({30, -20});
        const QPointF centre = viewport().centre();
        click(3);
        QTRY_VERIFY(m_fixture->isExact());
        QVERIFY(viewport().isFitted());
        QVERIFY(!document()->isModified());
        QVERIFY(!m_fixture->window().actions().at(QStringLiteral("undo")).isEnabled());
        QCOMPARE(titles(), (QStringList{"a.png*", "b.png", "c.png"}));
        viewport().actualSize();
        click(1);
        QCOMPARE(viewport().zoom(), 7.0);
        QCOMPARE(viewport().centre(), centre);
        QCOMPARE(document()->codes().at(2, 5), 33);
        m_fixture->trigger(QStringLiteral("undo"));
        QVERIFY(document()->codes() == document()->encodedCodes());
        QCOMPARE(titles().first(), QStringLiteral("a.png"));
        click(3);
        QCOMPARE(viewport().zoom(), 1.0);
        QVERIFY(!viewport().isFitted());
    }

    void nothingOfOneDocumentIsShownInAnother()
    {
        openThree();
        app::Document& first = *document();
        click(2);
        QTRY_VERIFY(m_fixture->isExact());
        app::Document& second = *document();
        click(1);
        m_gate->close();
        m_fixture->window().tools().setCode(33);
        m_fixture->drag(PaneSource::codes, {{2, 2}, {2, 9}}); // its decode waits at the gate
        click(2);
        QCOMPARE(document(), &second);
        QVERIFY(m_fixture->isExact());
        const auto shown = second.shown();
        m_gate->open();
        QTRY_VERIFY(first.isExact()); // what was asked for before is taken
        QVERIFY(second.shown() == shown);
        QVERIFY(second.reconstruction()->values == fakePicture(second.codes())->values);
        QVERIFY(first.reconstruction()->values == fakePicture(first.codes())->values);
        QVERIFY(!session().follower()->isWaiting());
        first.undoStack().setClean();
    }

    void eachDocumentKeepsItsModel()
    {
        openThree();
        const auto small = document()->model();
        click(2);
        QTRY_VERIFY(m_fixture->isExact());
        m_fixture->drop({QStringLiteral(TESSERA_SOURCE_DIR "/resources/models/photo-f8-1024")});
        QTRY_VERIFY(document()->model() != small);
        const auto large = document()->model();
        QVERIFY(session().model().model == large);
        click(1);
        QVERIFY(document()->model() == small);
        QVERIFY(session().model().model == small);
        QVERIFY(m_fixture->isExact());
        click(2);
        QVERIFY(session().model().model == large);
        click(3); // has no codes yet, and gets those of the model that was in use last
        QTRY_VERIFY(document()->model() == large);
    }

    void keysGoRoundTheTabs()
    {
        openThree();
        app::MainWindow& window = m_fixture->window();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QStringList seen;
        for (int i = 0; i < 3; ++i) {
            QTest::keyClick(&window, Qt::Key_Tab, Qt::ControlModifier);
            seen << document()->title();
        }
        QCOMPARE(seen, (QStringList{"b.png", "c.png", "a.png"}));
        QTest::keyClick(&window, Qt::Key_Backtab, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(document()->title(), QStringLiteral("c.png"));
        QTest::keyClick(&window, Qt::Key_W, Qt::ControlModifier);
        QCOMPARE(titles(), (QStringList{"a.png", "b.png"}));
        QCOMPARE(document()->title(), QStringLiteral("a.png")); // that was in front before
    }

    void aSelectionAloneIsClosedWithoutAQuestion()
    {
        openThree();
        document()->select(core::brushAt({2, 3}, 3, core::BrushShape::square, document()->grid()), QStringLiteral("some"));
        QVERIFY(!tabs().tabText(1).endsWith(QLatin1Char('*')));
        m_fixture->trigger(QStringLiteral("close"));
        QVERIFY(!question());
        QCOMPARE(session().documents().size(), 2);
    }

    void aMiddleClickClosesAndAsksWhereThereAreEdits()
    {
        openThree();
        m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 5}});
        click(3, Qt::MiddleButton);
        QCOMPARE(titles(), (QStringList{"a.png*", "b.png"}));
        click(2);
        click(1, Qt::MiddleButton);
        QVERIFY(question());
        QCOMPARE(document()->title(), QStringLiteral("a.png")); // what is asked about is in sight
        QTest::keyClick(question(), Qt::Key_Escape);
        QTRY_VERIFY(!question());
        QCOMPARE(titles().size(), 2);
        click(1, Qt::MiddleButton);
        discard();
        QCOMPARE(titles(), QStringList{"b.png"});
        click(1, Qt::MiddleButton);
        QVERIFY(!document());
        QVERIFY(!tabs().isVisible());
        QVERIFY(m_fixture->window().findChild<app::StartPage*>()->isVisible());
    }

    void theCrossOfATabClosesIt()
    {
        openThree();
        QVERIFY(!tabs().tabButton(0, QTabBar::RightSide)); // the start page stays
        QTest::mouseClick(tabs().tabButton(2, QTabBar::RightSide), Qt::LeftButton);
        QCOMPARE(titles(), (QStringList{"a.png", "c.png"}));
    }

    void closingADocumentThatIsBeingDecodedDisturbsNoOther()
    {
        openThree();
        m_gate->close();
        const int passes = m_gate->entered();
        click(2); // waits for its encode
        QTRY_COMPARE(m_gate->entered(), passes + 1);
        m_fixture->trigger(QStringLiteral("close"));
        QCOMPARE(document()->title(), QStringLiteral("a.png"));
        QVERIFY(m_fixture->isExact());
        m_gate->open();
        click(2);
        QTRY_VERIFY(m_fixture->isExact());
        QCOMPARE(document()->title(), QStringLiteral("c.png"));
        QVERIFY(m_fixture->messages().isEmpty());
    }

    void quittingAsksOnceForAll()
    {
        openThree();
        m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 5}});
        click(3);
        QTRY_VERIFY(m_fixture->isExact());
        m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 5}});
        m_fixture->window().close();
        QVERIFY(m_fixture->window().isVisible());
        QVERIFY2(question()->text().contains(QStringLiteral("a.png, c.png")), qPrintable(question()->text()));
        discard();
        QTRY_VERIFY(!m_fixture->window().isVisible());
        QVERIFY(!question() || !question()->isVisible());
    }

    void aDraggedTabGetsAnotherPlaceAndTheFilmstripFollows()
    {
        openThree();
        app::Document* first = document();
        const auto dragTab = [this](int tab, int toX) {
            const QPoint from = tabs().tabRect(tab).center();
            QTest::mousePress(&tabs(), Qt::LeftButton, {}, from);
            const int step = toX > from.x() ? 4 : -4;
            for (int x = from.x(); std::abs(x - toX) > 4; x += step)
                QTest::mouseMove(&tabs(), {x, from.y()});
            QTest::mouseRelease(&tabs(), Qt::LeftButton, {}, {toX, from.y()});
        };
        dragTab(1, tabs().tabRect(3).right() - 2);
        QCOMPARE(titles(), (QStringList{"b.png", "c.png", "a.png"}));
        QCOMPARE(session().documents().last(), first);
        QCOMPARE(document(), first);
        const app::Filmstrip& strip = m_fixture->window().filmstrip();
        QCOMPARE(strip.item(0)->text(), QStringLiteral("b.png"));
        QCOMPARE(strip.currentRow(), 2);
        dragTab(3, -50); // no further than the start page
        QCOMPARE(titles(), (QStringList{"a.png", "b.png", "c.png"}));
        QCOMPARE(tabs().accessibleTabName(0), QStringLiteral("Start page"));
        QCOMPARE(session().documents().first(), first);
        dragTab(0, tabs().tabRect(2).right()); // the start page stays
        QCOMPARE(tabs().accessibleTabName(0), QStringLiteral("Start page"));
        QCOMPARE(titles(), (QStringList{"a.png", "b.png", "c.png"}));
        click(3);
        QCOMPARE(document()->title(), QStringLiteral("c.png"));
        QTest::mouseClick(strip.viewport(), Qt::LeftButton, {}, strip.visualItemRect(strip.item(1)).center());
        QCOMPARE(document()->title(), QStringLiteral("b.png"));
    }

    void theStartPageLeavesPicturesOpen()
    {
        openThree();
        m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 5}});
        click(0);
        QVERIFY(!document());
        QVERIFY(m_fixture->window().findChild<app::StartPage*>()->isVisible());
        QCOMPARE(titles().size(), 3);
        QVERIFY(!m_fixture->window().actions().at(QStringLiteral("undo")).isEnabled());
        m_fixture->trigger(QStringLiteral("next-document"));
        QCOMPARE(document()->title(), QStringLiteral("a.png"));
        QVERIFY(document()->isModified());
        document()->undoStack().setClean();
    }

    void theFilmstripShowsWhatIsOpenAndAClickSwitches()
    {
        app::Filmstrip& strip = m_fixture->window().filmstrip();
        m_fixture->window().start({.files = {picture("a.png", 66, 47)}, .model = QString::fromLatin1(kModel)});
        QTRY_VERIFY(m_fixture->isExact());
        QVERIFY(!strip.isVisible()); // of one picture there is nothing to choose
        m_fixture->drop({picture("b.png", 40, 30)});
        QTRY_COMPARE(strip.count(), 2);
        QVERIFY(strip.isVisible());
        QCOMPARE(strip.currentRow(), 1);
        QTest::mouseClick(strip.viewport(), Qt::LeftButton, {}, strip.visualItemRect(strip.item(0)).center());
        QCOMPARE(document()->title(), QStringLiteral("a.png"));
        QTest::keyClick(&strip, Qt::Key_Right);
        QCOMPARE(document()->title(), QStringLiteral("b.png"));
        // In the middle of the first picture's field there is the middle of what its codes draw.
        const core::Picture drawn = core::thumbnail(*session().documents().first()->reconstruction(), 256);
        const QColor middle = app::toImage(drawn).pixelColor(drawn.width / 2, drawn.height / 2);
        const auto shown = [&] { return strip.item(0)->icon().pixmap(strip.iconSize()).toImage().pixelColor(48, 30); };
        QTRY_VERIFY(std::abs(shown().red() - middle.red()) < 60 && shown().alpha() == 255);
        m_fixture->window().actions().at(QStringLiteral("filmstrip")).trigger();
        QVERIFY(!strip.isVisible());
        m_fixture->window().actions().at(QStringLiteral("filmstrip")).trigger();
        QVERIFY(strip.isVisible());
    }
};

QTEST_MAIN(TestTabs)
#include "test_tabs.moc"
