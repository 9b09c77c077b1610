// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody who does whatever comes to mind: a seeded row of real mouse and key events in the real window, on a device
// without arithmetic, or with TESSERA_SOAK_REAL=1 on the one that people would have. Whatever was done, the history leads
// back to the encoder's codes and forth to the last ones, the picture in the end is the decode of the codes in the end,
// and no question is left open. TESSERA_SOAK says how many actions, TESSERA_SOAK_SEED which; both are in the log.
#include "app/actions/action_list.h"
#include "app/exports/exporter.h"
#include "app/files/freed_memory.h"
#include "app/panels/panel_list.h"
#include "app/tools/tool_list.h"
#include "app/window/job_progress.h"
#include "app/window/start_page.h"
#include "core/cpu/cpu_device.h"
#include "core/model/codec.h"
#include "gpu/gpu.h"
#include "tests/app/painted_window.h"
#include "tests/support/long_run.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QDesktopServices>
#include <QDockWidget>
#include <QFile>
#include <QLineEdit>
#include <QPixmapCache>
#include <QPointer>
#include <QSlider>
#include <QTabBar>
#include <QTimer>
#include <QWheelEvent>

#include <malloc.h>
#include <random>
#include <sys/resource.h>
#include <unistd.h>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;

namespace {

constexpr int kUsually = 600, kBetweenChecks = 100, kSeed = 20261128;
constexpr const char* kOther = TESSERA_SOURCE_DIR "/tests/golden/v13-codes16384/model"; ///< factor 2, more codes

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

class TestSoak : public QObject, private PaintedWindow {
    Q_OBJECT
public:
    Q_INVOKABLE void openNothing(const QUrl&) {}

private:

    std::mt19937 m_random;
    QStringList m_done; ///< the newest actions, for whoever looks for a fault
    int m_opened = 0;
    std::unique_ptr<core::Device> m_reference; ///< for a window that computes; null where its device has no arithmetic

    int below(int count) { return static_cast<int>(m_random() % static_cast<unsigned>(count)); }
    template <class List>
    const auto& oneOf(const List& list)
    {
        return list[static_cast<std::size_t>(below(static_cast<int>(std::size(list))))];
    }
    bool isReady() { return m_fixture->document() && document().hasCodes(); }
    app::MainWindow& window() { return m_fixture->window(); }

    void note(const QString& what)
    {
        m_done << what;
        if (m_done.size() > 40)
            m_done.removeFirst();
    }

    std::vector<app::PaneView*> panesInSight()
    {
        std::vector<app::PaneView*> panes;
        for (app::PaneView* pane : window().canvas().panes())
            if (pane->isVisible())
                panes.push_back(pane);
        return panes;
    }

    void drag()
    {
        const auto panes = panesInSight();
        if (panes.empty())
            return;
        app::PaneView& pane = *oneOf(panes);
        const auto place = [&] { return QPoint(below(std::max(pane.width(), 1)), below(std::max(pane.height(), 1))); };
        constexpr Qt::MouseButton kButtons[]{Qt::LeftButton, Qt::LeftButton, Qt::LeftButton, Qt::LeftButton,
                                             Qt::RightButton, Qt::MiddleButton};
        constexpr Qt::KeyboardModifiers kHeld[]{Qt::NoModifier,    Qt::NoModifier,      Qt::NoModifier,
                                                Qt::ShiftModifier, Qt::ControlModifier, Qt::AltModifier};
        const Qt::MouseButton button = oneOf(kButtons);
        const Qt::KeyboardModifiers modifiers = oneOf(kHeld);
        QPoint at = place();
        QTest::mousePress(&pane, button, modifiers, at);
        for (int i = below(7); i > 0; --i)
            QTest::mouseMove(&pane, at = place());
        if (below(20) == 0)
            QTest::keyClick(&window().canvas(), Qt::Key_Escape);
        QTest::mouseRelease(&pane, button, modifiers, at);
    }

    void hover()
    {
        if (const auto panes = panesInSight(); !panes.empty())
            QTest::mouseMove(oneOf(panes), {below(300), below(300)});
    }

