// SPDX-License-Identifier: GPL-3.0-or-later
// Which jobs wait, which give way, and which running ones are asked to stop. The clock is the test's.
#include "app/engine_mailbox.h"

#include <QTest>

#include <thread>

using namespace tessera;
using namespace tessera::app;
using namespace std::chrono_literals;

namespace {

EngineJob decodeJob(quint64 document, quint64 revision)
{
    return {.work = DecodeJob{.document = document, .revision = revision}};
}

EngineJob encodeJob(quint64 document)
{
    return {.work = EncodeJob{.document = document}};
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
        box.ended(true);
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
        box.ended(true);
        QCOMPARE(box.take()->job.kind(), Engine::Job::encode);
        box.ended(true);
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
            box.ended(!stopped);
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
        box.ended(false);
        QCOMPARE(box.take()->job.kind(), Engine::Job::openDevice);
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
};

QTEST_APPLESS_MAIN(TestEngineMailbox)
#include "test_engine_mailbox.moc"
