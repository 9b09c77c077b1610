// SPDX-License-Identifier: GPL-3.0-or-later
// Painting in the real window, on a device without arithmetic: keys of stamps and codes, replacing, and the panels that
// go with them.
#include "app/codes/code_looks.h"
#include "app/documents/history.h"
#include "app/files/settings.h"
#include "app/panels/codebook_panel.h"
#include "app/pictures/picture_files.h"
#include "app/stamps/stamp_pictures.h"
#include "app/stamps/stamp_shelf.h"
#include "app/tools/tool_state.h"
#include "app/window/code_pair.h"
#include "app/window/replace_bar.h"
#include "core/analysis/neighbours.h"
#include "core/model/block_picture.h"
#include "tests/app/fake_device.h"
#include "tests/app/window_fixture.h"

#include <QComboBox>
#include <QDir>
#include <QDockWidget>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QSpinBox>
#include <QUndoView>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;

class TestWindowPainting : public QObject {
    Q_OBJECT

    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<WindowFixture> m_fixture;

    app::MainWindow& window() { return m_fixture->window(); }
    app::ToolState& tools() { return window().tools(); }
    app::Document& document() { return *m_fixture->document(); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&window().canvas(), key, modifiers); }
    template <class Widget>
    Widget* inDock(const char* id)
    {
        return window().findChild<QDockWidget*>(id)->findChild<Widget*>();
    }
    int count(int code) { return static_cast<int>(std::ranges::count(document().codes().codes, code)); }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }

    void init()
    {
        m_fixture = std::make_unique<WindowFixture>(fakeDevices(std::make_shared<Gate>()));
        window().start({.files = {samplePath(QStringLiteral("coffee.jpg"))},
                        .model = QStringLiteral(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model")});
        QTRY_VERIFY_WITH_TIMEOUT(m_fixture->isExact(), kPatienceMs);
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        window().canvas().setFocus();
    }
    void cleanup() { m_fixture.reset(); }

    void xSwapsTheCodesAndTheToolBarShowsBoth()
    {
        tools().setCode(12);
        tools().setCodeB(34);
        key(Qt::Key_X);
        QCOMPARE(tools().code(), 34);
        QCOMPARE(tools().codeB(), 12);
        auto* pair = window().findChild<app::CodePair*>();
        QVERIFY(pair->accessibleDescription().contains("A: code 34")
                && pair->accessibleDescription().contains("B: code 12"));
        QTest::mouseClick(pair, Qt::LeftButton);
        QCOMPARE(tools().code(), 12);
    }

    void codesAreSteppedByNumberAndBySimilarity()
    {
        tools().setCode(100);
        key(Qt::Key_Period);
        QCOMPARE(tools().code(), 101);
        key(Qt::Key_Comma);
        QCOMPARE(tools().code(), 100);
        const std::vector<core::Neighbour> near = core::nearestCodes(tinyModel()->codebook(), 100, 3);
        for (const core::Neighbour& neighbour : near) {
            key(Qt::Key_Period, Qt::ShiftModifier);
            QCOMPARE(tools().code(), neighbour.code);
        }
        key(Qt::Key_Comma, Qt::ShiftModifier);
        QCOMPARE(tools().code(), near[1].code);
        tools().setCode(200); // another beginning
        key(Qt::Key_Period, Qt::ShiftModifier);
        QCOMPARE(tools().code(), core::nearestCodes(tinyModel()->codebook(), 200, 1)[0].code);
        key(Qt::Key_Comma, Qt::ShiftModifier);
        key(Qt::Key_Comma, Qt::ShiftModifier);
        QCOMPARE(tools().code(), 200);
    }

    void everyToolHasAKey()
    {
        const std::pair<Qt::Key, const char*> keys[] = {{Qt::Key_F, "fill"}, {Qt::Key_U, "shape"}, {Qt::Key_K, "stamp"},
                                                        {Qt::Key_E, "restore"}, {Qt::Key_B, "brush"}};
        for (const auto& [which, tool] : keys) {
            key(which);
            QCOMPARE(tools().tool(), QString(tool));
        }
        key(Qt::Key_B, Qt::ShiftModifier);
        QCOMPARE(tools().tool(), QString("stamp"));
    }

    void stampsAreKeptAndTakenUpByDigits()
    {
        const core::CodeBlock first{1, 2, {3, 4}, {1, 1}}, second{2, 1, {5, 6}, {1, 1}};
        tools().setStamp(first);
        key(Qt::Key_1, Qt::ControlModifier);
        tools().setStamp(second);
        key(Qt::Key_2, Qt::ControlModifier);
        key(Qt::Key_B);
        key(Qt::Key_1);
        QVERIFY(tools().stamp() == first);
        QCOMPARE(tools().tool(), QString("stamp"));
        key(Qt::Key_9); // nobody has it
        QVERIFY(tools().stamp() == first);
        key(Qt::Key_2, Qt::ControlModifier); // the key goes over, the second stamp stays
        QCOMPARE(window().stamps().stamps().size(), std::size_t{2});
        key(Qt::Key_1);
        QVERIFY(tools().stamp() == first);
        QCOMPARE(window().stamps().placeOfKey(1), -1);
        QCOMPARE(window().stamps().placeOfKey(2), 0);
    }

    void stampsAreTurnedAndFlippedByKeys()
    {
        const core::CodeBlock block{2, 3, {1, 2, 3, 4, 5, 6}, {1, 1, 1, 1, 1, 1}};
        tools().setStamp(block);
        key(Qt::Key_H, Qt::ShiftModifier);
        QVERIFY(tools().stamp() == core::flippedAcross(block));
        key(Qt::Key_H, Qt::ShiftModifier);
        key(Qt::Key_V, Qt::ShiftModifier);
        QVERIFY(tools().stamp() == core::flippedDown(block));
        key(Qt::Key_V, Qt::ShiftModifier);
        key(Qt::Key_Z);
        QVERIFY(tools().stamp() == core::turned(block));
        key(Qt::Key_Z, Qt::ShiftModifier);
        QVERIFY(tools().stamp() == block);
        key(Qt::Key_D);
        QVERIFY(tools().hasDice());
        key(Qt::Key_D);
        QVERIFY(!tools().hasDice());
    }

    void theSelectionBecomesAStampInItsShape()
    {
        core::Region region{{2, 3, 2, 2}, {1, 1, 0, 1}};
        document().select(region, "an L");
        key(Qt::Key_K, Qt::ControlModifier);
        QVERIFY(tools().stamp() == core::cut(document().codes(), region));
    }

    void theStampsPanelKeepsTakesUpRenamesAndDeletes()
    {
        auto* list = inDock<QListView>("stamps");
        QCOMPARE(list->model()->rowCount(), 0);
        const core::CodeBlock first{1, 2, {3, 4}, {1, 1}}, second{2, 1, {5, 6}, {1, 1}};
        tools().setStamp(first);
        m_fixture->trigger("keep-stamp");
        tools().setStamp(second);
        key(Qt::Key_7, Qt::ControlModifier);
        QCOMPARE(list->model()->rowCount(), 2);
        QVERIFY(list->model()->index(1, 0).data(Qt::AccessibleTextRole).toString().contains("key 7"));
        QVERIFY(!list->model()->index(0, 0).data(Qt::DecorationRole).value<QPixmap>().isNull());

        window().findChild<QDockWidget*>("stamps")->raise();
        QTRY_VERIFY(list->isVisible()
                    && list->viewport()->rect().contains(list->visualRect(list->model()->index(0, 0)).center()));
        const QPoint at = list->visualRect(list->model()->index(0, 0)).center();
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, at);
        QVERIFY(tools().stamp() == first);
        QVERIFY(list->model()->setData(list->model()->index(0, 0), "  a   pair\n", Qt::EditRole));
        QCOMPARE(window().stamps().stamps()[0].name, QString("a pair"));
        QVERIFY(!list->model()->setData(list->model()->index(0, 0), " ", Qt::EditRole));
        QTest::keyClick(list, Qt::Key_Delete);
        QCOMPARE(list->model()->rowCount(), 1);
        QCOMPARE(window().stamps().stamps()[0].key, 7);
    }

    void stampsShowWhatTheyDecodeTo()
    {
        app::CodeLooks looks;
        looks.setModel(m_fixture->session().model());
        app::StampPictures pictures(m_fixture->session(), looks);
        const core::CodeBlock block{2, 2, {3, 4, 5, 0}, {1, 1, 1, 0}};
        const auto colourIn = [&](int x, int y) { return pictures.picture(block).toImage().pixelColor(x, y); };
        const auto decoded = [](int code) {
            core::IndexMap one(1, 1, 1);
            one.codes[0] = code;
            return app::toImage(core::toPicture(fakeDecode(*tinyModel(), one), 0, nullptr)).pixelColor(1, 1);
        };
        QTRY_COMPARE(colourIn(14, 14), decoded(3));
        QCOMPARE(colourIn(42, 14), decoded(4));
        QCOMPARE(colourIn(14, 42), decoded(5));
        QCOMPARE(colourIn(42, 42).alpha(), 0);
        const core::CodeBlock large{1, core::kLargestBlock + 1, std::vector<std::int32_t>(core::kLargestBlock + 1, 9),
                                    std::vector<std::uint8_t>(core::kLargestBlock + 1, 1)};
        QVERIFY(!pictures.picture(large).isNull()); // in colours
        const core::CodeBlock alien{1, 1, {9999}, {1}};
        QVERIFY(!pictures.picture(alien).isNull());
        QTRY_COMPARE(colourIn(14, 14), decoded(3)); // the engine goes on
        const core::CodeBlock next{1, 1, {7}, {1}};
        QTRY_COMPARE(pictures.picture(next).toImage().pixelColor(20, 20), decoded(7));
    }

    void stampsBelongToTheirModel()
    {
        QVERIFY(app::shelfNameOf("vae", 512) != app::shelfNameOf("vae", 16384));
        app::StampShelf shelf;
        shelf.setModel("one");
        shelf.keep({1, 1, {3}, {1}}, 4);
        const std::vector<app::Stamp> saved = shelf.stamps();
        shelf.setModel("two");
        QVERIFY(shelf.stamps().empty());
        shelf.keep({1, 1, {5}, {1}}, 4);
        shelf.setModel("one");
        QVERIFY(shelf.stamps() == saved);
        QCOMPARE(shelf.stampsOf("two").size(), std::size_t{1});
        shelf.add("two", saved); // another with that key is there
        shelf.add("two", saved); // and now this one is
        shelf.setModel("two");
        QCOMPARE(shelf.stamps().size(), std::size_t{2});
        QCOMPARE(shelf.stamps()[1].key, 0);
        QCOMPARE(shelf.placeOfKey(4), 0);
    }

    void replacingCountsLiveAndIsOneStep()
    {
        auto* bar = window().findChild<app::ReplaceBar*>();
        QVERIFY(!bar->isVisible());
        const int a = document().codes().at(1, 1);
        tools().setCode(a);
        tools().setCodeB(511);
        const int ofA = count(a), ofB = count(511);
        key(Qt::Key_H, Qt::ControlModifier);
        QVERIFY(bar->isVisible());
        const auto says = [bar](int count) {
            for (const QLabel* label : bar->findChildren<QLabel*>())
                if (label->accessibleName() == "Cells that would change")
                    return label->text().startsWith(QString::number(count) + " ");
            return false;
        };
        QVERIFY(says(ofA));
        document().edit(oneCellOf(1, 1, 400), "one less");
        QVERIFY(says(ofA - 1));
        QPushButton* replace = bar->findChildren<QPushButton*>()[0];
        const core::IndexMap before = document().codes();
        QTest::mouseClick(replace, Qt::LeftButton);
        QCOMPARE(count(a), 0);
        QCOMPARE(count(511), ofB + ofA - 1);
        QVERIFY(says(0));
        QVERIFY(!replace->isEnabled());
        document().undoStack().undo();
        QVERIFY(document().codes() == before);
        QVERIFY(says(ofA - 1));
        QTest::mouseClick(bar->findChildren<QPushButton*>()[1], Qt::LeftButton);
        QCOMPARE(count(a), ofB);
        QCOMPARE(count(511), ofA - 1);
        document().undoStack().undo();
        QVERIFY(document().codes() == before);
        QTest::keyClick(bar, Qt::Key_Escape);
        QVERIFY(!bar->isVisible());
    }

    void replacingInTheSelectionLeavesTheRest()
    {
        const int a = document().codes().at(1, 1);
        const core::Region one{{1, 1, 1, 1}, {1}};
        document().edit(oneCellOf(7, 7, a), "another");
        document().select(one, "a cell");
        tools().setCode(a);
        tools().setCodeB(511);
        const int before = count(a);
        key(Qt::Key_H, Qt::ControlModifier);
        auto* bar = window().findChild<app::ReplaceBar*>();
        auto* scope = bar->findChild<QComboBox*>();
        QCOMPARE(scope->currentIndex(), 0); // where something is selected
        QTest::mouseClick(bar->findChildren<QPushButton*>()[0], Qt::LeftButton);
        QCOMPARE(count(a), before - 1);
        scope->setCurrentIndex(1); // the whole picture, whatever is selected
        QTest::mouseClick(bar->findChildren<QPushButton*>()[0], Qt::LeftButton);
        QCOMPARE(count(a), 0);
    }

    void replacingInAllOpenPicturesIsAStepInEach()
    {
        app::Document* first = m_fixture->document();
        m_fixture->drop({samplePath(QStringLiteral("sea.jpg"))});
        QTRY_VERIFY_WITH_TIMEOUT(m_fixture->document() && m_fixture->document() != first && m_fixture->isExact(), kPatienceMs);
        app::Document* second = m_fixture->document();
        QCOMPARE(m_fixture->session().documents().size(), qsizetype{2});
        const int a = first->codes().at(1, 1);
        tools().setCode(a);
        tools().setCodeB(511);
        m_fixture->trigger("replace");
        auto* bar = window().findChild<app::ReplaceBar*>();
        bar->findChild<QComboBox*>()->setCurrentIndex(2);
        QTest::mouseClick(bar->findChildren<QPushButton*>()[0], Qt::LeftButton);
        for (app::Document* document : {first, second}) {
            QCOMPARE(std::ranges::count(document->codes().codes, a), 0);
            QCOMPARE(document->undoStack().count(), 1);
        }
        second->undoStack().undo();
        QVERIFY(second->codes() == second->encodedCodes());
        QVERIFY(first->codes() != first->encodedCodes());
    }

    void theCellsThatWouldChangeStandOut()
    {
        tools().setTool("pick"); // without a preview of its own
        const core::Cell middle{document().grid().rows / 2, document().grid().cols / 2};
        const core::Cell other{middle.row, middle.col + 4};
        window().canvas().viewport().setZoom(4); // there must be room between the lines
        tools().setCode(document().codes().at(middle.row, middle.col));
        key(Qt::Key_H, Qt::ControlModifier);
        QTest::qWait(0); // the bar takes its place
        const QImage during = m_fixture->pane(PaneSource::input).grab().toImage();
        window().canvas().clearHighlight();
        const QImage after = m_fixture->pane(PaneSource::input).grab().toImage();
        const QPoint inside = m_fixture->at(PaneSource::input, middle.row, middle.col);
        const QPoint outside = m_fixture->at(PaneSource::input, other.row, other.col);
        QCOMPARE(during.pixel(inside), after.pixel(inside));
        QVERIFY(qGray(during.pixel(outside)) < qGray(after.pixel(outside)));
        tools().setCode(document().codes().at(other.row, other.col));
        QVERIFY(m_fixture->pane(PaneSource::input).grab().toImage().pixel(outside) == after.pixel(outside));
        tools().setCode(document().codes().at(middle.row, middle.col));
        QTest::keyClick(window().findChild<app::ReplaceBar*>(), Qt::Key_Escape);
        QCOMPARE(m_fixture->pane(PaneSource::input).grab().toImage().pixel(outside), after.pixel(outside));
    }

    void theHistoryPanelListsTheStepsAndGoesThere()
    {
        auto* view = inDock<QUndoView>("history");
        for (int i = 0; i < 4; ++i)
            document().edit(oneCellOf(1, i, 400 + i), QString("step %1").arg(i));
        QCOMPARE(view->model()->rowCount(), 5);
        QCOMPARE(view->model()->index(2, 0).data().toString(), QString("step 1"));
        view->setCurrentIndex(view->model()->index(2, 0));
        QCOMPARE(document().undoStack().index(), 2);
        QVERIFY(document().codes().at(1, 3) != 403);
        m_fixture->trigger("redo");
        QCOMPARE(view->currentIndex().row(), 3);
    }

    void theHistoryPanelSaysHowMuchAHistoryMayTake()
    {
        auto* limit = inDock<QSpinBox>("history");
        QCOMPARE(limit->value(), 64);
        for (int i = 0; i < 6; ++i)
            document().edit(core::makePatch(document().codes(), core::brushAt({50, 50}, 64, core::BrushShape::square, document().grid()),
                                            core::codeInk(100 + i)),
                            QString("step %1").arg(i));
        const std::size_t taken = app::historyBytes(document().undoStack());
        QVERIFY(taken > 100'000 && taken < std::size_t{1} << 20);
        QTest::keyClick(limit, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(limit, "1");
        QTest::keyClick(limit, Qt::Key_Return);
        QCOMPARE(window().session().historyLimit(), std::size_t{1} << 20);
        QCOMPARE(app::openSettings().value(app::settings_key::kHistoryLimit).toInt(), 1);
        QCOMPARE(document().undoStack().count(), 6);
        while (app::historyBytes(document().undoStack()) + taken / 6 < std::size_t{1} << 20)
            document().edit(core::makePatch(document().codes(), core::brushAt({50, 50}, 64, core::BrushShape::square, document().grid()),
                                            core::codeInk(document().undoStack().count())),
                            QStringLiteral("more"));
        const int most = document().undoStack().count();
        document().edit(oneCellOf(1, 1, 5), QStringLiteral("one"));
        document().edit(core::makePatch(document().codes(), core::brushAt({50, 50}, 64, core::BrushShape::square, document().grid()),
                                        core::codeInk(300)),
                        QStringLiteral("last"));
        QVERIFY(document().undoStack().count() < most); // the oldest are forgotten
        QVERIFY(app::historyBytes(document().undoStack()) <= std::size_t{1} << 20);
        app::openSettings().remove(app::settings_key::kHistoryLimit);
    }

    void modelsThatWereOpenedTwiceAreTheSame()
    {
        app::Document* first = m_fixture->document();
        const QString copy = m_desk->file(QStringLiteral("copy-of-it"));
        QVERIFY(QDir().mkpath(copy));
        const QDir from(QStringLiteral(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model"));
        for (const QString& name : from.entryList(QDir::Files))
            QVERIFY(QFile::copy(from.filePath(name), copy + QLatin1Char('/') + name) || QFile::exists(copy + QLatin1Char('/') + name));
        m_fixture->drop({samplePath(QStringLiteral("sea.jpg"))});
        QTRY_VERIFY_WITH_TIMEOUT(m_fixture->document() && m_fixture->document() != first && m_fixture->isExact(), kPatienceMs);
        app::Document* second = m_fixture->document();
        m_fixture->drop({copy}); // encodes the picture in front anew
        QTRY_VERIFY_WITH_TIMEOUT(second->model() != first->model(), kPatienceMs);
        QTRY_COMPARE(m_fixture->session().sameModels().with(second), (QList<app::Document*>{second, first}));

        auto* panel = window().findChild<app::CodebookPanel*>();
        QComboBox* scope = nullptr;
        for (auto* box : panel->findChildren<QComboBox*>())
            if (box->accessibleName() == QStringLiteral("Where use is counted"))
                scope = box;
        QVERIFY(scope);
        const auto cells = [panel] {
            for (const QLabel* label : panel->findChildren<QLabel*>())
                if (label->text().contains(QStringLiteral("codes in")))
                    return label->text().section(QStringLiteral("codes in "), 1).section(QLatin1Char(' '), 0, 0);
            return QString();
        };
        const QLocale locale;
        QCOMPARE(cells(), locale.toString(qlonglong(second->codes().cells())));
        scope->setFocus();
        QTest::keyClick(scope, Qt::Key_Down);
        QCOMPARE(cells(), locale.toString(qlonglong(second->codes().cells() + first->codes().cells())));

        const int a = first->codes().at(1, 1), before = count(a);
        tools().setCode(a);
        tools().setCodeB(511);
        m_fixture->trigger("replace");
        auto* bar = window().findChild<app::ReplaceBar*>();
        bar->findChild<QComboBox*>()->setCurrentIndex(2);
        QTest::mouseClick(bar->findChildren<QPushButton*>()[0], Qt::LeftButton);
        QVERIFY(before > 0);
        QCOMPARE(count(a), 0);
        QVERIFY(std::ranges::count(first->codes().codes, a) == 0);
        QCOMPARE(first->undoStack().count(), 1);
        first->undoStack().setClean();
    }

private:
    core::Patch oneCellOf(int row, int col, int code)
    {
        return core::makePatch(document().codes(),
                               core::brushAt({row, col}, 1, core::BrushShape::square, document().grid()),
                               core::codeInk(code));
    }
};

QTEST_MAIN(TestWindowPainting)
#include "test_window_painting.moc"
