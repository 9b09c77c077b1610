// SPDX-License-Identifier: Apache-2.0
// The house keeps its own rules; and each rule, shown a made-up bad tree, says so.
#include "tests/style/house_rules.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace tessera::tests;
namespace fs = std::filesystem;

namespace {

/// A small tree in a folder of its own.
class MadeUpTree {
public:
    fs::path root() const { return m_folder.path().toStdString(); }

    void write(const std::string& file, const std::string& text) const
    {
        fs::create_directories((root() / file).parent_path());
        std::ofstream(root() / file, std::ios::binary) << text;
    }

private:
    QTemporaryDir m_folder;
};

std::string joined(const Breaches& breaches)
{
    std::string text;
    for (const std::string& breach : breaches)
        text += (text.empty() ? "" : "\n") + breach;
    return text;
}

using Rule = Breaches (*)(const fs::path&);

} // namespace

Q_DECLARE_METATYPE(Rule)

class TestHouse : public QObject {
    Q_OBJECT

private slots:
    void theHouseKeepsItsRules_data()
    {
        QTest::addColumn<Rule>("rule");
        QTest::newRow("licences") << Rule(checkLicences);
        QTest::newRow("includes respect the layers") << Rule(checkIncludes);
        QTest::newRow("lengths") << Rule(checkLengths);
        QTest::newRow("a README in each room") << Rule(checkReadmes);
        QTest::newRow("no driver by name") << Rule(checkDriverNames);
        QTest::newRow("build lists are complete") << Rule(checkBuildLists);
        QTest::newRow("tools are complete") << Rule(checkToolRows);
        QTest::newRow("bad input is tested row by row") << Rule(checkBadInputRows);
        QTest::newRow("no places on a machine") << Rule(checkPaths);
    }

    void theHouseKeepsItsRules()
    {
        QFETCH(Rule, rule);
        const std::string breaches = joined(rule(TESSERA_SOURCE_DIR));
        QVERIFY2(breaches.empty(), breaches.c_str());
    }

    void aMissingOrWrongLicenceIsFound()
    {
        const MadeUpTree tree;
        tree.write("core/good.h", "// SPDX-License-Identifier: Apache-2.0\n");
        tree.write("core/none.cpp", "int a;\n");
        tree.write("core/late.cpp", "\n\n\n// SPDX-License-Identifier: Apache-2.0\n");
        tree.write("app/wrong.h", "// SPDX-License-Identifier: Apache-2.0\n");
        tree.write("gpu/CMakeLists.txt", "# SPDX-License-Identifier: GPL-3.0-or-later\n");
        tree.write("shaders/good.comp", "#version 460\n// SPDX-License-Identifier: Apache-2.0\n");
        tree.write("tests/either.cpp", "// SPDX-License-Identifier: GPL-3.0-or-later\n");
        QCOMPARE(joined(checkLicences(tree.root())),
                 "core/late.cpp:1: no SPDX line\ncore/none.cpp:1: no SPDX line\n"
                 "gpu/CMakeLists.txt:1: wrong licence GPL-3.0-or-later\napp/wrong.h:1: wrong licence Apache-2.0");
    }

