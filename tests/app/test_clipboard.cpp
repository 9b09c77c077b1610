// SPDX-License-Identifier: GPL-3.0-or-later
// Cut, copy and paste in the real window: what is in the clipboard, how a paste floats and is put down, between
// documents, between models, and what strangers may put into a clipboard. On a device without arithmetic whose encoder
// reads back what its decoder has drawn.
#include "app/canvas/floating_paste.h"
#include "app/codes/code_clipboard.h"
#include "app/codes/code_edits.h"
#include "app/exports/exporter.h"
#include "app/pictures/picture_files.h"
#include "app/tools/tool_state.h"
#include "core/edit/region_sets.h"
#include "core/edit/shapes.h"
#include "tests/app/made_document.h"
#include "tests/app/reading_device.h"
#include "tests/app/window_fixture.h"

#include <QClipboard>

#include <span>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;
using core::Cell;
using core::Region;

namespace {

const QString kFormat = QStringLiteral("application/x-tessera-codes");
constexpr const char* kModel = TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model";       ///< factor 4, 512 codes
constexpr const char* kOtherModel = TESSERA_SOURCE_DIR "/tests/golden/v05-movq/model"; ///< likewise, another codebook
const QMimeData& clipboard()
{
    static const QMimeData nothing;
    const QMimeData* data = QApplication::clipboard()->mimeData();
    return data ? *data : nothing;
}

} // namespace

class TestClipboard : public QObject {
    Q_OBJECT

    std::unique_ptr<Desk> m_desk;
    std::shared_ptr<Gate> m_gate;
    std::unique_ptr<WindowFixture> m_fixture;

    QString picture(const QString& name, int width, int height)
    {
        QImage image(width, height, QImage::Format_RGB32);
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                image.setPixelColor(x, y, QColor((x * 7 + y * 5) % 256, y * 255 / height, 90));
        image.save(m_desk->file(name));
        return m_desk->file(name);
    }

    app::Document& open(const QString& path, const char* model = kModel)
    {
        if (m_fixture->document())
            m_fixture->drop({path}); // in a tab of its own, with the model in use
        else
            m_fixture->window().start({.files = {path}, .model = QString::fromLatin1(kModel)});
        [&] { QTRY_VERIFY(m_fixture->isExact() && m_fixture->document()->path() == path); }();
        app::Document& document = *m_fixture->document();
        const auto hasModel = [&] { return m_fixture->session().modelOf(document).files.folder == model; };
        if (!hasModel())
            m_fixture->drop({QString::fromLatin1(model)});
        [&] { QTRY_VERIFY(hasModel() && m_fixture->isExact()); }();
        return document;
    }

    /// 12 x 17 cells, whose codes count on.
    app::Document& openCounted(const QString& name = QStringLiteral("counted.png"))
    {
        app::Document& document = open(picture(name, 66, 47));
        app::putCodes(document, counted(12, 17), QStringLiteral("count"));
        [&] { QTRY_VERIFY(document.isExact()); }();
        return document;
    }

    Region rectangle(Cell from, Cell to) { return core::rectangleRegion(from, to, m_fixture->document()->grid()); }

    void copy(const Region& region)
    {
        QApplication::clipboard()->clear();
        m_fixture->document()->select(region, QStringLiteral("select"));
        m_fixture->trigger(QStringLiteral("copy"));
        QTRY_VERIFY(clipboard().hasFormat(kFormat));
    }
    bool isFloating() { return m_fixture->window().canvas().floating().isActive(); }
    void paste()
    {
        m_fixture->trigger(QStringLiteral("paste"));
        QTRY_VERIFY(isFloating());
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(&m_fixture->window().canvas(), key, modifiers);
    }

