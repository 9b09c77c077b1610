// SPDX-License-Identifier: GPL-3.0-or-later
// Figures over folders: eval and usage against what can be worked out from files that other sub-commands write; broken,
// empty, huge and foreign files among them.
#include "app/cli/eval_report.h"
#include "app/pictures/picture_files.h"
#include "core/analysis/quality.h"
#include "core/files/npy.h"
#include "tests/app/picture_bytes.h"
#include "tests/cli/figures.h"

#include <QtTest>

#include <csignal>
#include <sys/stat.h>

#include <cmath>
#include <limits>
#include <map>
#include <set>

using namespace tessera;
using namespace tessera::tests;

namespace {

constexpr const char* kGray = "tests/golden/v07-gray-layers3-relu-odd/model";

QJsonArray arrayOf(const QByteArray& out) { return QJsonDocument::fromJson(out).array(); }

core::IndexMap codesIn(const QString& file) { return core::toIndexMap(core::readNpy(file.toStdString()), "codes"); }

/// Entropy by the textbook, from codes one by one.
double entropyOf(const std::vector<std::int32_t>& codes)
{
    std::map<std::int32_t, double> counts;
    for (const std::int32_t code : codes)
        counts[code] += 1;
    double bits = 0;
    for (const auto& [code, count] : counts)
        bits += count / static_cast<double>(codes.size()) * std::log2(static_cast<double>(codes.size()) / count);
    return bits;
}

/// Mean of `measure` over the differences of two pictures' colours as they are in files of 8 bits.
template <class Measure>
double meanOf(const QImage& a, const QImage& b, Measure&& measure)
{
    double sum = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x) {
            const QRgb p = a.pixel(x, y), q = b.pixel(x, y);
            for (const int difference : {qRed(p) - qRed(q), qGreen(p) - qGreen(q), qBlue(p) - qBlue(q)})
                sum += measure(difference);
        }
    return sum / (3.0 * a.width() * a.height());
}

double mseOf(const QImage& a, const QImage& b)
{
    return meanOf(a, b, [](int difference) { return difference * difference; });
}

double maeOf(const QImage& a, const QImage& b)
{
    return meanOf(a, b, [](int difference) { return std::abs(difference); });
}

double psnrOf(double mse) { return 20 * std::log10(255.0) - 10 * std::log10(mse); }

} // namespace

class TestCliEval : public QObject {
    Q_OBJECT

