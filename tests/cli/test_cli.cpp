// SPDX-License-Identifier: GPL-3.0-or-later
// The contract of the command line: streams, exit codes, shapes, names; scripts depend on it.
#include "app/pictures/picture_files.h"
#include "core/files/npy.h"
#include "tests/app/picture_bytes.h"
#include "tests/cli/program.h"

#include <QtTest>

using namespace tessera::tests;
using tessera::app::readPicture;

namespace {

/// A small model for each kind of picture; the CPU is quick enough for them.
QStringList with(const char* golden, QStringList arguments)
{
    return arguments << "-m" << source(QString("tests/golden/%1/model").arg(golden)) << "--device"
                     << "cpu";
}

constexpr const char* kFactorOne = "v01-defaults";
constexpr const char* kFactorEight = "v03-f8-odd-channels-mish";
constexpr const char* kGray = "v07-gray-layers3-relu-odd";
constexpr const char* kBatch = "v08-batch2-gelu";

QImage photo(int width, int height, QImage::Format format = QImage::Format_RGB32)
{
    QImage image(width, height, format);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            image.setPixel(
                x, y,
                qRgba(x * 255 / std::max(1, width), y * 255 / std::max(1, height), (x * y) % 256, 255 - (x % 128)));
    return image;
}

tessera::core::IndexMap codesIn(const QString& file)
{
    return tessera::core::toIndexMap(tessera::core::readNpy(file.toStdString()), "codes");
}

tessera::core::Tensor tensorIn(const QString& file)
{
    return tessera::core::toTensor(tessera::core::readNpy(file.toStdString()), "tensor");
}

} // namespace

class TestCli : public QObject {
    Q_OBJECT
private slots:
    void help_and_version_go_to_standard_output();
    void what_cannot_be_parsed_exits_with_2_data();
    void what_cannot_be_parsed_exits_with_2();
    void without_a_display_the_bare_program_explains_itself();
    void info_describes_a_model();
    void devices_always_lists_the_processor();
    void an_unknown_model_lists_the_embedded_ones();
    void an_unknown_device_is_refused_after_the_files_were_judged();
    void encode_writes_int64_codes_and_float_latents();
    void options_may_stand_before_the_sub_command();
    void arithmetic_and_memory_may_be_asked_for_on_any_device();
    void a_picture_is_padded_and_cropped_back();
    void fit_crop_and_resize_have_their_sizes();
    void a_decoded_picture_is_whole_unless_a_size_is_given();
    void a_batch_is_written_as_numbered_pictures();
    void alpha_is_attached_again();
    void a_gray_model_takes_colour_and_draws_gray();
    void a_model_of_other_channels_takes_only_npy();
    void latents_are_quantized_unless_told_otherwise();
    void a_model_that_looks_codes_up_does_so_without_quantizing();
    void json_is_one_object_and_nothing_else();
    void outputs_are_judged_before_anything_is_read_data();
    void outputs_are_judged_before_anything_is_read();
    void values_that_are_not_finite_are_refused_by_position();
    void full_standard_output_is_a_failure();
};

void TestCli::help_and_version_go_to_standard_output()
{
    const Run help = runTessera({"--help"});
    QCOMPARE(help.exitCode, 0);
    for (const char* word : {"info", "encode", "decode", "reconstruct", "devices", "--model", "--device", "--exact",
                             "--memory-budget"})
        QVERIFY2(help.out.contains(word), word);
    QVERIFY(help.err.isEmpty());
    QVERIFY(runTessera({"decode", "--help"}).out.contains("--no-quantize"));
    const Run version = runTessera({"--version"});
    QCOMPARE(version.exitCode, 0);
    QVERIFY(version.out.startsWith("tessera "));
}

void TestCli::what_cannot_be_parsed_exits_with_2_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("unknown option") << QStringList{"devices", "--nonsense"};
    QTest::newRow("info without a model") << QStringList{"info"};
    QTest::newRow("encode without input") << QStringList{"encode", "-o", "a.npy"};
    QTest::newRow("encode without output") << QStringList{"encode", "a.png"};
    QTest::newRow("two inputs") << QStringList{"encode", "a.png", "b.png", "-o", "a.npy"};
    QTest::newRow("bad fit") << QStringList{"encode", "a.png", "-o", "a.npy", "--fit", "stretch"};
    for (const char* size : {"5", "5x", "x5", "axb", "5x5x5", "0x5", "-5x5", "99999999999x1", " 5x5"})
        QTest::addRow("size %s", size) << QStringList{"decode", "a.npy", "-o", "a.png", QString("--size=%1").arg(size)};
    QTest::newRow("no-quantize without latents") << QStringList{"decode", "a.npy", "-o", "a.png", "--no-quantize"};
    QTest::newRow("device without a value") << QStringList{"devices", "--device"};
    for (const char* budget : {"0", "-1", "much", "1.5", "2000000", "512MiB"})
        QTest::addRow("budget %s", budget) << QStringList{"devices", QString("--memory-budget=%1").arg(budget)};
    QTest::newRow("file and sub-command") << QStringList{"a.png", "devices"};
}

