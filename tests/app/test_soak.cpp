// SPDX-License-Identifier: GPL-3.0-or-later
// A random person at the real window, on a device without arithmetic, or with TESSERA_SOAK_REAL=1 on the one that people
// would have. Whatever was done, the history leads back to the encoder's codes and forth to the last ones, the picture in
// the end is the decode of the codes in the end, and no question is left open. TESSERA_SOAK says how many actions,
// TESSERA_SOAK_SEED which; both are in the log.
#include "app/engine/decode_follower.h"
#include "app/exports/exporter.h"
#include "app/files/freed_memory.h"
#include "core/cpu/cpu_device.h"
#include "core/model/codec.h"
#include "gpu/gpu.h"
#include "tests/app/random_person.h"
#include "tests/support/long_run.h"

#include <QDesktopServices>
#include <QFile>
#include <QPixmapCache>
#include <QTimer>

#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace tessera;
using namespace tessera::tests;

namespace {

constexpr int kUsually = 600, kBetweenChecks = 100, kSeed = 20261128;
constexpr const char* kSchemes[]{"http", "https", "file"};

constexpr double kMiB = 1 << 20;

/// The pictures here are small; a search that holds a number for each pair of codes takes a gigabyte.
constexpr double kMostMiB = 450;

/// What the program has asked for and not given back, in MiB. Qt's cache of icons and such, which fills up to 10 MB and as
/// much again of bookkeeping, is emptied first.
double memory()
{
    QPixmapCache::clear();
    const struct mallinfo2 info = mallinfo2();
    return static_cast<double>(info.uordblks + info.hblkhd) / kMiB;
}

/// What this process has in memory now, in MiB.
double residentMemory()
{
    QFile file(QStringLiteral("/proc/self/statm")); // pages: all, resident, ...
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * static_cast<double>(sysconf(_SC_PAGESIZE)) / kMiB;
}

/// The most that this process has ever had in memory, in MiB.
double mostMemory()
{
    struct rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

} // namespace

class TestSoak : public QObject, public PaintedWindow {
    Q_OBJECT
public:
    Q_INVOKABLE void openNothing(const QUrl&) {}

private:
    std::unique_ptr<RandomPerson> m_person;
    std::unique_ptr<core::Device> m_reference; ///< for a window that computes; null where its device has no arithmetic

    app::MainWindow& window() { return m_fixture->window(); }

    int steps()
    {
        int all = 0;
        for (app::Document* each : m_fixture->session().documents())
            all += each->undoStack().count();
        return all;
    }

    /// Is that the decode of its codes?
    bool isDecoded(const app::Document& document) const
    {
        constexpr double kRounding = 2e-3; // of fast convolutions; a wrong cell is off by far more
        const std::vector<float>& shown = document.reconstruction()->values;
        if (!m_reference)
            return shown == core::toPicture(fakeDecode(*document.model(), document.codes()), 0, nullptr).values;
        const core::Tensor decoded = core::Codec(document.model(), *m_reference).decodeCodes(document.codes());
        const std::vector<float> expected = core::toPicture(decoded, 0, nullptr).values;
        return std::ranges::equal(shown, expected, [](float a, float b) { return std::abs(double(a) - b) < kRounding; });
    }

