// SPDX-License-Identifier: GPL-3.0-or-later
// Approximate pictures ahead of the exact ones: when the engine makes them, and that nothing stale is ever shown.
#include "app/engine/decode_follower.h"
#include "app/engine/engine.h"
#include "tests/app/made_document.h"

#include <QSignalSpy>
#include <QTest>

#include <limits>
#include <map>
#include <new>
#include <random>

using namespace tessera;
using namespace tessera::tests;
using app::DecodeFollower;
using app::Document;
using app::Engine;
using app::PicturePart;

namespace {

constexpr quint64 kId = 17;

core::IndexMap withCode(core::IndexMap codes, int row, int col, int code)
{
    codes.at(row, col) = code;
    return codes;
}

} // namespace

class TestPreviews : public QObject {
    Q_OBJECT

    std::shared_ptr<Gate> m_gate;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<QSignalSpy> m_finished;
    QStringList m_order; ///< "2 on 1" for previews, "2" for exact pictures
    std::vector<std::shared_ptr<const PicturePart>> m_parts;

    const core::IndexMap m_codes = counted(9, 12);

    void decode(quint64 revision, const core::IndexMap& codes, quint64 document = kId)
    {
        m_engine->decode(document, revision, tinyModel(), codes);
    }

    /// Decodes `m_codes` as revision 1.
    void decodeFirst()
    {
        decode(1, m_codes);
        QTRY_COMPARE(m_order, QStringList{"1"});
    }

private slots:
    void init()
    {
        m_gate = std::make_shared<Gate>();
        m_engine = std::make_unique<Engine>("", fakeDevices(m_gate));
        m_finished = std::make_unique<QSignalSpy>(m_engine.get(), &Engine::finished);
        m_order.clear();
        m_parts.clear();
        connect(m_engine.get(), &Engine::previewed, this,
                [this](quint64, quint64 revision, quint64 base, const std::shared_ptr<const PicturePart>& part) {
                    m_order << QString("%1 on %2").arg(revision).arg(base);
                    m_parts.push_back(part);
                });
        connect(m_engine.get(), &Engine::decoded, this,
                [this](quint64, quint64 revision) { m_order << QString::number(revision); });
    }
    void cleanup() { m_engine.reset(); }

    void aPreviewComesBeforeTheExactPicture()
    {
        decodeFirst();
        const core::IndexMap codes = withCode(m_codes, 3, 4, 400);
        decode(2, codes);
        QTRY_COMPARE(m_order, (QStringList{"1", "2 on 1", "2"}));
        const core::Preview expected = fakePreview(*tinyModel(), m_codes, codes);
        QCOMPARE(m_parts[0]->rect(), QRect(12, 8, 12, 12));
        QVERIFY(m_parts[0]->picture.values == core::toPicture(expected.pixels, 0, nullptr).values);
    }

    void withoutADecodeToStartFromThereIsNoPreview()
    {
        decodeFirst();
        decode(2, withCode(m_codes, 3, 4, 400), kId + 1); // another document
        QTRY_COMPARE(m_order, (QStringList{"1", "2"}));
        decode(3, counted(8, 12), kId + 1); // another size
        QTRY_COMPARE(m_order, (QStringList{"1", "2", "3"}));
        m_engine->openDevice("another");
        decode(4, counted(8, 12), kId + 1);
        QTRY_COMPARE(m_order, (QStringList{"1", "2", "3", "4"}));
    }

    void whatIsUndoneNeedsNoDeviceToBeShown()
    {
        decodeFirst();
        decode(3, m_codes);
        QTRY_COMPARE(m_order, (QStringList{"1", "3 on 1", "3"}));
        QVERIFY(!m_parts[0]);
        QCOMPARE(m_gate->previewed(), 0);
    }

