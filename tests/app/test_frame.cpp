// SPDX-License-Identifier: GPL-3.0-or-later
// The frame around the work: finding actions, changing their keys, and the guide.
#include "app/actions/fuzzy_match.h"
#include "app/actions/menu_actions.h"
#include "app/actions/shortcuts.h"
#include "app/dialogs/export_dialog.h"
#include "app/dialogs/keys_dialog.h"
#include "app/dialogs/shortcuts_dialog.h"
#include "app/files/settings.h"
#include "app/help/guide.h"
#include "app/help/guide_window.h"
#include "app/help/help_book.h"
#include "app/panes/pane_header.h"
#include "app/panes/pane_set.h"
#include "app/tools/tool_state.h"
#include "app/window/action_search.h"
#include "app/window/code_pair.h"
#include "tests/app/fake_device.h"
#include "tests/app/made_document.h"
#include "tests/app/window_fixture.h"

#include <QDockWidget>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollBar>
#include <QTextBrowser>
#include <QTreeWidget>

using namespace tessera;
using namespace tessera::tests;

class TestFrame : public QObject {
    Q_OBJECT

    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<WindowFixture> m_fixture;

    static std::unique_ptr<WindowFixture> newWindow()
    {
        return std::make_unique<WindowFixture>(
            [](const QString&, const gpu::DeviceOptions&) -> std::unique_ptr<core::Device> {
                return std::make_unique<FakeDevice>("fake", std::make_shared<Gate>());
            });
    }
    app::MainWindow& window() { return m_fixture->window(); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        QTest::keyClick(&window(), key, modifiers);
    }
    app::ActionSearch* search() { return window().findChild<app::ActionSearch*>(); }
    app::ShortcutsDialog* shortcuts() { return window().findChild<app::ShortcutsDialog*>(); }
    QAction& action(const char* id) { return window().actions().at(QLatin1String(id)); }

