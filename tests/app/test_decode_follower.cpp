// SPDX-License-Identifier: GPL-3.0-or-later
// Document, engine thread and the follower between them: what is shown is the newest that there is, and "exact" is
// never said of anything else.
#include "app/engine/decode_follower.h"
#include "app/engine/engine.h"
#include "tests/app/made_document.h"

#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace tessera;
using namespace tessera::tests;
using app::DecodeFollower;
using app::Document;
using app::Engine;

namespace {

constexpr quint64 kId = 17;

bool showsItsCodes(const Document& document)
{
    return document.reconstruction() && document.reconstruction()->values == fakePicture(document.codes())->values;
}

} // namespace

class TestDecodeFollower : public QObject {
    Q_OBJECT

    std::shared_ptr<Gate> m_gate;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<Document> m_document;
    int m_wronglyExact = 0;
    quint64 m_lastShown = 0;
    int m_wentBack = 0;

private slots:
    void init()
    {
        m_gate = std::make_shared<Gate>();
        m_engine = std::make_unique<Engine>("", fakeDevices(m_gate));
        m_document = encodedDocument(48, 36);
        m_wronglyExact = m_wentBack = 0;
        m_lastShown = 0;
        const auto check = [this] {
            if (m_document->isExact() && !showsItsCodes(*m_document))
                ++m_wronglyExact;
            if (m_document->reconstruction() && m_document->reconstructionRevision() < m_lastShown)
                ++m_wentBack;
            m_lastShown = m_document->reconstructionRevision();
        };
        connect(m_document.get(), &Document::reconstructionChanged, this, check);
        connect(m_document.get(), &Document::exactChanged, this, check);
    }
    void cleanup()
    {
        m_engine.reset();
        m_document.reset();
        QCOMPARE(m_wronglyExact, 0);
        QCOMPARE(m_wentBack, 0);
    }

    void theFirstDecodeIsAskedForAtOnce()
    {
        const DecodeFollower follower(*m_engine, kId, *m_document);
        QVERIFY(follower.isWaiting());
        QTRY_VERIFY(m_document->isExact());
        QVERIFY(!follower.isWaiting());
        QVERIFY(showsItsCodes(*m_document));
    }

    void aDocumentWithoutCodesIsWaitedFor()
    {
        const auto document = newDocument(16, 16);
        const DecodeFollower follower(*m_engine, kId, *document);
        QVERIFY(!follower.isWaiting());
        encode(*document);
        QTRY_VERIFY(document->isExact());
    }

    void everyEditIsFollowed()
    {
        const DecodeFollower follower(*m_engine, kId, *m_document);
        QTRY_VERIFY(m_document->isExact());
        m_document->edit(oneCell(*m_document, 3, 3, 400), "Paint");
        QVERIFY(!m_document->isExact());
        QVERIFY(follower.isWaiting());
        QTRY_VERIFY(m_document->isExact());
        QVERIFY(showsItsCodes(*m_document));
        QVERIFY(follower.milliseconds() > 0);
    }

    void whereDecodesTakeLongTheyWaitForTheEndOfAStroke()
    {
        DecodeFollower follower(*m_engine, kId, *m_document);
        QTRY_VERIFY(m_document->isExact());
        follower.setLong(std::chrono::milliseconds(0));
        m_document->edit(oneCell(*m_document, 1, 1, 300), "Paint"); // the second long one
        QTRY_VERIFY(m_document->isExact());
        const QSignalSpy heldBack(&follower, &DecodeFollower::heldBack);
        m_document->setPainting(true);
        for (int col = 3; col < 6; ++col) {
            m_document->edit(oneCell(*m_document, 3, col, 400), "Paint");
            QTRY_VERIFY(m_document->isApproximate());
            QVERIFY(!follower.isWaiting());
        }
        QCOMPARE(m_gate->entered(), 2); // no decode but those
        m_document->setPainting(false);
        QVERIFY(follower.isWaiting());
        QTRY_VERIFY(m_document->isExact());
        QVERIFY(showsItsCodes(*m_document));
        QCOMPARE(m_gate->entered(), 3);
        QCOMPARE(heldBack.count(), 1);
        m_document->edit(oneCell(*m_document, 9, 9, 401), "Replace"); // nobody drags: at once
        QTRY_VERIFY(m_document->isExact());
    }