    void lookAtAll()
    {
        QTRY_VERIFY_WITH_TIMEOUT(!m_fixture->session().isOpening(), kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(!m_fixture->session().isModelComing(), kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(!window().saver().isWorking(), kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(!window().exporter().isWorking(), kPatienceMs);
        const bool hasCancelled = m_person->hasCancelled();
        for (app::Document* each : m_fixture->session().documents()) {
            m_fixture->session().setCurrent(each);
            QTRY_VERIFY_WITH_TIMEOUT(each->hasCodes() && !each->hasMoreComing() && !each->isPainting(), kPatienceMs);
            if (hasCancelled) // a decode that somebody has stopped stays so until something changes
                m_fixture->session().follower()->request();
            QTRY_VERIFY_WITH_TIMEOUT(each->isExact(), kPatienceMs);
            QVERIFY(isDecoded(*each));
            core::checkCodes(each->codes(), each->model()->config().codes);
        }
    }

    /// Back to the encoder's codes and forth again, step by step.
    void walkHistory(app::Document& document)
    {
        QUndoStack& stack = document.undoStack();
        stack.setIndex(stack.count());
        std::vector<core::IndexMap> maps{document.codes()};
        std::vector<core::Region> selections{document.selection()};
        while (stack.canUndo()) {
            stack.undo();
            maps.push_back(document.codes());
            selections.push_back(document.selection());
        }
        QVERIFY(document.codes() == document.encodedCodes());
        QVERIFY(document.selection().isEmpty());
        for (std::size_t i = maps.size(); i-- > 1;) {
            stack.redo();
            QVERIFY(document.codes() == maps[i - 1]);
            QVERIFY(document.selection() == selections[i - 1]);
        }
        QVERIFY(!stack.canRedo());
    }

private slots:
    void initTestCase()
    {
        m_desk = std::make_unique<Desk>();
        for (const char* scheme : kSchemes) // nothing is opened outside
            QDesktopServices::setUrlHandler(QString::fromLatin1(scheme), this, "openNothing");
    }
    void cleanupTestCase()
    {
        for (const char* scheme : kSchemes)
            QDesktopServices::unsetUrlHandler(QString::fromLatin1(scheme));
    }
    void cleanup()
    {
        if (QTest::currentTestFailed())
            qInfo("the newest actions: %s", qPrintable(m_person->newest()));
        clear();
    }

    void whateverIsDoneTheWorkIsSound()
    {
        const int count = asked("TESSERA_SOAK", kUsually);
        const auto seed = static_cast<unsigned>(asked("TESSERA_SOAK_SEED", kSeed));
        qInfo("%d actions of seed %u", count, seed);
        m_person = std::make_unique<RandomPerson>(*this, seed);
        if (qEnvironmentVariableIsSet("TESSERA_SOAK_REAL"))
            m_reference = core::makeCpuDevice();
        m_fixture = m_reference ? std::make_unique<WindowFixture>([](const QString& choice, const gpu::DeviceOptions& options) {
            return gpu::openDevice(choice.toStdString(), options);
        }) : newWindow();
        window().start({.files = {picture(QStringLiteral("p0.png"))}, .model = QString::fromLatin1(kModel)});
        QTRY_VERIFY_WITH_TIMEOUT(m_fixture->isExact(), kPatienceMs);
        QTimer closer;
        connect(&closer, &QTimer::timeout, this, [this] { m_person->answerWhatIsOpen(); });
        closer.start(10);
        for (int i = 1; i <= count; ++i) {
            m_person->doSomething();
            if (i % kBetweenChecks == 0) {
                lookAtAll();
                if (QTest::currentTestFailed()) {
                    qInfo("after %d actions", i);
                    return;
                }
            }
            if (i % std::max(count / 10, 1) == 0)
                qInfo("after %d actions: %.1f MiB asked for, %.1f in memory, %.1f at most, %d steps to undo", i, memory(),
                      residentMemory(), mostMemory(), steps());
        }
        lookAtAll();
        QVERIFY(!QTest::currentTestFailed());
        for (app::Document* each : m_fixture->session().documents()) {
            walkHistory(*each);
            QVERIFY(!QTest::currentTestFailed());
        }
        lookAtAll();
#ifndef TESSERA_SANITIZES_ADDRESS // it keeps for a while what was given back
        QVERIFY2(m_reference || mostMemory() < kMostMiB, qPrintable(QString::number(mostMemory())));
#endif
        closer.stop();
        QTRY_VERIFY(!QApplication::activePopupWidget() && !QApplication::activeModalWidget());
        QVERIFY(!question() || !question()->isVisible());
        for (app::Document* each : m_fixture->session().documents())
            each->undoStack().setClean();
    }
};

int main(int argc, char** argv)
{
    app::returnFreedMemory(); // as the program does
    QApplication application(argc, argv);
    TestSoak test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_soak.moc"
