// SPDX-License-Identifier: Apache-2.0
// Projects: all that they hold comes back; cut, damaged, newer and hostile ones are refused in words.
#include "core/error.h"
#include "core/files/folder_lock.h"
#include "core/files/npy.h"
#include "core/files/zip.h"
#include "tests/core/made_project.h"

#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <random>

using namespace tessera;
using namespace tessera::tests;

namespace {

using Bytes = std::vector<std::byte>;

bool same(const core::Project& a, const core::Project& b)
{
    return a.title == b.title && a.picture == b.picture && a.picturePath == b.picturePath && a.fit == b.fit
        && a.model == b.model && a.encodedCodes == b.encodedCodes && a.state.codes == b.state.codes
        && a.state.selection == b.state.selection && a.history == b.history && a.stamps == b.stamps && a.view == b.view
        && a.thumbnail == b.thumbnail;
}

/// The message of what reading it said; empty for nothing.
QString problemOf(const Bytes& file)
{
    try {
        core::readProject(file);
        return {};
    } catch (const core::FormatError& error) {
        return QString::fromUtf8(error.what());
    } catch (const core::ShapeError& error) {
        return QString::fromUtf8(error.what());
    }
}

/// The project's archive with one entry changed; an empty one is left out.
Bytes changed(const std::string& entry, const std::function<Bytes(Bytes)>& change)
{
    const Bytes file = core::writeProject(madeProject());
    const core::ZipReader reader(file);
    core::ZipWriter writer;
    for (const core::ZipEntry& other : reader.entries()) {
        Bytes bytes = reader.read(other.name, 1 << 20);
        if (other.name == entry)
            bytes = change(std::move(bytes));
        if (!bytes.empty())
            writer.add(other.name, std::move(bytes));
    }
    return writer.finish();
}

Bytes manifestWith(const std::string& from, const std::string& to)
{
    return changed("manifest.json", [&](Bytes bytes) {
        std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        const std::size_t place = text.find(from);
        Q_ASSERT(place != std::string::npos);
        return bytesOf(text.replace(place, from.size(), to));
    });
}

} // namespace

class TestProject : public QObject {
    Q_OBJECT

private slots:
    void everythingComesBack()
    {
        const core::Project project = madeProject();
        QVERIFY(same(core::readProject(core::writeProject(project)), project));
        core::Project bundled = project;
        bundled.model.files = {{"config.json", bytesOf("{}")}, {"weights.safetensors", bytesOf("numbers")}};
        QVERIFY(same(core::readProject(core::writeProject(bundled)), bundled));
        core::Project plain;
        plain.title = "pasted";
        plain.picture = {"pasted.png", bytesOf("PNG")};
        QVERIFY(same(core::readProject(core::writeProject(plain)), plain));
        core::Project alone = project;
        alone.picture = {};
        alone.picturePath.clear();
        QVERIFY(same(core::readProject(core::writeProject(alone)), alone));
    }

    void aProjectWithNeitherPictureNorCodesIsRefused()
    {
        const QString problem = problemOf(core::writeProject({.title = "nothing"}));
        QVERIFY2(problem.contains(QStringLiteral("neither a picture nor codes")), qPrintable(problem));
    }

    void undoAfterReopeningLeadsBackToTheFirstStep()
    {
        core::Project project = core::readProject(core::writeProject(madeProject()));
        happen(project, {.kind = core::HistoryEvent::Kind::redo, .count = 1});
        happen(project, {.kind = core::HistoryEvent::Kind::undo, .count = 4});
        QVERIFY(project.state.codes == project.encodedCodes);
        QVERIFY(project.state.selection.isEmpty());
    }

