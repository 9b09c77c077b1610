// SPDX-License-Identifier: GPL-3.0-or-later
// The reference's numbers through the command line, on the CPU and on the device that the program chooses.
#include "tests/cli/program.h"
#include "tests/support/golden.h"

#include <QtTest>

using namespace tessera;
using namespace tessera::tests;

namespace {

/// Cells whose latent would change its code by moving less than this are not compared (our error is far smaller).
constexpr float kFlipRadius = 1e-3F;
/// Of the tensor's largest magnitude, as on the device itself.
constexpr double kSamples = 1e-3;

core::Tensor tensorIn(const QString& file) { return core::toTensor(core::readNpy(file.toStdString()), "written"); }

} // namespace

class TestCliGoldens : public QObject {
    Q_OBJECT
private slots:
    void the_reference_is_met_data();
    void the_reference_is_met();
};

void TestCliGoldens::the_reference_is_met_data()
{
    QTest::addColumn<int>("golden");
    QTest::addColumn<QStringList>("device");
    const auto all = goldens();
    for (std::size_t i = 0; i < all.size(); ++i) {
        // The embedded models at full size are slow on the naive device, and test_goldens compares them there.
        if (all[i].folder.parent_path().filename() == "golden")
            QTest::addRow("%s on the cpu", all[i].name.c_str())
                << static_cast<int>(i) << QStringList{"--device", "cpu"};
        QTest::addRow("%s", all[i].name.c_str()) << static_cast<int>(i) << QStringList{};
    }
}

void TestCliGoldens::the_reference_is_met() // C17: some models have mish, gelu or relu
{
    QFETCH(int, golden);
    QFETCH(QStringList, device);
    const Golden g = goldens()[static_cast<std::size_t>(golden)];
    const QStringList shared = QStringList{"-m", QString::fromStdString(g.model.string())} + device;
    const auto path = [&](const char* array) { return QString::fromStdString((g.folder / array).string()) + ".npy"; };
    const Folder folder;

    const Run encode = runTessera(QStringList{"encode", path("input"), "-o", folder.file("codes.npy")} + shared);
    QVERIFY2(encode.exitCode == 0, encode.err);
    const core::IndexMap made = core::toIndexMap(core::readNpy(folder.file("codes.npy").toStdString()), "codes"),
                         right = g.codes("indices");
    QCOMPARE(made.codes.size(), right.codes.size());
    const std::vector<float> radius = g.has("flip_radius") ? g.floats("flip_radius") : std::vector<float>();
    qsizetype differing = 0;
    for (std::size_t i = 0; i < made.codes.size(); ++i)
        differing += made.codes[i] != right.codes[i] && (radius.empty() || radius[i] > kFlipRadius);
    QVERIFY(differing <= (radius.empty() ? static_cast<qsizetype>(made.codes.size()) / 1000 : 0));

    const Run reconstruct =
        runTessera(QStringList{"reconstruct", path("input"), "-o", folder.file("sample.npy"), "--json"} + shared);
    QVERIFY2(reconstruct.exitCode == 0, reconstruct.err);
    if (made == right) {
        const core::Tensor sample = g.tensor("sample");
        QVERIFY(largestDifference(tensorIn(folder.file("sample.npy")), sample) <= kSamples * largestMagnitude(sample));
        if (g.has("commit_loss"))
            QVERIFY(std::abs(reconstruct.json()["commit_loss"].toDouble() - g.number("commit_loss"))
                    <= 1e-3 * g.number("commit_loss"));
    }
    if (g.has("edited_indices")) {
        const Run decode =
            runTessera(QStringList{"decode", path("edited_indices"), "-o", folder.file("edited.npy")} + shared);
        QVERIFY2(decode.exitCode == 0, decode.err);
        const core::Tensor edited = g.tensor("edited_sample");
        QVERIFY(largestDifference(tensorIn(folder.file("edited.npy")), edited) <= kSamples * largestMagnitude(edited));
    }
}

QTEST_GUILESS_MAIN(TestCliGoldens)
#include "test_cli_goldens.moc"
