// SPDX-License-Identifier: GPL-3.0-or-later
// Jitter and morph under real mouse and key events.
#include "app/tools/tool_list.h"
#include "core/analysis/code_search.h"
#include "core/edit/dice.h"
#include "core/edit/jitter.h"
#include "core/edit/morph.h"
#include "core/edit/region_sets.h"
#include "tests/app/searched_tools.h"

#include <QElapsedTimer>

using namespace tessera;
using namespace tessera::tests;

namespace {

constexpr quint64 kSeed = 4711;

} // namespace

class TestLatentTools : public QObject {
    Q_OBJECT

    std::unique_ptr<CanvasFixture> m_fixture;
    core::CodeSearch m_search{tinyModel()->codebook()};

    CanvasFixture& on() { return *m_fixture; }
    const core::IndexMap& codes() { return on().document().codes(); }
    const core::IndexMap& encoded() { return on().document().encodedCodes(); }
    int steps() { return on().document().undoStack().count(); }

    void click(core::Cell cell, Qt::MouseButton button = Qt::LeftButton, Qt::KeyboardModifiers modifiers = {})
    {
        on().click(cell, button, modifiers);
        on().settle();
    }
    void drag(const std::vector<core::Cell>& cells)
    {
        on().drag(cells);
        on().settle();
    }
    /// A jitter of every cell under a brush of 4 x 4, or a morph all the way to kInk under it.
    void useTool(const QString& tool) { useSearchedTool(on(), tool); }
    core::IndexMap jittered(const core::IndexMap& map, const core::Region& region, quint64 seed)
    {
        const app::JitterOptions& options = on().tools().jitter();
        return with(map, region,
                    core::jitterInk(map, {options.reach, options.strength, seed},
                                    [this](std::int32_t code, int count) { return m_search.around(code, count); }));
    }
    /// What a morph along these cells makes of the encoded codes.
    core::IndexMap morphed(const std::vector<core::Cell>& way, std::vector<float> target)
    {
        const app::MorphOptions& options = on().tools().morph();
        core::MorphStroke stroke(m_search, encoded(), std::move(target),
                                 {{on().tools().brushSize(), on().tools().brushShape(), options.hardness}, options.strength});
        stroke.drag(way.front(), way.front());
        for (std::size_t i = 1; i < way.size(); ++i)
            stroke.drag(way[i - 1], way[i]);
        return stroke.codes();
    }
    std::vector<float> vectorOf(int code)
    {
        const std::span<const float> vector = m_search.vectorOf(code);
        return {vector.begin(), vector.end()};
    }
    double meanDistanceTo(int code, const core::Region& region)
    {
        double sum = 0;
        for (int row = region.bounds.top; row < region.bounds.top + region.bounds.rows; ++row)
            for (int col = region.bounds.left; col < region.bounds.left + region.bounds.cols; ++col)
                sum += static_cast<double>(
                    m_search.squares(m_search.vectorOf(codes().at(row, col)))[static_cast<std::size_t>(code)]);
        return sum;
    }

private slots:
    void init()
    {
        m_fixture = std::make_unique<CanvasFixture>();
        QVERIFY(QTest::qWaitForWindowExposed(&on().canvas()));
        on().tools().setCode(kInk);
        on().tools().setSeed(kSeed);
        on().tools().setBrushSize(4);
    }
    void cleanup() { m_fixture.reset(); }

    void jitterExchangesCodesForNearOnes()
    {
        on().tools().setTool("jitter");
        on().tools().setJitter({5, 0.7});
        click({8, 9});
        const core::IndexMap expected = jittered(encoded(), rectangle(6, 7, 4, 4), kSeed);
        QVERIFY(expected != encoded());
        QVERIFY(codes() == expected);
        for (int row = 6; row < 10; ++row)
            for (int col = 7; col < 11; ++col)
                if (codes().at(row, col) != encoded().at(row, col))
                    QVERIFY(std::ranges::count(m_search.around(encoded().at(row, col), 5), codes().at(row, col)) == 1);
        QCOMPARE(steps(), 1);
        QCOMPARE(on().document().undoStack().undoText(), QString("Jitter"));
    }

