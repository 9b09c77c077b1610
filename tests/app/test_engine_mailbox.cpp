// SPDX-License-Identifier: GPL-3.0-or-later
// Which jobs wait, which give way, and which running ones are asked to stop. The clock is the test's.
#include "app/engine/engine_mailbox.h"

#include <QTest>

#include <thread>

using namespace tessera;
using namespace tessera::app;
using namespace std::chrono_literals;
using End = EngineMailbox::End;

namespace {

EngineJob decodeJob(quint64 document, quint64 revision)
{
    return {.work = DecodeJob{.document = document, .revision = revision}};
}

EngineJob encodeJob(quint64 document)
{
    return {.work = EncodeJob{.document = document}};
}

EngineJob prepareJob(std::int64_t rows)
{
    return {.work = PrepareJob{.rows = rows, .cols = 1}};
}

EngineJob swatchJob(std::int32_t code)
{
    return {.work = SwatchJob{.model = nullptr, .codes = {code}}};
}

EngineJob unquantizedJob(quint64 request)
{
    return {.work = UnquantizedJob{.request = request}};
}

std::int64_t rowsOf(const EngineJob& job)
{
    return std::get<PrepareJob>(job.work).rows;
}

quint64 revisionOf(const EngineJob& job)
{
    return std::get<DecodeJob>(job.work).revision;
}

} // namespace

class TestEngineMailbox : public QObject {
    Q_OBJECT

    DecodePace::Clock::time_point m_now{1h};
    EngineMailbox::Now clock() { return [this] { return m_now; }; }

    /// Runs a decode of document 1 that takes `took` on the test's clock.
    void finishOne(EngineMailbox& box, std::chrono::milliseconds took)
    {
        box.post(decodeJob(1, 1));
        QVERIFY(box.take());
        m_now += took;
        box.ended(End::done);
    }

private slots:
    void theFirstDecodeIsNeverStopped()
    {
        DecodePace pace;
        pace.started(m_now);
        QVERIFY(!pace.mayStop(m_now));
        QVERIFY(!pace.mayStop(m_now + 60s));
    }

    void aSlowDecodeMayBeStoppedForANewerOne()
    {
        DecodePace pace;
        pace.started(m_now);
        pace.finished(m_now + 400ms);
        pace.started(m_now + 410ms);
        QVERIFY(pace.mayStop(m_now + 450ms));
        QVERIFY(!pace.mayStop(m_now + 720ms)); // nearly done
    }

    void aFastDecodeIsLeftToFinish()
    {
        DecodePace pace;
        pace.started(m_now);
        pace.finished(m_now + 99ms);
        pace.started(m_now + 100ms);
        QVERIFY(!pace.mayStop(m_now + 100ms));
    }

    void aDecodeIsStoppedOnlyIfTheNextWouldStillBeInTime()
    {
        DecodePace pace;
        pace.started(m_now);
        pace.finished(m_now + 600ms);
        pace.started(m_now + 600ms);
        QVERIFY(pace.mayStop(m_now + 990ms));
        pace.started(m_now + 990ms);
        QVERIFY(!pace.mayStop(m_now + 1010ms));
    }

    void onASlowDeviceEachDecodeIsFinished()
    {
        DecodePace pace;
        pace.started(m_now);
        pace.finished(m_now + 5s);
        pace.started(m_now + 5s);
        QVERIFY(!pace.mayStop(m_now + 5s + 10ms));
    }

    void aNewerJobTakesThePlaceOfThePendingOne()
    {
        EngineMailbox box(clock());
        QVERIFY(!box.post(decodeJob(1, 1)));
        QVERIFY(!box.post(encodeJob(1)));
        QVERIFY(!box.post(decodeJob(2, 7)));
        const auto replaced = box.post(decodeJob(1, 2));
        QVERIFY(replaced.has_value());
        QCOMPARE(revisionOf(*replaced), quint64{1});

        const auto first = box.take();
        QCOMPARE(revisionOf(first->job), quint64{2});
        box.ended(End::done);
        QCOMPARE(box.take()->job.kind(), Engine::Job::encode);
        box.ended(End::done);
        QCOMPARE(revisionOf(box.take()->job), quint64{7});
    }

    void aRunningDecodeIsAskedToStopByANewerOneOfItsDocument()
    {
        EngineMailbox box(clock());
        finishOne(box, 600ms);
        box.post(decodeJob(1, 2));
        const auto running = box.take();
        box.post(decodeJob(2, 9));
        QVERIFY(!running->stop.stop_requested());
        box.post(decodeJob(1, 3));
        QVERIFY(running->stop.stop_requested());
    }