    /// Three pictures in a folder and one in a folder below it.
    static QStringList makePictures(const Folder& folder)
    {
        QDir().mkpath(folder.file("set/below"));
        const QList<QPair<QString, QSize>> all{
            {"set/a.png", {33, 17}}, {"set/b.png", {24, 40}}, {"set/c.png", {5, 3}}, {"set/below/d.png", {16, 16}}};
        QStringList files;
        for (int i = 0; i < all.size(); ++i)
            files.append(folder.write(all[i].first,
                                      encoded(photo(all[i].second.width(), all[i].second.height(), i + 1), "png")));
        return files;
    }

private slots:
    void evalAgreesWithWhatOtherSubCommandsWrite()
    {
        const Folder folder;
        const QStringList files = makePictures(folder);
        const Run run = runTessera(with(kFactorEight, {"eval", folder.file("set"), "--json"}));
        QVERIFY2(run.exitCode == 0, run.err);
        const QJsonObject json = run.json();
        QCOMPARE(json.keys(), (QStringList{"device", "failed", "model", "pictures", "recipe", "total"}));
        for (const char* fact :
             {"sigma 1.5", "last pixels where they are too small", "commit_loss: 1.25", "infinite PSNR"})
            QVERIFY2(json["recipe"].toString().contains(fact), fact);
        const QJsonArray pictures = json["pictures"].toArray();
        QCOMPARE(pictures.size(), files.size());
        std::vector<std::int32_t> all;
        double sumOfPsnr = 0, sumOfSquares = 0;
        for (qsizetype i = 0; i < files.size(); ++i) {
            const QJsonObject found = pictures[i].toObject();
            QCOMPARE(found["path"].toString(), files[i]);
            QCOMPARE(found.size(), 13);
            QCOMPARE(
                runTessera(with(kFactorEight,
                                {"encode", files[i], "-o", folder.file("c.npy"), "--latents", folder.file("l.npy")}))
                    .exitCode,
                0);
            const Run made =
                runTessera(with(kFactorEight, {"reconstruct", files[i], "-o", folder.file("r.png"), "--json"}));
            const QImage original(files[i]), reconstruction(folder.file("r.png"));
            const QString size = QString("%1x%2").arg(original.width()).arg(original.height());
            QCOMPARE(runTessera(with(kFactorEight,
                                     {"decode", folder.file("l.npy"), "--latents", "--no-quantize", "-o",
                                      folder.file("u.png"), "--size", size}))
                         .exitCode,
                     0);
            QCOMPARE(found["width"].toInt(), original.width());
            QCOMPARE(found["height"].toInt(), original.height());
            const double mse = mseOf(original, reconstruction);
            QVERIFY(near(found["mse"], mse));
            QVERIFY(near(found["psnr"], psnrOf(mse)));
            QVERIFY(near(found["psnr_unquantized"], psnrOf(mseOf(original, QImage(folder.file("u.png"))))));
            QVERIFY(near(found["commit_loss"], made.json()["commit_loss"].toDouble()));
            const core::Quality quality = core::quality(app::readPicture(files[i].toStdString()).picture,
                                                        app::readPicture(folder.file("r.png").toStdString()).picture);
            QVERIFY(near(found["ssim"], quality.ssim));
            QVERIFY(near(found["mae"], maeOf(original, reconstruction)));
            const core::IndexMap codes = codesIn(folder.file("c.npy"));
            const double entropy = entropyOf(codes.codes);
            QVERIFY(near(found["entropy_bits"], entropy));
            QVERIFY(near(found["bits_per_pixel"],
                         entropy * static_cast<double>(codes.codes.size()) / (original.width() * original.height())));
            QCOMPARE(found["codes_used"].toInt(),
                     static_cast<int>(std::set(codes.codes.begin(), codes.codes.end()).size()));
            QVERIFY(found["cutoff"].isNull() || (found["cutoff"].toDouble() > 0 && found["cutoff"].toDouble() <= 0.5));
            all.insert(all.end(), codes.codes.begin(), codes.codes.end());
            sumOfPsnr += psnrOf(mse);
            sumOfSquares += psnrOf(mse) * psnrOf(mse);
        }
        const QJsonObject total = json["total"].toObject();
        const double mean = sumOfPsnr / 4;
        QVERIFY(near(total["mean"]["psnr"], mean));
        QVERIFY(near(total["std"]["psnr"], std::sqrt(sumOfSquares / 4 - mean * mean), 1e-6));
        QCOMPARE(total["tokens"].toInt(), static_cast<int>(all.size()));
        QCOMPARE(total["pictures"].toInt(), 4);
        QVERIFY(near(total["entropy_bits"], entropyOf(all)));
        QVERIFY(near(total["perplexity"], std::exp2(entropyOf(all))));
        QCOMPARE(total["codes_used"].toInt(), static_cast<int>(std::set(all.begin(), all.end()).size()));
        QVERIFY(json["failed"].toArray().isEmpty());
    }

    void usageCountsTheCodesThatEncodeWrites()
    {
        const Folder folder;
        const QStringList files = makePictures(folder);
        const Run run = runTessera(with(kFactorEight, {"usage", folder.file("set"), "--json"}));
        QVERIFY2(run.exitCode == 0, run.err);
        const QJsonObject json = run.json();
        QCOMPARE(json.keys(),
                 (QStringList{"counts", "dead", "entropy_bits", "failed", "perplexity", "pictures", "recipe", "tokens",
                              "used"}));
        QVERIFY(json["recipe"].toString().contains("perplexity 2^entropy"));
        const QJsonArray counts = json["counts"].toArray();
        std::vector<int> right(static_cast<std::size_t>(counts.size()));
        std::vector<std::int32_t> all;
        for (const QString& file : files) {
            QCOMPARE(runTessera(with(kFactorEight, {"encode", file, "-o", folder.file("c.npy")})).exitCode, 0);
            for (const std::int32_t code : codesIn(folder.file("c.npy")).codes) {
                ++right.at(static_cast<std::size_t>(code));
                all.push_back(code);
            }
        }
        int used = 0;
        for (qsizetype i = 0; i < counts.size(); ++i) {
            QCOMPARE(counts[i].toInt(), right[static_cast<std::size_t>(i)]);
            used += counts[i].toInt() > 0 ? 1 : 0;
        }
        QCOMPARE(json["used"].toInt(), used);
        QCOMPARE(json["dead"].toInt(), static_cast<int>(counts.size()) - used);
        QCOMPARE(json["tokens"].toInt(), static_cast<int>(all.size()));
        QCOMPARE(json["pictures"].toInt(), 4);
        QVERIFY(near(json["entropy_bits"], entropyOf(all)));
        QVERIFY(near(json["perplexity"], std::exp2(entropyOf(all))));
        const Run text = runTessera(with(kFactorEight, {"usage", folder.file("set")}));
        QCOMPARE(text.exitCode, 0);
        QVERIFY(text.out.contains(QByteArray::number(used) + " of " + QByteArray::number(counts.size())));
    }

