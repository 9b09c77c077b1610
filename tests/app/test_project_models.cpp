// SPDX-License-Identifier: GPL-3.0-or-later
// A project and its model through the real window: inside it, elsewhere, another one, gone, or not to be trusted.
#include "app/files/settings.h"
#include "app/files/state_folder.h"
#include "tests/app/painted_window.h"

#include <QFileDialog>
#include <QLineEdit>
#include <QSignalSpy>
#include <QUndoView>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;
namespace fs = std::filesystem;

class TestProjectModels : public QObject, private PaintedWindow {
    Q_OBJECT

    /// Makes the project one of a model that lies nowhere it names, and returns it. `sha256`: of other weights than its own.
    core::Project moveModel(const QString& path, const std::string& name, const std::string& sha256 = {})
    {
        core::Project project = read(path);
        project.model.name = name;
        project.model.folder.clear();
        if (!sha256.empty())
            project.model.sha256 = sha256;
        write(path, project);
        return project;
    }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }
    void init() { m_fixture = newWindow(); }
    void cleanup() { clear(); }

    void aBundledModelNeedsNoOther()
    {
        fs::create_directories(file("models").toStdString());
        fs::copy(kModel, file("models/own").toStdString(), fs::copy_options::recursive);
        m_fixture->window().start({.files = {picture("sea.png")}, .model = file("models/own")});
        QTRY_VERIFY(m_fixture->isExact());
        m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 3}});
        m_fixture->window().actions().at(QStringLiteral("bundle-models")).trigger();
        save(file("bundled.tessera"));
        const core::IndexMap codes = document().codes();
        m_fixture.reset();
        fs::remove_all(file("models").toStdString());
        open(file("bundled.tessera"), {});
        QVERIFY(document().hasCodes());
        QVERIFY(document().codes() == codes);
        QTRY_VERIFY(m_fixture->isExact());
    }

    void whatIsInsideIsWrittenOnlyWhereItIsTheModelThatIsNamed_data()
    {
        QTest::addColumn<bool>("isOther");
        QTest::addColumn<QString>("says");
        QTest::newRow("other weights") << true << QStringLiteral("another hash");
        QTest::newRow("another kind of file") << false << QStringLiteral("start.sh");
    }
    void whatIsInsideIsWrittenOnlyWhereItIsTheModelThatIsNamed()
    {
        QFETCH(bool, isOther);
        QFETCH(QString, says);
        paint();
        m_fixture->window().actions().at(QStringLiteral("bundle-models")).setChecked(true);
        save(file("inside.tessera"));
        core::Project project = moveModel(file("inside.tessera"), "inside", std::string(64, '7'));
        if (!isOther)
            project.model.files.front().name = "start.sh";
        write(file("inside.tessera"), project);
        m_fixture->window().actions().at(QStringLiteral("bundle-models")).setChecked(false);
        m_fixture.reset();
        open(file("inside.tessera"), QStringLiteral(TESSERA_SOURCE_DIR "/resources/models/photo-f8-1024"));
        QVERIFY(document().waitingProject());
        QVERIFY2(m_fixture->messages().last().contains(says), qPrintable(m_fixture->messages().last()));
        QVERIFY(!fs::exists(app::stateFolder() / "models" / std::string(64, '7')));
        QTRY_VERIFY(!m_fixture->session().isOpening());
    }

    void aFolderWhereNobodyOpenedAModelIsNamedAndNotRead() // J5
    {
        fs::create_directories(file("strangers").toStdString());
        fs::copy(kModel, file("strangers/sea").toStdString(), fs::copy_options::recursive);
        paint();
        save(file("sent.tessera"));
        core::Project project = moveModel(file("sent.tessera"), "sea");
        project.model.folder = file("strangers/sea").toStdString(); // with the very weights
        write(file("sent.tessera"), project);
        m_fixture.reset();
        app::openSettings().remove(app::settings_key::kRecentModels);
        app::openSettings().remove(app::settings_key::kModel);
        open(file("sent.tessera"), QStringLiteral(TESSERA_SOURCE_DIR "/resources/models/photo-f8-1024"));
        QVERIFY(document().waitingProject());
        const QString message = m_fixture->messages().last();
        QVERIFY2(message.contains(file("strangers/sea")) && message.contains(QStringLiteral("trust")), qPrintable(message));
        QCOMPARE(buttons(), QStringList{QStringLiteral("Open Its &Model …")});
        QTRY_VERIFY(!m_fixture->session().isOpening());
        m_fixture->drop({file("strangers/sea")}); // which is how somebody agrees
        QTRY_VERIFY(document().hasCodes());
        QTRY_VERIFY(m_fixture->isExact());
    }

    void placesThatAProjectNamesAreShownInOneLineAndNotRead_data()
    {
        QTest::addColumn<QByteArray>("place");
        QTest::addColumn<QString>("shown"); ///< empty: no place on this computer
        QTest::newRow("J5 a way up") << QByteArray("../../strangers/sea") << QString();
        QTest::newRow("J5 an address") << QByteArray("https://example.org/sea") << QString();
        QTest::newRow("J5 absolute") << QByteArray("/nowhere/sea") << QStringLiteral("/nowhere/sea");
        QTest::newRow("J5 4,000 characters") << "/" + QByteArray(3999, 'x') << QStringLiteral("xxx...xxx");
        QTest::newRow("J5 a line break and markup") << QByteArray("/no<b>where</b>\n/sea")
                                                    << QStringLiteral("/no<b>where</b>?/sea");
    }
    void placesThatAProjectNamesAreShownInOneLineAndNotRead()
    {
        QFETCH(QByteArray, place);
        QFETCH(QString, shown);
        paint();
        save(file("sent.tessera"));
        core::Project project = moveModel(file("sent.tessera"), "sea");
        project.model.folder = place.toStdString();
        project.picturePath = place.toStdString();
        write(file("sent.tessera"), project);
        open(file("sent.tessera"), QStringLiteral(TESSERA_SOURCE_DIR "/resources/models/photo-f8-1024"));
        QVERIFY(document().waitingProject());
        const QString message = m_fixture->messages().last();
        QVERIFY2(message.contains(QStringLiteral("the model sea is not there")), qPrintable(message));
        QCOMPARE(message.contains(QStringLiteral("trust")), !shown.isEmpty());
        const bool isOneLine = message.size() < 500 && !message.contains(QLatin1Char('\n'));
        QVERIFY2(message.contains(shown) && isOneLine, qPrintable(message));
        QVERIFY(document().hasPicture()); // the one inside
        QVERIFY(!m_fixture->window().grab().isNull());
        QTRY_VERIFY(!m_fixture->session().isOpening());
    }

    void aModelThatOpensLaterLeavesWorkAlone()
    {
        app::Session& session = m_fixture->session();
        m_fixture->window().start({.model = QString::fromLatin1(kModel)});
        QTRY_VERIFY(session.model().model);
        const auto model = session.model().model;
        QSignalSpy opened(&session, &app::Session::modelOpened);
        session.openModel(QStringLiteral(TESSERA_SOURCE_DIR "/resources/models/photo-f4-512"));
        core::IndexMap codes(1, 5, 7);
        codes.at(3, 2) = 44;
        session.openCodes(codes, QStringLiteral("Work")); // is there before the model is
        QCOMPARE(opened.size(), 0);
        QTRY_COMPARE(opened.size(), 1);
        QTRY_VERIFY(!session.isOpening());
        QVERIFY(document().model() == model);
        QVERIFY(session.model().model == model);
        QVERIFY(document().codes() == codes);
        document().undoStack().setClean();
    }

    void withoutItsModelItIsShownAndTheModelIsAskedFor() // J3
    {
        fs::create_directories(file("models").toStdString());
        fs::copy(kModel, file("models/gone").toStdString(), fs::copy_options::recursive);
        m_fixture->window().start({.files = {picture("sea.png")}, .model = file("models/gone")});
        QTRY_VERIFY(m_fixture->isExact());
        m_fixture->drag(PaneSource::codes, {{1, 1}, {1, 3}});
        save(file("gone.tessera"));
        const core::IndexMap codes = document().codes();
        m_fixture.reset();
        fs::rename(file("models/gone").toStdString(), file("models/moved").toStdString());

        open(file("gone.tessera"), QStringLiteral(TESSERA_SOURCE_DIR "/resources/models/photo-f8-1024"));
        QVERIFY(!document().hasCodes());
        QVERIFY(document().waitingProject());
        QCOMPARE(document().original()->width, 66); // the picture is there, and the codes are
        QVERIFY(document().visibleCodes() == codes);
        QCOMPARE(m_fixture->window().findChild<QUndoView*>()->emptyLabel(), QStringLiteral("Its steps wait for the model"));
        const QImage seen = m_fixture->pane(PaneSource::codes).grab().toImage();
        const QPoint middle = seen.rect().center();
        QVERIFY(seen.pixel(middle) != seen.pixel(2, 2)); // cells, not the ground around them
        QVERIFY2(m_fixture->messages().last().contains(QStringLiteral("is not there")), qPrintable(m_fixture->messages().last()));
        QCOMPARE(buttons(), QStringList{QStringLiteral("Open Its &Model …")});
        QTRY_VERIFY(!m_fixture->session().isOpening());

        m_fixture->drop({QStringLiteral(TESSERA_SOURCE_DIR "/resources/models/photo-f8-1024")}); // the wrong one
        QTRY_VERIFY(m_fixture->messages().last().contains(QStringLiteral("1024 codes")));
        QVERIFY(document().waitingProject());
        m_fixture->drop({file("models/moved")});
        QTRY_VERIFY(document().hasCodes());
        QVERIFY(document().codes() == codes);
        QCOMPARE(m_fixture->window().findChild<QUndoView*>()->emptyLabel(), QStringLiteral("As the encoder chose"));
        QVERIFY(!document().isModified());
        QTRY_VERIFY(buttons().isEmpty()); // nothing is asked any more
        QVERIFY2(m_fixture->messages().filter(QStringLiteral("other weights")).isEmpty(), qPrintable(m_fixture->messages().join('\n')));
        QTRY_VERIFY(m_fixture->isExact());
        m_fixture->trigger(QStringLiteral("undo"));
        QVERIFY(document().codes() == document().encodedCodes());
        document().undoStack().setClean();
    }

    void itsModelIsFoundUnderAnotherName()
    {
        paint();
        save(file("renamed.tessera"));
        moveModel(file("renamed.tessera"), "as it was called there");
        const core::IndexMap codes = document().codes();
        m_fixture->session().close(&document());
        m_fixture->session().openPictures({file("renamed.tessera")}); // the model is open
        QTRY_VERIFY(m_fixture->isExact());
        QVERIFY(document().codes() == codes);
        QVERIFY(!document().waitingProject());
    }

    void itsModelIsFoundAmongThoseOfThisComputer()
    {
        paint();
        save(file("cached.tessera"));
        moveModel(file("cached.tessera"), "as it was called there");
        const std::string cache = file("hub").toStdString();
        const fs::path snapshot = fs::path(cache) / "models--somebody--vq" / "snapshots" / "0123abcd";
        fs::create_directories(snapshot);
        fs::copy(kModel, snapshot, fs::copy_options::recursive);
        m_fixture.reset();
        qputenv("HF_HUB_CACHE", cache.c_str());
        open(file("cached.tessera"), QStringLiteral(TESSERA_SOURCE_DIR "/resources/models/photo-f8-1024"));
        qunsetenv("HF_HUB_CACHE");
        QVERIFY(!document().waitingProject());
        QTRY_VERIFY(m_fixture->isExact());
        QCOMPARE(document().model()->factor(), 4);
    }

    void anotherModelThanItsOwnIsTakenWithAWord() // J3
    {
        paint();
        save(file("other.tessera"));
        moveModel(file("other.tessera"), "gone", std::string(63, '0') + "1");
        open(file("other.tessera"), QStringLiteral(TESSERA_SOURCE_DIR "/resources/models/photo-f8-1024"));
        QVERIFY(document().waitingProject());
        QTRY_VERIFY(!m_fixture->session().isOpening());
        m_fixture->drop({QString::fromLatin1(kModel)}); // its size fits, its weights are others
        QTRY_VERIFY(document().hasCodes());
        QVERIFY2(m_fixture->messages().last().contains(QStringLiteral("other weights than gone")),
                 qPrintable(m_fixture->messages().last()));
        QTRY_VERIFY(m_fixture->isExact());
    }

    void whatAClosedProjectAskedForIsNotAskedAnyMore()
    {
        paint();
        save(file("closed.tessera"));
        moveModel(file("closed.tessera"), "gone", std::string(63, '0') + "1");
        open(file("closed.tessera"));
        QCOMPARE(buttons().size(), 1);
        m_fixture->session().close(&document());
        QTRY_VERIFY(buttons().isEmpty());
    }

    void aProjectThatWaitsForItsModelIsSavedWhole() // J3
    {
        paint();
        save(file("whole.tessera"));
        const core::Project project = moveModel(file("whole.tessera"), "elsewhere");
        open(file("whole.tessera"), QStringLiteral(TESSERA_SOURCE_DIR "/resources/models/photo-f8-1024"));
        QVERIFY(document().waitingProject());
        save(file("copy.tessera"));
        const core::Project copy = read(file("copy.tessera"));
        QVERIFY(copy.state.codes == project.state.codes);
        QVERIFY(copy.history == project.history);
        QCOMPARE(copy.model.name, std::string("elsewhere"));
        QCOMPARE(copy.model.sha256, project.model.sha256);
    }
};

QTEST_MAIN(TestProjectModels)
#include "test_project_models.moc"
