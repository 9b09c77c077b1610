// SPDX-License-Identifier: GPL-3.0-or-later
// Copied codes and painted pixels through the two models that Tessera brings along, on the best device there is: what
// lands is what was copied, seen through the other model, and its codes are those of that model's own encoder.
#include "app/canvas/floating_paste.h"
#include "app/codes/code_clipboard.h"
#include "app/files/resources.h"
#include "app/pictures/painted_pixels.h"
#include "app/pictures/picture_files.h"
#include "app/tools/tool_state.h"
#include "core/edit/region_sets.h"
#include "core/edit/shapes.h"
#include "core/model/codec.h"
#include "tests/app/window_fixture.h"

#include <QClipboard>

#include <cmath>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;

namespace {

constexpr int kSide = 64; ///< of the pictures

/// How far two pieces of pictures may be apart on average (of 1) and still be the same piece through another model:
/// these reconstruct photographs at about 0.03.
constexpr double kSamePiece = 0.12;

double meanDifference(const core::Picture& a, QPoint inA, const core::Picture& b, QPoint inB, QSize size)
{
    double sum = 0;
    for (int y = 0; y < size.height(); ++y)
        for (int x = 0; x < size.width(); ++x)
            for (int c = 0; c < 3; ++c)
                sum += std::abs(double(std::clamp(a.pixel(inA.x() + x, inA.y() + y)[c], 0.0F, 1.0F))
                                - double(std::clamp(b.pixel(inB.x() + x, inB.y() + y)[c], 0.0F, 1.0F)));
    return sum / (3.0 * size.width() * size.height());
}

} // namespace

class TestModelPaste : public QObject {
    Q_OBJECT

    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<WindowFixture> m_fixture;

    app::Document& document() { return *m_fixture->document(); }

