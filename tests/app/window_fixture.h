// SPDX-License-Identifier: GPL-3.0-or-later
// A real main window for tests: settings in a folder of its own, mouse strokes in cells, and waits for what the engine
// does.
#pragma once

#include "app/actions/action_set.h"
#include "app/canvas/canvas.h"
#include "app/engine/device_catalogue.h"
#include "app/engine/device_options.h"
#include "app/engine/engine.h"
#include "app/files/settings.h"
#include "app/panes/pane_view.h"
#include "app/session.h"
#include "app/window/application.h"
#include "app/window/main_window.h"
#include "app/window/message_bar.h"

#include <QApplication>
#include <QMimeData>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

namespace tessera::tests {

/// Encoding a sample on a busy machine without a GPU takes a while; waits end as soon as they can.
constexpr int kPatienceMs = 240'000;

inline QString samplePath(const QString& name)
{
    return QStringLiteral(TESSERA_SOURCE_DIR "/resources/samples/") + name;
}

/// Settings and files of a test program. Made once, before any window.
class Desk {
public:
    Desk()
    {
        QStandardPaths::setTestModeEnabled(true); // caches
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
        qputenv("XDG_STATE_HOME", QFile::encodeName(m_folder.filePath(QStringLiteral("state"))));
        app::prepareApplication(*qApp);
    }

    ~Desk() { app::flushSettings(); } // they lie in the folder
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    QString file(const QString& name) const { return m_folder.filePath(name); }

private:
    QTemporaryDir m_folder;
};

class WindowFixture {
public:
    /// A window on the best device there is.
    WindowFixture() : WindowFixture(app::Engine::DeviceFactory()) {}
    /// A window on devices of another make.
    explicit WindowFixture(app::Engine::DeviceFactory factory)
    {
        auto devices = std::make_unique<app::DeviceCatalogue>();
        if (!factory)
            factory = devices->factory();
        auto engine = std::make_unique<app::Engine>(QString(), std::move(factory), app::deviceOptions());
        m_window = std::make_unique<app::MainWindow>(std::move(devices), std::move(engine));
        m_window->resize(1280, 800);
        m_window->show();
    }

    app::MainWindow& window() { return *m_window; }
    app::Session& session() { return m_window->session(); }
    app::Document* document() { return m_window->session().document(); }
    QStringList messages() { return m_window->messages().texts(); }

    app::PaneView& pane(app::PaneSource source) { return *m_window->canvas().panes()[static_cast<std::size_t>(source)]; }

    bool isExact() { return document() && document()->isExact(); }

    /// The middle of a cell in a pane, where it is on the screen now.
    QPoint at(app::PaneSource source, int row, int col)
    {
        const double factor = double(document()->model()->factor());
        return m_window->canvas().viewport().toWidget({(col + 0.5) * factor, (row + 0.5) * factor}, pane(source).size()).toPoint();
    }

    /// Presses, drags and releases the left button over these cells.
    void drag(app::PaneSource source, const std::vector<core::Cell>& cells)
    {
        app::PaneView& view = pane(source);
        QTest::mousePress(&view, Qt::LeftButton, {}, at(source, cells.front().row, cells.front().col));
        for (const core::Cell& cell : cells)
            QTest::mouseMove(&view, at(source, cell.row, cell.col));
        QTest::mouseRelease(&view, Qt::LeftButton, {}, at(source, cells.back().row, cells.back().col));
    }

    /// Drops these files on the window, as a file manager does.
    void drop(const QStringList& paths)
    {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString& path : paths)
            urls << QUrl::fromLocalFile(path);
        data.setUrls(urls);
        const QPoint middle = m_window->rect().center();
        QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(middle, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(m_window.get(), &event);
    }

    void trigger(const QString& action) { m_window->actions().at(action).trigger(); }

private:
    std::unique_ptr<app::MainWindow> m_window;
};

} // namespace tessera::tests
