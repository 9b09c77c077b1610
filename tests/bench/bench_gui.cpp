// SPDX-License-Identifier: GPL-3.0-or-later
// How long the window keeps somebody waiting who paints while every core computes: posts mouse moves over the canvas of
// the real window while its picture is decoded, and prints how far apart the turns of the GUI thread's event loop were,
// with the processor time that the thread itself took in between (what is beyond it the thread spent waiting for a
// core), and which events took longest.
// Counts how often the shown picture followed meanwhile.
//   bench_gui [SIDE] [MODEL] [PANEL]     a picture of SIDE x SIDE pixels (2048), a model by name or folder
//                                        (photo-f8-1024), a panel that is open: spectrum, usage ...
#include "app/pictures/picture_files.h"
#include "app/tools/tool_state.h"
#include "tests/app/made_document.h"
#include "tests/app/window_fixture.h"

#include <QElapsedTimer>
#include <QMouseEvent>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <map>
#include <random>

#include <sys/resource.h>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;

namespace {

constexpr int kMoves = 1000;
constexpr int kMoveMs = 8; ///< a mouse tells of itself 125 times a second
constexpr int kTurnMs = 1; ///< the loop turns at least as often
constexpr int kQuietMs = 2000;
constexpr int kSlowest = 8; ///< events that are named

double milliseconds(clockid_t clock)
{
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double processMilliseconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto of = [](const timeval& time) { return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3; };
    return of(usage.ru_utime) + of(usage.ru_stime);
}

/// Times every event that the GUI thread handles, those within others left out.
class TimedApplication : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override
    {
        if (m_isInside || QThread::currentThread() != thread())
            return QApplication::notify(receiver, event);
        m_isInside = true;
        const std::string name = std::string(receiver->metaObject()->className()) + " "
            + QMetaEnum::fromType<QEvent::Type>().valueToKey(event->type());
        const double before = milliseconds(CLOCK_THREAD_CPUTIME_ID);
        const bool handled = QApplication::notify(receiver, event);
        Times& times = m_times[name];
        const double took = milliseconds(CLOCK_THREAD_CPUTIME_ID) - before;
        times.longest = std::max(times.longest, took);
        times.sum += took;
        ++times.count;
        m_isInside = false;
        return handled;
    }

    void forget() { m_times.clear(); }
    void print() const
    {
        std::vector<std::pair<std::string, Times>> all(m_times.begin(), m_times.end());
        std::ranges::sort(all, [](const auto& a, const auto& b) { return a.second.longest > b.second.longest; });
        all.resize(std::min<std::size_t>(all.size(), kSlowest));
        for (const auto& [name, times] : all)
            std::printf("    %6.1f ms at most, %5.2f on average, %6d times: %s\n", times.longest, times.sum / times.count,
                        times.count, name.c_str());
    }

private:
    struct Times {
        double longest = 0, sum = 0;
        int count = 0;
    };
    bool m_isInside = false;
    std::map<std::string, Times> m_times;
};

/// Notes the turns of the event loop while it lives.
class LoopClock : public QObject {
public:
    LoopClock() : m_wall(milliseconds(CLOCK_MONOTONIC)), m_thread(milliseconds(CLOCK_THREAD_CPUTIME_ID)),
          m_begin(m_wall), m_threadBegin(m_thread), m_process(processMilliseconds())
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, &LoopClock::turn);
        m_timer.start(kTurnMs);
    }

    void print(const char* when)
    {
        turn();
        std::ranges::sort(m_gaps, {}, &Gap::wall);
        const Gap& longest = m_gaps.back();
        const double cpu = std::ranges::max_element(m_gaps, {}, &Gap::thread)->thread;
        const double took = m_wall - m_begin;
        std::printf("%s: longest gap %.1f ms (of which the thread computed %.1f ms), 99%% are below %.1f ms;\n"
                    "  most that the thread computed between two turns %.1f ms; %zu turns in %.1f s; cores busy: GUI thread "
                    "%.2f, program %.2f\n",
                    when, longest.wall, longest.thread, m_gaps[m_gaps.size() * 99 / 100].wall, cpu, m_gaps.size(),
                    took / 1e3, (m_thread - m_threadBegin) / took, (processMilliseconds() - m_process) / took);
    }

private:
    void turn()
    {
        const double wall = milliseconds(CLOCK_MONOTONIC), thread = milliseconds(CLOCK_THREAD_CPUTIME_ID);
        m_gaps.push_back({wall - m_wall, thread - m_thread});
        m_wall = wall;
        m_thread = thread;
    }

    struct Gap {
        double wall = 0, thread = 0; ///< ms
    };
    std::vector<Gap> m_gaps;
    double m_wall, m_thread, m_begin, m_threadBegin, m_process;
    QTimer m_timer;
};