    QString folderOf(const char* model)
    {
        for (const app::EmbeddedModel& embedded : app::embeddedModels())
            if (embedded.folder.filename() == model)
                return QFile::decodeName(embedded.folder.c_str());
        return {};
    }
    /// A piece of a sample in a file of its own.
    QString piece(const QString& sample, int x, int y)
    {
        const QString path = m_desk->file(sample + QStringLiteral(".png"));
        QImage(samplePath(sample + QStringLiteral(".jpg"))).copy(x, y, 2 * kSide, 2 * kSide)
            .scaled(kSide, kSide, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).save(path);
        return path;
    }
    app::Document& open(const QString& path, const QString& model)
    {
        if (m_fixture->document())
            m_fixture->drop({path});
        else
            m_fixture->window().start({.files = {path}, .model = model});
        [&] { QTRY_VERIFY_WITH_TIMEOUT(m_fixture->isExact() && document().path() == path, kPatienceMs); }();
        const auto hasModel = [&] {
            return QFile::decodeName(m_fixture->session().modelOf(document()).files.folder.c_str()) == model;
        };
        if (!hasModel())
            m_fixture->drop({model});
        [&] { QTRY_VERIFY_WITH_TIMEOUT(hasModel() && m_fixture->isExact(), kPatienceMs); }();
        return document();
    }
    void key(Qt::Key key) { QTest::keyClick(&m_fixture->window().canvas(), key); }
    void waitUntilAllIsCodes()
    {
        QTRY_VERIFY_WITH_TIMEOUT(!document().painted().isWaiting() && document().isExact(), kPatienceMs);
    }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }
    void init() { m_fixture = std::make_unique<WindowFixture>(); }
    void cleanup()
    {
        for (app::Document* open : m_fixture->session().documents())
            open->undoStack().setClean();
        m_fixture.reset();
    }

    void codesOfOneModelArePastedIntoTheOther_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::newRow("f8 into f4") << folderOf("photo-f8-1024") << folderOf("photo-f4-512");
        QTest::newRow("f4 into f8") << folderOf("photo-f4-512") << folderOf("photo-f8-1024");
    }
    void codesOfOneModelArePastedIntoTheOther()
    {
        QFETCH(const QString, from);
        QFETCH(const QString, to);
        app::Document& source = open(piece(QStringLiteral("coffee"), 180, 120), from);
        const int sourceFactor = static_cast<int>(source.model()->factor());
        // 24 x 32 pixels from (16, 16) on.
        const core::Region copied = core::rectangleRegion({16 / sourceFactor, 16 / sourceFactor},
                                                          {40 / sourceFactor - 1, 48 / sourceFactor - 1}, source.grid());
        source.select(copied, QStringLiteral("copy this"));
        const std::shared_ptr<const core::Picture> decoded = source.reconstruction();
        QApplication::clipboard()->clear();
        m_fixture->trigger(QStringLiteral("copy"));
        QTRY_VERIFY(app::CodeClipboard::holdsCodes());

        app::Document& target = open(piece(QStringLiteral("chelsea"), 120, 60), to);
        const int factor = static_cast<int>(target.model()->factor());
        target.select(core::rectangleRegion({8 / factor, 24 / factor}, {8 / factor, 24 / factor}, target.grid()),
                      QStringLiteral("there"));
        const core::IndexMap before = target.codes();
        const core::Picture under = *target.reconstruction();
        m_fixture->trigger(QStringLiteral("paste"));
        QTRY_VERIFY(m_fixture->window().canvas().floating().isActive());
        key(Qt::Key_Return);
        waitUntilAllIsCodes();

        // What the model's own encoder says of the picture with the piece laid over it, to 8 bits as the clipboard has it.
        core::Picture laid = under;
        for (float& value : laid.values)
            value = std::clamp(value, 0.0F, 1.0F);
        for (int y = 0; y < 24; ++y)
            for (int x = 0; x < 32; ++x)
                for (int c = 0; c < 3; ++c) {
                    float& value = laid.pixel(24 + x, 8 + y)[c];
                    value += std::round(std::clamp(decoded->pixel(16 + x, 16 + y)[c], 0.0F, 1.0F) * 255) / 255 - value;
                }
        const std::unique_ptr<core::Device> device = gpu::openDevice("");
        const core::Codec codec(target.model(), *device);
        const core::Prepared prepared = core::prepare(laid, target.model()->config(), core::Fit::pad);
        const core::IndexMap encoded = codec.quantize(codec.encode(prepared.tensor)).codes;
        int unlike = 0, changed = 0;
        for (int row = 0; row < before.rows; ++row)
            for (int col = 0; col < before.cols; ++col) {
                const bool inside = row >= 8 / factor && row < 32 / factor && col >= 24 / factor && col < 56 / factor;
                unlike += inside && target.codes().at(row, col) != encoded.at(row, col);
                changed += inside && target.codes().at(row, col) != before.at(row, col);
                if (!inside)
                    QCOMPARE(target.codes().at(row, col), before.at(row, col));
            }
        QCOMPARE(unlike, 0);
        QVERIFY(changed > 0);
        QCOMPARE(core::cellCount(target.selection()), std::int64_t{24 / factor * 32 / factor});
        // And it looks like what was copied.
        const double apart = meanDifference(*target.reconstruction(), {24, 8}, *decoded, {16, 16}, {32, 24});
        const double wasApart = meanDifference(under, {24, 8}, *decoded, {16, 16}, {32, 24});
        qInfo("mean difference from what was copied: %.3f, before %.3f", apart, wasApart);
        QVERIFY(apart < kSamePiece && apart < wasApart / 2);
        target.undoStack().undo();
        QVERIFY(target.codes() == before);
    }

    void paintedPixelsBecomeCodesThatShowThem()
    {
        app::Document& painted = open(piece(QStringLiteral("coffee"), 180, 120), folderOf("photo-f8-1024"));
        m_fixture->window().tools().setTool(QStringLiteral("pixel"));
        m_fixture->window().tools().setPixels({{24, 1, 1}, qRgb(30, 60, 200)});
        const core::Picture before = *painted.reconstruction();
        m_fixture->drag(PaneSource::reconstruction, {{3, 3}, {3, 5}, {5, 5}});
        waitUntilAllIsCodes();
        core::Picture colour(16, 16, 3);
        for (std::size_t i = 0; i < colour.values.size(); i += 3) {
            colour.values[i] = 30 / 255.0F;
            colour.values[i + 1] = 60 / 255.0F;
            colour.values[i + 2] = 200 / 255.0F;
        }
        const double apart = meanDifference(*painted.reconstruction(), {28, 20}, colour, {0, 0}, {16, 16});
        const double wasApart = meanDifference(before, {28, 20}, colour, {0, 0}, {16, 16});
        qInfo("mean difference from the colour: %.3f, before %.3f", apart, wasApart);
        QVERIFY(apart < wasApart / 2);
        QCOMPARE(painted.undoStack().count(), 1);
    }
};

QTEST_MAIN(TestModelPaste)
#include "test_model_paste.moc"
