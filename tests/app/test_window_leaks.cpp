// SPDX-License-Identifier: GPL-3.0-or-later
// The window is opened, painted in and closed again and again: no file, thread, widget or journal is left of it. In the preset
// `asan` LeakSanitizer looks for memory, too. TESSERA_WINDOWS says how often, a few times otherwise.
#include "app/recovery/recovery.h"
#include "tests/app/painted_window.h"
#include "tests/support/long_run.h"

#include <QApplication>
#include <QDir>
#include <QThreadPool>

using namespace tessera;
using namespace tessera::tests;

namespace {

constexpr int kUsually = 4;

qsizetype entries(const QString& folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size();
}

/// Of the program, when its workers have gone to bed.
qsizetype openFiles()
{
    QThreadPool::globalInstance()->waitForDone();
    return entries(QStringLiteral("/proc/self/fd"));
}

} // namespace

class TestWindowLeaks : public QObject, private PaintedWindow {
    Q_OBJECT

    void openPaintAndClose()
    {
        m_fixture = newWindow();
        paint();
        save(file("sea.tessera"));
        m_fixture->window().close();
        QTRY_VERIFY(!m_fixture->window().isVisible());
        clear();
    }

private slots:
    void initTestCase() { m_desk = std::make_unique<Desk>(); }

    void nothingIsLeftOfAWindow()
    {
        const int times = asked("TESSERA_WINDOWS", kUsually);
        openPaintAndClose(); // what is made once for the whole program
        const qsizetype files = openFiles();
        const qsizetype threads = entries(QStringLiteral("/proc/self/task"));
        for (int i = 0; i < times; ++i) {
            openPaintAndClose();
            QVERIFY(QApplication::topLevelWidgets().isEmpty());
            QVERIFY(QApplication::allWidgets().isEmpty());
        }
        QCOMPARE(openFiles(), files);
        // Workers of the program's own pool may still be going to bed; of engines and journals there must be none.
        const int pool = QThreadPool::globalInstance()->maxThreadCount();
        QTRY_VERIFY(entries(QStringLiteral("/proc/self/task")) <= threads + pool);
        qInfo("%d windows", times + 1);
    }
};

QTEST_MAIN(TestWindowLeaks)
#include "test_window_leaks.moc"
