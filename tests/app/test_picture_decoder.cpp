// SPDX-License-Identifier: GPL-3.0-or-later
// Decoders run in a process of their own: they decode the same there, and whatever becomes of that process is a message.
#include "app/pictures/confinement.h"
#include "app/pictures/decoder_process.h"
#include "app/pictures/decoder_reply.h"
#include "app/pictures/picture_files.h"
#include "tests/app/picture_bytes.h"
#include "tests/support/bad_input.h"
#include "tests/support/other_decoder.h"

#include <QColorSpace>
#include <QtTest>

#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace tessera;
using namespace tessera::tests;
namespace fs = std::filesystem;

namespace {

std::span<const std::byte> bytesIn(const std::string& text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

QImage coloured(int width, int height)
{
    QImage image(width, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            image.setPixel(x, y, qRgb(x * 7 % 256, y * 13 % 256, (x + y) * 5 % 256));
    return image;
}

const std::string& redPng()
{
    static const std::string bytes = encoded(coloured(23, 17), "png").toStdString();
    return bytes;
}

QString refusalOf(const OtherDecoder&)
{
    return messageOf([] { app::readPicture(bytesIn(redPng()), "red.png"); });
}

/// What the tests' own decoder answers for redPng().
std::string goodReply(const ScratchFolder& folder)
{
    const fs::path in = folder.write("in.png", redPng()), out = folder / "reply";
    const std::string command = TESSERA_BINARY_DIR "/tessera-decoder 0 < '" + in.string() + "' | cat > '" + out.string() + "'";
    return std::system(command.c_str()) == 0 ? tests::bytesOf(out) : std::string();
}

constexpr int kNoFilter = 100;

/// Confines a child of the test, which then tries each of `deeds`; the number of the first that succeeded, counted from
/// one, and 0 where none did.
template <class... Deeds>
int firstPossible(Deeds... deeds)
{
    const pid_t child = fork();
    if (child == 0) {
        if (!app::confineThisProcess())
            _exit(kNoFilter);
        int number = 0, possible = 0;
        ((++number, possible = possible == 0 && deeds() ? number : possible), ...);
        _exit(possible);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

} // namespace

class TestPictureDecoder : public QObject {
    Q_OBJECT

private slots:
    void init() { qunsetenv("TESSERA_DECODER"); }

    void aProcessDecodesWhatIsDecodedHere_data()
    {
        QTest::addColumn<QString>("file");
        const QDir corpus(QStringLiteral(TESSERA_SOURCE_DIR "/tests/fuzz/corpus/picture_header"));
        for (const QString& name : corpus.entryList(QDir::Files))
            QTest::newRow(qPrintable(name)) << corpus.filePath(name);
        for (const char* name : {"mountains.jpg", "sea.jpg"})
            QTest::newRow(name) << QStringLiteral(TESSERA_SOURCE_DIR "/resources/samples/") + name;
    }
    void aProcessDecodesWhatIsDecodedHere()
    {
        QFETCH(QString, file);
        const std::string bytes = tests::bytesOf(file.toStdString());
        const auto format = app::pictureFormatOf(bytesIn(bytes));
        if (!format || *format == app::PictureFormat::exr)
            return; // no decoder sees it
        const app::DecodedPixels here = app::decodeHere(bytesIn(bytes), *format);
        qputenv("TESSERA_DECODER", TESSERA_BINARY_DIR "/tessera-decoder");
        const app::DecodedPixels apart = app::decodeApart(bytesIn(bytes), *format);
        QCOMPARE(apart.hasComplaints, here.hasComplaints);
        QCOMPARE(apart.hasNoDecoder, here.hasNoDecoder);
        QCOMPARE(apart.image.format(), here.image.format());
        QCOMPARE(apart.image.size(), here.image.size());
        QCOMPARE(apart.image.colorTable(), here.image.colorTable());
        QImage expected = here.image;
        expected.setColorSpace({}); // known from the header, and handed over by nobody
        QVERIFY(apart.image == expected);
    }

    void theProgramHasItsDecoderBesideIt()
    {
        QVERIFY(QFileInfo(QStringLiteral(TESSERA_BINARY_DIR "/tessera-decoder")).isExecutable());
        QVERIFY(app::decoderProgram().empty()); // this test has none beside it
    }

    void aDecoderThatCrashesIsAMessage_data() // I18
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("segmentation fault") << "kill -SEGV $$" << QStringList{"crashed", "signal 11"};
        QTest::newRow("abort") << "kill -ABRT $$" << QStringList{"crashed", "signal 6"};
        QTest::newRow("killed by the system") << "kill -KILL $$" << QStringList{"crashed", "signal 9"};
        QTest::newRow("another exit code") << "exit 7" << QStringList{"crashed"};
        QTest::newRow("reads and crashes") << "cat > /dev/null; kill -BUS $$" << QStringList{"crashed", "signal 7"};
        QTest::newRow("lets go and stays") << "exec <&- >&-; sleep 1000" << QStringList{"stopped after 30 s"};
        QTest::newRow("no end") << "ulimit -S -t 1; while :; do :; done" << QStringList{"stopped after 30 s", "decoded in less"};
        QTest::newRow("no answer") << "exit 0" << QStringList{"nonsense"};
        QTest::newRow("another answer") << "echo I am no picture, and never was one, and this is long enough for a head"
                                        << QStringList{"nonsense"};
        QTest::newRow("no memory") << "exit 3" << QStringList{"not enough memory", "close other programs"};
    }
    void aDecoderThatCrashesIsAMessage() // I18
    {
        QFETCH(QString, script);
        QFETCH(QStringList, words);
        const OtherDecoder decoder(script.toStdString());
        REFUSES(refusalOf(decoder), words + QStringList("red.png"));
        qunsetenv("TESSERA_DECODER");
        QCOMPARE(app::readPicture(bytesIn(redPng()), "red.png").picture.width, 23); // and the next one is read
    }

    void aDecoderThatCannotBeStartedIsAMessage()
    {
        qputenv("TESSERA_DECODER", "/nowhere/tessera-decoder");
        REFUSES(messageOf([] { app::readPicture(bytesIn(redPng()), "red.png"); }),
                (QStringList{"red.png", "/nowhere/tessera-decoder", "cannot be started"}));
    }

    void repliesAreReadAsAStrangersFile()
    {
        const ScratchFolder folder;
        const std::string good = goodReply(folder);
        QCOMPARE(good.size(), sizeof(app::DecoderReply) + std::size_t{23 * 17 * 4});
        const OtherDecoder decoder("cat '" + (folder / "bent").string() + "'");
        folder.write("bent", good);
        QCOMPARE(app::readPicture(bytesIn(redPng()), "red.png").picture.height, 17);
        for (const std::size_t length : {std::size_t{1}, sizeof(app::DecoderReply) - 1, sizeof(app::DecoderReply),
                                         good.size() - 1}) {
            folder.write("bent", good.substr(0, length));
            REFUSES(refusalOf(decoder), QStringList{"nonsense"});
        }
        folder.write("bent", good + "x");
        REFUSES(refusalOf(decoder), QStringList{"nonsense"});
        // Each number of the head, as something that the picture is not; none may lead out of the reply.
        for (std::size_t field = 0; field < sizeof(app::DecoderReply) / 4; ++field)
            for (const std::int32_t value : {-1, 0, 1, 2, 24, 200, 70'000, 0x7FFFFFFF, int(0x80000000)}) {
                std::string bent = good;
                std::memcpy(bent.data() + 4 * field, &value, 4);
                folder.write("bent", bent);
                try {
                    const app::ReadPicture read = app::readPicture(bytesIn(redPng()), "red.png");
                    QVERIFY(read.picture.width * read.picture.height <= 23 * 17 * 32); // bits instead of pixels at most
                } catch (const core::Error& error) {
                    QVERIFY(QString(error.what()).contains("red.png"));
                }
            }
    }

    void aConfinedProcessCanComputeAndNothingElse()
    {
        const int possible = firstPossible(
            [] { return open("/etc/passwd", O_RDONLY) >= 0; }, [] { return open("/tmp", O_RDWR | O_TMPFILE, 0600) >= 0; },
            [] { return socket(AF_INET, SOCK_STREAM, 0) >= 0; }, [] { return socket(AF_UNIX, SOCK_STREAM, 0) >= 0; },
            [] {
                execl("/bin/true", "true", nullptr);
                return false; // where it is possible, there is no way back, and the exit code is 0
            },
            [] { return fork() >= 0; }, [] { return kill(getppid(), 0) == 0; },
            [] { return mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED; },
            [] {
                void* page = mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
                return page == MAP_FAILED || mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0;
            });
        if (possible == kNoFilter)
            QSKIP("this system has no filter of system calls");
        QCOMPARE(possible, 0);
        const int couldExecute = firstPossible([] {
            execl("/bin/false", "false", nullptr); // exits with 1
            return false;
        });
        QCOMPARE(couldExecute, 0);
        const int couldNot = firstPossible([] { return std::vector<int>(1 << 20, 1).back() != 1; },
                                           [] {
                                               int done = 0;
                                               std::thread([&done] { done = 1; }).join();
                                               return done != 1;
                                           },
                                           [] { return coloured(700, 700).convertToFormat(QImage::Format_RGBA64).isNull(); });
        QCOMPARE(couldNot, 0);
    }
};

QTEST_MAIN(TestPictureDecoder)
#include "test_picture_decoder.moc"
