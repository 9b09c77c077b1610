// SPDX-License-Identifier: GPL-3.0-or-later
// The Polish dock on a device without arithmetic, against core::polish() on a device of the same kind.
#include "app/analysis/polisher.h"
#include "app/codes/code_edits.h"
#include "app/files/settings.h"
#include "app/panels/polish_panel.h"
#include "core/edit/shapes.h"
#include "tests/app/made_document.h"
#include "tests/app/panel_fixture.h"

#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>

using namespace tessera;
using namespace tessera::tests;
using app::Polisher;

class TestPolishPanel : public QObject {
    Q_OBJECT

    std::unique_ptr<Desk> m_desk;
    std::shared_ptr<Gate> m_gate;
    std::unique_ptr<PanelFixture> m_fixture;

    app::PolishPanel& panel() { return m_fixture->panel<app::PolishPanel>(); }
    Polisher& polisher() { return panel().polisher(); }
    QPushButton& button() { return *panel().findChild<QPushButton*>(); }
    app::Document& document() { return *m_fixture->document(); }
    int steps() { return document().undoStack().count(); }
    QString texts() { return m_fixture->texts(); }
    QSpinBox& spin(const char* name) { return m_fixture->control<QSpinBox>(name); }
    void click() { QTest::mouseClick(&button(), Qt::LeftButton); }

