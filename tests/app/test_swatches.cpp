// SPDX-License-Identifier: GPL-3.0-or-later
// Decoded swatches: what they are, in which order they are asked for, and what the disk keeps of them. Filters and
// orders of codes.
#include "app/codes/code_looks.h"
#include "app/codes/swatch_file.h"
#include "app/panels/code_filter.h"
#include "app/panels/code_grid.h"
#include "app/panels/code_order.h"
#include "app/panels/swatch_painter.h"
#include "app/pictures/picture_files.h"
#include "core/cpu/cpu_device.h"
#include "core/model/preprocess.h"
#include "core/model/swatches.h"
#include "tests/app/fake_device.h"
#include "tests/support/bad_input.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QPainter>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <numeric>
#include <sys/stat.h>

using namespace tessera;
using namespace tessera::tests;
using app::CodeSwatches;

namespace {

core::OpenedModel openedTiny()
{
    static const core::OpenedModel opened = core::openModel(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model");
    return opened;
}

/// One colour for each code.
core::Picture swatchOf(int code, int side)
{
    core::Picture picture(side, side, 3);
    for (std::size_t i = 0; i < picture.values.size(); i += 3) {
        picture.values[i] = static_cast<float>(code % 256) / 255;
        picture.values[i + 1] = static_cast<float>(code / 256) / 255;
    }
    return picture;
}

QImage noiseAtlas(QSize size)
{
    QImage image(size, QImage::Format_ARGB32);
    quint32 noise = 3;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            image.setPixel(x, y, 0xff000000U | ((noise = noise * 1664525U + 1013904223U) >> 8));
    image.setPixel(5, 5, 0);
    return image;
}

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(bytes);
}

/// Answers every request at once and remembers it.
struct Answerer {
    explicit Answerer(CodeSwatches& swatches)
    {
        QObject::connect(
            &swatches, &CodeSwatches::asked, &swatches, [this, &swatches](const auto& model, const auto& codes) {
                asked.push_back(codes);
                std::vector<core::Picture> pictures;
                for (const std::int32_t code : codes)
                    pictures.push_back(swatchOf(code, static_cast<int>(model->factor())));
                QMetaObject::invokeMethod(
                    &swatches, [&swatches, model, codes, pictures] { swatches.take(model, codes, pictures); },
                    Qt::QueuedConnection);
            });
    }
    std::vector<std::vector<std::int32_t>> asked;
};

} // namespace

