// SPDX-License-Identifier: GPL-3.0-or-later
// The Usage dock over a device without arithmetic, whose encoder gives the cells of each picture the codes 0, 1, 2 ...
#include "app/analysis/usage_survey.h"
#include "app/exports/file_sizes.h"
#include "app/files/settings.h"
#include "app/panels/curve_plot.h"
#include "app/panels/usage_panel.h"
#include "app/pictures/picture_files.h"
#include "core/error.h"
#include "tests/app/made_document.h"
#include "tests/app/window_fixture.h"

#include <QComboBox>
#include <QDir>
#include <QDockWidget>
#include <QLabel>
#include <QPushButton>

#include <cmath>

using namespace tessera;
using namespace tessera::tests;

class TestUsagePanel : public QObject {
    Q_OBJECT

    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<Gate> m_gate;
    std::unique_ptr<WindowFixture> m_fixture;

    app::UsagePanel& panel() { return *m_fixture->window().findChild<app::UsagePanel*>(); }
    app::UsageSurvey& survey() { return panel().survey(); }
    app::Document& document() { return *m_fixture->document(); }
    QPushButton& cancelButton() { return button(QStringLiteral("Cancel")); }
    QPushButton& button(const QString& text)
    {
        for (auto* button : panel().findChildren<QPushButton*>())
            if (button->text().remove(QLatin1Char('&')) == text)
                return *button;
        qFatal("no such button");
    }
    QString texts()
    {
        QStringList list;
        for (const QLabel* label : panel().findChildren<QLabel*>())
            list << label->text();
        return list.join(QLatin1Char('\n'));
    }
    void choosePlot(int index)
    {
        auto* box = panel().findChildren<QComboBox*>().constLast();
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Home);
        for (int i = 0; i < index; ++i)
            QTest::keyClick(box, Qt::Key_Down);
    }
    void showDock()
    {
        QTest::keyClick(&m_fixture->window(), Qt::Key_F11, Qt::ShiftModifier);
        QTRY_VERIFY(panel().isVisible());
    }
    QString savePicture(const QString& name, int width, int height)
    {
        const QString path = m_folder->filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QImage image(width, height, QImage::Format_RGB32);
        image.fill(qRgb(width, height, 7));
        return image.save(path) ? path : QString();
    }
    void saveFile(const QString& name, const QByteArray& bytes)
    {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    void openPicture()
    {
        const QString path = m_desk->file("in.png");
        QImage image(93, 70, QImage::Format_RGB32); // padded to 24 x 18 cells
        image.fill(qRgb(90, 140, 30));
        QVERIFY(image.save(path));
        m_fixture->drop({path});
        QTRY_VERIFY(m_fixture->isExact());
    }
    /// 16, 432 and 256 cells.
    void makeFolder()
    {
        savePicture("a.png", 16, 16);
        savePicture("b.png", 93, 70);
        savePicture("below/c.png", 64, 64);
    }
    void dropOnPanel(const QString& path)
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(panel().rect().center(), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&panel(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(panel().rect().center(), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&panel(), &event);
    }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }
    void init()
    {
        app::openSettings().clear();
        m_folder = std::make_unique<QTemporaryDir>();
        m_gate = std::make_shared<Gate>();
        m_fixture = std::make_unique<WindowFixture>(fakeDevices(m_gate));
        m_fixture->window().start({.model = QStringLiteral(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model")});
        QTRY_VERIFY(m_fixture->session().model().model);
        QVERIFY(QTest::qWaitForWindowActive(&m_fixture->window()));
    }
    void cleanup()
    {
        if (m_fixture && m_fixture->document())
            document().undoStack().setClean();
        m_fixture.reset();
    }

    void withoutAnythingItSaysWhatItIsFor()
    {
        showDock();
        QVERIFY(panel().sentence().contains("When a picture is open"));
        panel().findChild<QComboBox*>()->setCurrentIndex(1);
        QVERIFY(panel().sentence().contains("Choose a folder"));
        QVERIFY(!cancelButton().isVisible());
    }

    void thisPictureHasFiguresBitsAndSizes()
    {
        openPicture();
        showDock();
        QVERIFY2(panel().sentence().contains("432 of 512 codes"), qPrintable(panel().sentence()));
        QTRY_VERIFY(texts().contains("JPEG"));
        const double bits = std::log2(432.0);
        const QLocale locale;
        for (const QString& fact :
             {QStringLiteral("1 picture, 432 tokens"), QStringLiteral("432 codes, 84.4 %"), QStringLiteral("80"),
              locale.toString(bits, 'f', 3) + " bits, at most log2 K = " + locale.toString(9.0, 'f', 3),
              QStringLiteral("432.0"), locale.toString(bits * 432 / (93 * 70), 'f', 3) + " by the entropy",
              locale.toString(9.0 * 432 / (93 * 70), 'f', 3) + " with log2 K"})
            QVERIFY2(texts().contains(fact), qPrintable(fact + "\n" + texts()));
        const auto png = app::encodePicture(*document().original(), app::PictureFormat::png).size();
        QVERIFY(texts().contains(locale.toString(8.0 * double(png) / (93 * 70), 'f', 3) + " bits per pixel"));
    }

    void oneOfEachIsSaidInTheSingular()
    {
        savePicture("a.png", 4, 4);
        showDock();
        dropOnPanel(m_folder->path() + QLatin1Char('/'));
        QTRY_VERIFY(!survey().isRunning());
        QVERIFY2(texts().contains("1 picture, 1 token\n") && texts().contains("1 code, 0.2 %"), qPrintable(texts()));
        const QString name = QFileInfo(m_folder->path()).fileName();
        QVERIFY2(panel().sentence().startsWith("In 1 picture of " + name + ", 1 of"), qPrintable(panel().sentence()));
    }

    void anEditChangesTheCounts()
    {
        openPicture();
        showDock();
        document().edit(oneCell(document(), 2, 2, 511), "Paint");
        choosePlot(0);
        const auto& points = panel().plot().curve().points;
        QCOMPARE(points.size(), std::size_t{512});
        QCOMPARE(points[511].y(), 1.0);
        QCOMPARE(points[50].y(), 0.0); // what was there
        choosePlot(1);
        QCOMPARE(panel().plot().curve().points[0].y(), 1.0);
        QCOMPARE(panel().plot().curve().points[431].y(), 1.0);
        QCOMPARE(panel().plot().curve().points[432].y(), 0.0);
        QVERIFY(panel().plot().curve().isLogarithmic);
    }

    void manyEditsAtOnceAreFollowedToTheLast()
    {
        openPicture();
        showDock();
        choosePlot(0);
        for (int col = 0; col < 20; ++col)
            document().edit(oneCell(document(), 3, col, 511), "Paint");
        QTRY_COMPARE(panel().plot().curve().points[511].y(), 20.0);
    }

    void aDroppedFolderIsCountedPictureByPicture()
    {
        makeFolder();
        saveFile("broken.png", "no picture at all");
        saveFile("notes.txt", "no picture either");
        saveFile("empty.jpg", {});
        showDock();
        dropOnPanel(m_folder->path());
        QVERIFY(survey().isRunning());
        QTRY_VERIFY(!survey().isRunning());
        QCOMPARE(survey().usage().pictures(), std::int64_t{3});
        const QString name = QFileInfo(m_folder->path()).fileName();
        QCOMPARE(panel().sentence(), "In 3 pictures of " + name + ", 432 of 512 codes are used and 80 are dead.");
        for (const char* fact : {"3 pictures, 704 tokens", "1 other file", "2 pictures", "broken.png: ", "empty.jpg: ",
                                 "cells of the padded pictures as encoded"})
            QVERIFY2(texts().contains(QLatin1String(fact)), qPrintable(fact + QString("\n") + texts()));
        QCOMPARE(survey().usage().counts()[3], std::int64_t{3});
        QCOMPARE(survey().usage().counts()[300], std::int64_t{1});
        choosePlot(2);
        QCOMPARE(panel().plot().curve().points,
                 (std::vector<QPointF>{{0, 0}, {1, 16}, {2, 432}, {3, 432}}));
        QVERIFY(m_fixture->session().documents().isEmpty()); // it was not opened
        QVERIFY(m_fixture->messages().isEmpty());
    }

    void cancelKeepsWhatWasCounted()
    {
        makeFolder();
        showDock();
        m_gate->close();
        dropOnPanel(m_folder->path());
        QTRY_COMPARE(m_gate->entered(), 1);
        m_gate->letOnePass();
        QTRY_COMPARE(m_gate->entered(), 2);
        QTRY_COMPARE(survey().done(), 1);
        QVERIFY(cancelButton().isVisible());
        QTest::mouseClick(&cancelButton(), Qt::LeftButton);
        QVERIFY(!survey().isRunning());
        QTRY_VERIFY(m_gate->stopRequested());
        QCOMPARE(survey().usage().figures().tokens, std::int64_t{16});
        QVERIFY(panel().sentence().startsWith("In 1 picture of"));
        QVERIFY(!cancelButton().isVisible());
        m_gate->open();
        dropOnPanel(m_folder->path()); // and can be counted again, from the beginning
        QTRY_VERIFY(!survey().isRunning());
        QCOMPARE(survey().usage().figures().tokens, std::int64_t{704});
    }

    void whoPaintsComesFirst()
    {
        openPicture();
        makeFolder();
        showDock();
        m_gate->close();
        const int before = m_gate->entered();
        dropOnPanel(m_folder->path());
        QTRY_COMPARE(m_gate->entered(), before + 1);
        document().edit(oneCell(document(), 2, 2, 411), "Paint");
        QTRY_COMPARE(m_gate->entered(), before + 2); // the stroke's decode, in place of the picture's encode
        QVERIFY(survey().isRunning());
        QCOMPARE(survey().done(), 0);
        m_gate->open();
        QTRY_VERIFY(!survey().isRunning());
        QVERIFY(m_fixture->isExact());
        QCOMPARE(survey().usage().pictures(), std::int64_t{3});
        QCOMPARE(survey().usage().figures().tokens, std::int64_t{704});
    }

    void whatTheModelCannotEncodeIsNotCounted()
    {
        makeFolder();
        showDock();
        m_gate->next([](const core::Progress&) { throw core::Error("too strange a picture"); });
        dropOnPanel(m_folder->path());
        QTRY_VERIFY(!survey().isRunning());
        QCOMPARE(survey().usage().pictures(), std::int64_t{2});
        QVERIFY(texts().contains("a.png: too strange a picture"));
    }

    void aFolderWithoutPicturesIsSaid()
    {
        saveFile("notes.txt", "none");
        showDock();
        dropOnPanel(m_folder->path());
        QTRY_VERIFY2(panel().sentence().contains("no pictures in"), qPrintable(panel().sentence()));
        QVERIFY(!survey().isRunning());
        QVERIFY(panel().plot().curve().points.empty());
    }

    void aWindowCanBeClosedWhileItCounts()
    {
        makeFolder();
        showDock();
        m_gate->close();
        dropOnPanel(m_folder->path());
        QTRY_COMPARE(m_gate->entered(), 1);
        m_fixture.reset();
        QVERIFY(m_gate->stopRequested());
    }

    void sizesAreThoseOfWrittenFiles()
    {
        const core::Picture picture = gradient(31, 17);
        const std::vector<app::FileSize> sizes = app::fileSizes(picture);
        QCOMPARE(sizes.size(), std::size_t{3});
        const QString path = m_folder->filePath("x.jpg");
        app::writePicture(path.toStdString(), picture, {.quality = 90});
        QCOMPARE(sizes[1].bytes, QFileInfo(path).size());
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_EXCEPTION_THROWN(app::fileSizes(picture, {stop.get_token(), {}}), core::Cancelled);
    }
};

QTEST_MAIN(TestUsagePanel)
#include "test_usage_panel.moc"