    /// `codes` with the cells of a rectangle of `from` at another place.
    static core::IndexMap laid(core::IndexMap codes, const core::IndexMap& from, const core::CellRect& part, Cell to)
    {
        for (int row = 0; row < part.rows; ++row)
            for (int col = 0; col < part.cols; ++col)
                if (to.row + row < codes.rows && to.col + col < codes.cols && to.row + row >= 0 && to.col + col >= 0)
                    codes.at(to.row + row, to.col + col) = from.at(part.top + row, part.left + col);
        return codes;
    }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }

    void init()
    {
        m_gate = std::make_shared<Gate>();
        m_fixture = std::make_unique<WindowFixture>(
            [gate = m_gate](const QString&, const gpu::DeviceOptions&) -> std::unique_ptr<core::Device> {
                return std::make_unique<ReadingDevice>("fake", gate);
            });
    }
    void cleanup()
    {
        m_gate->open();
        if (m_fixture->document())
            m_fixture->document()->undoStack().setClean();
        m_fixture.reset();
    }

    void aCopyIsCodesTextAndPictureInOneItem()
    {
        app::Document& document = openCounted();
        copy(core::subtracted(rectangle({2, 3}, {3, 5}), rectangle({3, 4}, {3, 4})));
        QCOMPARE(clipboard().text(), QStringLiteral("37 38 39\n54 -1 56\n"));
        const QImage image = qvariant_cast<QImage>(clipboard().imageData());
        QCOMPARE(image.size(), QSize(12, 8));
        const QImage whole = app::toImage(*document.reconstruction());
        for (int y = 0; y < 8; ++y)
            for (int x = 0; x < 12; ++x) {
                const bool isOut = y >= 4 && x >= 4 && x < 8;
                QCOMPARE(image.pixel(x, y), isOut ? QRgb{0} : whole.pixel(12 + x, 8 + y));
            }
        const QByteArray bytes = clipboard().data(kFormat);
        const core::CopiedCodes copied
            = core::readCopiedCodes(std::as_bytes(std::span(bytes.constData(), std::size_t(bytes.size()))));
        QVERIFY(copied.block == core::cut(document.codes(), document.selection()));
        QCOMPARE(copied.codes, std::int64_t{512});
        QCOMPARE(QString::fromStdString(copied.model), QString::fromStdString(document.model()->name()));
    }

    void withoutASelectionAllIsCopied()
    {
        app::Document& document = openCounted();
        copy({});
        QCOMPARE(qvariant_cast<QImage>(clipboard().imageData()).size(), QSize(66, 47));
        QCOMPARE(clipboard().text().count(QLatin1Char('\n')), 12);
        QVERIFY(clipboard().text().endsWith(QStringLiteral(" 203\n")));
        QVERIFY(document.selection().isEmpty());
        QVERIFY(!m_fixture->window().actions().at(QStringLiteral("cut")).isEnabled());
    }

    void aCopyWaitsForTheExactPicture()
    {
        app::Document& document = openCounted();
        document.select(rectangle({2, 3}, {3, 5}), QStringLiteral("select"));
        QApplication::clipboard()->clear();
        m_gate->close();
        document.edit(oneCell(document, 2, 3, 200), QStringLiteral("paint"));
        m_fixture->trigger(QStringLiteral("copy"));
        QVERIFY(m_fixture->window().exporter().isWaiting());
        QTest::qWait(50);
        QVERIFY(!clipboard().hasFormat(kFormat));
        m_gate->open();
        QTRY_VERIFY(clipboard().hasFormat(kFormat));
        QVERIFY(clipboard().text().startsWith(QStringLiteral("200 38 39\n")));
        const QImage image = qvariant_cast<QImage>(clipboard().imageData());
        QCOMPARE(image.pixel(0, 0), app::toImage(*fakePicture(document.codes())).pixel(12, 8));
    }

    void cutCellsGetTheEncodersCodes()
    {
        app::Document& document = openCounted();
        const core::IndexMap before = document.codes();
        QApplication::clipboard()->clear();
        document.select(rectangle({2, 3}, {3, 5}), QStringLiteral("select"));
        m_fixture->trigger(QStringLiteral("cut"));
        QTRY_VERIFY(document.codes() != before);
        QCOMPARE(clipboard().text(), QStringLiteral("37 38 39\n54 55 56\n"));
        QVERIFY(document.codes() == laid(before, document.encodedCodes(), {2, 3, 2, 3}, {2, 3}));
        document.undoStack().undo();
        QVERIFY(document.codes() == before);
    }

    void nothingIsPastedIntoCodesThatAreBeingReplaced()
    {
        openCounted();
        copy(rectangle({2, 3}, {4, 6}));
        m_gate->close();
        m_fixture->session().setFit(core::Fit::crop); // encodes anew
        QVERIFY(m_fixture->session().isEncodingAnew());
        m_fixture->trigger(QStringLiteral("paste"));
        m_fixture->trigger(QStringLiteral("paste-picture"));
        QCOMPARE(m_fixture->messages(), QStringList{"counted.png is being encoded. Paste again when its codes are there."});
        QVERIFY(!isFloating());
        m_gate->open();
        QTRY_VERIFY(!m_fixture->session().isEncodingAnew());
        paste();
    }

    void aPasteFloatsUntilEnterPutsItDown()
    {
        app::Document& document = openCounted();
        copy(rectangle({2, 3}, {4, 6}));
        const core::IndexMap before = document.codes();
        const int steps = document.undoStack().count();
        paste();
        for (const Qt::Key step : {Qt::Key_Down, Qt::Key_Down, Qt::Key_Right, Qt::Key_Left, Qt::Key_Left})
            key(step);
        key(Qt::Key_Right, Qt::ShiftModifier); // 8 cells
        QVERIFY(document.codes() == before);
        QCOMPARE(document.undoStack().count(), steps);
        key(Qt::Key_Return);
        QVERIFY(!isFloating());
        QVERIFY(document.codes() == laid(before, before, {2, 3, 3, 4}, {4, 10}));
        QCOMPARE(document.selection(), rectangle({4, 10}, {6, 13}));
        QCOMPARE(document.undoStack().count(), steps + 1);
        document.undoStack().undo();
        QVERIFY(document.codes() == before);
        QCOMPARE(document.selection(), rectangle({2, 3}, {4, 6}));
    }

    void escapeThrowsAFloatingPasteAway()
    {
        app::Document& document = openCounted();
        copy(rectangle({2, 3}, {4, 6}));
        const core::IndexMap before = document.codes();
        paste();
        key(Qt::Key_Down);
        key(Qt::Key_Escape);
        QVERIFY(!isFloating());
        QVERIFY(document.codes() == before);
        QCOMPARE(document.selection(), rectangle({2, 3}, {4, 6})); // the next Esc is for it
        key(Qt::Key_Escape);
        QVERIFY(document.selection().isEmpty());
    }

    void aDragMovesAPasteAndAClickBesideItPutsItDown()
    {
        app::Document& document = openCounted();
        copy(rectangle({2, 3}, {4, 6}));
        m_fixture->window().tools().setCode(200);
        const core::IndexMap before = document.codes();
        paste();
        m_fixture->drag(PaneSource::reconstruction, {{3, 4}, {5, 9}, {8, 6}}); // by its second row and column
        QVERIFY(isFloating());
        QVERIFY(document.codes() == before);
        m_fixture->drag(PaneSource::input, {{1, 12}, {2, 14}}); // a press puts it down and paints nothing
        QVERIFY(!isFloating());
        QVERIFY(document.codes() == laid(before, before, {2, 3, 3, 4}, {7, 5}));
        m_fixture->drag(PaneSource::codes, {{8, 6}, {8, 6}}); // the next one paints again, in what was pasted
        QCOMPARE(document.codes().at(8, 6), 200);
    }

    void aPasteOverTheEdgeIsCutThere()
    {
        app::Document& document = openCounted();
        copy(rectangle({2, 3}, {4, 6}));
        const core::IndexMap before = document.codes();
        paste();
        for (int i = 0; i < 30; ++i)
            key(Qt::Key_Up);
        for (int i = 0; i < 30; ++i)
            key(Qt::Key_Left);
        key(Qt::Key_Return);
        QVERIFY(document.codes() == laid(before, before, {2, 3, 3, 4}, {-2, -3}));
        QCOMPARE(document.selection(), rectangle({0, 0}, {0, 0}));
    }

    void whatFloatsIsSeenInThePanesItBelongsTo()
    {
        app::Document& document = openCounted();
        std::vector<QRgb> colours(512, qRgb(60, 60, 60));
        colours[37] = qRgb(10, 240, 20);
        m_fixture->window().canvas().setCodeColours(colours);
        m_fixture->trigger(QStringLiteral("numbers"));
        copy(core::subtracted(rectangle({2, 3}, {3, 4}), rectangle({3, 4}, {3, 4}))); // three of four cells
        document.select(rectangle({8, 9}, {8, 9}), QStringLiteral("there"));
        QTest::mouseMove(&m_fixture->pane(PaneSource::codes), {2, 2});
        const auto pixel = [&](PaneSource source, Cell cell) {
            return m_fixture->pane(source).grab().toImage().pixel(m_fixture->at(source, cell.row, cell.col));
        };
        const QRgb inputBefore = pixel(PaneSource::input, {8, 9}), beside = pixel(PaneSource::reconstruction, {9, 10});
        paste();
        QCOMPARE(pixel(PaneSource::codes, {8, 9}), colours[37]);
        QCOMPARE(pixel(PaneSource::codes, {9, 10}), colours[0]); // where the block has no code
        QCOMPARE(pixel(PaneSource::reconstruction, {8, 9}), app::toImage(*document.reconstruction()).pixel(12, 8));
        QCOMPARE(pixel(PaneSource::reconstruction, {9, 10}), beside);
        QCOMPARE(pixel(PaneSource::input, {8, 9}), inputBefore);
        key(Qt::Key_Escape);
        QCOMPARE(pixel(PaneSource::codes, {8, 9}), colours[0]);
    }

    void codesOfOneDocumentArePastedIntoAnother()
    {
        core::IndexMap copied = openCounted().codes();
        copy(rectangle({2, 3}, {4, 6}));
        m_fixture->document()->undoStack().setClean();
        app::Document& other = open(picture(QStringLiteral("other.png"), 90, 31)); // 8 x 23 cells
        QVERIFY(other.selection().isEmpty());
        const core::IndexMap before = other.codes();
        paste();
        key(Qt::Key_Enter);
        const Cell corner{other.selection().bounds.top, other.selection().bounds.left};
        QVERIFY(other.codes() == laid(before, copied, {2, 3, 3, 4}, corner));
        QVERIFY(std::abs(corner.row - 2) <= 1 && std::abs(corner.col - 10) <= 1); // the middle of the view
        QTRY_VERIFY(other.isExact());
    }

    void anotherDocumentTakesAFloatingPasteAway()
    {
        openCounted();
        copy(rectangle({2, 3}, {4, 6}));
        paste();
        m_fixture->document()->undoStack().setClean();
        app::Document& other = open(picture(QStringLiteral("other.png"), 90, 31));
        QVERIFY(!isFloating());
        QVERIFY(other.codes() == other.encodedCodes());
    }

    void codesOfAnotherModelAreDecodedAndEncodedAgain()
    {
        const core::IndexMap copied = openCounted().codes();
        copy(core::subtracted(rectangle({2, 3}, {4, 6}), rectangle({2, 3}, {2, 3})));
        m_fixture->document()->undoStack().setClean();
        app::Document& other = open(picture(QStringLiteral("other.png"), 90, 31), kOtherModel);
        app::putCodes(other, counted(8, 23), QStringLiteral("count"));
        const core::IndexMap before = other.codes();
        other.select(rectangle({0, 0}, {0, 0}), QStringLiteral("elsewhere"));
        paste(); // over the selection
        QVERIFY(m_fixture->messages().last().contains(QStringLiteral("another model")));
        key(Qt::Key_Down);
        QVERIFY(other.codes() == before);
        key(Qt::Key_Return);
        QTRY_VERIFY(other.codes() != before);
        core::IndexMap expected = before;
        for (int row = 0; row < 3; ++row)
            for (int col = 0; col < 4; ++col)
                if (row > 0 || col > 0)
                    expected.at(1 + row, col) = copied.at(2 + row, 3 + col) % kAlike;
        QVERIFY(other.codes() == expected); // beside the touched cells nothing changes
        QCOMPARE(core::cellCount(other.selection()), std::int64_t{11});
        other.undoStack().undo();
        QVERIFY(other.codes() == before);
    }

    void codesOfAnotherModelWithoutAPictureAreRefused()
    {
        openCounted();
        copy(rectangle({2, 3}, {4, 6}));
        auto* codesOnly = new QMimeData;
        codesOnly->setData(kFormat, clipboard().data(kFormat));
        QApplication::clipboard()->setMimeData(codesOnly);
        m_fixture->document()->undoStack().setClean();
        const core::IndexMap before = open(picture(QStringLiteral("other.png"), 90, 31), kOtherModel).codes();
        m_fixture->trigger(QStringLiteral("paste"));
        QTRY_VERIFY(m_fixture->messages().join(QString()).contains(QStringLiteral("no picture beside them")));
        QVERIFY(!isFloating());
        QVERIFY(m_fixture->document()->codes() == before);
    }

    void codesWithoutAPictureFloatAsWell()
    {
        app::Document& document = openCounted();
        copy(rectangle({2, 3}, {4, 6}));
        auto* codesOnly = new QMimeData;
        codesOnly->setData(kFormat, clipboard().data(kFormat));
        QApplication::clipboard()->setMimeData(codesOnly);
        const core::IndexMap before = document.codes();
        paste();
        key(Qt::Key_Down);
        key(Qt::Key_Return);
        QVERIFY(document.codes() == laid(before, before, {2, 3, 3, 4}, {3, 3}));
    }

    void damagedCodesInTheClipboardChangeNothing()
    {
        app::Document& document = openCounted();
        copy(rectangle({2, 3}, {4, 6}));
        const QByteArray whole = clipboard().data(kFormat);
        const core::IndexMap before = document.codes();
        const int steps = document.undoStack().count();
        for (const QByteArray& bytes : {QByteArray(), QByteArray("junk"), whole.left(whole.size() - 1),
                                        QByteArray(whole).replace(0, 1, "T")}) {
            auto* data = new QMimeData;
            data->setData(kFormat, bytes);
            data->setText(QStringLiteral("1 2 3"));
            QApplication::clipboard()->setMimeData(data);
            m_fixture->window().messages().clear();
            m_fixture->trigger(QStringLiteral("paste"));
            QTRY_VERIFY(!m_fixture->messages().isEmpty());
            QVERIFY(m_fixture->messages().last().contains(QStringLiteral("damaged")));
            QVERIFY(!isFloating());
        }
        QVERIFY(document.codes() == before);
        QCOMPARE(document.undoStack().count(), steps);
    }
};

QTEST_MAIN(TestClipboard)
#include "test_clipboard.moc"
