// SPDX-License-Identifier: GPL-3.0-or-later
// Projects through the real window: saved, opened again, undone, asked about; and what was open when the program ended.
#include "app/window/document_tabs.h"
#include "app/window/start_page.h"
#include "core/files/zip.h"
#include "tests/app/painted_window.h"

#include <QFileDialog>
#include <QLineEdit>
#include <QSignalSpy>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;
namespace fs = std::filesystem;

class TestProjects : public QObject, private PaintedWindow {
    Q_OBJECT

    /// The start page's button for what the last run had open.
    void goOn()
    {
        QPushButton* more = nullptr;
        for (QPushButton* button : m_fixture->window().findChild<app::StartPage*>()->findChildren<QPushButton*>())
            if (button->text().startsWith(QStringLiteral("Continue With sea.png")))
                more = button;
        QVERIFY(more && more->isVisible());
        QTest::mouseClick(more, Qt::LeftButton);
        QTRY_COMPARE(m_fixture->session().documents().size(), 2);
        QTRY_VERIFY(m_fixture->document());
    }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }
    void init() { m_fixture = newWindow(); }
    void cleanup() { clear(); }

    void aSavedProjectComesBackWithItsHistoryAndItsView()
    {
        paint();
        const core::IndexMap codes = document().codes();
        QVERIFY(document().isModified());
        save(file("sea.tessera"));
        QVERIFY(!document().isModified());
        QCOMPARE(document().title(), QStringLiteral("sea.tessera"));
        QCOMPARE(m_fixture->window().tabs().tabText(1), QStringLiteral("sea.tessera"));
        const core::IndexMap encoded = document().encodedCodes();
        const QPointF centre = m_fixture->window().canvas().viewport().centre();

        open(file("sea.tessera"));
        QVERIFY(document().codes() == codes);
        QVERIFY(document().encodedCodes() == encoded);
        QVERIFY(!document().isModified());
        QTRY_VERIFY(m_fixture->isExact());
        QCOMPARE(m_fixture->window().canvas().viewport().zoom(), 5.0);
        QCOMPARE(m_fixture->window().canvas().viewport().centre(), centre);
        QCOMPARE(document().undoStack().count(), 2);
        m_fixture->trigger(QStringLiteral("redo"));
        QCOMPARE(document().codes().at(5, 2), 44);
        QVERIFY(document().isModified());
        m_fixture->trigger(QStringLiteral("undo"));
        QVERIFY(document().codes() == codes);
        QVERIFY(!document().isModified());
        m_fixture->trigger(QStringLiteral("undo"));
        QVERIFY(document().codes() == encoded);
        QVERIFY(!document().undoStack().canUndo());
        document().undoStack().setClean();
    }

    void theProjectHoldsThePicturesFileAndTheModelsHash()
    {
        paint();
        save(file("sea.tessera"));
        const core::Project project = read(file("sea.tessera"));
        QVERIFY(project.picture.bytes == core::readFile(file("sea.png").toStdString(), 1 << 20));
        QCOMPARE(project.picture.name, std::string("sea.png"));
        QCOMPARE(project.model.sha256, app::hashOf(m_fixture->session().model().files));
        QVERIFY(project.model.files.empty());
        const app::ReadPicture thumbnail = app::readPicture(project.thumbnail, "thumb");
        QCOMPARE(thumbnail.picture.width, 68);
    }

    void savingAgainKeepsTheNameAndSaveAsAsksForOne()
    {
        paint();
        m_fixture->trigger(QStringLiteral("save"));
        auto* dialog = m_fixture->window().findChild<QFileDialog*>(QStringLiteral("save-project"));
        QVERIFY(dialog);
        QCOMPARE(QFileInfo(dialog->selectedFiles().value(0)).fileName(), QStringLiteral("sea.tessera"));
        dialog->selectFile(file("named.tessera"));
        dialog->findChild<QLineEdit*>()->setText(file("named"));
        QMetaObject::invokeMethod(dialog, "accept");
        QTRY_COMPARE(document().projectPath(), file("named.tessera"));
        QTRY_VERIFY(!document().isModified());
        m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 3}});
        QVERIFY(m_fixture->window().isWindowModified());
        m_fixture->trigger(QStringLiteral("save"));
        QTRY_VERIFY(!document().isModified());
        QVERIFY(!m_fixture->window().isWindowModified());
        QVERIFY(read(file("named.tessera")).state.codes == document().codes());
    }

    void whatIsPaintedWhileItIsSavedStaysModified()
    {
        paint();
        m_fixture->window().saver().save(&document(), file("busy.tessera"));
        const core::IndexMap codes = document().codes();
        m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 3}});
        QTRY_VERIFY(!m_fixture->window().saver().isWorking());
        QVERIFY(document().isModified());
        QVERIFY(read(file("busy.tessera")).state.codes == codes);
        document().undoStack().setClean();
    }

    void aProjectThatCannotBeWrittenIsSaidAndStaysModified() // J10
    {
        paint();
        save(file("no/such/folder.tessera"));
        QVERIFY(m_fixture->messages().last().contains(QStringLiteral("folder.tessera")));
        QVERIFY(document().isModified());
        QVERIFY(document().projectPath().isEmpty());
        document().undoStack().setClean();
    }

    void whoseFolderIsGoneIsOfferedAnotherName() // J10
    {
        paint();
        fs::create_directories(file("drive").toStdString());
        save(file("drive/sea.tessera"));
        m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 3}});
        const core::IndexMap codes = document().codes();
        fs::remove_all(file("drive").toStdString());
        m_fixture->trigger(QStringLiteral("save"));
        QTRY_COMPARE(buttons(), QStringList{QStringLiteral("Save &As …")});
        const QString message = m_fixture->messages().last();
        QVERIFY2(message.contains(QStringLiteral("sea.tessera")), qPrintable(message));
        QVERIFY(document().isModified());
        QVERIFY(document().codes() == codes);
        press(QStringLiteral("Save &As …"));
        auto* dialog = m_fixture->window().findChild<QFileDialog*>(QStringLiteral("save-project"));
        QVERIFY(dialog);
        dialog->setDirectory(file({}));
        dialog->findChild<QLineEdit*>()->setText(file("saved.tessera"));
        QMetaObject::invokeMethod(dialog, "accept");
        QTRY_COMPARE(document().projectPath(), file("saved.tessera"));
        QTRY_VERIFY(!document().isModified());
        QVERIFY(read(file("saved.tessera")).state.codes == codes);
    }

    void closingOffersToSave()
    {
        paint();
        save(file("close.tessera"));
        m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 3}});
        const core::IndexMap codes = document().codes();
        m_fixture->trigger(QStringLiteral("close"));
        QTest::mouseClick(question()->findChild<QPushButton*>(QStringLiteral("save")), Qt::LeftButton);
        QTRY_VERIFY(!m_fixture->document());
        QVERIFY(read(file("close.tessera")).state.codes == codes);
    }

    void aPastedPictureIsSavedWithItsPixels()
    {
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        QImage image(37, 29, QImage::Format_RGB32);
        image.fill(QColor(10, 200, 30));
        m_fixture->session().openImage(image, QStringLiteral("Pasted"));
        QTRY_VERIFY(m_fixture->isExact());
        save(file("pasted.tessera"));
        const core::Picture original = *document().original();
        open(file("pasted.tessera"));
        QTRY_VERIFY(m_fixture->isExact());
        QCOMPARE(document().original()->width, 37);
        for (std::size_t i = 0; i < original.values.size(); ++i)
            QVERIFY(std::abs(original.values[i] - document().original()->values[i]) < 1e-4F);
    }

    void badProjectsAreRefusedAndNothingIsLost_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("says");
        QTest::newRow("cut") << "cut.tessera" << "cut or damaged";
        QTest::newRow("newer") << "newer.tessera" << "schema 7";
        QTest::newRow("a picture that is none") << "text.tessera" << "text.tessera";
    }

    void badProjectsAreRefusedAndNothingIsLost()
    {
        QFETCH(QString, name);
        QFETCH(QString, says);
        paint();
        save(file("good.tessera"));
        std::vector<std::byte> bytes = core::readFile(file("good.tessera").toStdString(), 1 << 26);
        core::Project project = read(file("good.tessera"));
        if (name.startsWith(QLatin1String("cut"))) {
            bytes.resize(bytes.size() * 2 / 3);
        } else if (name.startsWith(QLatin1String("text"))) {
            project.picture.bytes.assign(99, std::byte{'x'});
            project.picture.name = "line\nbreak" + std::string(3000, 'x'); // J5
            bytes = core::writeProject(project);
        } else {
            const core::ZipReader reader(bytes);
            core::ZipWriter writer;
            for (const core::ZipEntry& entry : reader.entries()) {
                std::vector<std::byte> content = reader.read(entry.name, 1 << 26);
                if (entry.name == "manifest.json")
                    *std::ranges::find(content, std::byte{'1'}) = std::byte{'7'};
                writer.add(entry.name, std::move(content));
            }
            bytes = writer.finish();
        }
        core::writeFileAtomically(file(name).toStdString(), bytes);
        m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 3}});
        const core::IndexMap codes = document().codes();
        m_fixture->drop({file(name)});
        QTRY_VERIFY(m_fixture->messages().last().contains(name));
        const QString message = m_fixture->messages().last();
        QVERIFY2(message.contains(says), qPrintable(message));
        QVERIFY2(message.size() < 600 && !message.contains(QLatin1Char('\n')), qPrintable(message));
        QCOMPARE(m_fixture->session().documents().size(), 1);
        QVERIFY(document().codes() == codes);
        document().undoStack().setClean();
    }

    void whatWasOpenIsOfferedAtTheNextStart()
    {
        paint();
        document().undoStack().setClean();
        m_fixture->drop({picture(QStringLiteral("second.png"))});
        QTRY_COMPARE(m_fixture->session().documents().size(), 2);
        QTRY_VERIFY(m_fixture->isExact());
        m_fixture.reset();
        m_fixture = newWindow();
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        goOn();
        QCOMPARE(document().title(), QStringLiteral("second.png"));
        m_fixture->session().setCurrent(m_fixture->session().documents().first()); // in the order that they had
        QCOMPARE(document().title(), QStringLiteral("sea.png"));
        QCOMPARE(m_fixture->window().canvas().viewport().zoom(), 5.0);
    }

    void eachPictureComesBackWithItsModel()
    {
        const QString other = QStringLiteral(TESSERA_SOURCE_DIR "/resources/models/photo-f8-1024");
        paint();
        document().undoStack().setClean();
        m_fixture->drop({picture(QStringLiteral("second.png"))});
        QTRY_COMPARE(m_fixture->session().documents().size(), 2);
        QTRY_VERIFY(m_fixture->isExact());
        m_fixture->drop({other});
        QTRY_COMPARE(m_fixture->session().model().files.folder.string(), other.toStdString());
        QTRY_VERIFY(m_fixture->isExact());
        m_fixture.reset();
        m_fixture = newWindow();
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        QTRY_VERIFY(m_fixture->session().model().model);
        goOn();
        QTRY_VERIFY(m_fixture->isExact());
        QCOMPARE(document().model()->factor(), 8);
        m_fixture->session().setCurrent(m_fixture->session().documents().first());
        QTRY_VERIFY(m_fixture->isExact());
        QCOMPARE(document().model()->factor(), 4);
        QVERIFY(m_fixture->messages().isEmpty());
    }

    void aPictureWhoseModelIsGoneComesBackWithTheOneThatIsOpen()
    {
        fs::create_directories(file("models").toStdString());
        fs::copy(kModel, file("models/gone").toStdString(), fs::copy_options::recursive);
        m_fixture->window().start({.files = {picture("sea.png"), picture("second.png")}, .model = file("models/gone")});
        QTRY_COMPARE(m_fixture->session().documents().size(), 2);
        QTRY_VERIFY(m_fixture->isExact());
        m_fixture.reset();
        fs::resize_file(file("models/gone/diffusion_pytorch_model.safetensors").toStdString(), 99);
        m_fixture = newWindow();
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        QTRY_VERIFY(m_fixture->session().model().model);
        goOn();
        QTRY_VERIFY(m_fixture->isExact());
        QCOMPARE(m_fixture->session().model().files.folder.string(), std::string(kModel));
        QVERIFY(m_fixture->messages().last().contains(QStringLiteral("gone")));
    }
};

QTEST_MAIN(TestProjects)
#include "test_projects.moc"