void TestCli::what_cannot_be_parsed_exits_with_2()
{
    QFETCH(QStringList, arguments);
    const Run run = runTessera(arguments);
    QCOMPARE(run.exitCode, 2);
    QVERIFY2(run.isOneLine(), run.err);
    QVERIFY(run.err.contains("--help"));
}

void TestCli::without_a_display_the_bare_program_explains_itself()
{
    for (const QStringList& arguments : {QStringList{}, QStringList{source("resources/samples/coffee.jpg")}}) {
        const Run run = runTessera(arguments);
        QCOMPARE(run.exitCode, 1);
        QVERIFY(run.err.contains("no display"));
        QVERIFY(run.err.contains("reconstruct"));
        QVERIFY(run.out.isEmpty());
    }
}

void TestCli::info_describes_a_model()
{
    const Run text = runTessera({"info", "photo-f8-1024"});
    QCOMPARE(text.exitCode, 0);
    QVERIFY(text.out.contains("factor") && text.out.contains("1024 codes"));
    const Run run = runTessera({"info", source("tests/golden/v01-defaults/model"), "--json"});
    QCOMPARE(run.exitCode, 0);
    const QJsonObject json = run.json();
    QCOMPARE(json["parameters"].toInt(), 560414);
    QCOMPARE(json["factor"].toInt(), 1);
    QCOMPARE(json["codebook"]["codes"].toInt(), 256);
    QCOMPARE(json["config"]["vq_embed_dim"].toInt(), 3);
    QCOMPARE(json["dtype"].toString(), "F32");
    QVERIFY(json["bytes"].toInteger() > 4 * 560414);
    QCOMPARE(runTessera({"info", "-m", "photo-f4-512"}).exitCode, 0);
}

void TestCli::devices_always_lists_the_processor() // G1
{
    for (const QStringList& environment :
         {QStringList{}, QStringList{"VK_ICD_FILENAMES=/nonexistent", "VK_DRIVER_FILES=/nonexistent"}}) {
        const Run run = runTessera({"devices", "--json"}, environment);
        QCOMPARE(run.exitCode, 0);
        const QJsonArray devices = run.json()["devices"].toArray();
        QVERIFY(!devices.isEmpty());
        QCOMPARE(devices.last()["name"].toString(), "cpu");
        if (!environment.isEmpty()) {
            QCOMPARE(devices.size(), 1);
            QVERIFY(!run.json()["problem"].toString().isEmpty());
        }
        const Run text = runTessera({"devices"}, environment);
        QCOMPARE(text.exitCode, 0);
        QVERIFY(text.out.contains("cpu"));
    }
}

void TestCli::an_unknown_model_lists_the_embedded_ones()
{
    const Run run = runTessera({"info", "photo-f9"});
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.isOneLine(), run.err);
    QVERIFY(run.err.contains("photo-f8-1024") && run.err.contains("photo-f4-512"));
    QVERIFY(run.err.contains("tessera models"));
}

void TestCli::an_unknown_device_is_refused_after_the_files_were_judged()
{
    const Folder folder;
    const QString picture = folder.write("a.png", encoded(photo(16, 16), "png"));
    const Run device = runTessera({"encode", picture, "-o", folder.file("a.npy"), "--device", "Voodoo 3000"});
    QCOMPARE(device.exitCode, 1);
    QVERIFY2(device.isOneLine(), device.err);
    QVERIFY(device.err.contains("Voodoo 3000"));
    const Run file =
        runTessera({"encode", folder.file("no.png"), "-o", folder.file("a.npy"), "--device", "Voodoo 3000"});
    QCOMPARE(file.exitCode, 1);
    QVERIFY(file.err.contains("no.png"));
    QCOMPARE(folder.files(), QStringList{"a.png"});
}