    void whilePaintingOneDecodeASecondIsLeftAlone()
    {
        EngineMailbox box(clock());
        finishOne(box, 600ms);
        // Sixty edits a second; a stopped decode makes room for the next at once, a finished one takes 600 ms.
        int finished = 0;
        std::chrono::milliseconds left{600};
        box.post(decodeJob(1, 2));
        auto running = box.take();
        for (quint64 edit = 0; edit < 600; ++edit) {
            m_now += 16ms;
            left -= 16ms;
            box.post(decodeJob(1, 3 + edit));
            const bool stopped = running->stop.stop_requested();
            if (!stopped && left > 0ms)
                continue;
            finished += stopped ? 0 : 1;
            box.ended(stopped ? End::stopped : End::done);
            running = box.take();
            QCOMPARE(revisionOf(running->job), 3 + edit); // always the newest
            left = 600ms;
        }
        QVERIFY2(finished >= 9, qPrintable(QString::number(finished))); // in 9.6 s
    }

    void aRunningEncodeIsAskedToStopByANewerOne()
    {
        EngineMailbox box(clock());
        box.post(encodeJob(3));
        const auto running = box.take();
        box.post(decodeJob(3, 1));
        QVERIFY(!running->stop.stop_requested());
        box.post(encodeJob(3));
        QVERIFY(running->stop.stop_requested());
    }

    void idleWorkIsTakenLastAndTheNewestCounts()
    {
        EngineMailbox box(clock());
        box.post(prepareJob(1));
        box.post(decodeJob(1, 1));
        box.post(prepareJob(2));
        QCOMPARE(revisionOf(box.take()->job), quint64{1});
        box.ended(End::done);
        QCOMPARE(rowsOf(box.take()->job), std::int64_t{2});
        box.ended(End::done);
        box.post(encodeJob(1));
        QCOMPARE(box.take()->job.kind(), Engine::Job::encode);
    }

    void idleWorkStopsForOtherWorkAndGoesOnAfterIt()
    {
        EngineMailbox box(clock());
        box.post(prepareJob(1));
        const auto idle = box.take();
        QVERIFY(!idle->stop.stop_requested());
        box.post(decodeJob(1, 1));
        QVERIFY(idle->stop.stop_requested());
        box.ended(End::stopped);
        QCOMPARE(revisionOf(box.take()->job), quint64{1});
        box.ended(End::done);
        QCOMPARE(rowsOf(box.take()->job), std::int64_t{1});
        box.post(prepareJob(2)); // counts instead
        box.ended(End::stopped);
        QCOMPARE(rowsOf(box.take()->job), std::int64_t{2});
        box.post(decodeJob(1, 2));
        box.ended(End::failed); // by itself, though it was asked to stop, and would again
        box.take();
        box.ended(End::done);
        box.post(decodeJob(1, 3));
        QCOMPARE(revisionOf(box.take()->job), quint64{3});
    }

    void idleWorkEndsWithAnEncodeAndWithACancel()
    {
        EngineMailbox box(clock());
        box.post(prepareJob(1));
        box.take();
        box.post(encodeJob(1)); // there will be something else to get ready for
        box.ended(End::stopped);
        box.take();
        box.post(prepareJob(2));
        box.post(encodeJob(2));
        box.ended(End::done);
        QCOMPARE(box.take()->job.kind(), Engine::Job::encode);
        box.ended(End::done);
        box.post(prepareJob(3));
        const auto idle = box.take();
        box.cancel();
        QVERIFY(idle->stop.stop_requested());
        box.ended(End::stopped);
        box.post(decodeJob(1, 1));
        QCOMPARE(revisionOf(box.take()->job), quint64{1});
    }

    void aWaitingDecodeCanBeLookedAt()
    {
        EngineMailbox box(clock());
        const auto posted = [&box](EngineJob job, quint64 ticket) {
            job.ticket = ticket;
            box.post(std::move(job));
        };
        posted(decodeJob(1, 5), 1);
        box.take();
        QVERIFY(!box.waitingDecode(1, 0));
        posted(encodeJob(1), 2);
        posted(decodeJob(2, 8), 3);
        posted(decodeJob(1, 6), 4);
        QCOMPARE(revisionOf(*box.waitingDecode(1, 0)), quint64{6});
        QVERIFY(!box.waitingDecode(1, 4));
        posted(decodeJob(1, 7), 5);
        QCOMPARE(revisionOf(*box.waitingDecode(1, 4)), quint64{7});
        box.ended(End::done);
        QCOMPARE(box.take()->job.kind(), Engine::Job::encode); // nothing was taken by looking
    }