    /// A device of its own, and an open gate.
    core::PolishResult expected(const core::PolishSettings& settings = {})
    {
        FakeDevice device("other", std::make_shared<Gate>());
        core::Prepared prepared = core::prepare(*document().original(), document().model()->config(), core::Fit::pad);
        core::PolishTask task{document().codes(), device.encode(*document().model(), prepared.tensor, {}),
                              std::move(prepared.seen), prepared.how};
        return core::polish(device, *document().model(), task, settings);
    }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }

    void init()
    {
        m_gate = std::make_shared<Gate>();
        m_fixture = std::make_unique<PanelFixture>(QStringLiteral("polish"), Qt::SHIFT | Qt::Key_F9, m_gate);
        m_fixture->openPlain(*m_desk, {67, 46}); // 12 x 17 cells
        m_fixture->showDock();
    }
    void cleanup() { m_fixture.reset(); }

    void whatItGainsIsOneStepOfUndo()
    {
        const core::PolishResult result = expected();
        QVERIFY(result.state.psnr > result.state.psnrBefore);
        const core::IndexMap before = document().codes();
        QVERIFY(!panel().findChild<QProgressBar*>()->isVisible());
        click();
        QTRY_COMPARE(polisher().ending(), Polisher::Ending::done);
        QVERIFY(document().codes() == result.codes);
        QCOMPARE(steps(), 1);
        QCOMPARE(document().undoStack().undoText(), QString("Polish"));
        const QString gain = QString::number(result.state.psnr - result.state.psnrBefore, 'f', 2);
        QVERIFY2(texts().contains("gained " + gain + " dB"), qPrintable(texts()));
        QVERIFY(texts().contains(QString("in %1 of 204 cells").arg(result.state.changed)));
        QVERIFY(texts().contains("same number of bits"));
        document().undoStack().undo();
        QVERIFY(document().codes() == before);
    }

    void theChoicesCount()
    {
        core::PolishSettings settings;
        settings.candidates = 9;
        settings.passes = 2;
        const core::PolishResult result = expected(settings);
        QVERIFY(result.codes != expected().codes);
        spin("Codes that each cell tries").setFocus();
        QTest::keyClick(&spin("Codes that each cell tries"), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(&spin("Codes that each cell tries"), QStringLiteral("9"));
        spin("Passes").setFocus();
        QTest::keyClick(&spin("Passes"), Qt::Key_Up);
        click();
        QTRY_COMPARE(polisher().ending(), Polisher::Ending::done);
        QVERIFY(document().codes() == result.codes);
    }

    void onlySelectedCellsArePolished()
    {
        document().select(core::rectangleRegion({2, 3}, {6, 9}, document().grid()), QStringLiteral("some"));
        QVERIFY(button().text().contains("Selected"));
        core::PolishSettings settings;
        settings.region = document().selection();
        const core::PolishResult result = expected(settings);
        const core::IndexMap before = document().codes();
        click();
        document().select({}, QStringLiteral("none")); // later selections make no difference
        QTRY_COMPARE(polisher().ending(), Polisher::Ending::done);
        QVERIFY(document().codes() == result.codes);
        QVERIFY(document().codes() != before);
        for (int row = 0; row < 12; ++row)
            for (int col = 0; col < 17; ++col)
                if (!settings.region.contains({row, col}))
                    QCOMPARE(document().codes().at(row, col), before.at(row, col));
        QVERIFY(texts().contains("of 35 cells"));
    }

    void stopKeepsWhatWasGained()
    {
        m_gate->close();
        const int passes = m_gate->entered();
        const core::IndexMap before = document().codes();
        click();
        constexpr int kPasses = 9; // the encode, the decode before, and a group of cells with its verification
        for (int pass = 1; pass <= kPasses; ++pass) {
            QTRY_VERIFY(m_gate->entered() >= passes + pass);
            m_gate->letOnePass();
        }
        QTRY_VERIFY(m_gate->entered() > passes + kPasses);
        QTRY_VERIFY(polisher().state());
        QVERIFY(panel().findChild<QProgressBar*>()->isVisible());
        QVERIFY(texts().contains("so far"));
        QVERIFY(button().text().contains("Stop"));
        QVERIFY(document().codes() == before);
        click();
        QTRY_COMPARE(polisher().ending(), Polisher::Ending::stopped);
        QVERIFY(document().codes() != before);
        QCOMPARE(steps(), 1);
        QVERIFY(texts().contains("was stopped; it gained"));
        QVERIFY(button().text().contains("Polish"));
    }

    void stopBeforeTheFirstDecodeChangesNothing()
    {
        m_gate->close();
        const int passes = m_gate->entered();
        click();
        QTRY_VERIFY(m_gate->entered() > passes);
        click();
        QTRY_COMPARE(polisher().ending(), Polisher::Ending::stopped);
        QCOMPARE(steps(), 0);
        QVERIFY(texts().contains("before anything was gained"));
    }

    void anEditOvertakesIt()
    {
        m_gate->close();
        const int passes = m_gate->entered();
        click();
        QTRY_VERIFY(m_gate->entered() > passes);
        document().edit(oneCell(document(), 3, 3, 7), QStringLiteral("edit"));
        QCOMPARE(polisher().ending(), Polisher::Ending::overtaken);
        const core::IndexMap edited = document().codes();
        m_gate->open();
        QTRY_VERIFY(m_fixture->isExact()); // and its decode does not wait for the polish
        QVERIFY(document().codes() == edited);
        QCOMPARE(steps(), 1);
        click(); // and it can begin again
        QTRY_COMPARE(polisher().ending(), Polisher::Ending::done);
    }

    void otherWorkEndsItWithWhatItHas()
    {
        m_gate->close();
        const int passes = m_gate->entered();
        click();
        QTRY_VERIFY(m_gate->entered() > passes);
        m_gate->letOnePass();
        QTRY_VERIFY(m_gate->entered() > passes + 1);
        m_fixture->session().engine().openDevice(QStringLiteral("second"));
        QTRY_COMPARE(polisher().ending(), Polisher::Ending::stopped);
    }

    void aFailureIsSaid()
    {
        m_gate->next([](const core::Progress&) { throw core::Error("the card is gone"); });
        click();
        QTRY_COMPARE(polisher().ending(), Polisher::Ending::failed);
        QVERIFY(texts().contains("the card is gone"));
        QCOMPARE(steps(), 0);
    }

    void closingThePictureEndsIt()
    {
        m_gate->close();
        const int passes = m_gate->entered();
        click();
        QTRY_VERIFY(m_gate->entered() > passes);
        m_fixture->session().close(m_fixture->document());
        QTRY_VERIFY(!polisher().isRunning());
        QVERIFY(!button().isEnabled());
    }
};

QTEST_MAIN(TestPolishPanel)
#include "test_polish_panel.moc"