    void aDragJittersEachCellOnceHoweverOftenItPasses()
    {
        on().tools().setTool("jitter");
        on().tools().setJitter({8, 1});
        drag({{8, 6}, {8, 12}, {8, 6}, {8, 10}});
        QVERIFY(codes() == jittered(encoded(), rectangle(6, 4, 4, 10), kSeed));
        QCOMPARE(steps(), 1);
    }

    void theNextJitterDrawsOthersAndASeedAlwaysTheSame()
    {
        on().tools().setTool("jitter");
        on().tools().setJitter({8, 1});
        click({8, 9});
        const core::IndexMap first = codes();
        on().document().undoStack().undo();
        QVERIFY(codes() == encoded());
        on().document().undoStack().redo();
        QVERIFY(codes() == first);
        on().document().undoStack().undo();
        click({8, 9});
        QVERIFY(codes() != first);
        QVERIFY(codes() == jittered(encoded(), rectangle(6, 7, 4, 4), core::nextSeed(kSeed)));
        on().document().undoStack().undo();
        on().tools().setSeed(kSeed);
        click({8, 9});
        QVERIFY(codes() == first);
    }

    void escapeTakesAJitterBackAndItsSeedWithIt()
    {
        on().tools().setTool("jitter");
        on().press({8, 9});
        on().hover({8, 14});
        on().key(Qt::Key_Escape);
        on().release({8, 14});
        QVERIFY(codes() == encoded());
        QCOMPARE(steps(), 0);
        QCOMPARE(on().tools().seed(), kSeed); // what was shown before is still what will come
    }

    void morphGoesTowardsCodeALittleByLittle()
    {
        on().tools().setTool("morph");
        on().tools().setMorph({0.3, 1});
        on().tools().setBrushSize(1);
        on().press({8, 9});
        on().settle();
        QVERIFY(codes() == morphed({{8, 9}}, vectorOf(kInk)));
        const core::Region both = rectangle(8, 9, 1, 2);
        double distance = meanDistanceTo(kInk, both);
        std::vector<core::Cell> way{{8, 9}};
        for (int i = 0; i < 12; ++i) {
            way.push_back({8, i % 2 == 0 ? 10 : 9});
            on().hover(way.back());
            on().settle();
            QVERIFY(codes() == morphed(way, vectorOf(kInk)));
        }
        QVERIFY(meanDistanceTo(kInk, both) < distance);
        for (int i = 0; i < 24; ++i)
            on().hover({8, i % 2 == 0 ? 10 : 9});
        on().release({8, 9});
        on().settle();
        QCOMPARE(codes().at(8, 9), kInk); // in the end it is there
        QCOMPARE(codes().at(8, 10), kInk);
        QCOMPARE(steps(), 1);
        on().document().undoStack().undo();
        QVERIFY(codes() == encoded());
        QCOMPARE(on().document().undoStack().redoText(), QString("Morph"));
    }

    void theNextMorphBeginsAtTheCodes()
    {
        on().tools().setTool("morph");
        on().tools().setMorph({0.01, 1}); // no code changes so soon
        for (int i = 0; i < 5; ++i)
            click({8, 9});
        QVERIFY(codes() == encoded());
        QCOMPARE(steps(), 0);
    }

    void aMorphIsStrongestInTheMiddle()
    {
        on().tools().setTool("morph");
        on().tools().setMorph({1, 0});
        on().tools().setBrushSize(9);
        on().tools().setBrushShape(core::BrushShape::disc);
        click({8, 9});
        QCOMPARE(codes().at(8, 9), kInk);
        QVERIFY(codes() == morphed({{8, 9}}, vectorOf(kInk)));
        QVERIFY(codes().at(8, 13) != kInk);
    }

