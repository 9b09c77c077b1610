// SPDX-License-Identifier: GPL-3.0-or-later
// What a stroke looks like until its decode is there: badges, pixels, figures, and what waits for the exact picture. On
// a device without arithmetic whose decodes wait for the test.
#include "app/exports/exporter.h"
#include "app/panes/pane_header.h"
#include "app/pictures/picture_files.h"
#include "app/tools/tool_state.h"
#include "tests/app/made_document.h"
#include "tests/app/window_fixture.h"

#include <QClipboard>
#include <QLabel>
#include <QPaintEvent>
#include <QStatusBar>

using namespace tessera;
using namespace tessera::tests;
using app::PaneHeader;
using app::PaneSource;
using State = app::PaneState;

namespace {

/// Notes which parts of a widget are painted.
class PaintWatch : public QObject {
public:
    explicit PaintWatch(QWidget& widget) { widget.installEventFilter(this); }
    QRegion painted;

protected:
    bool eventFilter(QObject*, QEvent* event) override
    {
        if (event->type() == QEvent::Paint)
            painted += static_cast<QPaintEvent*>(event)->region();
        return false;
    }
};

} // namespace

class TestWindowPreviews : public QObject {
    Q_OBJECT

    std::unique_ptr<Desk> m_desk;
    std::shared_ptr<Gate> m_gate;
    std::unique_ptr<WindowFixture> m_fixture;

    static constexpr int kInk = 33;

    const PaneHeader& header(PaneSource source)
    {
        return *m_fixture->window().canvas().findChildren<PaneHeader*>()[static_cast<int>(source)];
    }
    State badge() { return header(PaneSource::reconstruction).state(); }

    QString fact(const QString& name)
    {
        for (const QLabel* label : m_fixture->window().statusBar()->findChildren<QLabel*>())
            if (label->accessibleName() == name)
                return label->text();
        return {};
    }

    /// Paints, and gives the decode that is under way, if there is one, the occasion for a preview of what is painted.
    void paint(const std::vector<core::Cell>& cells, PaneSource source = PaneSource::codes)
    {
        m_fixture->drag(source, cells);
        m_gate->letReport();
    }

