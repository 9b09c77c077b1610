// SPDX-License-Identifier: Apache-2.0
// Places for files, judged before there is anything to write: what is in the way, and what to do.
#include "core/output_place.h"

#include "core/atomic_file.h"
#include "tests/support/bad_input.h"
#include "tests/support/privileges.h"

#include <QTest>

#include <sys/stat.h>

using namespace tessera::core;
using namespace tessera::tests;

namespace fs = std::filesystem;

namespace {

QString obstacle(const fs::path& path)
{
    return messageOf<FileError>([&] { checkCanBeWritten(path); });
}

} // namespace

class TestOutputPlace : public QObject {
    Q_OBJECT
private slots:
    void goodPlacesPass()
    {
        const ScratchFolder folder;
        folder.write("old", "old");
        fs::create_symlink("later", folder / "link");
        fs::create_symlink("old", folder / "link-to-old");
        for (const char* name : {"new", "old", "link", "link-to-old"})
            QCOMPARE(obstacle(folder / name), QString());
        QCOMPARE(obstacle(folder / std::string(255, 'n')), QString());
        const fs::path here = fs::current_path();
        fs::current_path(folder.path());
        QCOMPARE(obstacle("new"), QString());
        fs::current_path(here);
        QCOMPARE(folder.names(), (QStringList{"link", "link-to-old", "old"}));
    }

    void whatIsInTheWayIsNamedWithARemedy() // E2, E4, E5
    {
        const ScratchFolder folder;
        fs::create_directory(folder / "folder");
        folder.write("file", "x");
        fs::create_symlink("loop", folder / "loop");
        fs::create_symlink("missing/new", folder / "astray");
        fs::create_symlink("/dev/full", folder / "device");
        QCOMPARE(::mkfifo((folder / "pipe").c_str(), 0600), 0);
        ADVISES(obstacle(folder / "folder"), (QStringList{"cannot write", "folder", "it is a folder", "expected the name of a file"}));
        ADVISES(obstacle(folder / "folder/"), (QStringList{"it is a folder"}));
        ADVISES(obstacle(folder / "nothing/"), (QStringList{"no file name"}));
        ADVISES(obstacle(""), (QStringList{"no file name"}));
        ADVISES(obstacle(folder / "loop"), (QStringList{"loop", "symbolic links"}));
        ADVISES(obstacle(folder / "missing/new"), (QStringList{"missing", "No such file", "make it first"}));
        ADVISES(obstacle(folder / "astray"), (QStringList{"astray", "missing", "No such file"}));
        ADVISES(obstacle(folder / "file/new"), (QStringList{"file/new", "is a file", "expected a folder"}));
        ADVISES(obstacle(folder / "device"), (QStringList{"it is a device", "expected a file"}));
        ADVISES(obstacle("/dev/full"), (QStringList{"/dev/full", "it is a device"}));
        ADVISES(obstacle(folder / "pipe"), (QStringList{"it is a FIFO"}));
        ADVISES(obstacle(folder / std::string(256, 'n')), (QStringList{"256 bytes", "the limit here is 255", "shorter"}));
    }

    void whatWritingWouldRefuseIsRefusedBefore() // the judge and the writer agree
    {
        const ScratchFolder folder;
        fs::create_directory(folder / "folder");
        folder.write("old", "old");
        fs::create_symlink("loop", folder / "loop");
        QCOMPARE(::mkfifo((folder / "pipe").c_str(), 0600), 0);
        for (const std::string& name : {std::string("folder"), std::string("old"), std::string("loop"), std::string("pipe"), std::string("new"),
                                        std::string("no/new"), std::string(256, 'n')}) {
            const QString judged = obstacle(folder / name);
            const QString written = messageOf<FileError>([&] { writeFileAtomically(folder / name, std::span<const std::byte>()); });
            QVERIFY2(judged.isEmpty() == written.isEmpty(), qPrintable(judged + " | " + written));
        }
    }

    void permissionsAreHeeded() // E2
    {
        const ScratchFolder folder;
        QCOMPARE(::chmod(folder.path().c_str(), 0777), 0);
        QCOMPARE(::chmod(folder.write("old", "old").c_str(), 0444), 0);
        fs::create_directory(folder / "closed");
        QCOMPARE(::chmod((folder / "closed").c_str(), 0555), 0);
        QString ofFile, ofFolder, made, good;
        {
            const WithoutPrivileges nobody;
            ofFile = obstacle(folder / "old");
            ofFolder = obstacle(folder / "closed/new");
            made = messageOf<FileError>([&] { checkCanBeMade(folder / "closed/a/b/new"); });
            good = messageOf<FileError>([&] { checkCanBeMade(folder / "a/b/new"); });
        }
        ADVISES(ofFile, (QStringList{"old", "may not be replaced", "Permission denied"}));
        ADVISES(ofFolder, (QStringList{"closed/new", "cannot be written to", "Permission denied"}));
        ADVISES(made, (QStringList{"closed/a/b/new", "Permission denied"}));
        QCOMPARE(good, QString());
    }

    void theSameFileIsToldThroughLinks() // E3
    {
        const ScratchFolder folder;
        folder.write("a", "a");
        fs::create_hard_link(folder / "a", folder / "hard");
        fs::create_symlink("a", folder / "soft");
        fs::create_symlink("later", folder / "later-1");
        fs::create_symlink(folder / "later", folder / "later-2");
        fs::create_symlink("loop", folder / "loop");
        const auto same = [&](const char* x, const char* y) { return isSameFile(folder / x, folder / y); };
        QVERIFY(same("a", "a") && same("a", "hard") && same("a", "soft") && same("soft", "hard"));
        QVERIFY(same("a", "nothing/../a") || !fs::exists(folder / "nothing"));
        QVERIFY(same("later-1", "later-2") && same("later", "later-1") && same("new", "./new"));
        QVERIFY(!same("a", "later") && !same("new", "newer") && !same("loop", "a") && !same("later-1", "a"));
    }
};

QTEST_APPLESS_MAIN(TestOutputPlace)
#include "test_output_place.moc"
