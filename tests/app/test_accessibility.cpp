// SPDX-License-Identifier: GPL-3.0-or-later
// What assistive programs find: cells with their codes, events of the keyboard's cell, and a name on every control.
#include "app/canvas/canvas_accessible.h"
#include "app/tools/tool_state.h"
#include "tests/app/fake_device.h"
#include "tests/app/made_document.h"
#include "tests/app/window_fixture.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAccessible>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTabBar>
#include <QTextEdit>
#include <QSpinBox>

using namespace tessera;
using namespace tessera::tests;
using app::PaneSource;

namespace {

struct Heard {
    QAccessible::Event type;
    QString name; ///< of what it is about
    QVariant value;
};
QList<Heard> s_heard;

void hear(QAccessibleEvent* event)
{
    QAccessibleInterface* about = event->accessibleInterface();
    QVariant value;
    if (event->type() == QAccessible::ValueChanged)
        value = static_cast<QAccessibleValueChangeEvent*>(event)->value();
    s_heard.append({event->type(), about ? about->text(QAccessible::Name) : QString(), value});
}

bool wasHeard(QAccessible::Event type, const QString& name)
{
    return std::any_of(s_heard.begin(), s_heard.end(),
                       [&](const Heard& heard) { return heard.type == type && heard.name == name; });
}

} // namespace

class TestAccessibility : public QObject {
    Q_OBJECT

    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<WindowFixture> m_fixture;

    app::Document& document() { return *m_fixture->document(); }
    app::Canvas& canvas() { return m_fixture->window().canvas(); }
    QAccessibleInterface* table()
    {
        QAccessibleInterface* whole = QAccessible::queryAccessibleInterface(&canvas());
        return whole ? whole->child(0) : nullptr;
    }
    QAccessibleInterface* cell(int row, int col) { return table()->tableInterface()->cellAt(row, col); }
    void open(int width, int height)
    {
        QImage image(width, height, QImage::Format_RGB32);
        image.fill(QColor(90, 140, 30));
        const QString path = m_desk->file(QStringLiteral("%1x%2.png").arg(width).arg(height));
        image.save(path);
        m_fixture->session().openPictures({path});
        QTRY_VERIFY(document().title().startsWith(QStringLiteral("%1x").arg(width)) && m_fixture->isExact());
    }

private slots:
    void initTestCase()
    {
        m_desk = std::make_unique<Desk>();
        app::setAnnouncer(hear);
    }