    void anIncludeAcrossTheLayersIsFound_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("include");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("core, own header") << "core/a.cpp" << "\"core/tensor.h\"" << true;
        QTest::newRow("core, standard header") << "core/a.cpp" << "<vector>" << true;
        QTest::newRow("core, Qt") << "core/a.cpp" << "<QString>" << false;
        QTest::newRow("core, Qt module") << "core/a.cpp" << "<QtGui>" << false;
        QTest::newRow("core, Vulkan") << "core/a.cpp" << "<vulkan/vulkan.h>" << false;
        QTest::newRow("core, gpu") << "core/a.cpp" << "\"gpu/gpu.h\"" << false;
        QTest::newRow("core, app") << "core/deep/down/a.h" << "\"app/engine/engine.h\"" << false;
        QTest::newRow("core, no layer named") << "core/a.cpp" << "\"tensor.h\"" << false;
        QTest::newRow("gpu, shaders") << "gpu/a.cpp" << "\"shaders/conv.h\"" << true;
        QTest::newRow("gpu, SPIR-V of the build") << "gpu/a.cpp" << "\"conv.lanes.inc\"" << true;
        QTest::newRow("gpu, Qt") << "gpu/a.cpp" << "<QObject>" << false;
        QTest::newRow("gpu, app") << "gpu/a.cpp" << "\"app/engine/engine.h\"" << false;
        QTest::newRow("app, the door") << "app/a.cpp" << "\"gpu/gpu.h\"" << true;
        QTest::newRow("app, behind the door") << "app/a.cpp" << "\"gpu/plan.h\"" << false;
        QTest::newRow("app, Vulkan loader") << "app/a.cpp" << "<volk.h>" << false;
        QTest::newRow("app, shaders") << "app/a.cpp" << "\"shaders/conv.h\"" << false;
        QTest::newRow("app, spaces before and after the hash") << "app/a.cpp" << "  \"gpu/plan.h\"" << false;
        QTest::newRow("shaders, core") << "shaders/a.h" << "\"core/tensor.h\"" << false;
        QTest::newRow("tests, anything") << "tests/gpu/a.cpp" << "\"gpu/plan.h\"" << true;
        QTest::newRow("tests, moc") << "tests/gpu/a.cpp" << "\"a.moc\"" << true;
        QTest::newRow("kernel, a library") << "shaders/a.comp" << "\"lib/there.glsl\"" << true;
        QTest::newRow("kernel, a file elsewhere") << "shaders/a.comp" << "\"lib/absent.glsl\"" << false;
    }

    void anIncludeAcrossTheLayersIsFound()
    {
        QFETCH(QString, file);
        QFETCH(QString, include);
        QFETCH(bool, allowed);
        const MadeUpTree tree;
        tree.write("shaders/lib/there.glsl", "");
        tree.write(file.toStdString(), "// a line\n # include " + include.toStdString() + "\n");
        const Breaches breaches = checkIncludes(tree.root());
        QCOMPARE(breaches.size(), std::size_t(allowed ? 0 : 1));
        if (!allowed)
            QVERIFY(breaches.front().rfind(file.toStdString() + ":2: ", 0) == 0);
    }

    void aLongFileIsFound()
    {
        const MadeUpTree tree;
        std::string text;
        for (int i = 0; i < kMaxSourceLines; ++i)
            text += "int line;\n";
        tree.write("core/long_enough.cpp", text);
        tree.write("app/too_long.cpp", text + "int more;");
        tree.write("resources/models/data.txt", text + text);
        QCOMPARE(joined(checkLengths(tree.root())), "app/too_long.cpp:501: longer than 500 lines");
    }

    void aMissingOrLongReadmeIsFound()
    {
        const MadeUpTree tree;
        for (const char* room : {"core", "gpu", "shaders", "app"})
            tree.write(std::string(room) + "/README.md", "one line\n");
        std::string text;
        for (int i = 0; i <= kMaxReadmeLines; ++i)
            text += "a line\n";
        tree.write("tests/README.md", text);
        QCOMPARE(joined(checkReadmes(tree.root())),
                 "resources/README.md is missing\ntests/README.md:41: longer than 40 lines");
    }

    void aDriverByNameIsFoundOutsideComments()
    {
        const MadeUpTree tree;
        tree.write("gpu/a.cpp", "// lavapipe is slow here\n/* llvmpipe\n llvmpipe */ int a = 1'000; // lavapipe\n"
                                "const char* b = \"// \\\" LLVMpipe\";\nchar c = '\"'; // llvmpipe\n");
        tree.write("tests/a.cpp", "const char* driver = \"lavapipe\";\n");
        QCOMPARE(joined(checkDriverNames(tree.root())), "gpu/a.cpp:4: names the driver llvmpipe");
    }

    void aFileThatNothingBuildsIsFound()
    {
        const MadeUpTree tree;
        tree.write("core/CMakeLists.txt", "edit/built.cpp");
        tree.write("core/edit/built.cpp", "");
        tree.write("core/edit/forgotten.cpp", "");
        tree.write("shaders/CMakeLists.txt", "set(KERNELS conv alone)");
        tree.write("shaders/conv.comp", "");
        tree.write("shaders/conv.h", "");
        tree.write("shaders/alone.comp", "");
        QCOMPARE(joined(checkBuildLists(tree.root())),
                 "core/edit/forgotten.cpp is in no CMakeLists.txt of core\n"
                 "shaders/alone.comp has no header alone.h with its parameters");
    }

    void aToolWithoutItsIconIsFound()
    {
        const MadeUpTree tree;
        QCOMPARE(checkToolRows(tree.root()).size(), std::size_t(1)); // no list, no rows
        tree.write("app/tools/tool_list.cpp",
                   "    {\"brush\", QT_TRANSLATE_NOOP(\"Tools\", \"Brush\"), \"B\", \"paint\",\n     ...},\n");
        tree.write("app/tools/brush_tool.h", "");
        tree.write("app/tools/brush_tool.cpp", "");
        QCOMPARE(joined(checkToolRows(tree.root())),
                 "app/tools/tool_list.cpp: the tool brush has no resources/icons/paint.svg");
        tree.write("resources/icons/paint.svg", "");
        QCOMPARE(checkToolRows(tree.root()).size(), std::size_t(0));
    }

    void aRowOfBadInputThatNoTestNamesIsFound()
    {
        const MadeUpTree tree;
        tree.write("tests/bad_input_rows.txt", "# pictures\nI1 cut: refused\nI2 large: refused\n\nI23 odd: told\nnonsense\n");
        tree.write("tests/app/test_a.cpp", "QTest::newRow(\"I1 cut\"); // and XI2, I23\nauto dtype = \"I2\";\n");
        tree.write("tests/app/notes.md", "I2\n");
        QCOMPARE(joined(checkBadInputRows(tree.root())),
                 "tests/bad_input_rows.txt:3: no test names I2\n"
                 "tests/bad_input_rows.txt:6: expected a letter, a number and words");
    }

    void aPlaceOnAMachineIsFound()
    {
        const MadeUpTree tree;
        tree.write("README.md", std::string("fine\nsee /ho") + "me/somebody/notes\n");
        QCOMPARE(checkPaths(tree.root()).size(), std::size_t(1));
        QVERIFY(checkPaths(tree.root()).front().rfind("README.md:2: ", 0) == 0);
    }
};

QTEST_APPLESS_MAIN(TestHouse)
#include "test_house.moc"
