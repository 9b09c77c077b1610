// SPDX-License-Identifier: GPL-3.0-or-later
// The codebook in the real window: what codes decode to, filters, favourites, and the inspector of a code.
#include "app/codes/code_looks.h"
#include "app/overlays/overlays.h"
#include "app/panels/code_inspector.h"
#include "app/tools/tool_state.h"
#include "core/analysis/neighbours.h"
#include "tests/app/seeing_window.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QTableWidget>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;

class TestWindowCodebook : public QObject, private SeeingWindow {
    Q_OBJECT

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }
    void init() { startAnew(); }
    void cleanup() { m_fixture.reset(); }

    void theCodebookShowsWhatCodesDecodeTo()
    {
        auto* looks = m_fixture->window().findChild<app::CodeLooks*>();
        QTRY_VERIFY(looks->swatches().has(1));
        QTRY_VERIFY(looks->swatches().isIdle());
        const QPoint middle = grid().swatchRect(1).center() - QPoint(4, 4);
        // What a FakeDevice decodes code 1 to.
        const auto shown = [](int c) { return int(std::lround(255 * (((1 * (c + 3) % 241) / 120.0 - 1) / 2 + 0.5))); };
        QCOMPARE(grid().viewport()->grab().toImage().pixel(middle), qRgb(shown(0), shown(1), shown(2)));
    }

    void theChosenLookStaysWithTheNextModelThatHasIt() // whose patches come a moment after it
    {
        auto* looks = m_fixture->window().findChild<app::CodeLooks*>();
        QComboBox* look = nullptr;
        for (auto* box : m_fixture->window().findChildren<QComboBox*>())
            if (box->accessibleName() == "Look of the codes")
                look = box;
        const auto open = [&](const char* model) {
            m_fixture->session().openModel(QStringLiteral(TESSERA_SOURCE_DIR "/resources/models/") + model);
        };
        QVERIFY(look && look->findText("Patches") < 0);
        open("photo-f8-1024");
        QTRY_VERIFY(looks->codes() == 1024 && looks->hasPatches());
        look->setCurrentIndex(look->findText("Patches"));
        open("photo-f4-512");
        QTRY_VERIFY(looks->codes() == 512 && looks->hasPatches());
        QCOMPARE(look->currentText(), QString("Patches"));
    }

    void strokesDoNotWaitForSwatches()
    {
        m_gate->close();
        m_fixture->drag(PaneSource::codes, {{3, 3}, {3, 6}});
        QTRY_VERIFY(m_gate->entered() > 0);
        m_gate->open();
        QTRY_VERIFY(m_fixture->isExact());
    }

    void aFilterLeavesSomeCodesAndClickPaintsWithOne()
    {
        auto* filter = m_fixture->window().findChild<QLineEdit*>(QString(), Qt::FindChildrenRecursively);
        for (auto* edit : m_fixture->window().findChildren<QLineEdit*>())
            if (edit->accessibleName().startsWith("Filter"))
                filter = edit;
        QTest::keyClicks(filter, "100-103");
        QCOMPARE(grid().list().codes(), (std::vector<int>{100, 101, 102, 103}));
        QTest::mouseClick(grid().viewport(), Qt::LeftButton, {}, grid().swatchRect(102).center());
        QCOMPARE(m_fixture->window().tools().code(), 102);
        QVERIFY(grid().swatchRect(99).isNull());
        filter->clear();
        QCOMPARE(grid().list().codes().size(), std::size_t{512});
    }

    void favouritesAreKeptForTheModel()
    {
        m_fixture->window().tools().setCode(7);
        grid().setFocus();
        QTest::keyClick(&grid(), Qt::Key_Asterisk);
        auto* looks = m_fixture->window().findChild<app::CodeLooks*>();
        QVERIFY(looks->favourites().contains(7));
        m_fixture.reset();
        openWindow();
        looks = m_fixture->window().findChild<app::CodeLooks*>();
        QVERIFY(looks->favourites().contains(7));
        grid().setFilter("favourite");
        QCOMPARE(grid().list().codes(), std::vector<int>{7});
        m_fixture->window().tools().setCode(7);
        QTest::keyClick(&grid(), Qt::Key_Asterisk);
        QVERIFY(grid().list().codes().empty());
    }

    void codesThatThePictureDoesNotUseArePale()
    {
        // 432 cells with the codes 0 to 431.
        grid().setLook(app::CodeLook::colours);
        auto* looks = m_fixture->window().findChild<app::CodeLooks*>();
        const auto colourOf = [this](int code) {
            return grid().viewport()->grab().toImage().pixel(grid().swatchRect(code).topLeft() + QPoint(3, 12));
        };
        QCOMPARE(colourOf(2), looks->colour(2));
        m_fixture->window().tools().setCode(511); // scrolls there
        QVERIFY(colourOf(500) != looks->colour(500));
    }

    void hoveringACodeIsolatesIt()
    {
        auto* overlays = m_fixture->window().findChild<app::Overlays*>();
        QTest::mouseMove(grid().viewport(), grid().swatchRect(3).center());
        QCOMPARE(overlays->isolated(), 3);
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(grid().viewport(), &leave);
        QCOMPARE(overlays->isolated(), -1);
    }

    void theInspectorListsTheNearestCodesAndAClickPaintsWithOne()
    {
        showDock("code");
        auto* inspector = m_fixture->window().findChild<app::CodeInspector*>();
        m_fixture->window().tools().setCode(5);
        const std::vector<core::Neighbour> nearest =
            core::nearestCodes(tinyModel()->codebook(), 5, app::CodeInspector::kNearest);
        QTableWidget& table = inspector->table();
        QCOMPARE(table.rowCount(), app::CodeInspector::kNearest);
        for (int row = 0; row < table.rowCount(); ++row)
            QCOMPARE(table.item(row, 0)->text().toInt(), nearest[static_cast<std::size_t>(row)].code);
        QCOMPARE(table.item(0, 3)->text().toInt(), nearest[0].code < 432 ? 1 : 0);
        const QRect box = table.visualItemRect(table.item(2, 0));
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, box.center());
        QCOMPARE(m_fixture->window().tools().code(), nearest[2].code);
        auto* pin = inspector->findChild<QCheckBox*>();
        pin->click();
        auto* overlays = m_fixture->window().findChild<app::Overlays*>();
        QCOMPARE(overlays->pinned(), nearest[2].code);
        pin->click();
        QCOMPARE(overlays->pinned(), -1);
    }
};

QTEST_MAIN(TestWindowCodebook)
#include "test_window_codebook.moc"
