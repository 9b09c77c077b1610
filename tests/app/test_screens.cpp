// SPDX-License-Identifier: GPL-3.0-or-later
// A window that moves between two screens, the second with twice as many dots to the inch (two_screens.json): what it
// shows is as sharp as the screen and not stale, and the mouse hits the cells that one sees.
#include "app/pictures/picture_files.h"
#include "tests/app/painted_window.h"

#include <QScreen>
#include <QWindow>
#include <QtMath>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;

class TestScreens : public QObject, private PaintedWindow {
    Q_OBJECT

    static constexpr int kWidth = 66, kHeight = 47; ///< of the picture; the padding beside it is hatched
    static inline const QString kUsual = QStringLiteral("usual"), kFine = QStringLiteral("fine");

    void moveTo(const QString& name)
    {
        for (QScreen* screen : QGuiApplication::screens())
            if (screen->name() == name) {
                m_fixture->window().windowHandle()->setScreen(screen);
                m_fixture->window().setGeometry(QRect(screen->geometry().topLeft() + QPoint(20, 20), QSize(1200, 780)));
            }
        QCOMPARE(m_fixture->window().screen()->name(), name);
        QCOMPARE(m_fixture->window().devicePixelRatio(), name == kFine ? 2.0 : 1.0);
    }

    /// Pixels of the reconstruction that its pane shows in another colour, a dot of the screen in each looked at; all, where
    /// the pane has another size on the screen than it should.
    int wrongPixels()
    {
        app::PaneView& pane = m_fixture->pane(PaneSource::reconstruction);
        const QImage seen = pane.grab().toImage();
        const double dots = pane.devicePixelRatio();
        const QImage expected = app::toImage(*document().reconstruction()).convertToFormat(QImage::Format_RGB32);
        if (seen.size() != pane.size() * dots)
            return kWidth * kHeight;
        int looked = 0, wrong = 0;
        for (int y = 0; y < kHeight; ++y)
            for (int x = 0; x < kWidth; ++x) {
                const QPointF at = m_fixture->window().canvas().viewport().toWidget(QPointF(x + 0.5, y + 0.5), pane.size());
                const QPoint dot(qFloor(at.x() * dots), qFloor(at.y() * dots));
                if (!seen.rect().contains(dot))
                    continue;
                ++looked;
                wrong += seen.pixelColor(dot) != expected.pixelColor(x, y) ? 1 : 0;
            }
        return looked > 100 ? wrong : kWidth * kHeight;
    }

    /// No cursor over the pane.
    void leave(PaneSource source)
    {
        QEvent event(QEvent::Leave);
        QApplication::sendEvent(&m_fixture->pane(source), &event);
    }

    int codeAt(core::Cell cell) { return document().codes().at(cell.row, cell.col); }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }
    void cleanup() { clear(); }

    void aWindowThatMovesToAnotherScreenIsSharpThereAndHitsWhatItShows() // U5
    {
        QCOMPARE(QGuiApplication::screens().size(), 2);
        m_fixture = newWindow();
        paint();
        int code = 60;
        for (const QString& screen : {kUsual, kFine, kUsual}) {
            moveTo(screen);
            m_fixture->window().tools().setCode(++code);
            m_fixture->drag(PaneSource::reconstruction, {{3, 3}, {3, 6}});
            QTRY_VERIFY(m_fixture->isExact());
            QCOMPARE(codeAt({3, 3}), code);
            QCOMPARE(codeAt({3, 6}), code);
            leave(PaneSource::reconstruction);
            QTRY_COMPARE(wrongPixels(), 0);
        }
        document().undoStack().setClean();
    }

    void aWindowThatMovesDuringAStrokeKeepsTheStroke() // U5
    {
        m_fixture = newWindow();
        paint();
        moveTo(kUsual);
        m_fixture->window().tools().setCode(71);
        app::PaneView& pane = m_fixture->pane(PaneSource::codes);
        QTest::mousePress(&pane, Qt::LeftButton, {}, m_fixture->at(PaneSource::codes, 4, 3));
        moveTo(kFine);
        QTest::mouseMove(&pane, m_fixture->at(PaneSource::codes, 4, 3));
        QTest::mouseMove(&pane, m_fixture->at(PaneSource::codes, 4, 5));
        QTest::mouseRelease(&pane, Qt::LeftButton, {}, m_fixture->at(PaneSource::codes, 4, 5));
        QTRY_VERIFY(m_fixture->isExact());
        for (int col = 3; col <= 5; ++col)
            QCOMPARE(codeAt({4, col}), 71);
        QTRY_COMPARE(wrongPixels(), 0);
        document().undoStack().setClean();
    }
};

QTEST_MAIN(TestScreens)
#include "test_screens.moc"