void TestCli::encode_writes_int64_codes_and_float_latents()
{
    const Folder folder;
    const QString picture = folder.write("a.png", encoded(photo(33, 17), "png"));
    const Run run = runTessera(
        with(kFactorEight, {"encode", picture, "-o", folder.file("c.npy"), "--latents", folder.file("l.npy")}));
    QVERIFY2(run.exitCode == 0, run.err);
    QVERIFY(run.out.isEmpty());
    QVERIFY(run.err.contains("padded from 33x17 to 40x24"));
    const auto codes = tessera::core::readNpy(folder.file("c.npy").toStdString());
    QCOMPARE(codes.dtype, std::string("<i8"));
    QCOMPARE(codes.shape, (std::vector<std::int64_t>{1, 3, 5}));
    QVERIFY((tensorIn(folder.file("l.npy")).shape.w == 5));
}

void TestCli::options_may_stand_before_the_sub_command()
{
    const Folder folder;
    const QString picture = folder.write("a.png", encoded(photo(16, 16), "png"));
    const QStringList shared = with(kFactorEight, {});
    QCOMPARE(runTessera(shared + QStringList{"encode", picture, "-o", folder.file("before.npy")}).exitCode, 0);
    QCOMPARE(runTessera(QStringList{"encode", picture, "-o", folder.file("after.npy")} + shared).exitCode, 0);
    QVERIFY(codesIn(folder.file("before.npy")) == codesIn(folder.file("after.npy")));
}

void TestCli::arithmetic_and_memory_may_be_asked_for_on_any_device()
{
    const Folder folder;
    const QString codes = folder.write("c.npy", npy("<i2", "2, 3", rawBytes<qint16>({1, 2, 3, 4, 5, 6})));
    const QStringList options{"--exact", "--memory-budget", "1024"};
    const QString model = source(QString("tests/golden/%1/model").arg(kFactorEight));
    const QStringList decode{"decode", codes, "-m", model};
    for (const QStringList& arguments :
         {decode + QStringList{"-o", folder.file("a.npy")} + options,
          options + decode + QStringList{"-o", folder.file("b.npy")},
          decode + QStringList{"-o", folder.file("c2.npy"), "--device", "cpu"} + options}) {
        const Run run = runTessera(arguments);
        QVERIFY2(run.exitCode == 0, run.err);
    }
    QVERIFY(tensorIn(folder.file("a.npy")).values == tensorIn(folder.file("b.npy")).values);
}

void TestCli::a_picture_is_padded_and_cropped_back() // I8
{
    const Folder folder;
    for (const QSize size : {QSize(1, 1), QSize(1, 200), QSize(200, 1), QSize(37, 51), QSize(40, 48)}) {
        const QString picture = folder.write("a.png", encoded(photo(size.width(), size.height()), "png"));
        const Run run = runTessera(with(kFactorEight, {"reconstruct", picture, "-o", folder.file("b.png")}));
        QVERIFY2(run.exitCode == 0, run.err);
        QVERIFY(run.out.contains("PSNR") && run.out.contains("commit loss"));
        const auto back = readPicture(folder.file("b.png").toStdString());
        QCOMPARE(QSize(back.picture.width, back.picture.height), size);
        QCOMPARE(run.err.contains("padded"), size != QSize(40, 48));
    }
}

void TestCli::fit_crop_and_resize_have_their_sizes() // I8
{
    const Folder folder;
    const QString picture = folder.write("a.png", encoded(photo(37, 50), "png"));
    const auto result = [&](const char* fit) {
        const Run run = runTessera(
            with(kFactorEight, {"reconstruct", picture, "-o", folder.file("b.png"), "--fit", fit, "--json"}));
        const auto back = readPicture(folder.file("b.png").toStdString());
        const QJsonArray model = run.json()["model_size"].toArray();
        return QList<int>{back.picture.width, back.picture.height, model[0].toInt(), model[1].toInt()};
    };
    QCOMPARE(result("pad"), (QList<int>{37, 50, 40, 56}));
    QCOMPARE(result("crop"), (QList<int>{32, 48, 32, 48}));
    QCOMPARE(result("resize"), (QList<int>{37, 50, 40, 48}));
    const QString tiny = folder.write("t.png", encoded(photo(5, 5), "png"));
    QCOMPARE(
        runTessera(with(kFactorEight, {"reconstruct", tiny, "-o", folder.file("t2.png"), "--fit", "crop"})).exitCode,
        1);
    QVERIFY(!folder.has("t2.png"));
}