    void duringADecodeTheNewestCodesArePreviewedOnce()
    {
        decodeFirst();
        m_gate->close();
        decode(2, withCode(m_codes, 3, 4, 400));
        QTRY_COMPARE(m_gate->entered(), 2);
        m_gate->letReport();
        QTRY_COMPARE(m_gate->reported(), 1); // nothing newer waits
        decode(3, withCode(m_codes, 5, 5, 401));
        decode(4, withCode(m_codes, 6, 6, 402));
        m_gate->letReport();
        QTRY_COMPARE(m_order, (QStringList{"1", "2 on 1", "4 on 1"}));
        m_gate->letReport();
        QTRY_COMPARE(m_gate->reported(), 3);
        QVERIFY(!m_gate->stopRequested());
        m_gate->letOnePass();
        QTRY_COMPARE(m_order, (QStringList{"1", "2 on 1", "4 on 1", "2", "4 on 2"})); // from closer by
        m_gate->letOnePass();
        QTRY_COMPARE(m_order.back(), QString("4"));
        QCOMPARE(m_order.size(), 6);
        QCOMPARE(m_gate->previewed(), 3);
    }

    void previewsThatFailAreNotSpokenOf_data()
    {
        using Act = std::function<void(core::Preview&)>;
        QTest::addColumn<Act>("act");
        QTest::newRow("device error") << Act([](core::Preview&) { throw core::DeviceError("lost"); });
        QTest::newRow("memory") << Act([](core::Preview&) { throw std::bad_alloc(); });
        QTest::newRow("anything") << Act([](core::Preview&) { throw 7; });
        QTest::newRow("not finite") << Act(
            [](core::Preview& made) { made.pixels.values[5] = std::numeric_limits<float>::infinity(); });
        QTest::newRow("nothing") << Act([](core::Preview& made) { made = {}; });
    }
    void previewsThatFailAreNotSpokenOf()
    {
        QFETCH(std::function<void(core::Preview&)>, act);
        QSignalSpy failed(m_engine.get(), &Engine::failed);
        decodeFirst();
        m_gate->nextPreview(act);
        decode(2, withCode(m_codes, 3, 4, 400));
        QTRY_COMPARE(m_order, (QStringList{"1", "2"}));
        decode(3, withCode(m_codes, 3, 4, 401));
        QTRY_COMPARE(m_order, (QStringList{"1", "2", "3 on 2", "3"}));
        QCOMPARE(failed.count(), 0);
    }

    void codesThatTheModelLacksNeverReachTheDevice()
    {
        QSignalSpy failed(m_engine.get(), &Engine::failed);
        decodeFirst();
        decode(2, withCode(m_codes, 3, 4, 512));
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(m_gate->previewed(), 0);
    }

    void aPreviewThatWasReadyWhenSomebodyCancelledIsDropped()
    {
        decodeFirst();
        QTRY_COMPARE(m_finished->count(), 2);
        // The cancel goes through the event queue before the preview.
        m_gate->nextPreview([engine = m_engine.get()](core::Preview&) {
            QMetaObject::invokeMethod(
                engine, [engine] { engine->cancel(); }, Qt::QueuedConnection);
        });
        decode(2, withCode(m_codes, 3, 4, 400));
        QTRY_COMPARE(m_finished->count(), 3);
        QCOMPARE(m_gate->previewed(), 1);
        QCOMPARE(m_order, QStringList{"1"});
    }