    void severalModelsMakeAListAndRowsForEach()
    {
        const Folder folder;
        const QStringList files = makePictures(folder);
        const QString csv = folder.file("rows, \"all\".csv");
        const Run run =
            runTessera(with(kFactorEight, {"eval", files[0], files[2], "-m", source(kGray), "--json", "--csv", csv}));
        QVERIFY2(run.exitCode == 0, run.err);
        const QJsonArray list = arrayOf(run.out);
        QCOMPARE(list.size(), 2);
        for (const QJsonValue& model : list)
            QCOMPARE(model["pictures"].toArray().size(), 2);
        // Both folders are called "model".
        QCOMPARE(list[0]["model"].toString(), QString("v07-gray-layers3-relu-odd/model"));
        QCOMPARE(list[1]["model"].toString(), QString("v03-f8-odd-channels-mish/model"));
        QFile file(csv);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
        QCOMPARE(lines.size(), 5);
        QVERIFY(lines[0].startsWith("model,path,width,height,mse,mae,psnr,ssim,psnr_unquantized,commit_loss,"
                                    "entropy_bits,bits_per_pixel,codes_used,cutoff,recipe"));
        for (int row = 1; row <= 4; ++row)
            QVERIFY(lines[row].endsWith(",\"" + list[(row - 1) / 2]["recipe"].toString().toUtf8() + "\""));
        QVERIFY(lines[1].startsWith("v07-gray-layers3-relu-odd/model,") && lines[4].startsWith("v03-f8-"));
        // Numbers keep all their digits.
        QCOMPARE(lines[1].split(',')[4].toDouble(), list[0]["pictures"][0]["mse"].toDouble());
        const Run text = runTessera(with(kFactorEight, {"eval", files[0], "-m", source(kGray)}));
        QCOMPARE(text.exitCode, 0);
        QVERIFY(text.out.contains("psnr_unquantized") && text.out.contains("a.png"));
        QVERIFY(text.out.contains("\nv07-gray-layers3-relu-odd/model on "));
        // Columns are under their names.
        const QList<QByteArray> rows = text.out.split('\n');
        QCOMPARE(rows[0].indexOf("v03-f8") - rows[0].indexOf("v07-gray"),
                 rows[1].lastIndexOf("PSNR") - rows[1].indexOf("PSNR"));
        // One alone is called as its folder, and the same one twice is no other.
        const Run twice = runTessera(with(kFactorEight, {"eval", files[2], "-m", source(kFactorEight) + "/", "--json"}));
        for (const QJsonValue& model : arrayOf(twice.out))
            QCOMPARE(model["model"].toString(), QString("model"));
    }