    /// The names that the search lists.
    QStringList listed()
    {
        QStringList names;
        const auto* list = search()->findChild<QListWidget*>();
        for (int i = 0; i < list->count(); ++i)
            names << list->item(i)->text();
        return names;
    }
    QTreeWidgetItem* row(const QString& name)
    {
        const QList<QTreeWidgetItem*> found = shortcuts()->findChild<QTreeWidget*>()->findItems(name, Qt::MatchExactly);
        return found.isEmpty() ? nullptr : found.first();
    }
    void choose(const QString& name)
    {
        QVERIFY(row(name));
        shortcuts()->findChild<QTreeWidget*>()->setCurrentItem(row(name));
    }
    void typeKey(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(shortcuts()->findChild<QKeySequenceEdit*>(), key, modifiers);
    }
    QPushButton& button(const QString& text)
    {
        for (QPushButton* button : shortcuts()->findChildren<QPushButton*>())
            if (app::plainName(button->text()) == text)
                return *button;
        qFatal("no such button");
    }
    QString notice()
    {
        QString text;
        for (const QLabel* label : shortcuts()->findChildren<QLabel*>())
            if (label->wordWrap())
                text += label->text();
        return text;
    }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }

    void init()
    {
        m_fixture = newWindow();
        window().start({.model = QStringLiteral(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model")});
        QTRY_VERIFY(m_fixture->session().model().model);
    }
    void cleanup()
    {
        m_fixture.reset();
        app::openSettings().clear();
    }

    void lettersFindNamesInWhateverOrderTheWordsHave()
    {
        using app::fuzzyMatch;
        QVERIFY(fuzzyMatch("exp cod", "File › Export Codes"));
        QVERIFY(fuzzyMatch("cod exp", "File › Export Codes"));
        QVERIFY(fuzzyMatch("XPC", "Export Codes"));
        QVERIFY(fuzzyMatch("uber", "Über Tessera"));
        QVERIFY(!fuzzyMatch("edoc", "Codes"));
        QVERIFY(!fuzzyMatch("codes x", "Codes"));
        QVERIFY(!fuzzyMatch("a", ""));
        QCOMPARE(fuzzyMatch("", "Codes"), std::optional(0));
        QCOMPARE(fuzzyMatch("  ", "Codes"), std::optional(0));
        // Letters in a row, beginnings of words, and short names come first.
        QVERIFY(*fuzzyMatch("grid", "Grid") > *fuzzyMatch("grid", "Go Right, Down"));
        QVERIFY(*fuzzyMatch("ec", "Export Codes") > *fuzzyMatch("ec", "Recent"));
        QVERIFY(*fuzzyMatch("undo", "Undo") > *fuzzyMatch("undo", "Undo History"));
    }

    void theSearchListsWhatFitsAndRunsIt()
    {
        press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(search());
        QVERIFY(listed().size() > 40); // all there are
        QTest::keyClicks(search()->findChild<QLineEdit*>(), QStringLiteral("restore t"));
        auto* list = search()->findChild<QListWidget*>();
        QVERIFY(listed().contains(QStringLiteral("Restore")));
        QVERIFY(list->currentItem()->data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("Tools")));
        QCOMPARE(window().tools().tool(), QStringLiteral("brush"));
        list->setCurrentRow(int(listed().indexOf(QStringLiteral("Restore"))));
        QTest::keyClick(search()->findChild<QLineEdit*>(), Qt::Key_Return);
        QTRY_COMPARE(window().tools().tool(), QStringLiteral("restore"));
        QTRY_VERIFY(!search());
    }

    void theBestMatchIsTheFirstAndArrowsMoveOn()
    {
        m_fixture->trigger(QStringLiteral("action-search"));
        auto* line = search()->findChild<QLineEdit*>();
        auto* list = search()->findChild<QListWidget*>();
        QTest::keyClicks(line, QStringLiteral("grid"));
        QCOMPARE(list->currentItem()->text(), QStringLiteral("Grid"));
        line->clear();
        QTest::keyClick(line, Qt::Key_Down);
        QTest::keyClick(line, Qt::Key_Down);
        QCOMPARE(list->currentRow(), 2);
        QTest::keyClick(line, Qt::Key_PageUp);
        QCOMPARE(list->currentRow(), 0);
        QTest::keyClicks(line, QStringLiteral("zzzz"));
        QCOMPARE(list->count(), 0);
        QTest::keyClick(line, Qt::Key_Return); // nothing to run
        QTest::keyClick(line, Qt::Key_Escape);
        QTRY_VERIFY(!search());
    }

    void whatCannotBeUsedNowIsShownAndNotRun()
    {
        QVERIFY(!action("export-codes").isEnabled());
        m_fixture->trigger(QStringLiteral("action-search"));
        auto* line = search()->findChild<QLineEdit*>();
        QTest::keyClicks(line, QStringLiteral("export codes"));
        auto* list = search()->findChild<QListWidget*>();
        QCOMPARE(list->currentItem()->text(), QStringLiteral("Export Codes"));
        QVERIFY(!(list->currentItem()->flags() & Qt::ItemIsEnabled));
        QVERIFY(list->currentItem()
                    ->data(Qt::AccessibleTextRole)
                    .toString()
                    .contains(QStringLiteral("cannot be used now")));
        QTest::keyClick(line, Qt::Key_Return);
        QVERIFY(search()->isVisible());
        QVERIFY(!window().findChild<app::ExportDialog*>());
        QTest::keyClick(line, Qt::Key_Escape);
    }

    void anotherKeyWorksAtOnceIsRememberedAndStandsInTheSheet()
    {
        m_fixture->trigger(QStringLiteral("shortcuts"));
        choose(QStringLiteral("Brush"));
        typeKey(Qt::Key_K, Qt::ControlModifier);
        QTest::mouseClick(&button(QStringLiteral("Assign")), Qt::LeftButton);
        QCOMPARE(row(QStringLiteral("Brush"))->text(2), QStringLiteral("Ctrl+K"));
        QCOMPARE(row(QStringLiteral("Brush"))->text(3), QStringLiteral("changed"));
        QTest::keyClick(shortcuts(), Qt::Key_Escape);
        QTRY_VERIFY(!shortcuts() || !shortcuts()->isVisible());
        window().tools().setTool(QStringLiteral("pick"));
        press(Qt::Key_K, Qt::ControlModifier);
        QCOMPARE(window().tools().tool(), QStringLiteral("brush"));
        window().tools().setTool(QStringLiteral("pick"));
        press(Qt::Key_B);
        QCOMPARE(window().tools().tool(), QStringLiteral("pick"));
        QVERIFY(action("tool-brush").toolTip().contains(QStringLiteral("Ctrl+K")));

        m_fixture.reset();
        m_fixture = newWindow();
        QCOMPARE(action("tool-brush").shortcut(), QKeySequence(QStringLiteral("Ctrl+K")));
        m_fixture->trigger(QStringLiteral("keys"));
        QStringList labels;
        for (const QLabel* label : window().findChild<app::KeysDialog*>()->findChildren<QLabel*>())
            labels << label->text();
        QVERIFY(labels.contains(QStringLiteral("Ctrl+K")));
        QVERIFY(!labels.contains(QStringLiteral("B")));
    }

    void tipsOfTheBrushNameTheKeysAsTheyAreNow()
    {
        const auto tip = [this](const QString& name) {
            for (const QWidget* widget : window().findChildren<QWidget*>())
                if (widget->accessibleName() == name)
                    return widget->toolTip();
            return QString();
        };
        const QString shape = QStringLiteral("Shape of the brush"), size = QStringLiteral("Size of the brush in cells");
        QVERIFY(tip(shape).contains(QStringLiteral("Shift+D")));
        QVERIFY(tip(size).contains(QStringLiteral("Keys [ and ]")));
        window().actions().setKeys(QStringLiteral("brush-shape"), {QKeySequence(QStringLiteral("Ctrl+J"))});
        window().actions().setKeys(QStringLiteral("brush-larger"), {});
        QVERIFY(tip(shape).contains(QStringLiteral("Ctrl+J")) && !tip(shape).contains(QStringLiteral("Shift+D")));
        QVERIFY(tip(size).contains(QStringLiteral("Keys [,")));
    }

    void textsNameTheKeysAsTheyAreNow()
    {
        app::ActionSet& actions = window().actions();
        const auto other = [&actions](const char* id, const char* key) {
            actions.setKeys(QLatin1String(id), {QKeySequence(QLatin1String(key))});
        };
        QVERIFY(action("tool-stamp").statusTip().contains(QStringLiteral("Z turns")));
        other("turn-right", "Ctrl+Alt+7");
        actions.setKeys(QStringLiteral("dice"), {});
        QVERIFY2(action("tool-stamp").statusTip().contains(QStringLiteral("Ctrl+Alt+7 turns it, Dice: ")),
                 qPrintable(action("tool-stamp").statusTip()));
        QVERIFY(action("tool-stamp").toolTip().contains(QStringLiteral("Ctrl+Alt+7")));
        other("compare-wipe", "Ctrl+Alt+8");
        other("linked", "Ctrl+Alt+9");
        app::PaneSet& panes = window().canvas().paneSet();
        QMenu& menu = panes.headerOf(panes.active()).menu();
        emit menu.aboutToShow();
        QStringList entries;
        for (const QAction* entry : menu.actions())
            entries << entry->text();
        QVERIFY(entries.contains(QStringLiteral("&Wipe\tCtrl+Alt+8")));
        QVERIFY(entries.contains(QStringLiteral("&Linked View\tCtrl+Alt+9")));
        QVERIFY(entries.contains(QStringLiteral("&Blink\tShift+A")));
        other("swap-codes", "Ctrl+Alt+6");
        QVERIFY(window().findChild<app::CodePair*>()->toolTip().contains(QStringLiteral("Ctrl+Alt+6")));
    }

    void aKeyThatIsTakenNamesItsOwner()
    {
        m_fixture->trigger(QStringLiteral("shortcuts"));
        choose(QStringLiteral("Brush"));
        typeKey(Qt::Key_E); // restore's
        QVERIFY2(notice().contains(QStringLiteral("Restore")), qPrintable(notice()));
        QTest::mouseClick(&button(QStringLiteral("Add")), Qt::LeftButton);
        QCOMPARE(row(QStringLiteral("Brush"))->text(2), QStringLiteral("B or E"));
        QCOMPARE(row(QStringLiteral("Restore"))->text(2), QString());
        QCOMPARE(row(QStringLiteral("Restore"))->text(3), QStringLiteral("changed"));
        choose(QStringLiteral("Restore"));
        QTest::mouseClick(&button(QStringLiteral("Reset")), Qt::LeftButton); // takes it back
        QCOMPARE(row(QStringLiteral("Restore"))->text(2), QStringLiteral("E"));
        QCOMPARE(row(QStringLiteral("Brush"))->text(2), QStringLiteral("B"));
        QCOMPARE(row(QStringLiteral("Brush"))->text(3), QString());
    }

    void keysOfThePanesAreNotGivenAway_data()
    {
        QTest::addColumn<QKeyCombination>("key");
        const Qt::KeyboardModifiers mods[] = {{}, Qt::ShiftModifier, Qt::ControlModifier, Qt::ShiftModifier | Qt::ControlModifier};
        const auto add = [](QKeyCombination key) {
            QTest::newRow(qPrintable(QKeySequence(key).toString(QKeySequence::PortableText))) << key;
        };
        for (const Qt::Key key : {Qt::Key_Space, Qt::Key_Escape, Qt::Key_A, Qt::Key_QuoteLeft})
            add(key);
        for (const Qt::KeyboardModifiers mod : mods) {
            add(mod | Qt::Key_Return);
            add(mod | Qt::Key_Enter);
        }
        for (const Qt::Key key : {Qt::Key_Up, Qt::Key_Down, Qt::Key_Left, Qt::Key_Right}) {
            add(key);
            add(Qt::ShiftModifier | key);
        }
        add(Qt::AltModifier | Qt::Key_Left);
        add(Qt::AltModifier | Qt::Key_Right);
    }
    void keysOfThePanesAreNotGivenAway()
    {
        QFETCH(const QKeyCombination, key);
        m_fixture->trigger(QStringLiteral("shortcuts"));
        choose(QStringLiteral("Brush"));
        shortcuts()->findChild<QKeySequenceEdit*>()->setFocus();
        typeKey(key.key(), key.keyboardModifiers());
        QVERIFY2(notice().contains(QKeySequence(key).toString(QKeySequence::NativeText)), qPrintable(notice()));
        QVERIFY(!button(QStringLiteral("Assign")).isEnabled());
        QVERIFY(!button(QStringLiteral("Add")).isEnabled());
    }

    void noActionComesWithAKeyOfThePanes()
    {
        QVERIFY(!app::Shortcuts::reservedFor(QKeySequence(QStringLiteral("A"))).isEmpty());
        for (const QString& id : window().actions().ids())
            for (const QKeySequence& key : window().actions().at(id).shortcuts())
                QVERIFY2(app::Shortcuts::reservedFor(key).isEmpty(), qPrintable(id));
        QCOMPARE(app::Shortcuts::reservedFor(QKeySequence(QStringLiteral("Ctrl+Space"))), QString());
    }

    void noKeyAndResetAll()
    {
        m_fixture->trigger(QStringLiteral("shortcuts"));
        choose(QStringLiteral("Undo"));
        QTest::mouseClick(&button(QStringLiteral("No Key")), Qt::LeftButton);
        QVERIFY(action("undo").shortcuts().isEmpty());
        choose(QStringLiteral("Pick"));
        typeKey(Qt::Key_F12);
        QTest::mouseClick(&button(QStringLiteral("Assign")), Qt::LeftButton);
        m_fixture.reset();
        m_fixture = newWindow(); // remembered, also that there is none
        QVERIFY(action("undo").shortcuts().isEmpty());
        QCOMPARE(action("tool-pick").shortcut(), QKeySequence(Qt::Key_F12));
        m_fixture->trigger(QStringLiteral("shortcuts"));
        QTest::mouseClick(&button(QStringLiteral("Reset All")), Qt::LeftButton);
        QCOMPARE(action("undo").shortcuts().size(), 1);
        QCOMPARE(action("tool-pick").shortcut(), QKeySequence(Qt::Key_P));
        QVERIFY(app::openSettings().keys().filter(QRegularExpression(QStringLiteral("^keys/"))).isEmpty());
    }

    void sheetAndEditorNameUndoAsItIsAndKeysApart()
    {
        action("undo").setText(QStringLiteral("&Undo Paint code 0")); // as after a stroke
        m_fixture->trigger(QStringLiteral("keys"));
        QStringList labels;
        for (const QLabel* label : window().findChild<app::KeysDialog*>()->findChildren<QLabel*>())
            labels << label->text();
        QVERIFY(!labels.filter(QStringLiteral("Paint code")).size());
        QVERIFY(labels.filter(QStringLiteral("Undo: ")).size() == 1);
        QVERIFY(labels.contains(QStringLiteral("Shift+, or <")));
        QVERIFY(!labels.filter(QStringLiteral("Codebook: What")).isEmpty()); // panels say what they are for
        m_fixture->trigger(QStringLiteral("shortcuts"));
        QVERIFY(row(QStringLiteral("Undo")) && !row(QStringLiteral("Undo Paint code 0")));
        for (const char* name : {"Undo", "Full Screen", "Close"}) { // with and without a picture of their own
            QVERIFY(row(QLatin1String(name)));
            QVERIFY2(!row(QLatin1String(name))->icon(0).isNull(), name);
        }
    }

    void theListOfKeysIsFilteredByLetters()
    {
        m_fixture->trigger(QStringLiteral("shortcuts"));
        QTest::keyClicks(shortcuts()->findChild<QLineEdit*>(), QStringLiteral("zoom"));
        QVERIFY(!row(QStringLiteral("Zoom In"))->isHidden());
        QVERIFY(row(QStringLiteral("Brush"))->isHidden());
    }

    void f1OpensTheGuideAtTheSectionThatFits()
    {
        const auto* guide = window().findChild<app::Guide*>();
        press(Qt::Key_F1);
        QVERIFY(guide->window() && guide->window()->isVisible());
        QCOMPARE(guide->window()->shownSection(), QStringLiteral("What you see"));
        auto* dock = window().findChild<QDockWidget*>(QStringLiteral("codebook"));
        QCOMPARE(app::sectionFor(dock->widget()), QStringLiteral("Paint"));
        // In a dialog the window's keys do not work; F1 does.
        m_fixture->trigger(QStringLiteral("shortcuts"));
        QTest::keyClick(shortcuts(), Qt::Key_F1);
        QCOMPARE(guide->window()->shownSection(), QStringLiteral("Keys"));
        m_fixture->trigger(QStringLiteral("tutorial"));
        QCOMPARE(guide->window()->shownSection(), app::tutorialTitle());
    }

    void theGuideOpensWithWholeLinesAndTitles()
    {
        for (const char* action : {"guide", "tutorial"}) {
            m_fixture->trigger(QLatin1String(action));
            const app::GuideWindow* guide = window().findChild<app::Guide*>()->window();
            QVERIFY(QTest::qWaitForWindowExposed(const_cast<app::GuideWindow*>(guide)));
            const auto* page = guide->findChild<QTextBrowser*>();
            const auto* contents = guide->findChild<QListWidget*>();
            QTRY_COMPARE(page->horizontalScrollBar()->maximum(), 0);
            QCOMPARE(contents->horizontalScrollBar()->maximum(), 0);
            for (int i = 0; i < contents->count(); ++i) { // each line of a title in the width of the list
                const QRect place = contents->visualItemRect(contents->item(i));
                QVERIFY(place.width() <= contents->viewport()->width());
                const int needed = contents->fontMetrics().horizontalAdvance(contents->item(i)->text());
                const int lines = place.height() / contents->fontMetrics().lineSpacing();
                QVERIFY2(needed <= lines * place.width(), qPrintable(contents->item(i)->text()));
            }
        }
    }

    void theGuideIsSearched()
    {
        m_fixture->trigger(QStringLiteral("guide"));
        auto* guide = const_cast<app::GuideWindow*>(window().findChild<app::Guide*>()->window());
        auto* contents = guide->findChild<QListWidget*>();
        auto* line = guide->findChild<QLineEdit*>();
        const int all = contents->count();
        QVERIFY(all > 8);
        QTest::keyClicks(line, QStringLiteral("TESSERA_RESOURCES"));
        QVERIFY(contents->count() > 0 && contents->count() < all);
        contents->setCurrentRow(0);
        auto* page = guide->findChild<QTextBrowser*>();
        QVERIFY(page->toPlainText().contains(QStringLiteral("TESSERA_RESOURCES")));
        QVERIFY(!page->extraSelections().isEmpty());
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(page->textCursor().selectedText(), QStringLiteral("TESSERA_RESOURCES"));
        QTest::keyClicks(line, QStringLiteral(" zyx"));
        QCOMPARE(contents->count(), 0);
        QTest::keyClick(line, Qt::Key_Return);
        line->clear();
        QCOMPARE(contents->count(), all);
    }

    void whatTheGuideIsAskedForIsInIt()
    {
        QStringList titles, files;
        for (const app::HelpSection& section : app::readHelp()) {
            titles << section.title;
            static const QRegularExpression picture(QStringLiteral("!\\[[^\\]]+\\]\\(([^)]+)\\)"));
            for (auto it = picture.globalMatch(section.text); it.hasNext();)
                files << it.next().captured(1);
        }
        for (const QString& title : app::sectionsInUse())
            QVERIFY2(titles.contains(title), qPrintable(title));
        QVERIFY(!files.isEmpty());
        for (const QString& file : files)
            QVERIFY2(QFile::exists(app::helpFile(file)), qPrintable(file));
    }
};

QTEST_MAIN(TestFrame)
#include "test_frame.moc"