    void anExactDecodeThatRunsWhenAStrokeBeginsIsShownUnderThePreview()
    {
        DecodeFollower follower(*m_engine, kId, *m_document);
        QTRY_VERIFY(m_document->isExact());
        follower.setLong(std::chrono::milliseconds(0));
        m_document->edit(oneCell(*m_document, 1, 1, 300), "Paint");
        QTRY_VERIFY(m_document->isExact());
        m_gate->close();
        m_document->edit(oneCell(*m_document, 2, 2, 300), "Paint");
        QTRY_COMPARE(m_gate->entered(), 3);
        m_document->setPainting(true);
        m_document->edit(oneCell(*m_document, 3, 3, 400), "Paint");
        m_gate->open();
        QTRY_VERIFY(m_document->isApproximate());
        QTRY_COMPARE(m_document->reconstructionRevision(), m_document->revision() - 1);
        QVERIFY(!m_document->isExact());
        m_document->setPainting(false);
        QTRY_VERIFY(m_document->isExact());
        QVERIFY(showsItsCodes(*m_document));
        QCOMPARE(m_wronglyExact, 0);
    }

    void oneLongDecodeAloneHoldsNothingBack()
    {
        DecodeFollower follower(*m_engine, kId, *m_document);
        QTRY_VERIFY(m_document->isExact());
        follower.setLong(std::chrono::milliseconds(0));
        m_document->setPainting(true);
        m_document->edit(oneCell(*m_document, 3, 3, 400), "Paint");
        QVERIFY(follower.isWaiting());
        QTRY_VERIFY(m_document->isExact());
    }

    void whatIsAskedForAnewIsAwaitedThoughTheFirstWasStopped()
    {
        m_gate->close();
        DecodeFollower follower(*m_engine, kId, *m_document);
        QTRY_COMPARE(m_gate->entered(), 1);
        QSignalSpy dropped(m_engine.get(), &Engine::decodeDropped);
        int endedEarly = 0;
        connect(&follower, &DecodeFollower::waitingChanged, m_document.get(), [&](bool waiting) {
            endedEarly += !waiting && !m_document->isExact();
        });
        m_engine->cancel();
        follower.request(); // the same codes
        QTRY_COMPARE(dropped.count(), 1); // of the first, when the second waits or runs
        QVERIFY(follower.isWaiting());
        m_gate->open();
        QTRY_VERIFY(m_document->isExact());
        QCOMPARE(endedEarly, 0);
        QVERIFY(!follower.isWaiting());
    }

    void decodesOfOtherDocumentsAreNotTaken()
    {
        const DecodeFollower follower(*m_engine, kId, *m_document);
        QTRY_VERIFY(m_document->isExact());
        const auto shown = m_document->reconstruction();
        QSignalSpy decoded(m_engine.get(), &Engine::decoded);
        m_engine->decode(kId + 1, m_document->revision(), tinyModel(), counted(2, 2));
        QTRY_COMPARE(decoded.count(), 1);
        QCOMPARE(m_document->reconstruction(), shown);
    }

    void aPictureThatIsOvertakenWhileDecodingIsShownButNotAsExact()
    {
        m_gate->close();
        const DecodeFollower follower(*m_engine, kId, *m_document);
        QTRY_COMPARE(m_gate->entered(), 1);
        m_document->edit(oneCell(*m_document, 3, 3, 400), "Paint");
        m_gate->letOnePass();
        QTRY_VERIFY(m_document->reconstruction() != nullptr);
        QVERIFY(!m_document->isExact());
        QVERIFY(follower.isWaiting());
        m_gate->letOnePass();
        QTRY_VERIFY(m_document->isExact());
        QVERIFY(showsItsCodes(*m_document));
    }

    void undoAndRedoDuringADecodeEndExact()
    {
        const DecodeFollower follower(*m_engine, kId, *m_document);
        QTRY_VERIFY(m_document->isExact());
        m_gate->close();
        m_document->edit(oneCell(*m_document, 3, 3, 400), "Paint");
        QTRY_COMPARE(m_gate->entered(), 2);
        m_document->undoStack().undo();
        QVERIFY(!m_document->isExact());
        m_document->undoStack().redo();
        m_document->undoStack().undo();
        m_gate->open();
        QTRY_VERIFY(m_document->isExact());
        QVERIFY(m_document->codes() == m_document->encodedCodes());
        QVERIFY(showsItsCodes(*m_document));
    }

    void newCodesDuringADecodeNeverGetTheOldPicture()
    {
        m_gate->close();
        const DecodeFollower follower(*m_engine, kId, *m_document);
        QTRY_COMPARE(m_gate->entered(), 1);
        encode(*m_document);
        m_document->edit(oneCell(*m_document, 0, 0, 77), "Paint");
        QSignalSpy decoded(m_engine.get(), &Engine::decoded);
        m_gate->letOnePass();
        QTRY_COMPARE(decoded.count(), 1);
        QVERIFY(!m_document->reconstruction());
        m_gate->letOnePass();
        QTRY_VERIFY(m_document->isExact());
    }