    /// The colour of the middle of a cell in a pane, as it is on the screen.
    QRgb colourAt(PaneSource source, int row, int col)
    {
        return m_fixture->pane(source).grab().toImage().pixel(m_fixture->at(source, row, col));
    }
    /// The colour of a cell of `code` in the device's pictures.
    static QRgb drawn(int code)
    {
        core::IndexMap codes(1, 1, 1);
        codes.at(0, 0) = code;
        return app::toImage(*fakePicture(codes)).pixel(1, 1);
    }
    static bool alike(QRgb a, QRgb b)
    {
        return std::abs(qRed(a) - qRed(b)) <= 1 && std::abs(qGreen(a) - qGreen(b)) <= 1
            && std::abs(qBlue(a) - qBlue(b)) <= 1;
    }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }

    void init()
    {
        m_gate = std::make_shared<Gate>();
        m_fixture = std::make_unique<WindowFixture>(fakeDevices(m_gate));
        const QString path = m_desk->file(QStringLiteral("gradient.png"));
        app::toImage(gradient(320, 240)).save(path);
        m_fixture->window().start(
            {.files = {path}, .model = QStringLiteral(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model")});
        m_fixture->window().tools().setCode(kInk);
        QTRY_COMPARE(badge(), State::exact);
        m_gate->close();
    }
    void cleanup()
    {
        m_gate->open();
        m_fixture.reset();
    }

    void aStrokeIsApproximateThenExact()
    {
        QTRY_VERIFY(fact("PSNR").endsWith("dB"));
        paint({{10, 12}, {12, 25}});
        QVERIFY(badge() != State::exact); // in the same moment
        QTRY_COMPARE(badge(), State::approximate);
        QCOMPARE(header(PaneSource::error).state(), State::approximate);
        QVERIFY(header(PaneSource::reconstruction).accessibleName().contains("approximate"));
        QVERIFY(header(PaneSource::reconstruction).toolTip().contains("always the exact picture"));
        QVERIFY(fact("Edits").contains("approximate"));
        QVERIFY(!fact("PSNR").contains("dB"));
        QVERIFY(alike(colourAt(PaneSource::reconstruction, 10, 12), drawn(kInk)));
        QVERIFY(alike(colourAt(PaneSource::reconstruction, 20, 40), drawn(m_fixture->document()->codes().at(20, 40))));

        m_gate->open();
        QTRY_COMPARE(badge(), State::exact);
        QCOMPARE(header(PaneSource::error).state(), State::none); // the reconstruction says it for both
        QVERIFY(header(PaneSource::reconstruction).toolTip().endsWith("exact"));
        QVERIFY(fact("Edits").contains("exact"));
        QVERIFY(alike(colourAt(PaneSource::reconstruction, 10, 12), drawn(kInk)));
        QTRY_VERIFY(fact("PSNR").endsWith("dB"));
    }

    void strokesDuringALongDecodeAreSeenOneAfterTheOther()
    {
        for (const int row : {4, 16, 28}) {
            paint({{row, 20}, {row, 30}});
            QVERIFY(badge() != State::approximate); // what is shown is older than this stroke
            QTRY_COMPARE(badge(), State::approximate);
            QVERIFY(alike(colourAt(PaneSource::reconstruction, row, 25), drawn(kInk)));
        }
        QVERIFY(alike(colourAt(PaneSource::reconstruction, 4, 25), drawn(kInk)));
        const auto before = m_fixture->document()->reconstruction();
        m_gate->letOnePass(); // the decode of the first stroke: the others stay in sight
        QTRY_VERIFY(m_fixture->document()->reconstruction() != before);
        QTRY_COMPARE(m_fixture->document()->shown().whole, m_fixture->document()->reconstruction());
        QTRY_COMPARE(badge(), State::approximate);
        for (const int row : {4, 16, 28})
            QVERIFY(alike(colourAt(PaneSource::reconstruction, row, 25), drawn(kInk)));
        m_gate->open();
        QTRY_COMPARE(badge(), State::exact);
    }

    void undoIsSeenBeforeItIsDecoded()
    {
        paint({{10, 12}, {10, 20}}, PaneSource::reconstruction);
        QTRY_COMPARE(badge(), State::approximate);
        m_fixture->trigger(QStringLiteral("undo"));
        QVERIFY(badge() != State::approximate);
        m_gate->letReport();
        QTRY_COMPARE(badge(), State::approximate);
        QVERIFY(alike(colourAt(PaneSource::reconstruction, 10, 15),
                      drawn(m_fixture->document()->encodedCodes().at(10, 15))));
        m_gate->open();
        QTRY_COMPARE(badge(), State::exact);
    }

    void exportAndCopyWaitForTheExactPicture()
    {
        QGuiApplication::clipboard()->clear();
        paint({{10, 12}, {12, 25}});
        QTRY_COMPARE(badge(), State::approximate);
        const QString path = m_desk->file(QStringLiteral("out.png"));
        app::Exporter& exporter = m_fixture->window().exporter();
        exporter.exportPicture(path, {});
        QVERIFY(exporter.isWaiting());
        const int reports = m_gate->reported();
        m_gate->letReport(); // nothing that comes now makes it exact
        QTRY_COMPARE(m_gate->reported(), reports + 1);
        QVERIFY(exporter.isWaiting());
        QVERIFY(!QFile::exists(path));
        m_gate->open();
        QTRY_VERIFY(!exporter.isWorking());
        const QImage expected =
            app::toImage(*fakePicture(m_fixture->document()->codes())).convertToFormat(QImage::Format_RGB32);
        QCOMPARE(QImage(path).convertToFormat(QImage::Format_RGB32), expected);

        m_gate->close();
        paint({{30, 12}, {32, 25}});
        QTRY_COMPARE(badge(), State::approximate);
        m_fixture->trigger(QStringLiteral("copy"));
        QVERIFY(QGuiApplication::clipboard()->image().isNull());
        m_gate->open();
        QTRY_VERIFY(!QGuiApplication::clipboard()->image().isNull());
        QCOMPARE(QGuiApplication::clipboard()->image().convertToFormat(QImage::Format_RGB32),
                 app::toImage(*fakePicture(m_fixture->document()->codes())).convertToFormat(QImage::Format_RGB32));
    }

    void cancelLeavesTheBadgeApproximate()
    {
        paint({{10, 12}, {12, 25}});
        QTRY_COMPARE(badge(), State::approximate);
        m_fixture->session().cancel();
        QTRY_VERIFY(!m_fixture->session().follower()->isWaiting());
        QCOMPARE(badge(), State::approximate);
        m_fixture->drag(PaneSource::codes, {{30, 12}, {30, 13}});
        m_gate->open();
        QTRY_COMPARE(badge(), State::exact);
    }

    void valuesUnderTheMouseAreThoseInSightAndMarked()
    {
        QStringList told;
        const QObject untilReturn;
        connect(&m_fixture->window().canvas(), &app::Canvas::hovered, &untilReturn,
                [&](const app::Hover& hover) { told << hover.reconstruction; });
        paint({{10, 12}, {10, 13}});
        QVERIFY(!told.isEmpty() && !told.last().startsWith(QStringLiteral("≈")));
        QTRY_COMPARE(badge(), State::approximate);
        const double red = (kInk * 3 % 241 / 120.0 - 1) / 2 + 0.5;
        QVERIFY2(told.last().startsWith(QStringLiteral("≈ %1").arg(red, 0, 'f', 2)), qPrintable(told.last()));
        m_gate->open();
        QTRY_COMPARE(badge(), State::exact);
        QVERIFY2(told.last().startsWith(QString::number(red, 'f', 2)), qPrintable(told.last()));
    }

    void aPreviewRepaintsItsOwnSurroundingsOnly()
    {
        paint({{10, 12}, {10, 14}});
        QTRY_COMPARE(badge(), State::approximate);
        QTest::mouseMove(&m_fixture->pane(PaneSource::input), QPoint(1, 1)); // no marks over the pictures
        QCoreApplication::processEvents();
        PaintWatch watch(m_fixture->pane(PaneSource::reconstruction)), error(m_fixture->pane(PaneSource::error));
        app::Document& document = *m_fixture->document();
        document.edit(oneCell(document, 10, 14, 200), "Paint");
        m_gate->letReport();
        QTRY_COMPARE(badge(), State::approximate);
        QTRY_VERIFY(!watch.painted.isEmpty() && !error.painted.isEmpty());
        // Cells 11 to 15 of rows 9 to 11.
        const QRect cells = QRect(m_fixture->at(PaneSource::codes, 9, 11), m_fixture->at(PaneSource::codes, 11, 15));
        const int cell = cells.height() / 2 + 1;
        const QRect around = cells.adjusted(-cell - 5, -cell - 5, cell + 5, cell + 5);
        QVERIFY(around.contains(watch.painted.boundingRect()));
        QVERIFY(around.contains(error.painted.boundingRect()));
    }
};

QTEST_MAIN(TestWindowPreviews)
#include "test_window_previews.moc"