    void init()
    {
        m_fixture = std::make_unique<WindowFixture>(
            [](const QString&, const gpu::DeviceOptions&) -> std::unique_ptr<core::Device> {
                return std::make_unique<FakeDevice>("fake", std::make_shared<Gate>());
            });
        QImage image(66, 47, QImage::Format_RGB32);
        image.fill(Qt::gray);
        image.save(m_desk->file("in.png"));
        m_fixture->window().start({.files = {m_desk->file("in.png")},
                                   .model = QStringLiteral(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model")});
        QTRY_VERIFY(m_fixture->isExact());
        s_heard.clear();
    }
    void cleanup()
    {
        if (m_fixture->document())
            document().undoStack().setClean();
        m_fixture.reset();
    }

    void theCellsAreATableOfTheCanvas()
    {
        QAccessibleInterface* whole = QAccessible::queryAccessibleInterface(&canvas());
        QVERIFY(whole);
        QVERIFY(!whole->text(QAccessible::Name).isEmpty());
        QAccessibleInterface* cells = table();
        QVERIFY(cells && cells->tableInterface());
        QCOMPARE(cells->role(), QAccessible::Table);
        QCOMPARE(cells->parent(), whole);
        QCOMPARE(whole->indexOfChild(cells), 0);
        QCOMPARE(cells->tableInterface()->rowCount(), 12);
        QCOMPARE(cells->tableInterface()->columnCount(), 17);
        QCOMPARE(cells->childCount(), 12 * 17);
        // The widgets follow.
        QVERIFY(whole->childCount() > 4);
        for (int i = 1; i < whole->childCount(); ++i) {
            QVERIFY(whole->child(i));
            QCOMPARE(whole->indexOfChild(whole->child(i)), i);
        }
        QCOMPARE(whole->child(whole->childCount()), nullptr);
    }

    void aCellSaysItsPlaceItsCodeAndThatItIsEdited()
    {
        QAccessibleInterface* one = cell(3, 5);
        QVERIFY(one && one->isValid());
        QCOMPARE(one->role(), QAccessible::Cell);
        QCOMPARE(one->text(QAccessible::Name), QStringLiteral("Row 3, column 5, code 56"));
        QCOMPARE(one->text(QAccessible::Value), QStringLiteral("56"));
        QCOMPARE(one, table()->child(3 * 17 + 5)); // the same one, made once
        QCOMPARE(table()->indexOfChild(one), 3 * 17 + 5);
        QCOMPARE(one->tableCellInterface()->rowIndex(), 3);
        QCOMPARE(one->tableCellInterface()->columnIndex(), 5);
        QCOMPARE(one->parent(), table());
        QCOMPARE(cell(12, 0), nullptr);
        QCOMPARE(cell(0, -1), nullptr);
        m_fixture->window().tools().setCode(411);
        m_fixture->drag(PaneSource::codes, {{3, 5}});
        QCOMPARE(one->text(QAccessible::Name), QStringLiteral("Row 3, column 5, code 411, edited"));
        document().undoStack().undo();
        QCOMPARE(one->text(QAccessible::Name), QStringLiteral("Row 3, column 5, code 56"));
        document().select(core::brushAt({3, 5}, 1, core::BrushShape::square, document().grid()),
                          QStringLiteral("test"));
        QCOMPARE(one->text(QAccessible::Name), QStringLiteral("Row 3, column 5, code 56, selected"));
        QVERIFY(one->state().selected);
        QCOMPARE(table()->tableInterface()->selectedCells(), QList<QAccessibleInterface*>{one});
    }

    void aCellIsWhereItIsOnTheScreen()
    {
        const QRect place = cell(3, 5)->rect();
        QVERIFY(!place.isEmpty());
        QVERIFY(place.contains(m_fixture->pane(PaneSource::codes).mapToGlobal(m_fixture->at(PaneSource::codes, 3, 5))));
        QVERIFY(
            !place.contains(m_fixture->pane(PaneSource::codes).mapToGlobal(m_fixture->at(PaneSource::codes, 3, 6))));
        QCOMPARE(table()->childAt(place.center().x(), place.center().y()), cell(3, 5));
        const QPoint input = m_fixture->pane(PaneSource::input).mapToGlobal(m_fixture->at(PaneSource::input, 4, 6));
        QCOMPARE(table()->childAt(input.x(), input.y()), cell(4, 6));
        QCOMPARE(table()->childAt(-500, -500), nullptr);
    }

    void theKeyboardsCellIsAnnouncedWithItsNewCode()
    {
        m_fixture->window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_fixture->window()));
        canvas().setFocus();
        canvas().setCursorCell({3, 5});
        QVERIFY(wasHeard(QAccessible::Focus, QStringLiteral("Row 3, column 5, code 56")));
        QVERIFY(cell(3, 5)->state().focused);
        QCOMPARE(QAccessible::queryAccessibleInterface(&canvas())->focusChild(), cell(3, 5));
        QTest::keyClick(&canvas(), Qt::Key_Right);
        QVERIFY(wasHeard(QAccessible::Focus, QStringLiteral("Row 3, column 6, code 57")));
        QVERIFY(!cell(3, 5)->state().focused);
        s_heard.clear();
        m_fixture->window().tools().setCode(411);
        QTest::keyClick(&canvas(), Qt::Key_Return);
        QVERIFY(wasHeard(QAccessible::ValueChanged, QStringLiteral("Row 3, column 6, code 411, edited")));
        QVERIFY(wasHeard(QAccessible::NameChanged, QStringLiteral("Row 3, column 6, code 411, edited")));
        s_heard.clear();
        m_fixture->drag(PaneSource::codes, {{9, 9}}); // elsewhere: nothing to say about the keyboard's cell
        QVERIFY(!wasHeard(QAccessible::ValueChanged, cell(3, 6)->text(QAccessible::Name)));
    }

    void aCellCanBeGivenTheFocus()
    {
        QAccessibleActionInterface* action = cell(7, 2)->actionInterface();
        QVERIFY(action);
        action->doAction(QAccessibleActionInterface::setFocusAction());
        QCOMPARE(canvas().cursorCell(), std::optional(core::Cell{7, 2}));
    }

    void anotherPictureHasOtherCells()
    {
        const QAccessible::Id old = QAccessible::uniqueId(cell(11, 16));
        open(32, 24);
        QCOMPARE(QAccessible::accessibleInterface(old), nullptr);
        QCOMPARE(table()->tableInterface()->rowCount(), 6);
        QCOMPARE(cell(11, 16), nullptr);
        QVERIFY(cell(5, 7)->isValid());
        while (!m_fixture->session().documents().isEmpty())
            m_fixture->session().close(m_fixture->session().documents().first());
        QCOMPARE(table()->childCount(), 0);
        QCOMPARE(table()->child(0), nullptr);
    }

    void everyControlHasAName()
    {
        int controls = 0;
        QStringList nameless;
        for (const QWidget* widget : m_fixture->window().findChildren<QWidget*>()) {
            if (widget->objectName().startsWith(QLatin1String("qt_")))
                continue; // Qt's own parts of a control
            const bool takesInput = qobject_cast<const QAbstractButton*>(widget)
                || qobject_cast<const QAbstractSpinBox*>(widget) || qobject_cast<const QComboBox*>(widget)
                || qobject_cast<const QAbstractItemView*>(widget) || qobject_cast<const QLineEdit*>(widget)
                || qobject_cast<const QTextEdit*>(widget) || qobject_cast<const QPlainTextEdit*>(widget)
                || (qobject_cast<const QAbstractSlider*>(widget) && !qobject_cast<const QScrollBar*>(widget));
            const bool isPart = qobject_cast<const QLineEdit*>(widget)
                && (qobject_cast<const QAbstractSpinBox*>(widget->parentWidget())
                    || qobject_cast<const QComboBox*>(widget->parentWidget()));
            const bool popup = widget->window() != &m_fixture->window(); // a combo box's list
            const bool canHaveFocus = widget->focusPolicy() != Qt::NoFocus && !qobject_cast<const QScrollBar*>(widget);
            const bool isHeader = qobject_cast<const QHeaderView*>(widget); // a table's own
            if (isPart || isHeader || popup || (!takesInput && !canHaveFocus))
                continue;
            ++controls;
            QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
            const QString where = widget->parentWidget()
                ? QString::fromLatin1(widget->parentWidget()->metaObject()->className())
                : QString();
            const bool named = interface && !interface->text(QAccessible::Name).isEmpty();
            if (!named && !qobject_cast<const QMenuBar*>(widget) && !qobject_cast<const QTabBar*>(widget))
                nameless << widget->metaObject()->className() + QStringLiteral(" in ") + where;
        }
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral("; "))));
        QVERIFY(controls > 20);
    }
};

QTEST_MAIN(TestAccessibility)
#include "test_accessibility.moc"