    void aProjectCutAtAnyByteIsRefused() // J1
    {
        const Bytes file = core::writeProject(madeProject());
        for (std::size_t size = 0; size < file.size(); ++size)
            QVERIFY2(!problemOf(Bytes(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size))).isEmpty(),
                     qPrintable(QString::number(size)));
    }

    void aDamagedByteIsRefusedOrChangesNothing() // J1
    {
        const core::Project project = madeProject();
        const Bytes file = core::writeProject(project);
        for (std::size_t i = 0; i < file.size(); ++i)
            for (const std::byte flip : {std::byte{1}, std::byte{0x80}, std::byte{0xff}}) {
                Bytes damaged = file;
                damaged[i] ^= flip;
                try {
                    QVERIFY2(same(core::readProject(damaged), project), qPrintable(QString::number(i)));
                } catch (const core::Error&) {
                }
            }
    }

    void aNewerSchemaIsRefusedWithBothVersions() // J2
    {
        const QString problem = problemOf(manifestWith("\"schema\": 1", "\"schema\": 7"));
        QVERIFY2(problem.contains("schema 7") && problem.contains("schema 1"), qPrintable(problem));
    }

    void whatDoesNotFitIsRefusedInWords_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const Bytes& file, const char* says) {
            QTest::newRow(name) << QByteArray(reinterpret_cast<const char*>(file.data()), qsizetype(file.size())) << says;
        };
        const auto none = [](Bytes) { return Bytes(); };
        const auto codes = [](int code, int rows) {
            return [code, rows](Bytes) {
                core::IndexMap map(1, rows, 11);
                map.at(3, 2) = code;
                return core::npyBytes(map);
            };
        };
        row("J2 another program's", changed("manifest.json", none), "manifest.json");
        row("J2 another format", manifestWith("tessera-project", "something"), "no project");
        row("JSON that is none", manifestWith("\"schema\": 1", "\"schema\": NaN"), "manifest.json");
        row("a key twice", manifestWith("\"schema\": 1", "\"schema\": 1, \"schema\": 1"), "manifest.json");
        row("no picture", changed("input", none), "input");
        row("no history", changed("history.bin", none), "history.bin");
        row("J4 codes that the codebook lacks", changed("codes.npy", codes(300, 7)), "300");
        row("J4 encoded codes that it lacks", changed("codes0.npy", codes(4'000'000, 7)), "4000000");
        row("J4 a negative code", changed("codes.npy", codes(-1, 7)), "-1");
        row("codes of another shape", changed("codes.npy", codes(3, 8)), "shapes");
        row("other codes than the history's", changed("codes.npy", codes(3, 7)), "history");
        row("a codebook of no codes", manifestWith("\"codes\": 300", "\"codes\": 0"), "codes");
        row("a hash that is none", manifestWith(std::string(64, 'a'), "aa"), "sha256");
        row("a selection beyond the grid", manifestWith("\"selection\": [\n    2", "\"selection\": [\n    5"), "selection");
        row("a zoom of nothing", manifestWith("\"zoom\": 2.5", "\"zoom\": 0"), "zoom");
        row("an unknown fit", manifestWith("\"crop\"", "\"stretch\""), "stretch");
        row("J5 a path that is not UTF-8", manifestWith("\"path\": \"", "\"path\": \"\xC3("), "UTF-8");
        row("J5 a path of 5,000 characters", manifestWith("\"path\": \"", "\"path\": \"" + std::string(5000, 'x')),
            "at most 4096");
        row("J5 a bundled file elsewhere", manifestWith("\"files\": []", "\"files\": [\"../config.json\"]"), "files");
        row("a bundled file that is not there", manifestWith("\"files\": []", "\"files\": [\"config.json\"]"), "model/config.json");
        row("a stamp that is not there", changed("stamps/1.npy", none), "stamps/1.npy");
        row("no title", manifestWith("\"title\":", "\"heading\":"), "\"title\" is missing");
        row("a picture that is a text", manifestWith("\"picture\": {", "\"picture\": \"x\", \"other\": {"), "expected an object");
        row("stamps that are a number", manifestWith("\"stamps\": [", "\"stamps\": 7, \"other\": ["), "expected a list");
        row("stamps that are numbers", manifestWith("\"stamps\": [", "\"stamps\": [7, "), "expected objects");
        row("a flag that is a number", manifestWith("\"fitted\": false", "\"fitted\": 0"), "true or false");
        row("a model without a name", manifestWith("\"name\": \"tiny\"", "\"name\": \"\""), "a model's name");
        row("a bundled file twice", manifestWith("\"files\": []", "\"files\": [\"a\", \"a\"]"), "each name once");
        row("a selection of three numbers", manifestWith("\"selection\": [\n    2,", "\"selection\": ["), "four whole numbers");
        row("a selection of a text", manifestWith("\"selection\": [\n    2,", "\"selection\": [\n    \"2\","),
            "four whole numbers");
        row("a mask of another size", changed("selection.bin", [](Bytes) { return bytesOf("short"); }), "selection.bin has 5 bytes");
        row("two maps of codes", changed("codes.npy", [](Bytes) { return core::npyBytes(core::IndexMap(2, 7, 11)); }), "2 maps");
        row("a stamp's mask of another shape",
            changed("stamps/1-mask.npy", [](Bytes) { return core::npyBytes(core::IndexMap(1, 3, 3)); }), "different shapes");
        row("a history that ends early", changed("history.bin", [](Bytes bytes) {
                bytes.pop_back();
                return bytes;
            }), "history.bin");
    }
    void whatDoesNotFitIsRefusedInWords()
    {
        QFETCH(QByteArray, file);
        QFETCH(QString, says);
        const QString problem = problemOf(bytesOf({file.constData(), static_cast<std::size_t>(file.size())}));
        QVERIFY2(!problem.isEmpty() && problem.contains(says), qPrintable(problem));
    }

    void stampsOfTooManyCellsAreRefused()
    {
        core::Project project = madeProject();
        project.stamps.resize(3, project.stamps.front());
        const Bytes file = core::writeProject(project);
        const core::ZipReader reader(file);
        std::string head = "{'descr': '|i1', 'fortran_order': False, 'shape': (4096, 4096), }";
        head += std::string(117 - head.size(), ' ') + '\n';
        Bytes map = bytesOf(std::string("\x93NUMPY\x01\0v\0", 10) + head); // which unpacks to 16 MiB of the code 0
        map.resize(map.size() + std::size_t{4096} * 4096);
        core::ZipWriter writer;
        for (const core::ZipEntry& entry : reader.entries())
            writer.add(entry.name, entry.name.starts_with("stamps/") ? map : reader.read(entry.name, 1 << 20));
        const QString problem = problemOf(writer.finish());
        QVERIFY2(problem.contains("stamps/3.npy") && problem.contains("33,554,432"), qPrintable(problem));
    }

    void aProjectThatNobodyCouldOpenIsNotWritten()
    {
        core::Project project = madeProject();
        project.model.files = {{"weights.safetensors", Bytes(core::kMostProjectBytes)}};
        QString problem;
        try {
            core::writeProject(project);
        } catch (const core::FileError& error) {
            problem = QString::fromUtf8(error.what());
        }
        QVERIFY2(problem.contains("without the model's files"), qPrintable(problem));
    }

    void anArchiveThatUnpacksToTooMuchIsRefused()
    {
        const QString problem = problemOf(changed("thumb.png", [](const Bytes&) { return Bytes(core::kMostProjectBytes); }));
        QVERIFY2(problem.contains("603,979,776"), qPrintable(problem));
    }

    void shuffledBytesAreNeverAHalfProject()
    {
        std::mt19937 random(7);
        const Bytes file = core::writeProject(madeProject());
        for (int round = 0; round < 3'000; ++round) {
            Bytes shuffled = file;
            const std::size_t from = random() % file.size(), to = random() % file.size();
            const std::size_t count = std::min<std::size_t>(random() % 64, file.size() - std::max(from, to));
            std::memmove(shuffled.data() + to, file.data() + from, count);
            shuffled[random() % file.size()] = static_cast<std::byte>(random());
            try {
                const core::Project project = core::readProject(shuffled);
                core::checkHistory(project.state, project.history, project.model.codes);
                core::checkCodes(project.state.codes, project.model.codes);
            } catch (const core::Error&) {
            }
        }
    }

    void aFolderIsLockedByOneAlone()
    {
        const QTemporaryDir folder;
        auto lock = core::FolderLock::tryLock(folder.path().toStdString());
        QVERIFY(lock);
        QVERIFY(!core::FolderLock::tryLock(folder.path().toStdString()));
        lock.reset();
        QVERIFY(core::FolderLock::tryLock(folder.path().toStdString()));
        QVERIFY_EXCEPTION_THROWN(core::FolderLock::tryLock(folder.filePath("none").toStdString()), core::FileError);
    }
};

QTEST_APPLESS_MAIN(TestProject)
#include "test_project.moc"
