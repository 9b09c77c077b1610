// SPDX-License-Identifier: Apache-2.0
// The one writer of files: whole or not at all, links and permissions kept, nothing left behind.
#include "core/atomic_file.h"
#include "tests/support/bad_input.h"
#include "tests/support/privileges.h"

#include <QTest>

#include <csignal>
#include <filesystem>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace tessera::core;
using namespace tessera::tests;

namespace fs = std::filesystem;

namespace {

void write(const fs::path& path, std::string_view text)
{
    writeFileAtomically(path, std::as_bytes(std::span(text)));
}

unsigned modeOf(const fs::path& path)
{
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
}

} // namespace

class TestAtomicFile : public QObject {
    Q_OBJECT
private slots:
    void aNewFileHasTheUsualPermissions()
    {
        const ScratchFolder folder;
        const mode_t before = ::umask(027);
        write(folder / "new.txt", "hello");
        ::umask(before);
        QCOMPARE(bytesOf(folder / "new.txt"), std::string("hello"));
        QCOMPARE(modeOf(folder / "new.txt"), 0640U);
        QCOMPARE(folder.names(), QStringList{"new.txt"});
    }

    void anEmptyFileIsWritten()
    {
        const ScratchFolder folder;
        write(folder / "empty", "");
        QCOMPARE(fs::file_size(folder / "empty"), 0U);
    }

    void anOldFileIsReplacedAndKeepsItsPermissions()
    {
        const ScratchFolder folder;
        for (const unsigned mode : {0600U, 0755U, 0666U}) {
            const fs::path file = folder.write("old", "old and longer");
            QCOMPARE(::chmod(file.c_str(), mode), 0);
            write(file, "new");
            QCOMPARE(bytesOf(file), std::string("new"));
            QCOMPARE(modeOf(file), mode);
        }
        QCOMPARE(folder.names(), QStringList{"old"});
    }

    void whoHasTheOldFileOpenGoesOnReadingIt()
    {
        const ScratchFolder folder;
        std::ifstream open(folder.write("old", "old"));
        write(folder / "old", "new");
        std::string text;
        open >> text;
        QCOMPARE(text, std::string("old"));
    }

    void linksAreFollowedAndStay()
    {
        const ScratchFolder folder;
        fs::create_directory(folder / "far");
        std::ofstream(folder / "far" / "target") << "old";
        fs::create_symlink("far/target", folder / "inner");
        fs::create_symlink(folder / "inner", folder / "outer");
        write(folder / "outer", "new");
        QVERIFY(fs::is_symlink(folder / "outer") && fs::is_symlink(folder / "inner"));
        QCOMPARE(bytesOf(folder / "far" / "target"), std::string("new"));
    }

    void aLinkToNothingCreatesWhatItNames()
    {
        const ScratchFolder folder;
        fs::create_symlink("later", folder / "link");
        write(folder / "link", "new");
        QVERIFY(fs::is_symlink(folder / "link"));
        QCOMPARE(bytesOf(folder / "later"), std::string("new"));
    }

    void whatIsNoFileIsRefused() // E4
    {
        const ScratchFolder folder;
        const auto refused = [](const fs::path& path, const QStringList& words) {
            return flaw(messageOf<FileError>([&] { write(path, "new"); }), QStringList{"cannot write"} + words);
        };
        fs::create_directory(folder / "folder");
        fs::create_symlink("loop", folder / "loop");
        fs::create_symlink("/dev/full", folder / "device");
        QCOMPARE(::mkfifo((folder / "pipe").c_str(), 0600), 0);
        const QStringList before = folder.names();
        QCOMPARE(refused(folder / "folder", {"folder", "it is a folder"}), QString());
        QCOMPARE(refused(folder / "folder/", {"no file name"}), QString());
        QCOMPARE(refused(folder / "loop", {"loop", "symbolic links"}), QString());
        QCOMPARE(refused(folder / "device", {"device"}), QString());
        QCOMPARE(refused("/dev/full", {"/dev/full", "device"}), QString());
        QCOMPARE(refused(folder / "pipe", {"pipe", "FIFO"}), QString());
        QCOMPARE(refused(folder / "missing/new", {"missing/new", "No such file"}), QString());
        QCOMPARE(refused(folder / std::string(256, 'n'), {"nnn", "too long"}), QString());
        QCOMPARE(refused("", {"no file name"}), QString());
        QCOMPARE(folder.names(), before);
    }

    void aNameOfFullLengthIsWritten()
    {
        const ScratchFolder folder;
        const std::string name(255, 'n');
        write(folder / name, "new");
        QCOMPARE(bytesOf(folder / name), std::string("new"));
    }

    void readOnlyFilesAndFoldersAreRefused() // E2
    {
        const ScratchFolder folder;
        QCOMPARE(::chmod(folder.path().c_str(), 0777), 0);
        const fs::path file = folder.write("old", "old");
        QCOMPARE(::chmod(file.c_str(), 0444), 0);
        fs::create_directory(folder / "closed");
        QCOMPARE(::chmod((folder / "closed").c_str(), 0555), 0);
        QString ofFile, ofFolder;
        {
            const WithoutPrivileges nobody;
            ofFile = messageOf<FileError>([&] { write(file, "new"); });
            ofFolder = messageOf<FileError>([&] { write(folder / "closed/new", "new"); });
        }
        REFUSES(ofFile, (QStringList{"cannot write", "old", "Permission denied"}));
        REFUSES(ofFolder, (QStringList{"cannot write", "closed/new", "Permission denied"}));
        QCOMPARE(bytesOf(file), std::string("old"));
        QCOMPARE(folder.names(), (QStringList{"closed", "old"}));
    }

    void aFullDiskLeavesTheOldFileAndNothingElse() // E1
    {
        const ScratchFolder folder;
        const fs::path file = folder.write("old", "old");
        // A limit on the size of files fails like a full disk: after a short write, in the middle.
        struct rlimit before {};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        const struct rlimit small {1 << 16, before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        const QString message = messageOf<FileError>([&] { write(file, std::string(1 << 20, 'x')); });
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        std::signal(SIGXFSZ, handler);
        REFUSES(message, (QStringList{"cannot write", "old", "File too large"}));
        QCOMPARE(bytesOf(file), std::string("old"));
        QCOMPARE(folder.names(), QStringList{"old"});
    }

    void manyBytesArriveWhole()
    {
        const ScratchFolder folder;
        std::string bytes(5000001, '\0');
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = static_cast<char>(i * 7 + i / 256);
        write(folder / "many", bytes);
        QVERIFY(bytesOf(folder / "many") == bytes);
    }
};

QTEST_APPLESS_MAIN(TestAtomicFile)
#include "test_atomic_file.moc"