QString makePicture(const Desk& desk, int side)
{
    core::Picture picture = gradient(side, side);
    std::mt19937 random(1);
    std::uniform_real_distribution<float> noise(-0.1F, 0.1F);
    for (float& value : picture.values)
        value = std::clamp(value + noise(random), 0.0F, 1.0F);
    const QString path = desk.file(QStringLiteral("large.png"));
    app::writePicture(QFile::encodeName(path).toStdString(), picture);
    return path;
}

/// There and back over the picture, a row further each time.
core::Cell cellOf(int move, const core::CellRect& grid)
{
    constexpr int kAcross = 40; ///< moves from side to side
    const int row = move / kAcross, step = move % kAcross;
    const int along = row % 2 == 0 ? step : kAcross - 1 - step;
    return {row * (grid.rows - 1) / (kMoves / kAcross), along * (grid.cols - 1) / (kAcross - 1)};
}

/// A stroke of posted moves; the loop runs until it is done.
void paint(WindowFixture& fixture)
{
    app::PaneView& pane = fixture.pane(PaneSource::codes);
    const core::CellRect grid = fixture.document()->grid();
    int sent = 0;
    const auto post = [&](QEvent::Type type, Qt::MouseButton button, Qt::MouseButtons buttons) {
        const core::Cell cell = cellOf(std::min(sent, kMoves - 1), grid);
        const QPointF at = fixture.at(PaneSource::codes, cell.row, cell.col);
        QCoreApplication::postEvent(&pane, new QMouseEvent(type, at, pane.mapToGlobal(at), button, buttons, Qt::NoModifier));
    };
    QEventLoop loop;
    QTimer hand;
    hand.setTimerType(Qt::PreciseTimer);
    QObject::connect(&hand, &QTimer::timeout, &loop, [&] {
        if (sent < kMoves) {
            post(QEvent::MouseMove, Qt::NoButton, Qt::LeftButton);
            ++sent;
            return;
        }
        post(QEvent::MouseButtonRelease, Qt::LeftButton, Qt::NoButton);
        hand.stop();
        QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
    });
    post(QEvent::MouseButtonPress, Qt::LeftButton, Qt::LeftButton);
    hand.start(kMoveMs);
    loop.exec();
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    TimedApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const int side = arguments.size() > 1 ? arguments[1].toInt() : 2048;
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    Desk desk;
    WindowFixture fixture;
    fixture.window().start({.files = {makePicture(desk, side)}, .model = arguments.value(2, QStringLiteral("photo-f8-1024"))});
    if (!QTest::qWaitFor([&] { return fixture.isExact(); }, 10 * kPatienceMs)) {
        std::printf("the picture could not be decoded: %s\n", qPrintable(fixture.messages().join(QLatin1Char('\n'))));
        return 1;
    }
    app::Document& document = *fixture.document();
    std::printf("%d x %d pixels, %d x %d cells, %s, a decode takes %.1f s\n", side, side, document.grid().cols,
                document.grid().rows, qPrintable(fixture.session().device().name()),
                fixture.session().follower()->milliseconds() / 1e3);
    QTest::qWait(kQuietMs); // thumbnails, quality
    {
        LoopClock clock;
        QTest::qWait(kQuietMs);
        clock.print("At rest");
    }
    if (const QString panel = arguments.value(3); !panel.isEmpty()) {
        fixture.trigger(QStringLiteral("panel-") + panel);
        QTest::qWait(2 * kQuietMs); // what it shows at first
    }
    // A decode is under way before the stroke begins.
    fixture.window().tools().setCode(7);
    fixture.drag(PaneSource::codes, {{0, 0}, {0, 0}});
    QTest::qWait(100);
    fixture.window().tools().setCode(500);
    application.forget();
    {
        LoopClock clock;
        int shown = 0;
        const auto counted = QObject::connect(&document, &app::Document::shownChanged, [&shown] { ++shown; });
        paint(fixture);
        QObject::disconnect(counted);
        clock.print("1000 mouse moves, painting");
        application.print();
        std::printf("the shown picture followed %d times\n", shown);
    }
    std::printf("the decode %s when the last move came\n", document.isExact() ? "had ended" : "was under way");
    application.forget();
    {
        LoopClock clock;
        if (!QTest::qWaitFor([&] { return fixture.isExact(); }, 10 * kPatienceMs))
            return 1;
        QTest::qWait(kQuietMs); // until it is shown and measured
        clock.print("Until the exact picture is there");
        application.print();
    }
    document.undoStack().setClean();
    return 0;
}
