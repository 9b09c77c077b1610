// SPDX-License-Identifier: GPL-3.0-or-later
// tessera spectrum: of a picture, of a folder, and of what has no spectrum.
#include "app/cli/spectrum_report.h"
#include "tests/cli/figures.h"

#include <QtTest>

using namespace tessera;
using namespace tessera::tests;

class TestCliSpectrum : public QObject {
    Q_OBJECT

private slots:
    void theFirstLineOfSpectrumIsTrue()
    {
        const Folder folder;
        QDir().mkpath(folder.file("broken"));
        folder.write("broken/a.png", "nothing");
        const Run none = runTessera(with(kFactorEight, {"spectrum", folder.file("broken")}));
        QCOMPARE(none.exitCode, 1);
        QVERIFY2(none.out.startsWith("no picture could be measured"), none.out);
        QVERIFY2(!none.out.contains("cycles/px") && !none.out.contains("error below"), none.out);
        const QJsonObject json = runTessera(with(kFactorEight, {"spectrum", folder.file("broken"), "--json"})).json();
        QCOMPARE(json["pictures"].toInt(-1), 0);
        for (const char* list :
             {"cutoff", "frequency", "input_db", "reconstruction_db", "error_db", "ratio_db", "ratio_smoothed_db"})
            QVERIFY2(json.contains(list) && json[list].isNull(), list);
        for (const char* band : {"low", "mid", "high"})
            QVERIFY2(json["error_bands_mse"].toObject().contains(band) && json["error_bands_mse"][band].isNull(), band);

        QDir().mkpath(folder.file("set"));
        const QString line = folder.write("set/line.png", encoded(photo(200, 1, 3), "png"));
        for (const QString& input : {line, folder.file("set")})
            QVERIFY(runTessera(with(kFactorEight, {"spectrum", input})).out.startsWith("too small to compare"));
        QImage black(40, 40, QImage::Format_RGB32);
        black.fill(Qt::black);
        const QString dark = folder.write("set/black.png", encoded(black, "png"));
        // What it draws there is no detail of the input's, and no power of the input's either.
        QVERIFY(runTessera(with(kFactorEight, {"spectrum", dark}))
                    .out.startsWith("no detail is lost: the reconstruction nowhere falls below -3 dB of the input\n"));
        const Run set = runTessera(with(kFactorEight, {"spectrum", folder.file("set")}));
        QVERIFY2(set.out.startsWith("no detail is lost"), set.out);
        QVERIFY2(set.out.contains("means over 2 pictures, of which 1 too small for a spectrum"), set.out);
    }

    void spectrumComparesAPictureWithItsReconstruction()
    {
        const Folder folder;
        const QString file = folder.write("a.png", encoded(photo(53, 37, 2), "png"));
        const Run run = runTessera(with(kFactorEight, {"spectrum", file, "--json", "--png", folder.file("s.png")}));
        QVERIFY2(run.exitCode == 0, run.err);
        const QJsonObject json = run.json();
        QCOMPARE(json["transform_size"].toArray(), (QJsonArray{50, 36}));
        const qsizetype steps = 36 / 2 + 1;
        for (const char* list :
             {"frequency", "input_db", "reconstruction_db", "error_db", "ratio_db", "ratio_smoothed_db"})
            QCOMPARE(json[list].toArray().size(), steps);
        QCOMPARE(json["frequency"][18].toDouble(), 0.5);
        for (qsizetype i = 0; i < steps; ++i)
            QVERIFY(
                near(json["ratio_db"][i], json["reconstruction_db"][i].toDouble() - json["input_db"][i].toDouble()));
        const QJsonValue cutoff =
            runTessera(with(kFactorEight, {"eval", file, "--json"})).json()["pictures"][0]["cutoff"];
        QCOMPARE(json["cutoff"], cutoff);
        QVERIFY(json["error_bands_mse"]["high"].isDouble());
        QVERIFY(json["transform"].toString().contains("dft"));
        for (const char* fact : {"Hann", "cutoff:", "peaks:", "error bands:"})
            QVERIFY2(json["recipe"].toString().contains(fact), fact);
        QCOMPARE(QImage(folder.file("s.png")).size(), QSize(3 * 50 + 16, 36));
        const Run text = runTessera(with(kFactorEight, {"spectrum", file, "--window", "kaiser", "--channel", "red"}));
        QCOMPARE(text.exitCode, 0);
        QVERIFY(text.out.contains("Kaiser") && text.out.contains("red"));
    }