    void aModelIsForgottenThoughPreviewsStartedFromIt()
    {
        auto old = core::openModel(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model").model;
        m_engine->decode(kId, 1, std::move(old), m_codes);
        QTRY_COMPARE(m_order, QStringList{"1"});
        decode(2, withCode(m_codes, 3, 4, 400));
        QTRY_COMPARE(m_order, (QStringList{"1", "2"}));
        QCOMPARE(m_gate->forgotten(), 1);
    }

    /// Whatever is painted, undone and decoded meanwhile: the shown picture is about what it says it is.
    void whatIsShownIsNeverStale()
    {
        const auto document = encodedDocument(48, 36);
        std::map<quint64, core::IndexMap> history{{document->revision(), document->codes()}};
        connect(document.get(), &Document::codesChanged, this,
                [&] { history[document->revision()] = document->codes(); });
        quint64 last = 0;
        int previews = 0, exacts = 0, wrong = 0, wentBack = 0, measuredApproximate = 0;
        connect(document.get(), &Document::shownChanged, this, [&] {
            const app::ShownPicture& shown = document->shown();
            wentBack += shown.revision < last ? 1 : 0;
            last = shown.revision;
            (document->isExact() ? exacts : previews)++;
            const auto expected = fakePicture(history.at(shown.revision));
            const core::Picture seen = shown.cut(QRect(0, 0, 48, 36));
            for (std::size_t i = 0; i < seen.values.size(); ++i)
                if (std::abs(seen.values[i] - expected->values[i]) > kFakePreviewError) {
                    ++wrong;
                    break;
                }
            if (document->reconstruction()->values
                != fakePicture(history.at(document->reconstructionRevision()))->values)
                ++measuredApproximate;
        });
        m_gate->close();
        const DecodeFollower follower(*m_engine, kId, *document);
        std::mt19937 random(11);
        const auto below = [&random](int end) { return static_cast<int>(random() % static_cast<unsigned>(end)); };
        m_gate->letOnePass();
        QTRY_VERIFY(document->isExact());
        int stroke = 0;
        for (int i = 0; i < 300; ++i) {
            if (i % 9 == 0)
                stroke = document->newStroke();
            if (i % 7 == 6 && document->undoStack().canUndo())
                document->undoStack().undo();
            else
                document->edit(oneCell(*document, below(9), below(12), below(512)), "Paint", stroke);
            if (i % 5 == 0)
                m_gate->letOnePass();
            if (i % 4 == 0) {
                const int reports = m_gate->reported();
                m_gate->letReport();
                // Only a pace: the report may also fall to a pass that is just being stopped for a newer one.
                (void)QTest::qWaitFor([&] { return m_gate->reported() > reports || document->isExact(); }, 200);
            }
            QCoreApplication::processEvents();
        }
        m_gate->open();
        QTRY_VERIFY(document->isExact());
        QVERIFY(!document->isApproximate());
        QVERIFY(!document->shown().part);
        QCOMPARE(wrong, 0);
        QCOMPARE(wentBack, 0);
        QCOMPARE(measuredApproximate, 0);
        QVERIFY2(previews > 20 && exacts > 0, qPrintable(QString("%1, %2").arg(previews).arg(exacts)));
    }

    void undoDuringAPreviewTakesItOutOfSightAtOnce()
    {
        const auto document = encodedDocument(48, 36);
        const DecodeFollower follower(*m_engine, kId, *document);
        QTRY_VERIFY(document->isExact());
        const auto before = document->reconstruction();
        m_gate->close();
        document->edit(oneCell(*document, 3, 3, 400), "Paint");
        QTRY_VERIFY(document->isApproximate());
        QVERIFY(document->shown().part);
        document->undoStack().undo();
        QVERIFY(!document->isApproximate()); // what is shown has become older than the codes
        m_gate->letReport();
        QTRY_VERIFY(document->isApproximate());
        QVERIFY(!document->shown().part);
        QCOMPARE(document->shown().whole, before);
        m_gate->open();
        QTRY_VERIFY(document->isExact());
    }

    void aCancelledDecodeLeavesThePreviewAndSaysThatItIsOne()
    {
        const auto document = encodedDocument(48, 36);
        DecodeFollower follower(*m_engine, kId, *document);
        QTRY_VERIFY(document->isExact());
        m_gate->close();
        document->edit(oneCell(*document, 3, 3, 400), "Paint");
        QTRY_VERIFY(document->isApproximate());
        m_engine->cancel();
        QTRY_VERIFY(!follower.isWaiting());
        QVERIFY(document->isApproximate());
        m_gate->open();
        follower.request();
        QTRY_VERIFY(document->isExact());
    }
};

QTEST_GUILESS_MAIN(TestPreviews)
#include "test_previews.moc"
