// SPDX-License-Identifier: GPL-3.0-or-later
// Out of the window and in again: the export dialog, what it writes, repeating it, and codes of every format and shape.
#include "app/canvas/difference_image.h"
#include "app/canvas/error_map.h"
#include "app/code_edits.h"
#include "app/code_importer.h"
#include "app/codes/code_formats.h"
#include "app/dialogs/export_dialog.h"
#include "app/exporter.h"
#include "app/exports/export_pictures.h"
#include "app/tools/tool_state.h"
#include "core/files/npy.h"
#include "tests/app/fake_device.h"
#include "tests/app/made_document.h"
#include "tests/app/window_fixture.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

using namespace tessera;
using namespace tessera::tests;
using app::ExportSubject;
using app::PaneSource;

class TestExports : public QObject {
    Q_OBJECT

    std::unique_ptr<Desk> m_desk;
    std::shared_ptr<Gate> m_gate;
    std::unique_ptr<WindowFixture> m_fixture;

    app::Document& document() { return *m_fixture->document(); }
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
    /// Waits for the file of the export that has been started.
    void exported()
    {
        QTRY_VERIFY(!m_fixture->window().exporter().isWorking());
        QTRY_VERIFY(!dialog());
    }
    QString write(const QString& name, const QByteArray& bytes)
    {
        QFile file(m_desk->file(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write a test's file");
        return file.fileName();
    }
    /// Codes unlike those of the document, in its grid of 12 x 17.
    core::IndexMap otherCodes()
    {
        core::IndexMap codes = document().codes();
        for (std::size_t i = 0; i < codes.codes.size(); ++i)
            codes.codes[i] = static_cast<std::int32_t>(511 - i);
        return codes;
    }
    QByteArray npyOf(const QByteArray& shape, const core::IndexMap& codes)
    {
        QByteArray header = "{'descr': '<i4', 'fortran_order': False, 'shape': (" + shape + "), }\n";
        QByteArray bytes("\x93NUMPY\1\0", 8);
        bytes += static_cast<char>(header.size());
        bytes += '\0';
        bytes += header;
        return bytes + QByteArray(reinterpret_cast<const char*>(codes.codes.data()), qsizetype(codes.codes.size() * 4));
    }
    QString onlyMessage()
    {
        const QStringList messages = m_fixture->messages();
        return messages.size() == 1 ? messages.first() : QStringLiteral("%1 messages").arg(messages.size());
    }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }

    void init()
    {
        m_gate = std::make_shared<Gate>();
        m_fixture = std::make_unique<WindowFixture>(fakeDevices(m_gate));
        QImage image(66, 47, QImage::Format_RGB32);
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                image.setPixelColor(x, y, QColor(x * 3, y * 5, 90));
        image.save(m_desk->file("in.png"));
        m_fixture->window().start({.files = {m_desk->file("in.png")},
                                   .model = QStringLiteral(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model")});
        QTRY_VERIFY(m_fixture->isExact());
        QTRY_VERIFY(m_fixture->messages().isEmpty());
    }
    void cleanup()
    {
        m_gate->open();
        m_fixture.reset();
    }

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
        type(m_desk->file("in.png"));
        QVERIFY(summary().contains(QStringLiteral("will be replaced")));
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
        QTest::newRow("too few in one row") << list(200, "5") << QStringList{"200 codes", "12 × 17 = 204"};
        QTest::newRow("a code beyond the codebook")
            << list(204, "512") << QStringList{"512", "row 11, column 16", "0 to 511"};
        QTest::newRow("a negative code") << list(204, "-1") << QStringList{"-1", "203"};
        QTest::newRow("a fraction") << list(204, "4.0") << QStringList{"4.0", "whole number"};
        QTest::newRow("another grid") << QByteArray("[[1, 2], [3, 4]]") << QStringList{"2 × 2", "12 × 17"};
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

    void codesOfAnotherModelAreTakenAndSaid()
    {
        const QString path = m_desk->file("other.json");
        app::writeCodeFile(path.toStdString(), otherCodes(), {"another-model", 512, 4});
        m_fixture->drop({path});
        QTRY_VERIFY(document().codes() == otherCodes());
        QTRY_VERIFY(m_fixture->messages().join(QLatin1Char('\n')).contains(QStringLiteral("another-model")));
        document().undoStack().setClean();
    }
};

QTEST_MAIN(TestExports)
#include "test_exports.moc"