void TestCli::a_decoded_picture_is_whole_unless_a_size_is_given()
{
    const Folder folder;
    const QString codes = folder.write("c.npy", npy("<i2", "2, 3", rawBytes<qint16>({1, 2, 3, 4, 5, 6})));
    const auto sizeOf = [&](const QStringList& more) {
        const Run run = runTessera(with(kFactorEight, QStringList{"decode", codes, "-o", folder.file("d.png")} + more));
        if (run.exitCode != 0)
            return QSize();
        const auto back = readPicture(folder.file("d.png").toStdString());
        return QSize(back.picture.width, back.picture.height);
    };
    QCOMPARE(sizeOf({}), QSize(24, 16));
    QCOMPARE(sizeOf({"--size", "21x13"}), QSize(21, 13));
    QCOMPARE(sizeOf({"--size", "25x13"}), QSize());
    const Run run = runTessera(with(kFactorEight, {"decode", codes, "-o", folder.file("d.npy"), "--size", "21x13"}));
    QCOMPARE(run.exitCode, 0);
    QVERIFY((tensorIn(folder.file("d.npy")).shape == tessera::core::Shape{1, 3, 13, 21}));
}

void TestCli::a_batch_is_written_as_numbered_pictures()
{
    const Folder folder;
    const QString input = source(QString("tests/golden/%1/input.npy").arg(kBatch));
    const Run run = runTessera(with(kBatch, {"reconstruct", input, "-o", folder.file("out.png"), "--json"}));
    QVERIFY2(run.exitCode == 0, run.err);
    QCOMPARE(folder.files(), (QStringList{"out-0.png", "out-1.png"}));
    QCOMPARE(run.json()["outputs"].toArray().size(), 2);
    QDir().mkdir(folder.file("bad-1.png"));
    const Run refused = runTessera(with(kBatch, {"reconstruct", input, "-o", folder.file("bad.png")}));
    QCOMPARE(refused.exitCode, 1);
    QVERIFY(!folder.has("bad-0.png"));
}

void TestCli::alpha_is_attached_again()
{
    const Folder folder;
    const QString picture = folder.write("a.png", encoded(photo(21, 19, QImage::Format_ARGB32), "png"));
    for (const char* fit : {"pad", "crop", "resize"}) {
        const Run run =
            runTessera(with(kFactorEight, {"reconstruct", picture, "-o", folder.file("b.png"), "--fit", fit}));
        QVERIFY2(run.exitCode == 0, run.err);
        const auto back = readPicture(folder.file("b.png").toStdString()).picture;
        QCOMPARE(back.channels, 4);
        const int shift = QLatin1String(fit) == "crop" ? 2 : 0; // 21 -> 16 begins at column 2
        QCOMPARE(std::lround(back.pixel(3, 3)[3] * 255), 255 - 3 - shift);
    }
}

void TestCli::a_gray_model_takes_colour_and_draws_gray()
{
    const Folder folder;
    const QString picture = folder.write("a.png", encoded(photo(21, 19), "png"));
    const Run run = runTessera(with(kGray, {"reconstruct", picture, "-o", folder.file("b.png")}));
    QVERIFY2(run.exitCode == 0, run.err);
    QVERIFY(run.out.contains(" dB"));
    QCOMPARE(readPicture(folder.file("b.png").toStdString()).picture.channels, 1);
}

void TestCli::a_model_of_other_channels_takes_only_npy()
{
    const Folder folder;
    const QString wrong = source(QString("tests/golden/%1/input.npy").arg(kGray)); // 1 channel
    const Run run = runTessera(with(kFactorOne, {"encode", wrong, "-o", folder.file("c.npy")}));
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.isOneLine(), run.err);
    QVERIFY(run.err.contains("channel"));
}

void TestCli::latents_are_quantized_unless_told_otherwise()
{
    const Folder folder;
    const QString golden = QString("tests/golden/%1/").arg(kFactorEight);
    for (const auto& [more, expected] :
         {std::pair(QStringList{"--latents"}, "sample.npy"),
          std::pair(QStringList{"--latents", "--no-quantize"}, "unquantized_sample.npy")}) {
        const Run run = runTessera(with(
            kFactorEight, QStringList{"decode", source(golden + "latents.npy"), "-o", folder.file("d.npy")} + more));
        QVERIFY2(run.exitCode == 0, run.err);
        const auto made = tensorIn(folder.file("d.npy")), right = tensorIn(source(golden + expected));
        QVERIFY(made.shape == right.shape);
        for (std::size_t i = 0; i < made.values.size(); ++i)
            QVERIFY(std::abs(made.values[i] - right.values[i]) < 1e-3F);
    }
    const Run floats =
        runTessera(with(kFactorEight, {"decode", source(golden + "latents.npy"), "-o", folder.file("e.npy")}));
    QCOMPARE(floats.exitCode, 1);
    QVERIFY(floats.err.contains("--latents"));
}