    void aWrongModelIsFoundBeforeAnythingIsComputed()
    {
        const Folder folder;
        const QStringList files = makePictures(folder);
        const Run run = runTessera(with(kFactorEight, {"eval", files[0], "-m", "no-such-model"}));
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.isOneLine(), run.err);
        const Run csv = runTessera(with(kFactorEight, {"eval", files[0], "--csv", folder.file("no/such.csv")}));
        QCOMPARE(csv.exitCode, 1);
        QVERIFY2(csv.isOneLine(), csv.err);
    }

    void badFilesAreReportedAndTheOthersGoOn() // E7
    {
        const Folder folder;
        makePictures(folder);
        const QByteArray good = encoded(photo(40, 40, 7), "png");
        folder.write("set/broken.png", good.left(good.size() / 2));
        folder.write("set/empty.jpg", {});
        folder.write("set/page.png", "<html>not a picture</html>");
        folder.write("set/notes.txt", "a text"); // foreign: passed over
        folder.write("set/array.npy", "\x93NUMPY whatever"); // the same
        folder.write("set/nameless", good); // a picture by what is in it
        folder.write("set/.hidden.png", "broken");
        folder.write("set/bomb.png",
                     "\x89PNG\r\n\x1a\n"
                         + pngChunk("IHDR", big32(60000) + big32(60000) + QByteArray("\x08\x02\0\0\0", 5)));
        mkfifo(folder.file("set/pipe.png").toLocal8Bit().constData(), 0600);
        QFile::link(folder.file("set"), folder.file("set/below/round"));
        for (const char* command : {"eval", "usage"}) {
            const Run run =
                runTessera(with(kFactorEight, {command, folder.file("set"), folder.file("none.png"), "--json"}));
            QCOMPARE(run.exitCode, 1);
            const QJsonObject json = run.json();
            QStringList failed;
            for (const QJsonValue& failure : json["failed"].toArray()) {
                failed.append(QFileInfo(failure["path"].toString()).fileName());
                QVERIFY(!failure["why"].toString().isEmpty());
                QVERIFY(!failure["why"].toString().contains(failure["path"].toString()));
                QVERIFY(run.err.contains(failure["path"].toString().toLocal8Bit()));
            }
            failed.sort();
            QCOMPARE(failed, (QStringList{"bomb.png", "broken.png", "empty.jpg", "none.png", "page.png", "pipe.png"}));
            QCOMPARE((command == QByteArray("eval") ? json["total"] : QJsonValue(json))["pictures"].toInt(), 5);
            QVERIFY(run.err.contains("2 files in the folders are no pictures"));
            QVERIFY(run.err.contains("6 of 11 inputs could not be used"));
        }
    }

    void aThousandPicturesWithOneThatFailsAreTheOthers() // E7
    {
        const Folder folder;
        QDir().mkpath(folder.file("set"));
        const QByteArray small = encoded(photo(8, 8, 7), "png");
        for (int i = 0; i < 1000; ++i)
            folder.write(QStringLiteral("set/%1.png").arg(i), i == 500 ? QByteArray("no picture") : small);
        const Run run = runTessera(with(kFactorEight, {"usage", folder.file("set"), "--json"}));
        QCOMPARE(run.exitCode, 1);
        const QJsonArray failed = run.json()["failed"].toArray();
        QCOMPARE(failed.size(), 1);
        QVERIFY(failed[0].toObject()["path"].toString().endsWith("/500.png"));
        QCOMPARE(run.json()["pictures"].toInt(), 999);
        QVERIFY(run.err.contains("1 of 1000 inputs could not be used"));
    }

    void aFolderWithoutPicturesSaysSo()
    {
        const Folder folder;
        QDir().mkpath(folder.file("none"));
        folder.write("none/notes.txt", "a text");
        for (const char* command : {"eval", "usage"}) {
            const Run run = runTessera(with(kFactorEight, {command, folder.file("none")}));
            QCOMPARE(run.exitCode, 1);
            QVERIFY2(run.isOneLine(), run.err);
            QVERIFY(run.err.contains("no pictures"));
            QCOMPARE(runTessera(with(kFactorEight, {command})).exitCode, 2);
        }
    }

    void whereNothingCouldBeUsedTheFiguresAreNull()
    {
        const Folder folder;
        const QString broken = folder.write("a.png", "nothing");
        const Run run = runTessera(with(kFactorEight, {"eval", broken, "--json"}));
        QCOMPARE(run.exitCode, 1);
        const QJsonObject json = run.json();
        QVERIFY(json["total"]["mean"]["psnr"].isNull());
        QCOMPARE(json["total"]["tokens"].toInt(), 0);
        QCOMPARE(json["total"]["entropy_bits"].toDouble(), 0.0);
        QVERIFY(!run.out.contains(": nan") && !run.out.contains(": inf"));
    }

    void constantAndTinyPicturesHaveDefinedFigures()
    {
        const Folder folder;
        QStringList files;
        for (const QSize size : {QSize(1, 1), QSize(3, 200), QSize(64, 64), QSize(11, 11)})
            for (const QColor colour : {QColor(Qt::black), QColor(Qt::white), QColor(90, 120, 30)}) {
                QImage image(size, QImage::Format_RGB32);
                image.fill(colour);
                files.append(folder.write(QString("%1.png").arg(files.size()), encoded(image, "png")));
            }
        const Run run = runTessera(with(kFactorEight, QStringList{"eval", "--json"} + files));
        QVERIFY2(run.exitCode == 0, run.err);
        for (const QJsonValue& picture : run.json()["pictures"].toArray())
            for (const char* figure : {"mse", "mae", "psnr", "ssim", "psnr_unquantized", "commit_loss", "entropy_bits",
                                       "bits_per_pixel", "codes_used"})
                QVERIFY2(picture[figure].isDouble(), figure);
        for (const QString& file : files) {
            const Run spectrum = runTessera(with(kFactorEight, {"spectrum", file, "--json"}));
            QVERIFY2(spectrum.exitCode == 0, spectrum.err);
            QVERIFY(!spectrum.out.contains("nan"));
            for (const char* list : {"frequency", "reconstruction_db", "error_db", "ratio_db", "ratio_smoothed_db"})
                for (const QJsonValue& value : spectrum.json()[list].toArray())
                    QVERIFY2(value.isDouble(), list);
            QVERIFY(!spectrum.json()["input_db"].toArray().isEmpty());
            for (const QJsonValue& value : spectrum.json()["input_db"].toArray())
                QCOMPARE(value.toDouble(), -120.0);
        }
    }

    void anInfinitePsnrIsNullInJsonAndInfForPeople()
    {
        app::cli::Evaluation evaluation{"m", "d", "r", {}, core::CodeUsage(4), {}};
        for (const double psnr : {30.0, std::numeric_limits<double>::infinity()}) {
            core::PictureFigures figures;
            figures.quality.psnr = psnr;
            figures.psnrUnquantized = 40;
            evaluation.pictures.push_back({"p.png", figures});
        }
        const QJsonObject json =
            QJsonDocument::fromJson(QByteArray::fromStdString(app::cli::evalReport(evaluation).dump())).object();
        QCOMPARE(json["pictures"][0]["psnr"].toDouble(), 30.0);
        for (const QJsonValue& value : {json["pictures"][1]["psnr"], json["total"]["mean"]["psnr"],
                                        json["total"]["std"]["psnr"], json["total"]["mean"]["cutoff"]})
            QVERIFY(value.isNull());
        QCOMPARE(json["total"]["mean"]["psnr_unquantized"].toDouble(), 40.0);
        QCOMPARE(json["total"]["std"]["psnr_unquantized"].toDouble(), 0.0);
        const std::vector rows = {std::move(evaluation)};
        const QList<QByteArray> lines = QByteArray::fromStdString(app::cli::evalCsv(rows)).split('\n');
        QCOMPARE(lines[0].split(',')[6], QByteArray("psnr"));
        QCOMPARE(lines[1].split(',')[6], QByteArray("30"));
        QCOMPARE(lines[2].split(',')[6], QByteArray("inf"));
        const QByteArray table = QByteArray::fromStdString(app::cli::evalTable(rows));
        QVERIFY2(table.contains("inf (-)"), table);
    }

    void aGrayModelMeasuresLuma()
    {
        const Folder folder;
        const QString file = folder.write("a.png", encoded(photo(21, 19, 2, QImage::Format_ARGB32), "png"));
        const Run run = runTessera(with(kGray, {"eval", file, "--json"})),
                  made = runTessera(with(kGray, {"reconstruct", file, "-o", folder.file("r.png"), "--json"}));
        QVERIFY2(run.exitCode == 0, run.err);
        QVERIFY(near(run.json()["pictures"][0]["psnr"], made.json()["psnr_db"].toDouble()));
    }

    void aTerminalSeesABarAndAPipeDoesNot()
    {
        const Folder folder;
        const QString file = folder.write("a.png", encoded(photo(16, 16, 2), "png"));
        const QStringList arguments = with(kFactorEight, {"usage", file, "--json"});
        QVERIFY(!runTessera(arguments).err.contains("counting"));
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        const QString command = QStringLiteral(TESSERA_BINARY_DIR "/tessera ") + arguments.join(' ');
        process.start("script", {"-qec", command, "/dev/null"});
        if (!process.waitForStarted())
            QSKIP("there is no `script` to make a terminal with");
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitCode(), 0);
        const QByteArray shown = process.readAllStandardOutput();
        QVERIFY2(shown.contains("counting [########################] 100 %"), shown);
        QVERIFY(shown.contains("\r\033[K{")); // gone before the object is printed
    }

    void ctrlCStopsCleanly()
    {
        const Folder folder;
        QStringList arguments{"eval", folder.write("broken.png", "nothing"), "--json", "--csv", folder.file("out.csv")};
        const QString file = folder.write("a.png", encoded(photo(200, 200, 2), "png"));
        for (int i = 0; i < 500; ++i)
            arguments.append(file);
        QProcess process;
        process.setReadChannel(QProcess::StandardError);
        process.start(QStringLiteral(TESSERA_BINARY_DIR "/tessera"), with(kFactorEight, arguments));
        // The first picture is broken: when that is said, the work is under way.
        while (!process.readAllStandardError().contains("broken.png"))
            QVERIFY(process.waitForReadyRead(60000) || process.state() == QProcess::Running);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(process.readAllStandardOutput().isEmpty());
        QVERIFY(process.readAllStandardError().contains("stopped"));
        QVERIFY(!folder.has("out.csv"));
    }
};

QTEST_GUILESS_MAIN(TestCliEval)
#include "test_cli_eval.moc"