    void cancelStopsAndDropsAllButTheOpeningOfADevice()
    {
        EngineMailbox box(clock());
        box.post(encodeJob(1));
        const auto running = box.take();
        box.post(decodeJob(1, 5));
        box.post({.work = OpenDeviceJob{QStringLiteral("cpu"), {}}});
        box.post(encodeJob(2));
        const std::vector<EngineJob> dropped = box.cancel();
        QVERIFY(running->stop.stop_requested());
        QCOMPARE(dropped.size(), std::size_t{2});
        box.ended(End::stopped);
        QCOMPARE(box.take()->job.kind(), Engine::Job::openDevice);
    }

    void cancelOfOneDocumentLeavesTheOthersAlone()
    {
        EngineMailbox box(clock());
        box.post(decodeJob(1, 5));
        const auto running = box.take();
        box.post(decodeJob(1, 6));
        box.post(decodeJob(2, 9));
        QCOMPARE(box.cancel(2).size(), std::size_t{1});
        QVERIFY(!running->stop.stop_requested());
        box.post(decodeJob(2, 10));
        const std::vector<EngineJob> dropped = box.cancel(1);
        QVERIFY(running->stop.stop_requested());
        QCOMPARE(dropped.size(), std::size_t{1});
        QCOMPARE(revisionOf(dropped.front()), quint64{6});
        box.ended(End::stopped);
        QCOMPARE(revisionOf(box.take()->job), quint64{10});
    }

    void closingEndsTheWaitForAJob()
    {
        EngineMailbox box(clock());
        bool hadJob = true;
        std::thread taker([&] { hadJob = box.take().has_value(); });
        box.close();
        taker.join();
        QVERIFY(!hadJob);
    }

    void ofIdleWorkWhatSomebodyWaitsForComesFirst()
    {
        EngineMailbox box(clock());
        box.post(swatchJob(1));
        box.post(prepareJob(7));
        box.post(unquantizedJob(1));
        box.post(decodeJob(1, 1));
        for (const Engine::Job kind :
             {Engine::Job::decode, Engine::Job::unquantized, Engine::Job::prepare, Engine::Job::swatches}) {
            QCOMPARE(box.take()->job.kind(), kind);
            box.ended(End::done);
        }
    }

    void swatchesGiveWayAndGoOnWhateverElseComes()
    {
        EngineMailbox box(clock());
        box.post(swatchJob(5));
        const auto swatches = box.take();
        QVERIFY(!swatches->stop.stop_requested());
        box.post(encodeJob(1));
        QVERIFY(swatches->stop.stop_requested());
        box.ended(End::stopped);
        QCOMPARE(box.take()->job.kind(), Engine::Job::encode);
        QVERIFY(box.cancel().empty()); // cancelling is about what somebody sees
        box.ended(End::stopped);
        const auto again = box.take();
        QCOMPARE(again->job.kind(), Engine::Job::swatches);
        QCOMPARE(std::get<SwatchJob>(again->job.work).codes, std::vector<std::int32_t>{5});
    }

    void idleWorkThatIsCancelledByItsKindDoesNotGoOn()
    {
        EngineMailbox box(clock());
        box.post({.work = PolishJob{}});
        const auto polish = box.take();
        box.post(swatchJob(1));
        QVERIFY(!polish->stop.stop_requested());
        QVERIFY(box.cancel(Engine::Job::polish).empty());
        QVERIFY(polish->stop.stop_requested());
        box.ended(End::stopped);
        QCOMPARE(box.take()->job.kind(), Engine::Job::swatches);
        box.ended(End::done);
        box.post({.work = PolishJob{}});
        box.post(swatchJob(2));
        QCOMPARE(box.cancel(Engine::Job::polish).size(), std::size_t{1}); // it waited
        QCOMPARE(box.take()->job.kind(), Engine::Job::swatches);
    }

    void idleWorkDoesNotStopForWhatIsLessUrgent()
    {
        EngineMailbox box(clock());
        box.post(prepareJob(7));
        const auto preparing = box.take();
        box.post(swatchJob(1));
        QVERIFY(!preparing->stop.stop_requested());
        box.post(unquantizedJob(1));
        QVERIFY(preparing->stop.stop_requested());
    }

    void aNewerRequestForSwatchesTakesThePlaceOfAnOlderOneThatRuns()
    {
        EngineMailbox box(clock());
        box.post(swatchJob(5));
        const auto older = box.take();
        box.post(swatchJob(6));
        QVERIFY(older->stop.stop_requested());
        box.ended(End::stopped);
        QCOMPARE(std::get<SwatchJob>(box.take()->job.work).codes, std::vector<std::int32_t>{6});
        box.ended(End::done);
        box.post(decodeJob(1, 1));
        QCOMPARE(box.take()->job.kind(), Engine::Job::decode); // and the older one does not come again
    }
};

QTEST_APPLESS_MAIN(TestEngineMailbox)
#include "test_engine_mailbox.moc"