    void theSpectrumOfAFolderIsTheMeanOfItsPictures()
    {
        const Folder folder;
        QDir().mkpath(folder.file("set"));
        const QString one = folder.write("set/a.png", encoded(photo(48, 48, 2), "png")),
                      two = folder.write("set/b.png", encoded(photo(48, 48, 5), "png"));
        const Run run = runTessera(with(kFactorEight, {"spectrum", folder.file("set"), "--json"}));
        QVERIFY2(run.exitCode == 0, run.err);
        const QJsonObject json = run.json();
        QCOMPARE(json["pictures"].toInt(), 2);
        QCOMPARE(json["frequency"].toArray().size(), 129);
        const QJsonObject first = runTessera(with(kFactorEight, {"spectrum", one, "--json"})).json(),
                          second = runTessera(with(kFactorEight, {"spectrum", two, "--json"})).json();
        const auto power = [](const QJsonValue& decibels) { return std::pow(10, decibels.toDouble() / 10); };
        for (const char* list : {"input_db", "reconstruction_db", "error_db"})
            for (const auto& [step, place] : {std::pair{3, 16}, {12, 64}, {24, 128}}) // 1/16, 1/4, 1/2
                QVERIFY2(near(json[list][place],
                              10 * std::log10((power(first[list][step]) + power(second[list][step])) / 2)),
                         list);
        QVERIFY(near(json["error_bands_mse"]["mid"],
                     (first["error_bands_mse"]["mid"].toDouble() + second["error_bands_mse"]["mid"].toDouble()) / 2));
        QCOMPARE(runTessera(with(kFactorEight, {"spectrum", folder.file("set")})).exitCode, 0);
        folder.write("set/broken.png", "nothing");
        QCOMPARE(runTessera(with(kFactorEight, {"spectrum", folder.file("set"), "--json"})).exitCode, 1);
        const Run sheet =
            runTessera(with(kFactorEight, {"spectrum", folder.file("set"), "--png", folder.file("s.png")}));
        QCOMPARE(sheet.exitCode, 1);
        QVERIFY2(sheet.isOneLine(), sheet.err);
    }

    void theMeanNamesAllThatTransformed()
    {
        app::cli::MeanFindings means;
        QCOMPARE(means.transforms(), std::string("none"));
        const app::cli::SpectrumFindings one{{{0, 0.5}, {1, 1}}, {{0, 0.5}, {1, 1}}, {{0, 0.5}, {0, 0}}, {}, {}, 1};
        means.add(one, "VkFFT on a device");
        QCOMPARE(means.transforms(), std::string("VkFFT on a device"));
        means.add(one, "cv::dft on the processor");
        means.add(one, "VkFFT on a device");
        QCOMPARE(means.transforms(),
                 std::string("VkFFT on a device (2 pictures), cv::dft on the processor (1 picture)"));
        QCOMPARE(means.mean().pictures, std::int64_t{3});
    }

    void spectrumRefusesWhatItCannotDraw()
    {
        const Folder folder;
        const QString file = folder.write("a.png", encoded(photo(20, 20, 2), "png"));
        for (const QString& sheet : {folder.file("s.npy"), folder.file("s.xyz"), folder.file("no/s.png")}) {
            const Run run = runTessera(with(kFactorEight, {"spectrum", file, "--png", sheet}));
            QCOMPARE(run.exitCode, 1);
            QVERIFY2(run.isOneLine(), run.err);
        }
        QCOMPARE(runTessera(with(kFactorEight, {"spectrum", file, "--window", "flat"})).exitCode, 2);
        QCOMPARE(runTessera(with(kFactorEight, {"spectrum", folder.file("none.png")})).exitCode, 1);
    }
};

QTEST_GUILESS_MAIN(TestCliSpectrum)
#include "test_cli_spectrum.moc"