    void controlPicksTheLatentsUnderTheBrushAsTheTarget()
    {
        on().tools().setTool("morph");
        on().tools().setMorph({1, 1});
        on().tools().setBrushSize(3);
        const core::SoftBrush brush{3, core::BrushShape::square, 1};
        click({3, 4}, Qt::LeftButton, Qt::ControlModifier);
        const std::vector<float> mean = core::meanLatents(tinyModel()->codebook(), encoded(), {3, 4}, brush);
        QVERIFY(on().tools().morph().picked.has_value());
        QVERIFY(on().tools().morph().picked->values == mean);
        QCOMPARE(on().tools().morph().picked->code, m_search.nearest(mean));
        QVERIFY(codes() == encoded());
        QCOMPARE(on().tools().code(), kInk); // no code was picked
        on().tools().setBrushSize(1);
        click({9, 9});
        QCOMPARE(codes().at(9, 9), m_search.nearest(mean));
        on().press({5, 5}, Qt::LeftButton, Qt::ControlModifier);
        on().hover({7, 7});
        on().key(Qt::Key_Escape); // the target of before
        on().release({7, 7}, Qt::LeftButton, Qt::ControlModifier);
        QVERIFY(on().tools().morph().picked->values == mean);
    }

    void aPickedTargetGoesWithTheModel()
    {
        on().tools().setTool("morph");
        click({3, 4}, Qt::LeftButton, Qt::ControlModifier);
        QVERIFY(on().tools().morph().picked.has_value());
        encode(on().document()); // of the same model: it stays
        QVERIFY(on().tools().morph().picked.has_value());
        const auto other = core::openModel(TESSERA_SOURCE_DIR "/tests/golden/v05-movq/model").model;
        core::Prepared prepared = core::prepare(*on().document().original(), other->config(), core::Fit::pad);
        on().document().setEncoded(other, std::move(prepared), counted(18, 24));
        QVERIFY(!on().tools().morph().picked.has_value());
    }

    void shiftDrawsStraightLines_data()
    {
        bothSearchedTools();
    }
    void shiftDrawsStraightLines()
    {
        QFETCH(const QString, tool);
        useTool(tool);
        on().tools().setBrushSize(1);
        click({3, 4});
        click({3, 9}, Qt::LeftButton, Qt::ShiftModifier);
        for (int col = 4; col <= 9; ++col)
            QVERIFY(codes().at(3, col) != encoded().at(3, col));
        QCOMPARE(steps(), 2);
    }

    void aMorphStaysInsideTheSelection()
    {
        on().tools().setTool("morph");
        on().tools().setMorph({1, 1});
        on().document().select(rectangle(8, 8, 2, 2), "some");
        drag({{8, 6}, {8, 12}});
        QVERIFY(codes() == with(encoded(), rectangle(8, 8, 2, 2), core::codeInk(kInk)));
    }

    void optionsAreKeptInTheirRanges()
    {
        on().tools().setJitter({9999, 7});
        QCOMPARE(on().tools().jitter(), (app::JitterOptions{app::JitterOptions::kMostReach, 1}));
        on().tools().setMorph({-1, 2});
        QCOMPARE(on().tools().morph(), (app::MorphOptions{0, 1}));
    }

    /// A frame of 60 a second has 16 ms. Said, not asserted.
    void largeBrushesAreFast()
    {
        for (const auto& [codes, length] : {std::pair{1024, 4}, {16384, 8}, {16384, 256}}) {
            core::Weight codebook{"codebook", {codes, length}, {}};
            for (int i = 0; i < codes * length; ++i)
                codebook.values.push_back(static_cast<float>(core::drawnFor(1, i, 0) >> 40) / 16777216.0F);
            core::CodeSearch search(codebook);
            QElapsedTimer time;
            time.start();
            for (int code = 0; code < 256; ++code)
                search.around(code, 8);
            const double near = double(time.nsecsElapsed()) / 1e6;
            time.restart();
            core::MorphStroke stroke(search, core::IndexMap(1, 64, 64), std::vector<float>(std::size_t(length), 0.5F),
                                     {{16, core::BrushShape::square, 0.5}, 0.5});
            stroke.drag({20, 20}, {20, 20});
            qInfo("%d codes of %d: codes around 256 others %.1f ms; a touch of 16 x 16 cells %.1f ms", codes, length, near,
                  double(time.nsecsElapsed()) / 1e6);
        }
    }
};

QTEST_MAIN(TestLatentTools)
#include "test_latent_tools.moc"
