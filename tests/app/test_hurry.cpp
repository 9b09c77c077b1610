// SPDX-License-Identifier: GPL-3.0-or-later
// People who do not wait: who close, open, undo, take another device or lose a folder while something is decoded, and a
// thousand edits at once.
#include "app/exports/exporter.h"
#include "core/cpu/cpu_device.h"
#include "core/model/codec.h"
#include "tests/app/made_document.h"
#include "tests/app/painted_window.h"

#include <QSignalSpy>

#include <new>
#include <random>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;
namespace fs = std::filesystem;

class TestHurry : public QObject, private PaintedWindow {
    Q_OBJECT

    std::shared_ptr<Gate> m_gate;

    /// A painted picture whose newest stroke is being decoded, as long as the gate is closed.
    void paintAndHold()
    {
        m_gate = std::make_shared<Gate>();
        m_fixture = std::make_unique<WindowFixture>(fakeDevices(m_gate));
        paint();
        QTRY_VERIFY(m_fixture->isExact());
        m_gate->close();
        const int entered = m_gate->entered();
        m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 3}});
        QTRY_VERIFY(m_gate->entered() > entered);
    }
    bool showsItsCodes()
    {
        return m_fixture->isExact() && document().reconstruction()->values == fakePicture(document().codes())->values;
    }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }
    void cleanup() { clear(); }

    void theWindowIsClosedDuringADecode() // U1
    {
        paintAndHold();
        m_fixture->window().close();
        QTRY_VERIFY(question());
        discard();
        QTRY_VERIFY(!m_fixture->window().isVisible());
        m_fixture.reset();
        QVERIFY(m_gate->stopRequested());
    }

    void theWindowIsClosedDuringOtherWork_data() // U1
    {
        QTest::addColumn<QString>("work");
        for (const char* work : {"load of a picture", "load of a model", "encode", "export that waits", "export"})
            QTest::newRow(work) << QString::fromLatin1(work);
    }

    void theWindowIsClosedDuringOtherWork() // E6: what was to be exported is there whole, or not at all
    {
        QFETCH(QString, work);
        m_gate = std::make_shared<Gate>();
        m_fixture = std::make_unique<WindowFixture>(fakeDevices(m_gate));
        paint();
        QTRY_VERIFY(m_fixture->isExact());
        document().undoStack().setClean(); // there is nothing to ask
        const QString out = file(QStringLiteral("closing.png"));
        QFile::remove(out);
        const int entered = m_gate->entered();
        if (work != QLatin1String("export"))
            m_gate->close();
        if (work == QLatin1String("load of a model")) {
            m_fixture->session().openModel(QStringLiteral(TESSERA_SOURCE_DIR "/resources/models/photo-f8-1024"));
        } else if (work == QLatin1String("export")) {
            m_fixture->window().exporter().exportPicture(out, {});
        } else if (work == QLatin1String("export that waits")) {
            document().edit(oneCell(document(), 3, 3, 7), QStringLiteral("Paint"));
            document().undoStack().setClean();
            m_fixture->window().exporter().exportPicture(out, {});
            QVERIFY(m_fixture->window().exporter().isWaiting());
        } else {
            m_fixture->drop({picture(QStringLiteral("lake.png"))});
        }
        const bool isComputing = work == QLatin1String("encode") || work == QLatin1String("export that waits");
        if (isComputing)
            QTRY_VERIFY(m_gate->entered() > entered);
        m_fixture->window().close();
        QTRY_VERIFY(!m_fixture->window().isVisible());
        m_fixture.reset();
        QVERIFY(!isComputing || m_gate->stopRequested());
        QVERIFY(work != QLatin1String("export that waits") || !QFile::exists(out));
        if (QFile::exists(out))
            QCOMPARE(app::readPicture(out.toStdString()).picture.width, 66);
    }

    void aPictureIsOpenedDuringADecode() // U2
    {
        paintAndHold();
        app::Document* first = m_fixture->document();
        const core::IndexMap codes = first->codes();
        m_fixture->drop({picture(QStringLiteral("lake.png"))});
        QTRY_VERIFY(m_fixture->document() && m_fixture->document() != first);
        m_gate->open();
        QTRY_VERIFY(showsItsCodes());
        m_fixture->session().setCurrent(first);
        QVERIFY(document().codes() == codes);
        QTRY_VERIFY(showsItsCodes());
        first->undoStack().setClean();
    }

    void aModelIsOpenedDuringADecode() // U2, U4
    {
        paintAndHold();
        const auto before = document().model();
        m_fixture->session().openModel(QString::fromLatin1(kModel)); // the question has been answered
        m_gate->open();
        QTRY_VERIFY(document().model() != before);
        QTRY_VERIFY(showsItsCodes());
        QVERIFY(document().codes() == document().encodedCodes());
        m_fixture->trigger(QStringLiteral("undo")); // there is no way back past a model, and so no codes of another one
        QVERIFY(!document().undoStack().canUndo());
        QVERIFY(document().codes() == document().encodedCodes());
        QVERIFY(showsItsCodes());
    }

    void editsAreUndoneDuringADecode() // U4
    {
        paintAndHold();
        while (document().undoStack().canUndo())
            m_fixture->trigger(QStringLiteral("undo"));
        QVERIFY(document().codes() == document().encodedCodes());
        m_gate->open();
        QTRY_VERIFY(showsItsCodes());
        m_fixture->trigger(QStringLiteral("redo"));
        QTRY_VERIFY(showsItsCodes());
        document().undoStack().setClean();
    }

    void anotherDeviceIsChosenDuringADecode()
    {
        paintAndHold();
        QSignalSpy opened(&m_fixture->session().engine(), &app::Engine::deviceOpened);
        const core::IndexMap codes = document().codes();
        m_fixture->session().engine().openDevice(QStringLiteral("second"));
        m_gate->open();
        QTRY_COMPARE(opened.count(), 1);
        QTRY_VERIFY(showsItsCodes() && !m_fixture->session().follower()->isWaiting());
        QVERIFY(document().codes() == codes);
        document().undoStack().setClean();
    }

    void aDecodeWithoutMemoryIsNamedByItsPicture()
    {
        paintAndHold();
        const core::IndexMap codes = document().codes();
        m_gate->next([](const core::Progress&) { throw std::bad_alloc(); });
        m_gate->open();
        QTRY_VERIFY(m_fixture->messages().join(QString()).contains(QStringLiteral("not enough memory")));
        const QString message = m_fixture->messages().join(QString());
        for (const char* word : {"sea.png: there is not enough memory to decode 68x48 pixels with \"model\"",
                                 "it takes about 1 MiB", "MiB are available", "use a smaller picture"})
            QVERIFY2(message.contains(QLatin1String(word)), qPrintable(message));
        QVERIFY(document().codes() == codes); // nothing of the work is lost
        m_fixture->trigger(QStringLiteral("undo"));
        QTRY_VERIFY(showsItsCodes());
        document().undoStack().setClean();
    }

    void theWindowChangesItsSizeAndGoesDuringADecode() // U5
    {
        paintAndHold();
        QMainWindow& window = m_fixture->window();
        for (const QSize size : {QSize(640, 480), QSize(1900, 400), QSize(1280, 800)}) {
            window.resize(size);
            QVERIFY(!window.grab().isNull());
        }
        window.showMinimized();
        m_fixture->window().canvas().viewport().setZoom(0.01);
        window.hide();
        m_gate->open();
        QTRY_VERIFY(showsItsCodes());
        window.showMaximized();
        m_fixture->window().canvas().viewport().setZoom(40);
        QVERIFY(!window.grab().isNull());
        m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 2}});
        QTRY_VERIFY(showsItsCodes());
        document().undoStack().setClean();
    }

    void resultsArriveWhileAQuestionIsOpen() // U8
    {
        paintAndHold();
        m_fixture->window().close();
        QTRY_VERIFY(question());
        m_gate->open();
        QTRY_VERIFY(showsItsCodes());
        QVERIFY(question() && question()->isVisible());
        m_gate->close();
        document().edit(oneCell(document(), 3, 3, 7), QStringLiteral("Paint")); // as a late edit of a worker
        m_fixture->session().close(m_fixture->document()); // what the question is about is gone
        m_gate->open();
        QVERIFY(question());
        discard();
        QTRY_VERIFY(!m_fixture->window().isVisible());
    }

    void theFolderOfAnExportIsRemovedWhileItWaits()
    {
        paintAndHold();
        const fs::path folder = file("gone").toStdString();
        fs::create_directories(folder);
        m_fixture->window().exporter().exportPicture(file("gone/out.png"), {});
        QVERIFY(m_fixture->window().exporter().isWaiting());
        fs::remove_all(folder);
        m_gate->open();
        QTRY_VERIFY(m_fixture->messages().join(QString()).contains(QStringLiteral("out.png")));
        QVERIFY(m_fixture->messages().join(QString()).contains(QStringLiteral("No such file")));
        QVERIFY(!fs::exists(folder));
        QTRY_VERIFY(showsItsCodes());
        document().undoStack().setClean();
    }

    void aThousandEditsAtOnceEndInTheDecodeOfTheLastMap() // U3
    {
        // On the device that there is, so that every bit is its own.
        constexpr gpu::DeviceOptions options{.tune = gpu::Tune::off, .hurry = false};
        const auto open = [](const QString& choice, const gpu::DeviceOptions& how) {
            return choice == QLatin1String("cpu") ? core::makeCpuDevice() : gpu::openDevice(choice.toStdString(), how);
        };
        app::Engine engine(QString(), open, options);
        QSignalSpy failed(&engine, &app::Engine::failed);
        const auto edited = encodedDocument(130, 100);
        app::DecodeFollower follower(engine, 1, *edited);
        QTRY_VERIFY_WITH_TIMEOUT(edited->isExact(), kPatienceMs);
        std::mt19937 random(3);
        const core::CellRect grid = edited->grid();
        for (int i = 0; i < 1000; ++i) {
            const int row = static_cast<int>(random() % static_cast<unsigned>(grid.rows));
            const int col = static_cast<int>(random() % static_cast<unsigned>(grid.cols));
            edited->edit(oneCell(*edited, row, col, (edited->codes().at(row, col) + 1 + i % 500) % 512), "Paint");
            if (i % 10 == 0)
                QTest::qWait(1); // the engine answers in between
        }
        QCOMPARE(edited->undoStack().count(), 1000);
        QTRY_VERIFY_WITH_TIMEOUT(edited->isExact() && !follower.isWaiting(), kPatienceMs);
        QCOMPARE(failed.count(), 0);
        const auto device = gpu::openDevice({}, options);
        const core::Tensor decoded = core::Codec(tinyModel(), *device).decodeCodes(edited->codes());
        QVERIFY(edited->reconstruction()->values == core::toPicture(decoded, 0, nullptr).values);
    }
};

QTEST_MAIN(TestHurry)
#include "test_hurry.moc"
