// SPDX-License-Identifier: GPL-3.0-or-later
// Out of the window: the export dialog, what it writes, repeating it, what waits; and codes of every format there and back.
#include "app/codes/code_edits.h"
#include "app/codes/code_formats.h"
#include "app/codes/code_importer.h"
#include "app/dialogs/export_dialog.h"
#include "app/exports/export_pictures.h"
#include "app/panes/difference_image.h"
#include "app/panes/error_map.h"
#include "tests/app/exchange_window.h"

#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSpinBox>

using namespace tessera;
using namespace tessera::tests;
using app::ExportSubject;
using app::PaneSource;

class TestExports : public QObject, private ExchangeWindow {
    Q_OBJECT

    app::ExportDialog* dialog() { return m_fixture->window().findChild<app::ExportDialog*>(); }

    template <class Widget>
    Widget& part(const QString& name)
    {
        for (Widget* widget : dialog()->findChildren<Widget*>())
            if (widget->accessibleName() == name)
                return *widget;
        qFatal("the dialog has no %s", qPrintable(name));
    }
    QString summary()
    {
        QString text;
        for (const QLabel* label : dialog()->findChildren<QLabel*>())
            if (label->wordWrap())
                text += label->text();
        return text;
    }
    QPushButton& exportButton()
    {
        for (QPushButton* button : dialog()->findChildren<QPushButton*>())
            if (button->isDefault())
                return *button;
        qFatal("the dialog has no default button");
    }
    void type(const QString& path)
    {
        auto& line = part<QLineEdit>(QStringLiteral("File"));
        line.selectAll();
        QTest::keyClicks(&line, path);
    }
    void exported()
    {
        ExchangeWindow::exported();
        QTRY_VERIFY(!dialog());
    }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }
    void init() { start(); }
    void cleanup() { end(); }

    void theDialogSaysWhatWillBeWritten()
    {
        m_fixture->trigger(QStringLiteral("export-picture"));
        QVERIFY(dialog());
        QVERIFY(part<QLineEdit>(QStringLiteral("File")).text().endsWith(QStringLiteral("in-reconstruction.png")));
        QVERIFY(summary().contains(QStringLiteral("66 × 47 pixels")));
        QVERIFY(summary().contains(QStringLiteral("8 bits")));
        type(m_desk->file("a.exr")); // a name with another extension means that format
        QCOMPARE(part<QComboBox>(QStringLiteral("Format")).currentText(), QStringLiteral("OpenEXR, float"));
        QVERIFY(summary().contains(QStringLiteral("not clamped")));
        QVERIFY(!part<QSpinBox>(QStringLiteral("Quality")).isVisible());
        QTest::keyClick(&part<QComboBox>(QStringLiteral("Format")), Qt::Key_Down); // JPEG
        QVERIFY(part<QLineEdit>(QStringLiteral("File")).text().endsWith(QStringLiteral("a.jpg")));
        QVERIFY(part<QSpinBox>(QStringLiteral("Quality")).isVisible());
        QCOMPARE(part<QSpinBox>(QStringLiteral("Quality")).value(), 95);
        type(write(QStringLiteral("there.png"), "something"));
        QVERIFY(summary().contains(QStringLiteral("you will be asked before it is replaced")));
        QTest::keyClick(&part<QComboBox>(QStringLiteral("What to export")), Qt::Key_Down);
        QTest::keyClick(&part<QComboBox>(QStringLiteral("What to export")), Qt::Key_Down);
        QVERIFY(summary().contains(QStringLiteral("17 × 12 pixels")));
        part<QComboBox>(QStringLiteral("Size of a cell")).setCurrentIndex(1);
        QVERIFY(summary().contains(QStringLiteral("68 × 48 pixels")));
        QTest::keyClick(&part<QComboBox>(QStringLiteral("What to export")), Qt::Key_Down);
        QVERIFY(summary().contains(QStringLiteral("12 × 17 codes")));
        QTest::keyClick(dialog(), Qt::Key_Escape);
        QTRY_VERIFY(!dialog());
        QVERIFY(!m_fixture->window().exporter().last());
    }

    void whatCannotBeWrittenIsSaidBeforeItIsTried()
    {
        m_fixture->trigger(QStringLiteral("export-codes"));
        for (const QString& path :
             {QString(), m_desk->file("no/such/a.npy"), m_desk->file("a.tiff"), m_desk->file({})}) {
            part<QLineEdit>(QStringLiteral("File")).setText(path);
            QVERIFY2(!exportButton().isEnabled(), qPrintable(path));
            QVERIFY(summary().contains(QStringLiteral("cannot be written")));
            QTest::keyClick(dialog(), Qt::Key_Return);
            QVERIFY(dialog()->isVisible());
        }
        type(m_desk->file("a.json"));
        QVERIFY(exportButton().isEnabled());
    }

    void placesThatCannotBeWrittenAreSaidBeforeItIsTried() // E2, E3, E4
    {
        m_fixture->trigger(QStringLiteral("export-picture"));
        const auto obstacle = [this](const QString& path) {
            part<QLineEdit>(QStringLiteral("File")).setText(path);
            return exportButton().isEnabled() ? QString() : summary();
        };
        QVERIFY(QFile::link(QStringLiteral("in.png"), m_desk->file("link.png")));
        QVERIFY(QFile::link(QStringLiteral("/dev/full"), m_desk->file("device.png")));
        QVERIFY(QFile::link(QStringLiteral("loop.png"), m_desk->file("loop.png")));
        for (const char* own : {"in.png", "link.png"}) // also by a link
            QVERIFY2(obstacle(m_desk->file(own)).contains(QStringLiteral("never replaced")), own);
        QVERIFY(obstacle(m_desk->file("device.png")).contains(QStringLiteral("it is a device")));
        QVERIFY(obstacle(m_desk->file("loop.png")).contains(QStringLiteral("symbolic links")));
        QVERIFY(obstacle(m_desk->file(QString(260, QLatin1Char('n')) + QStringLiteral(".png"))).contains(QStringLiteral("the limit here is 255")));
        QCOMPARE(obstacle(m_desk->file("good.png")), QString());
    }

    void aFileThatIsThereIsReplacedOnlyByWhoIsAskedAndAgrees() // E3
    {
        const QString target = write(QStringLiteral("target.png"), "precious"), path = m_desk->file("by-a-link.png");
        QVERIFY(QFile::setPermissions(target, QFile::ReadOwner | QFile::WriteOwner));
        QVERIFY(QFile::link(QStringLiteral("target.png"), path));
        m_fixture->trigger(QStringLiteral("export-picture"));
        type(path);
        const auto question = [this] { return dialog()->findChild<QMessageBox*>(QStringLiteral("discard-question")); };
        const auto contents = [&target] {
            QFile file(target);
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QTest::mouseClick(&exportButton(), Qt::LeftButton);
        QVERIFY(question());
        QVERIFY(question()->text().contains(QStringLiteral("by-a-link.png")));
        QTest::keyClick(question(), Qt::Key_Escape);
        QTRY_VERIFY(!question());
        QVERIFY(dialog() && dialog()->isVisible()); // another name can be chosen
        QVERIFY(!m_fixture->window().exporter().isWorking());
        QCOMPARE(contents(), QByteArray("precious"));
        QTest::mouseClick(&exportButton(), Qt::LeftButton);
        QVERIFY(question());
        QTest::mouseClick(question()->findChild<QPushButton*>(QStringLiteral("discard")), Qt::LeftButton);
        exported();
        QCOMPARE(QImage(target).size(), QSize(66, 47));
        QCOMPARE(QFileInfo(path).symLinkTarget(), target);
        QCOMPARE(QFileInfo(target).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }

    void theReconstructionIsWrittenAsChosenAndAgainByOneKey()
    {
        const QString path = m_desk->file("out.tif");
        QVERIFY(!m_fixture->window().actions().at("repeat-export").isEnabled());
        m_fixture->trigger(QStringLiteral("export-picture"));
        type(path);
        part<QComboBox>(QStringLiteral("Format")).setCurrentIndex(3); // TIFF, 16 bits
        QTest::mouseClick(&exportButton(), Qt::LeftButton);
        exported();
        app::ReadPicture read = app::readPicture(path.toStdString());
        QCOMPARE(read.facts.bits, 16);
        QCOMPARE(QSize(read.picture.width, read.picture.height), QSize(66, 47));
        QCOMPARE(std::lround(read.picture.pixel(5, 9)[1] * 65535),
                 std::lround(document().reconstruction()->pixel(5, 9)[1] * 65535));

        QVERIFY(QFile::remove(path));
        m_gate->close();
        m_fixture->window().tools().setCode(200);
        m_fixture->drag(PaneSource::codes, {{2, 1}, {2, 1}});
        m_fixture->trigger(QStringLiteral("repeat-export")); // waits for the exact picture of the stroke
        QVERIFY(m_fixture->window().exporter().isWaiting());
        QVERIFY(!QFile::exists(path));
        m_gate->open();
        exported();
        read = app::readPicture(path.toStdString());
        QCOMPARE(read.facts.bits, 16);
        QVERIFY(document().isExact());
        QCOMPARE(std::lround(read.picture.pixel(5, 9)[1] * 65535),
                 std::lround(document().reconstruction()->pixel(5, 9)[1] * 65535));

        m_fixture->trigger(QStringLiteral("export-picture")); // begins where the last one ended
        QCOMPARE(part<QLineEdit>(QStringLiteral("File")).text(), path);
        QCOMPARE(part<QComboBox>(QStringLiteral("Format")).currentText(), QStringLiteral("TIFF, 16 bits"));
        document().undoStack().setClean();
    }

    void theIndexMapIsWrittenInTheColoursThatAreShown()
    {
        const QString path = m_desk->file("map.png");
        m_fixture->window().exporter().start({.subject = ExportSubject::indexMap, .path = path});
        exported();
        const QImage small(path);
        QCOMPARE(small.size(), QSize(17, 12));
        const QImage shown = m_fixture->window().canvas().grab().toImage();
        m_fixture->window().exporter().start(
            {.subject = ExportSubject::indexMap, .path = path, .cellsInPictureSize = true});
        exported();
        const QImage large(path);
        QCOMPARE(large.size(), QSize(68, 48));
        for (const core::Cell cell : {core::Cell{0, 0}, {11, 16}, {4, 7}}) {
            QCOMPARE(large.pixel(cell.col * 4 + 3, cell.row * 4), small.pixel(cell.col, cell.row));
            const app::PaneView& pane = m_fixture->pane(PaneSource::codes);
            const QPoint at =
                pane.mapTo(&m_fixture->window().canvas(), m_fixture->at(PaneSource::codes, cell.row, cell.col));
            const QPoint corner = at + QPoint(-9, -9); // beside the number on the cell
            QCOMPARE(QColor(shown.pixel(corner)), QColor(small.pixel(cell.col, cell.row)));
        }
    }

    void theDifferenceIsWrittenInTheColoursThatAreShown()
    {
        const QString path = m_desk->file("difference.png");
        m_fixture->window().exporter().start({.subject = ExportSubject::difference, .path = path});
        exported();
        const QImage image(path);
        QCOMPARE(image.size(), QSize(66, 47));
        const QImage whole =
            app::errorImage(*document().seen(), *document().reconstruction(), app::Canvas::kErrorRange);
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                QVERIFY2(image.pixel(x, y) == whole.pixel(x, y),
                         qPrintable(QStringLiteral("%1, %2: %3 %4")
                                        .arg(x)
                                        .arg(y)
                                        .arg(QColor(image.pixel(x, y)).name(), QColor(whole.pixel(x, y)).name())));
    }

    void theSignedDifferenceIsWrittenToo()
    {
        const QString path = m_desk->file("signed.png");
        m_fixture->window().exporter().start({.subject = ExportSubject::difference, .path = path, .isSigned = true});
        exported();
        const QImage image(path);
        const auto whole = app::makeDifference(*document().seen(), *document().reconstruction(),
                                               {.isSigned = true, .isAutomatic = false});
        QCOMPARE(image.size(), QSize(66, 47));
        const double range = app::signedDifference(*document().reconstruction(), *document().seen(),
                                                   document().preparation(), {}).range;
        const QString said = QStringLiteral("−%1 to %1").arg(QLocale().toString(range, 'g', 3));
        QVERIFY2(m_fixture->messages().last().contains(said), qPrintable(m_fixture->messages().last()));
        // With a range of its own, so only the direction can be told: as blue as the other is, or as orange.
        for (int y = 0; y < image.height(); y += 5)
            for (int x = 0; x < image.width(); x += 5) {
                const auto warmth = [](QRgb colour) { return qRed(colour) - qBlue(colour); };
                const int here = warmth(image.pixel(x, y)), there = warmth(whole.image.pixel(x, y));
                QVERIFY2(here * there >= 0 || std::abs(here * there) < 400,
                         qPrintable(QStringLiteral("%1, %2").arg(x).arg(y)));
            }
    }

    void codesComeBackThroughEveryFormat()
    {
        const core::IndexMap encoded = document().codes();
        for (const app::CodeFormat& format : app::codeFormats()) {
            const QString path = m_desk->file(QStringLiteral("codes.") + QLatin1String(format.suffix));
            app::putCodes(document(), otherCodes(), QStringLiteral("test"));
            m_fixture->window().exporter().exportCodes(path);
            exported();
            document().undoStack().undo();
            QVERIFY(document().codes() == encoded);
            m_fixture->window().importer().importCodes(path);
            QTRY_VERIFY2(document().codes() == otherCodes(), format.suffix);
            document().undoStack().undo();
        }
        document().undoStack().setClean();
    }

    void aSecondExportDropsNoneThatWaits()
    {
        const QString first = m_desk->file("first.png"), second = m_desk->file("second.png"), codes = m_desk->file("third.npy");
        m_gate->close();
        m_fixture->window().tools().setCode(200);
        m_fixture->drag(PaneSource::codes, {{2, 1}, {2, 1}});
        m_fixture->window().exporter().exportPicture(first, {});
        m_fixture->window().exporter().exportPicture(second, {});
        m_fixture->trigger(QStringLiteral("copy"));
        m_fixture->window().exporter().exportCodes(codes);
        QTRY_VERIFY(QFile::exists(codes)); // which waits for no decode
        QVERIFY(!QFile::exists(first) && !QFile::exists(second));
        m_gate->open();
        exported();
        QVERIFY(QFile::exists(first) && QFile::exists(second));
        QTRY_VERIFY(QGuiApplication::clipboard()->mimeData()->hasImage());
        QCOMPARE(qvariant_cast<QImage>(QGuiApplication::clipboard()->mimeData()->imageData()).size(), QSize(66, 47));
        document().undoStack().setClean();
    }

    void anExportGoesOnBehindAnotherDocument()
    {
        app::Document& painted = document();
        m_fixture->drop({write(QStringLiteral("small.json"), "[[1, 2], [3, 4]]")});
        QTRY_VERIFY(gridQuestion());
        QTest::keyClick(gridQuestion(), Qt::Key_Return);
        QTRY_COMPARE(document().title(), QStringLiteral("small.json"));
        QTRY_VERIFY(m_fixture->isExact());
        m_fixture->session().setCurrent(&painted);
        m_gate->close();
        m_fixture->window().tools().setCode(200);
        m_fixture->drag(PaneSource::codes, {{2, 1}, {2, 1}});
        const QString path = m_desk->file("behind.png");
        m_fixture->window().exporter().exportPicture(path, {});
        m_fixture->session().setCurrent(m_fixture->session().documents().last());
        // Its codes change once more, which nobody sees: the newest are meant.
        painted.editAnywhere({oneCell(painted, 5, 5, 7), {}}, QStringLiteral("test"));
        QVERIFY(m_fixture->window().exporter().isWaiting());
        m_gate->open();
        exported();
        QVERIFY(painted.isExact());
        const app::ReadPicture read = app::readPicture(path.toStdString());
        QCOMPARE(std::lround(read.picture.pixel(21, 21)[1] * 255), std::lround(painted.reconstruction()->pixel(21, 21)[1] * 255));
        painted.undoStack().setClean();
    }

    void whatWaitsForADocumentThatIsClosedIsSaid() // E6
    {
        m_gate->close();
        m_fixture->window().tools().setCode(200);
        m_fixture->drag(PaneSource::codes, {{2, 1}, {2, 1}});
        m_fixture->window().exporter().exportPicture(m_desk->file("never.png"), {});
        m_fixture->session().close(&document());
        QVERIFY(!m_fixture->window().exporter().isWorking());
        QVERIFY2(onlyMessage().contains(QStringLiteral("in.png: nothing was exported")), qPrintable(onlyMessage()));
        QVERIFY(!QFile::exists(m_desk->file("never.png")));
    }
};

QTEST_MAIN(TestExports)
#include "test_exports.moc"