void TestCli::a_model_that_looks_codes_up_does_so_without_quantizing()
{
    const Folder folder;
    const QString golden = "tests/golden/v06-amused/";
    const Run run = runTessera(with(
        "v06-amused",
        {"decode", source(golden + "edited_indices.npy"), "--latents", "--no-quantize", "-o", folder.file("d.npy")}));
    QVERIFY2(run.exitCode == 0, run.err);
    const auto made = tensorIn(folder.file("d.npy")), right = tensorIn(source(golden + "edited_sample.npy"));
    for (std::size_t i = 0; i < made.values.size(); ++i)
        QVERIFY(std::abs(made.values[i] - right.values[i]) < 1e-3F);
    QCOMPARE(
        runTessera(with("v06-amused",
                        {"decode", source(golden + "edited_indices.npy"), "--latents", "-o", folder.file("e.npy")}))
            .exitCode,
        1);
}

void TestCli::json_is_one_object_and_nothing_else()
{
    const Folder folder;
    const QString picture = folder.write("a.png", encoded(photo(21, 19), "png"));
    for (const QStringList& arguments : {QStringList{"encode", picture, "-o", folder.file("c.npy")},
                                         QStringList{"reconstruct", picture, "-o", folder.file("b.png")},
                                         QStringList{"decode", folder.file("c.npy"), "-o", folder.file("d.png")}}) {
        const Run run = runTessera(with(kFactorEight, arguments + QStringList{"--json"}));
        QVERIFY2(run.exitCode == 0, run.err);
        QJsonParseError error;
        QVERIFY(QJsonDocument::fromJson(run.out, &error).isObject());
        QCOMPARE(error.error, QJsonParseError::NoError);
        if (arguments.first() == "reconstruct") {
            QVERIFY(run.json()["psnr_db"].toDouble() > 0);
            QVERIFY(run.json()["commit_loss"].toDouble() > 0);
            QVERIFY(run.json()["fit"].toString().contains("padded"));
        }
    }
}

void TestCli::outputs_are_judged_before_anything_is_read_data()
{
    QTest::addColumn<QString>("output");
    QTest::newRow("no folder") << "no/such/folder/a.png";
    QTest::newRow("a folder") << "there.png";
    QTest::newRow("no extension") << "a";
    QTest::newRow("unknown extension") << "a.gif";
    QTest::newRow("a device") << "/dev/full";
    QTest::newRow("nothing") << "";
}

void TestCli::outputs_are_judged_before_anything_is_read() // E5
{
    QFETCH(QString, output);
    const Folder folder;
    QDir().mkdir(folder.file("there.png"));
    const QString path = output.isEmpty() || output.startsWith('/') ? output : folder.file(output);
    const Run run = runTessera({"reconstruct", "/nonexistent.png", "-o", path});
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.isOneLine(), run.err);
    QVERIFY(!run.err.contains("nonexistent.png"));
    QVERIFY(folder.files().isEmpty());
}

void TestCli::values_that_are_not_finite_are_refused_by_position()
{
    const Folder folder;
    QList<float> values(3 * 8 * 8, 0.5F);
    values[64 + 8 + 2] = std::numeric_limits<float>::quiet_NaN();
    const QString input = folder.write("in.npy", npy("<f4", "1, 3, 8, 8", rawBytes(values)));
    const Run run = runTessera(with(kFactorEight, {"encode", input, "-o", folder.file("c.npy")}));
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.err.contains("(0, 1, 1, 2)"), run.err);
    QVERIFY(!folder.has("c.npy"));
}

void TestCli::full_standard_output_is_a_failure()
{
    QProcess process;
    process.setStandardOutputFile("/dev/full");
    process.start(QStringLiteral(TESSERA_BINARY_DIR "/tessera"), {"info", "photo-f8-1024"});
    QVERIFY(process.waitForFinished(60000));
    QCOMPARE(process.exitCode(), 1);
}

QTEST_GUILESS_MAIN(TestCli)
#include "test_cli.moc"
