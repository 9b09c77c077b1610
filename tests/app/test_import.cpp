// SPDX-License-Identifier: GPL-3.0-or-later
// Codes into the window: every shape into the open picture, what is refused, and codes that become a document of their own.
#include "app/codes/code_formats.h"
#include "app/panes/pane_images.h"
#include "app/projects/project_saver.h"
#include "tests/app/exchange_window.h"

#include <QComboBox>
#include <QLabel>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;

class TestImport : public QObject, private ExchangeWindow {
    Q_OBJECT

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }
    void init() { start(); }
    void cleanup() { end(); }

    void everyShapeTakesTheGridOfThePicture_data()
    {
        QTest::addColumn<QByteArray>("shape");
        for (const char* shape : {"12, 17", "1, 12, 17", "204,", "204, 1", "1, 204"})
            QTest::newRow(shape) << QByteArray(shape);
    }
    void everyShapeTakesTheGridOfThePicture()
    {
        QFETCH(QByteArray, shape);
        m_fixture->drop({write(QStringLiteral("shape.npy"), npyOf(shape, otherCodes()))});
        QTRY_VERIFY(document().codes() == otherCodes());
        document().undoStack().setClean();
    }

    void codesThatDoNotFitAreRefusedWithTheReason_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QStringList>("words");
        const auto list = [](int count, const QByteArray& last) {
            QByteArray text = "[";
            for (int i = 1; i < count; ++i)
                text += "5, ";
            return text + last + "]";
        };
        QTest::newRow("a code beyond the codebook")
            << list(204, "512") << QStringList{"512", "row 11, column 16", "0 to 511"};
        QTest::newRow("a negative code") << list(204, "-1") << QStringList{"-1", "203"};
        QTest::newRow("a fraction") << list(204, "4.0") << QStringList{"4.0", "whole number"};
        QTest::newRow("a code beyond the codebook, of another grid")
            << QByteArray("[[1, 512], [3, 4]]") << QStringList{"512", "row 0, column 1"};
        QTest::newRow("two maps") << QByteArray("[[[1, 2], [3, 4]], [[1, 2], [3, 4]]]") << QStringList{"2 maps"};
    }
    void codesThatDoNotFitAreRefusedWithTheReason()
    {
        QFETCH(QByteArray, json);
        QFETCH(QStringList, words);
        const core::IndexMap before = document().codes();
        m_fixture->drop({write(QStringLiteral("bad.json"), json)});
        QTRY_COMPARE(m_fixture->messages().size(), 1);
        for (const QString& word : words + QStringList{QStringLiteral("bad.json")})
            QVERIFY2(onlyMessage().contains(word), qPrintable(onlyMessage()));
        QVERIFY(document().codes() == before);
        QCOMPARE(document().undoStack().count(), 0);
    }

    void codesInOneRowThatDoNotFitAreAskedForTheirGrid()
    {
        m_fixture->drop({write(QStringLiteral("row.npy"), npyOf("24,", counted(4, 6)))});
        QTRY_VERIFY(gridQuestion());
        QString words;
        for (const QLabel* label : gridQuestion()->findChildren<QLabel*>())
            words += label->text();
        QVERIFY2(words.contains(QStringLiteral("row.npy holds 24 codes")) && words.contains(QStringLiteral("12 × 17 = 204")),
                 qPrintable(words));
        auto& grids = *gridQuestion()->findChild<QComboBox*>();
        QCOMPARE(grids.currentText(), QStringLiteral("4 × 6   (a picture of 24 × 16 pixels)"));
        QCOMPARE(grids.count(), 8);
        QTest::keyClick(&grids, Qt::Key_Down); // 6 x 4
        QTest::keyClick(&grids, Qt::Key_Down); // 3 x 8
        QTest::keyClick(gridQuestion(), Qt::Key_Return);
        QTRY_VERIFY(!gridQuestion());
        QCOMPARE(m_fixture->session().documents().size(), 2);
        QCOMPARE(document().title(), QStringLiteral("row.npy"));
        QCOMPARE(document().grid(), (core::CellRect{0, 0, 3, 8}));
        QVERIFY(document().codes().codes == counted(4, 6).codes);
        QVERIFY(!document().isModified());
        QTRY_VERIFY(m_fixture->isExact());
        QVERIFY(document().reconstruction()->values == fakePicture(document().codes())->values);

        m_fixture->session().setCurrent(m_fixture->session().documents().first());
        m_fixture->drop({m_desk->file("row.npy")}); // remembers the answer
        QTRY_VERIFY(gridQuestion());
        QCOMPARE(gridQuestion()->findChild<QComboBox*>()->currentText(), QStringLiteral("3 × 8   (a picture of 32 × 12 pixels)"));
        QTest::keyClick(gridQuestion(), Qt::Key_Escape);
        QTRY_VERIFY(!gridQuestion());
        QCOMPARE(m_fixture->session().documents().size(), 2);
    }

    void codesOfAnotherGridAreOfferedADocumentOfTheirOwn() // N8
    {
        const core::IndexMap before = document().codes();
        m_fixture->drop({write(QStringLiteral("small.json"), "[[1, 2], [3, 4]]")});
        QTRY_VERIFY(gridQuestion());
        QCOMPARE(gridQuestion()->findChild<QComboBox*>()->count(), 1);
        QTest::keyClick(gridQuestion(), Qt::Key_Return);
        QTRY_COMPARE(document().title(), QStringLiteral("small.json"));
        QCOMPARE(document().codes().codes, (std::vector<std::int32_t>{1, 2, 3, 4}));
        QVERIFY(m_fixture->session().documents().first()->codes() == before);
        QCOMPARE(document().pictureSize(), QSize(8, 8));
        QTRY_VERIFY(m_fixture->isExact());
        QVERIFY(document().reconstruction()->values == fakePicture(document().codes())->values);
    }

    void codesAloneAreADocumentWithoutInput()
    {
        m_fixture->session().close(&document());
        QVERIFY(!m_fixture->document());
        m_fixture->drop({write(QStringLiteral("alone.json"), "[[1, 2, 3], [3, 4, 5]]")}); // nothing is to be asked
        QTRY_VERIFY(m_fixture->isExact());
        QVERIFY(!document().hasPicture());
        QCOMPARE(document().pictureSize(), QSize(12, 8));
        const app::PaneImages& images = m_fixture->window().canvas().images();
        QTRY_VERIFY(!images.picture(PaneSource::reconstruction).isEmpty());
        QVERIFY(images.picture(PaneSource::input).isEmpty() && images.picture(PaneSource::error).isEmpty());
        QVERIFY(images.whyMissing(PaneSource::input, false).contains(QStringLiteral("no input")));
        QVERIFY(!m_fixture->window().actions().at("export-difference").isEnabled());
        QVERIFY(!m_fixture->window().canvas().grab().isNull());

        m_fixture->window().tools().setCode(9); // painted, undone, exported and saved like any other
        m_fixture->drag(PaneSource::codes, {{0, 1}, {0, 1}});
        QCOMPARE(document().codes().at(0, 1), 9);
        QTRY_VERIFY(m_fixture->isExact());
        const QString path = m_desk->file("alone.png");
        m_fixture->window().exporter().exportPicture(path, {});
        exported();
        QCOMPARE(QImage(path).size(), QSize(12, 8));
        m_fixture->trigger(QStringLiteral("undo"));
        QCOMPARE(document().codes().at(0, 1), 2);
        m_fixture->trigger(QStringLiteral("redo"));
        m_fixture->window().saver().save(&document(), m_desk->file("alone.tessera"));
        QTRY_VERIFY(!m_fixture->window().saver().isWorking());
        QVERIFY(!document().isModified());
        const core::IndexMap codes = document().codes();
        m_fixture->session().close(&document());
        m_fixture->drop({m_desk->file("alone.tessera")});
        QTRY_VERIFY(m_fixture->document());
        QVERIFY(document().codes() == codes);
        QVERIFY(!document().hasPicture());
        QCOMPARE(document().undoStack().count(), 1);
        QTRY_VERIFY(m_fixture->isExact());
    }

    void codesAloneAreReadAnewByAnotherModel()
    {
        m_fixture->session().close(&document());
        m_fixture->drop({write(QStringLiteral("alone.json"), "[[1, 2, 3], [3, 4, 5]]")});
        QTRY_VERIFY(m_fixture->isExact());
        const core::IndexMap codes = document().codes();
        m_fixture->drop({QStringLiteral(TESSERA_SOURCE_DIR "/resources/models/photo-f8-1024")});
        QTRY_COMPARE(document().model()->factor(), 8);
        QVERIFY(document().codes() == codes);
        QCOMPARE(document().pictureSize(), QSize(24, 16));
        QTRY_VERIFY(m_fixture->isExact());
    }

    void codesThatAreOpenedWithTheProgramWaitForTheModel()
    {
        const QString path = write(QStringLiteral("alone.json"), "[[1, 2, 3], [3, 4, 5]]");
        m_fixture = std::make_unique<WindowFixture>(fakeDevices(m_gate));
        m_fixture->window().start({.files = {path},
                                   .model = QStringLiteral(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model")});
        QTRY_VERIFY(m_fixture->isExact());
        QCOMPARE(document().title(), QStringLiteral("alone.json"));
    }

    void codesOfAModelWithMoreAreRefusedAndNoneIsClamped() // N9
    {
        const core::IndexMap before = document().codes();
        core::IndexMap more = otherCodes();
        more.at(7, 3) = 600;
        const QString path = m_desk->file("more.json");
        app::writeCodeFile(path.toStdString(), more, {"larger-model", 1024, 4});
        m_fixture->drop({path});
        QTRY_COMPARE(m_fixture->messages().size(), 1);
        for (const char* word : {"more.json", "600", "row 7, column 3", "0 to 511"})
            QVERIFY2(onlyMessage().contains(QLatin1String(word)), qPrintable(onlyMessage()));
        QVERIFY(document().codes() == before);
        QCOMPARE(document().undoStack().count(), 0);
    }

    void codesOfAnotherModelAreTakenAndSaid() // N9
    {
        const QString path = m_desk->file("other.json");
        app::writeCodeFile(path.toStdString(), otherCodes(), {"another-model", 512, 4});
        m_fixture->drop({path});
        QTRY_VERIFY(document().codes() == otherCodes());
        QTRY_VERIFY(m_fixture->messages().join(QLatin1Char('\n')).contains(QStringLiteral("another-model")));
        document().undoStack().setClean();
    }
};

QTEST_MAIN(TestImport)
#include "test_import.moc"