    void aThousandEditsEndWithTheDecodeOfTheLastCodes()
    {
        const DecodeFollower follower(*m_engine, kId, *m_document);
        std::mt19937 random(3);
        int stroke = 0;
        for (int i = 0; i < 1000; ++i) {
            if (i % 10 == 0)
                stroke = m_document->newStroke();
            const auto below = [&random](int end) { return static_cast<int>(random() % static_cast<unsigned>(end)); };
            if (i % 7 == 6 && m_document->undoStack().canUndo())
                m_document->undoStack().undo();
            else
                m_document->edit(oneCell(*m_document, below(9), below(12), below(512)), "Paint", stroke);
            if (i % 5 == 0)
                QCoreApplication::processEvents();
        }
        QTRY_VERIFY(m_document->isExact());
        QVERIFY(!follower.isWaiting());
        QVERIFY(showsItsCodes(*m_document));
        while (m_document->undoStack().canUndo())
            m_document->undoStack().undo();
        QTRY_VERIFY(m_document->isExact());
        QVERIFY(m_document->codes() == m_document->encodedCodes());
    }

    void aFailedDecodeLeavesTheDocumentAsItWasAndCanBeAskedForAgain()
    {
        DecodeFollower follower(*m_engine, kId, *m_document);
        QTRY_VERIFY(m_document->isExact());
        const auto shown = m_document->reconstruction();
        m_gate->next([](const core::Progress&) { throw core::Error("the decode failed"); });
        m_document->edit(oneCell(*m_document, 3, 3, 400), "Paint");
        QTRY_VERIFY(!follower.isWaiting());
        QCOMPARE(m_document->reconstruction(), shown);
        QVERIFY(!m_document->isExact());
        QCOMPARE(m_document->codes().at(3, 3), 400);
        follower.request();
        QTRY_VERIFY(m_document->isExact());
    }

    void aCancelledDecodeIsNoLongerWaitedFor()
    {
        m_gate->close();
        const DecodeFollower follower(*m_engine, kId, *m_document);
        QTRY_COMPARE(m_gate->entered(), 1);
        QSignalSpy waiting(&follower, &DecodeFollower::waitingChanged);
        m_engine->cancel();
        QTRY_VERIFY(!follower.isWaiting());
        QCOMPARE(waiting.count(), 1);
        QVERIFY(!m_document->reconstruction());
    }

    void anotherDeviceDecodesWhatIsThereAgain()
    {
        const DecodeFollower follower(*m_engine, kId, *m_document);
        QTRY_VERIFY(m_document->isExact());
        const auto before = m_document->reconstruction();
        m_engine->openDevice("another");
        QTRY_VERIFY(m_document->reconstruction() != before);
        QVERIFY(m_document->isExact()); // all the while: the codes are the same
        QTRY_VERIFY(!follower.isWaiting());
        QCOMPARE(m_gate->entered(), 2);
    }

    void anotherDeviceIsWorthAnotherTry()
    {
        const DecodeFollower follower(*m_engine, kId, *m_document);
        QTRY_VERIFY(m_document->isExact());
        m_gate->next([](const core::Progress&) { throw core::Error("the decode failed"); });
        m_document->edit(oneCell(*m_document, 3, 3, 400), "Paint");
        QTRY_VERIFY(!follower.isWaiting());
        m_engine->openDevice("another");
        QTRY_VERIFY(m_document->isExact());
    }

    void oneThatSleepsAsksForNothingAndWakesToWhatItLacks()
    {
        DecodeFollower follower(*m_engine, kId, *m_document);
        QTRY_VERIFY(m_document->isExact());
        follower.setAwake(false);
        const int passes = m_gate->entered();
        m_document->edit(oneCell(*m_document, 2, 3, 99), "Paint");
        follower.request();
        QTest::qWait(20);
        QCOMPARE(m_gate->entered(), passes);
        QVERIFY(!follower.isWaiting());
        follower.setAwake(true);
        QVERIFY(follower.isWaiting());
        QTRY_VERIFY(m_document->isExact());
        QCOMPARE(m_gate->entered(), passes + 1);
        follower.setAwake(false);
        follower.setAwake(true); // lacks nothing
        QTest::qWait(20);
        QCOMPARE(m_gate->entered(), passes + 1);
    }

    void oneThatSleepsTakesWhatItAskedForBefore()
    {
        DecodeFollower follower(*m_engine, kId, *m_document);
        QTRY_VERIFY(m_document->isExact());
        m_gate->close();
        const int passes = m_gate->entered();
        m_document->edit(oneCell(*m_document, 2, 3, 99), "Paint");
        QTRY_COMPARE(m_gate->entered(), passes + 1);
        follower.setAwake(false);
        follower.setAwake(true); // it is on its way already
        QTest::qWait(20);
        QCOMPARE(m_gate->entered(), passes + 1);
        follower.setAwake(false);
        m_gate->open();
        QTRY_VERIFY(m_document->isExact());
        QVERIFY(showsItsCodes(*m_document));
    }
};

QTEST_GUILESS_MAIN(TestDecodeFollower)
#include "test_decode_follower.moc"