    void wheel()
    {
        const auto panes = panesInSight();
        if (panes.empty())
            return;
        app::PaneView& pane = *oneOf(panes);
        const QPointF at(below(200), below(200));
        constexpr Qt::KeyboardModifiers kHeld[]{Qt::NoModifier, Qt::ShiftModifier, Qt::ControlModifier};
        QWheelEvent event(at, pane.mapToGlobal(at), {}, {0, below(2) == 0 ? 120 : -120}, Qt::NoButton, oneOf(kHeld),
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(&pane, &event);
    }

    void tool()
    {
        QTest::keySequence(&window().canvas(), app::toolKeys(oneOf(app::toolList())).first());
    }

    void code()
    {
        if (isReady())
            window().tools().setCode(below(static_cast<int>(document().model()->config().codes)));
    }

    void key()
    {
        constexpr Qt::Key kKeys[]{Qt::Key_Left,   Qt::Key_Right,  Qt::Key_Up,          Qt::Key_Down,         Qt::Key_Return,
                                  Qt::Key_Space,  Qt::Key_Escape, Qt::Key_BracketLeft, Qt::Key_BracketRight, Qt::Key_Comma,
                                  Qt::Key_Period, Qt::Key_Delete, Qt::Key_X,           Qt::Key_D,            Qt::Key_Z,
                                  Qt::Key_A,      Qt::Key_1,      Qt::Key_3,           Qt::Key_5,            Qt::Key_Tab};
        constexpr Qt::KeyboardModifiers kHeld[]{Qt::NoModifier, Qt::NoModifier, Qt::ShiftModifier, Qt::AltModifier};
        QTest::keyClick(&window().canvas(), oneOf(kKeys), oneOf(kHeld));
    }

    /// Whatever opens no dialog of files, and does not leave.
    void action()
    {
        static const QSet<QString> kNot{"open-picture", "save-as", "save", "export-picture", "export-difference",
                                        "export-index-map", "export-codes", "import-codes", "place-picture", "quit", "close",
                                        "open-model", "open-checkpoint", "settings-folder", "guide", "tutorial", "keys",
                                        "shortcuts", "about", "full-screen", "start-page", "bundle-models"};
        const app::ActionRow& row = oneOf(app::actionList());
        const QString id = QString::fromLatin1(row.id);
        if (row.kind == app::ActionKind::menu || kNot.contains(id) || !window().actions().at(id).isEnabled())
            return;
        note("  " + id);
        m_fixture->trigger(id);
    }

    void undo()
    {
        for (int i = 1 + below(3); i > 0; --i)
            m_fixture->trigger(QStringLiteral("undo"));
        for (int i = below(4); i > 0; --i) // hardly fewer, so that histories grow
            m_fixture->trigger(QStringLiteral("redo"));
    }

    void copyAndPaste()
    {
        for (const char* id : {"copy", "paste"})
            m_fixture->trigger(QString::fromLatin1(id));
        QTest::qWait(5);
        QTest::keyClick(&window().canvas(), below(2) == 0 ? Qt::Key_Return : Qt::Key_Escape);
    }

    void panel()
    {
        auto* dock = window().findChild<QDockWidget*>(QString::fromLatin1(oneOf(app::panelList()).id));
        dock->setVisible(!dock->isVisible());
    }

    /// Whatever can be pressed, chosen from or typed into in the panels and bars. Not on the start page, whose samples
    /// have large models, and not Cancel, which ends what is waited for later.
    std::vector<QWidget*> controls()
    {
        std::vector<QWidget*> all;
        for (QWidget* each : window().findChildren<QWidget*>()) {
            const bool isControl = qobject_cast<QAbstractButton*>(each) || qobject_cast<QComboBox*>(each)
                || qobject_cast<QAbstractSpinBox*>(each) || qobject_cast<QSlider*>(each)
                || qobject_cast<QLineEdit*>(each) || qobject_cast<QTabBar*>(each)
                || qobject_cast<QAbstractItemView*>(each);
            const bool isOurs = each->window() == &window() || qobject_cast<QDockWidget*>(each->window());
            const auto isInside = [each](auto* parent) { return parent && parent->isAncestorOf(each); };
            if (isControl && isOurs && each->isVisible() && each->isEnabled()
                && !isInside(window().findChild<app::StartPage*>())
                && !isInside(window().findChild<app::JobProgress*>()))
                all.push_back(each);
        }
        return all;
    }

    void control()
    {
        const std::vector<QWidget*> all = controls();
        if (all.empty())
            return;
        QWidget* chosen = oneOf(all);
        note(QStringLiteral("  %1 %2").arg(QLatin1String(chosen->metaObject()->className()), chosen->accessibleName()));
        auto* area = qobject_cast<QAbstractScrollArea*>(chosen);
        QWidget* target = area ? area->viewport() : chosen;
        const QPoint at(below(std::max(target->width(), 1)), below(std::max(target->height(), 1)));
        constexpr Qt::Key kKeys[]{Qt::Key_Up, Qt::Key_Down, Qt::Key_Home, Qt::Key_End, Qt::Key_7, Qt::Key_Return};
        const QPointer<QWidget> stays = chosen;
        switch (below(4)) {
        case 0:
            QTest::keyClick(chosen, oneOf(kKeys));
            break;
        case 1:
            QTest::mouseDClick(target, Qt::LeftButton, {}, at);
            break;
        default:
            QTest::mouseClick(target, Qt::LeftButton, {}, at);
        }
        if (stays)
            QTest::keyClick(stays, Qt::Key_Escape);
    }

    void device() { window().session().engine().openDevice(QString::fromLatin1(below(2) == 0 ? "cpu" : ""), {}); }

    void openProject()
    {
        const QString path = file(QStringLiteral("s%1.tessera").arg(below(3)));
        if (QFile::exists(path) && m_fixture->session().documents().size() < 4)
            m_fixture->drop({path});
    }

    void resize() { window().resize(500 + below(1100), 400 + below(700)); }

    void tab()
    {
        const QList<app::Document*> all = m_fixture->session().documents();
        if (!all.isEmpty())
            m_fixture->session().setCurrent(all[below(static_cast<int>(all.size()))]);
    }

    void openPicture()
    {
        if (m_fixture->session().documents().size() < 4)
            m_fixture->drop({picture(QStringLiteral("p%1.png").arg(++m_opened % 5))});
    }

    void closePicture()
    {
        if (m_fixture->session().documents().size() < 2)
            return;
        m_fixture->trigger(QStringLiteral("close"));
        if (question() && question()->isVisible())
            discard();
    }

    void model()
    {
        if (m_fixture->document())
            m_fixture->session().openModel(QString::fromLatin1(below(2) == 0 ? kModel : kOther));
    }

    void saveProject()
    {
        if (isReady())
            window().saver().save(&document(), file(QStringLiteral("s%1.tessera").arg(below(3))));
    }

    void exportPicture()
    {
        if (isReady())
            window().exporter().exportPicture(file(QStringLiteral("e.png")), {});
    }

    void wait() { QTest::qWait(below(20)); }

    struct Act {
        const char* name;
        int weight;
        void (TestSoak::*act)();
    };

    void doSomething()
    {
        static constexpr Act kActs[]{
            {"drag", 30, &TestSoak::drag}, {"tool", 12, &TestSoak::tool}, {"key", 12, &TestSoak::key},
            {"action", 12, &TestSoak::action}, {"control", 10, &TestSoak::control}, {"code", 8, &TestSoak::code},
            {"undo", 8, &TestSoak::undo}, {"wheel", 6, &TestSoak::wheel}, {"wait", 6, &TestSoak::wait},
            {"hover", 4, &TestSoak::hover}, {"copy", 3, &TestSoak::copyAndPaste}, {"panel", 3, &TestSoak::panel},
            {"tab", 3, &TestSoak::tab}, {"open", 2, &TestSoak::openPicture}, {"close", 1, &TestSoak::closePicture},
            {"resize", 1, &TestSoak::resize}, {"save", 1, &TestSoak::saveProject},
            {"project", 1, &TestSoak::openProject}, {"export", 1, &TestSoak::exportPicture},
            {"model", 1, &TestSoak::model}, {"device", 1, &TestSoak::device}};
        int all = 0;
        for (const Act& act : kActs)
            all += act.weight;
        int chosen = below(all);
        const Act* act = kActs;
        for (; chosen >= act->weight; ++act)
            chosen -= act->weight;
        note(QString::fromLatin1(act->name));
        (this->*act->act)();
        QCoreApplication::processEvents();
    }

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
        for (app::Document* each : m_fixture->session().documents()) {
            m_fixture->session().setCurrent(each);
            QTRY_VERIFY_WITH_TIMEOUT(each->hasCodes() && !each->hasMoreComing() && !each->isPainting(), kPatienceMs);
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
            qInfo("the newest actions: %s", qPrintable(m_done.join(QStringLiteral(", "))));
        clear();
    }

    void whateverIsDoneTheWorkIsSound()
    {
        const int count = asked("TESSERA_SOAK", kUsually);
        const auto seed = static_cast<unsigned>(asked("TESSERA_SOAK_SEED", kSeed));
        qInfo("%d actions of seed %u", count, seed);
        m_random.seed(seed);
        if (qEnvironmentVariableIsSet("TESSERA_SOAK_REAL"))
            m_reference = core::makeCpuDevice();
        m_fixture = m_reference ? std::make_unique<WindowFixture>([](const QString& choice, const gpu::DeviceOptions& options) {
            return gpu::openDevice(choice.toStdString(), options);
        }) : newWindow();
        window().start({.files = {picture(QStringLiteral("p0.png"))}, .model = QString::fromLatin1(kModel)});
        QTRY_VERIFY(m_fixture->isExact());
        // Menus and dialogs that an event has opened are closed as a person would, with Escape.
        QTimer closer;
        connect(&closer, &QTimer::timeout, this, [] {
            if (QWidget* popup = QApplication::activePopupWidget())
                popup->close();
            else if (QWidget* dialog = QApplication::activeModalWidget())
                QTest::keyClick(dialog, Qt::Key_Escape);
        });
        closer.start(10);
        for (int i = 1; i <= count; ++i) {
            doSomething();
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
