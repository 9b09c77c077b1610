// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody who does whatever comes to mind: a seeded row of real mouse and key events in the real window.
#pragma once

#include "app/actions/action_list.h"
#include "app/exports/exporter.h"
#include "app/panels/panel_list.h"
#include "app/tools/tool_list.h"
#include "app/window/job_progress.h"
#include "app/window/start_page.h"
#include "tests/app/painted_window.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QDockWidget>
#include <QFile>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPointer>
#include <QSlider>
#include <QTabBar>
#include <QWheelEvent>

#include <random>

namespace tessera::tests {

class RandomPerson {
public:
    /// `with` has a window whenever something is done. The same `seed` does the same, but for what depends on time.
    RandomPerson(PaintedWindow& with, unsigned seed) : m_with(with), m_random(seed), m_menuRandom(seed) {}

    void doSomething()
    {
        static constexpr Act kActs[]{
            {"drag", 30, &RandomPerson::drag}, {"tool", 12, &RandomPerson::tool}, {"key", 12, &RandomPerson::key},
            {"action", 12, &RandomPerson::action}, {"control", 10, &RandomPerson::control},
            {"code", 8, &RandomPerson::code}, {"undo", 8, &RandomPerson::undo}, {"wheel", 6, &RandomPerson::wheel},
            {"wait", 6, &RandomPerson::wait}, {"hover", 4, &RandomPerson::hover},
            {"copy", 3, &RandomPerson::copyAndPaste}, {"panel", 3, &RandomPerson::panel},
            {"tab", 3, &RandomPerson::tab}, {"open", 2, &RandomPerson::openPicture},
            {"close", 1, &RandomPerson::closePicture}, {"resize", 1, &RandomPerson::resize},
            {"save", 1, &RandomPerson::saveProject}, {"project", 1, &RandomPerson::openProject},
            {"export", 1, &RandomPerson::exportPicture}, {"model", 1, &RandomPerson::model},
            {"device", 1, &RandomPerson::device}, {"cancel", 1, &RandomPerson::cancel}};
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

    /// Menus that an event has opened: something is chosen from those of panes and panels. All else, and dialogs, are
    /// closed as a person would.
    void answerWhatIsOpen()
    {
        QWidget* popup = QApplication::activePopupWidget();
        const auto* menu = qobject_cast<QMenu*>(popup);
        const bool isOfTheBar = menu && window().menuBar()->actions().contains(menu->menuAction());
        if (menu && !isOfTheBar && m_menuRandom() % 2 == 0) {
            QList<QAction*> choices = menu->actions();
            erase_if(choices, [](const QAction* each) { return !each->isEnabled() || each->isSeparator(); });
            if (!choices.isEmpty()) {
                QAction* chosen = choices[static_cast<int>(m_menuRandom() % static_cast<unsigned>(choices.size()))];
                note("  menu: " + chosen->text());
                qobject_cast<QMenu*>(popup)->setActiveAction(chosen);
                QTest::keyClick(popup, Qt::Key_Return);
                return;
            }
        }
        if (popup)
            popup->close();
        else if (QWidget* dialog = QApplication::activeModalWidget())
            QTest::keyClick(dialog, Qt::Key_Escape);
    }

    QString newest() const { return m_done.join(QStringLiteral(", ")); } ///< what was done last
    /// Has something been stopped since this was asked last?
    bool hasCancelled() { return std::exchange(m_hasCancelled, false); }

private:
    static constexpr const char* kOther = TESSERA_SOURCE_DIR "/tests/golden/v13-codes16384/model"; ///< factor 2, more codes

    struct Act {
        const char* name;
        int weight;
        void (RandomPerson::*act)();
    };

    int below(int count) { return static_cast<int>(m_random() % static_cast<unsigned>(count)); }
    template <class List>
    const auto& oneOf(const List& list)
    {
        return list[static_cast<std::size_t>(below(static_cast<int>(std::size(list))))];
    }
    bool isReady() { return m_with.m_fixture->document() && m_with.document().hasCodes(); }
    app::MainWindow& window() { return m_with.m_fixture->window(); }

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
            window().tools().setCode(below(static_cast<int>(m_with.document().model()->config().codes)));
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
        m_with.m_fixture->trigger(id);
    }

    void undo()
    {
        for (int i = 1 + below(3); i > 0; --i)
            m_with.m_fixture->trigger(QStringLiteral("undo"));
        for (int i = below(4); i > 0; --i) // hardly fewer, so that histories grow
            m_with.m_fixture->trigger(QStringLiteral("redo"));
    }

    void copyAndPaste()
    {
        for (const char* id : {"copy", "paste"})
            m_with.m_fixture->trigger(QString::fromLatin1(id));
        QTest::qWait(5);
        QTest::keyClick(&window().canvas(), below(2) == 0 ? Qt::Key_Return : Qt::Key_Escape);
    }

    void panel()
    {
        auto* dock = window().findChild<QDockWidget*>(QString::fromLatin1(oneOf(app::panelList()).id));
        dock->setVisible(!dock->isVisible());
    }

    /// Whatever can be pressed, chosen from or typed into in the panels and bars. Not on the start page, whose samples
    /// have large models, and not Cancel, which cancel() presses.
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

    void cancel()
    {
        window().findChild<app::JobProgress*>()->findChild<QAbstractButton*>()->click();
        m_hasCancelled = true;
    }

    void device() { window().session().engine().openDevice(QString::fromLatin1(below(2) == 0 ? "cpu" : ""), {}); }

    void openProject()
    {
        const QString path = m_with.file(QStringLiteral("s%1.tessera").arg(below(3)));
        if (QFile::exists(path) && m_with.m_fixture->session().documents().size() < 4)
            m_with.m_fixture->drop({path});
    }

    void resize() { window().resize(500 + below(1100), 400 + below(700)); }

    void tab()
    {
        const QList<app::Document*> all = m_with.m_fixture->session().documents();
        if (!all.isEmpty())
            m_with.m_fixture->session().setCurrent(all[below(static_cast<int>(all.size()))]);
    }

    void openPicture()
    {
        if (m_with.m_fixture->session().documents().size() < 4)
            m_with.m_fixture->drop({m_with.picture(QStringLiteral("p%1.png").arg(++m_opened % 5))});
    }

    void closePicture()
    {
        if (m_with.m_fixture->session().documents().size() < 2)
            return;
        m_with.m_fixture->trigger(QStringLiteral("close"));
        if (m_with.question() && m_with.question()->isVisible())
            m_with.discard();
    }

    void model()
    {
        if (m_with.m_fixture->document())
            m_with.m_fixture->session().openModel(QString::fromLatin1(below(2) == 0 ? PaintedWindow::kModel : kOther));
    }

    void saveProject()
    {
        if (isReady())
            window().saver().save(&m_with.document(), m_with.file(QStringLiteral("s%1.tessera").arg(below(3))));
    }

    void exportPicture()
    {
        if (isReady())
            window().exporter().exportPicture(m_with.file(QStringLiteral("e.png")), {});
    }

    void wait() { QTest::qWait(below(20)); }

    PaintedWindow& m_with;
    std::mt19937 m_random;
    std::minstd_rand m_menuRandom; ///< of its own: what a timer does comes at other moments each time
    QStringList m_done; ///< the newest actions, for whoever looks for a fault
    int m_opened = 0;
    bool m_hasCancelled = false;
};

} // namespace tessera::tests