class TestSwatches : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init()
    {
        QDir(QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + "/tessera/swatches")
            .removeRecursively();
    }
    void cleanupTestCase() { init(); }

    void aPictureOfPatchesBesideAModelStandsInUntilSwatchesAreDecoded()
    {
        const ScratchFolder folder;
        core::OpenedModel model = openedTiny();
        model.files.folder = folder.path();
        const QImage patches = noiseAtlas({32 * 4, 512 / 32 * 4});
        QVERIFY(patches.save(QString::fromStdString((folder / "codes.png").string())));
        app::CodeLooks looks;
        looks.setModel(model);
        QTRY_VERIFY(looks.hasPatches());
        const auto drawn = [&](app::CodeLook look) {
            QImage image(4, 4, QImage::Format_RGB32);
            QPainter painter(&image);
            app::drawSwatch(painter, image.rect(), 33, looks, look, {}, QPalette());
            return image.pixel(2, 2);
        };
        QCOMPARE(looks.patchRect(33), QRect(4, 4, 4, 4));
        QCOMPARE(drawn(app::CodeLook::patches), patches.pixel(6, 6));
        QCOMPARE(drawn(app::CodeLook::decoded), patches.pixel(6, 6));
        QCOMPARE(drawn(app::CodeLook::colours), looks.colour(33));
    }

    void whatIsNoPictureOfPatchesIsPassedOver()
    {
        const ScratchFolder folder;
        const std::string file = (folder / "codes.png").string();
        core::OpenedModel model = openedTiny();
        model.files.folder = folder.path();
        const auto isTaken = [&] {
            app::CodeLooks looks;
            looks.setModel(model);
            [&] { QTRY_VERIFY(!looks.coordinates().empty()); }(); // both are there then
            return looks.hasPatches();
        };
        QVERIFY(!isTaken());
        folder.write("codes.png", "no picture");
        QVERIFY(!isTaken());
        QVERIFY(noiseAtlas({32 * 4, 512 / 32 * 4 + 1}).save(QString::fromStdString(file)));
        QVERIFY(!isTaken());
        std::filesystem::remove(file);
        QVERIFY(mkfifo(file.c_str(), 0600) == 0); // which nobody writes to: it would be waited for
        QVERIFY(!isTaken());
    }

    void aSwatchIsTheMiddleOfAMapOfItsCode()
    {
        const auto model = tinyModel();
        const auto device = core::makeCpuDevice();
        const core::Codec codec(model, *device);
        const std::vector<std::int32_t> codes{3, 500, 17};
        const std::vector<core::Picture> swatches = core::decodeSwatches(codec, codes);
        QCOMPARE(swatches.size(), codes.size());
        for (std::size_t i = 0; i < codes.size(); ++i) {
            core::IndexMap map(1, core::kSwatchCells, core::kSwatchCells);
            std::ranges::fill(map.codes, codes[i]);
            const core::Picture whole = core::toPicture(codec.decodeCodes(map), 0, nullptr);
            QCOMPARE(swatches[i].width, 4);
            for (int y = 0; y < 4; ++y)
                for (int x = 0; x < 4; ++x)
                    for (int c = 0; c < 3; ++c)
                        QCOMPARE(swatches[i].pixel(x, y)[c], whole.pixel(8 + x, 8 + y)[c]);
        }
        QVERIFY(core::decodeSwatches(codec, {}).empty());
        QVERIFY_EXCEPTION_THROWN(core::decodeSwatches(codec, std::vector<std::int32_t>{512}), core::ShapeError);
    }

    void nothingIsDecodedThatNobodyLooksAt()
    {
        CodeSwatches swatches;
        const Answerer answerer(swatches);
        swatches.setModel(openedTiny());
        QTest::qWait(100);
        QVERIFY(answerer.asked.empty());
        swatches.want({7});
        QTRY_VERIFY(swatches.has(7));
        QVERIFY(!swatches.has(8) && !swatches.has(-1) && !swatches.has(512));
        QCOMPARE(swatches.atlas().pixel(swatches.rect(7).topLeft()), qRgb(7, 0, 0));
        QCOMPARE(swatches.meanColour(7), qRgb(7, 0, 0));
        swatches.want({7});
        QVERIFY(swatches.isIdle());
        QCOMPARE(answerer.asked.size(), std::size_t{1});
    }

    void whatIsInSightNowComesFirst()
    {
        std::vector<int> first(100), second(20);
        std::iota(first.begin(), first.end(), 0);
        std::iota(second.begin(), second.end(), 400);
        CodeSwatches swatches;
        const Answerer answerer(swatches);
        connect(&swatches, &CodeSwatches::asked, this, [&] {
            if (answerer.asked.size() == 1)
                swatches.want(second); // somebody scrolls on while the first are decoded
        });
        swatches.setModel(openedTiny());
        swatches.want(first);
        QTRY_VERIFY(swatches.has(99));
        QTRY_VERIFY(swatches.isIdle());
        QCOMPARE(answerer.asked[1].front(), 400);
        QCOMPARE(answerer.asked[1].size(), static_cast<std::size_t>(core::kSwatchBatch));
        QCOMPARE(answerer.asked[2].front(), 416);
        for (const int code : {0, 99, 400, 419})
            QVERIFY(swatches.has(code));
    }

    void aFailureIsNotAskedForAgainUntilTheDeviceIsAnother()
    {
        CodeSwatches swatches;
        int asked = 0;
        connect(&swatches, &CodeSwatches::asked, this, [&](const auto& model, const auto& codes) {
            ++asked;
            QMetaObject::invokeMethod(
                &swatches, [&swatches, model, codes] { swatches.take(model, codes, {}); }, Qt::QueuedConnection);
        });
        swatches.setModel(openedTiny());
        swatches.want({1});
        QTRY_COMPARE(asked, 1);
        QTRY_VERIFY(swatches.isIdle());
        swatches.want({2});
        QCOMPARE(asked, 1);
        swatches.retry();
        swatches.want({2});
        QTRY_COMPARE(asked, 2);
    }

    void whatWasDecodedOnceIsFoundOnTheDisk()
    {
        {
            CodeSwatches swatches;
            const Answerer answerer(swatches);
            swatches.setModel(openedTiny());
            swatches.want({1, 300, 511});
            QTRY_VERIFY(swatches.has(511));
            swatches.setModel({}); // writes at once
        }
        const QString path = app::swatchFile(openedTiny().files);
        QTRY_VERIFY(QFile::exists(path));
        CodeSwatches swatches;
        const Answerer answerer(swatches);
        swatches.setModel(openedTiny());
        QTRY_VERIFY(swatches.has(300));
        QCOMPARE(swatches.meanColour(300), qRgb(300 % 256, 300 / 256, 0));
        QVERIFY(swatches.has(1) && swatches.has(511) && !swatches.has(2));
        QVERIFY(answerer.asked.empty());
    }

    void anAtlasComesBackAsItWas()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath("deep/er/a.png");
        const QImage atlas = noiseAtlas(app::swatchAtlasSize(70, 4));
        QCOMPARE(atlas.size(), QSize(128, 12));
        app::writeSwatches(path, atlas);
        const QImage read = app::readSwatches(path, atlas.size());
        QCOMPARE(read, atlas);
        QCOMPARE(qAlpha(read.pixel(5, 5)), 0);
        QVERIFY(app::readSwatches(path, {128, 16}).isNull());
        QVERIFY(app::readSwatches(folder.filePath("none.png"), atlas.size()).isNull());
    }

    void aDamagedFileIsAsGoodAsNone()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath("a.png");
        const QImage atlas = noiseAtlas({128, 12});
        app::writeSwatches(path, atlas);
        const QByteArray whole = bytesOf(path);
        for (qsizetype size = 0; size < whole.size() - 12; size += 97) { // all but the empty chunk at the end
            write(path, whole.left(size));
            QVERIFY2(app::readSwatches(path, atlas.size()).isNull(), qPrintable(QString::number(size)));
        }
        QByteArray flipped = whole;
        flipped[whole.size() / 2] = char(flipped[whole.size() / 2] ^ 0x10);
        write(path, flipped);
        QVERIFY(app::readSwatches(path, atlas.size()).isNull());
        write(path, "hello");
        QVERIFY(app::readSwatches(path, atlas.size()).isNull());
        QImage opaque(128, 12, QImage::Format_RGB32);
        opaque.fill(Qt::red);
        QVERIFY(opaque.save(path));
        QVERIFY(app::readSwatches(path, atlas.size()).isNull());
    }

    void theFolderIsBoundedAndTheOldestGo()
    {
        QTemporaryDir folder;
        const QImage atlas = noiseAtlas({128, 64});
        for (const char* name : {"a.png", "b.png", "c.png"}) {
            app::writeSwatches(folder.filePath(name), atlas);
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadWrite));
            file.setFileTime(QDateTime::currentDateTime().addDays(-40 + name[0] - 'a'),
                             QFileDevice::FileModificationTime);
        }
        const qint64 size = QFileInfo(folder.filePath("a.png")).size();
        app::readSwatches(folder.filePath("a.png"), atlas.size()); // used just now
        app::writeSwatches(folder.filePath("d.png"), atlas, 2 * size + size / 2);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files, QDir::Name), QStringList({"a.png", "d.png"}));
    }

    void cachesAreSweptOfLeftOversAndOfWhatIsTooMuch()
    {
        QTemporaryDir folder;
        const std::filesystem::path cache = folder.path().toStdString();
        app::sweepCaches(cache / "none"); // nothing there, and nothing is made
        QVERIFY(!std::filesystem::exists(cache / "none"));
        for (const char* kind : {"swatches", "tuning"}) {
            std::filesystem::create_directories(cache / kind);
            for (const char* name : {".tessera-17.tmp", ".hidden", "small.json"})
                write(QString::fromStdString((cache / kind / name).string()), "x");
        }
        const auto put = [&](const char* name, std::uintmax_t bytes, int daysAgo) { // sparse: only the number counts
            QFile file(QString::fromStdString((cache / "tuning" / name).string()));
            QVERIFY(file.open(QIODevice::ReadWrite) && file.resize(static_cast<qint64>(bytes)));
            QVERIFY(file.setFileTime(QDateTime::currentDateTime().addDays(-daysAgo), QFileDevice::FileModificationTime));
        };
        put("oldest.json", 10, 9);
        put("old.json", app::kTuningBytes, 5);
        put("new.json", app::kTuningBytes / 2, 1);
        app::sweepCaches(cache);
        const auto names = [&](const char* kind) {
            return QDir(QString::fromStdString((cache / kind).string())).entryList(QDir::Files | QDir::Hidden, QDir::Name);
        };
        QCOMPARE(names("swatches"), QStringList({".hidden", "small.json"}));
        QCOMPARE(names("tuning"), QStringList({".hidden", "new.json", "small.json"}));
    }

    void ofSixteenThousandCodesOnlyThoseInSightAreDecoded()
    {
        app::CodeLooks looks;
        const Answerer answerer(looks.swatches());
        looks.setModel(core::openModel(TESSERA_SOURCE_DIR "/tests/golden/v13-codes16384/model"));
        app::CodeGrid grid(looks);
        grid.resize(300, 500);
        grid.show();
        QVERIFY(QTest::qWaitForWindowExposed(&grid));
        QCOMPARE(grid.list().codes().size(), std::size_t{16384});
        QElapsedTimer time;
        qint64 longest = 0;
        QScrollBar& bar = *grid.verticalScrollBar();
        for (int jump = 1; jump <= 10; ++jump) {
            bar.setValue(bar.maximum() / 10 * jump);
            time.start();
            grid.viewport()->repaint();
            longest = std::max(longest, time.nsecsElapsed());
            QCoreApplication::processEvents();
        }
        qInfo("the longest paint of 16384 codes took %.1f ms", double(longest) / 1e6);
        QTRY_VERIFY(looks.swatches().isIdle());
        QVERIFY(looks.swatches().has(grid.codeAt({20, 20})));
        QVERIFY(!looks.swatches().has(16384 / 20)); // between two of the places
        QVERIFY(answerer.asked.size() * core::kSwatchBatch < 8192);
    }

    void filtersOfCodes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QList<int>>("left"); // of codes 0..120: every third is used, 7 and 42 are favourites
        QTest::newRow("a number") << "11" << QList<int>{11, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119};
        QTest::newRow("a range") << "40-43" << QList<int>{40, 41, 42, 43};
        QTest::newRow("a range backwards, and another") << "43-42, 3-3" << QList<int>{3, 42, 43};
        QTest::newRow("above") << ">118" << QList<int>{119, 120};
        QTest::newRow("below and unused") << "<5 unused" << QList<int>{1, 2, 4};
        QTest::newRow("favourites") << "*" << QList<int>{7, 42};
        QTest::newRow("used favourites") << "Favourite Used" << QList<int>{42};
        QTest::newRow("nonsense") << "purple" << QList<int>{};
        QTest::newRow("a number that is none") << "99999999999999999999" << QList<int>{};
    }
    void filtersOfCodes()
    {
        QFETCH(const QString, text);
        QFETCH(const QList<int>, left);
        const auto isWanted = app::codeFilter(text);
        QList<int> found;
        for (int code = 0; code <= 120; ++code)
            if (isWanted({code, code % 3 == 0, code == 7 || code == 42}))
                found << code;
        QCOMPARE(found, left);
    }

    void anEmptyFilterWantsAll()
    {
        QVERIFY(app::codeFilter("")({3, false, false}));
        QVERIFY(app::codeFilter(" , ")({3, false, false}));
    }

    void byColourGreysComeFirstAndThenTheHues()
    {
        const std::vector<QRgb> colours{qRgb(0, 0, 200), qRgb(200, 200, 200), qRgb(90, 0, 0),
                                        qRgb(0, 180, 0), qRgb(20, 20, 20),    qRgb(200, 0, 0)};
        QCOMPARE(app::orderCodes(app::CodeOrder::colour, 6, 3, {}, {}, colours), (std::vector<int>{4, 1, 2, 5, 3, 0}));
    }
};

QTEST_MAIN(TestSwatches)
#include "test_swatches.moc"
