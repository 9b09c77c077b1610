// SPDX-License-Identifier: GPL-3.0-or-later
// For programs that take pictures of the real window: waiting until it has come to rest, and saving what it shows.
#pragma once

#include "core/error.h"
#include "tests/app/window_fixture.h"

#include <QDir>
#include <QElapsedTimer>

#include <functional>
#include <iostream>

namespace tessera::tests {

inline void waitFor(const std::function<bool()>& done)
{
    QElapsedTimer time;
    time.start();
    while (!done()) {
        QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
        if (time.elapsed() > kPatienceMs)
            throw core::Error("nothing came within " + std::to_string(kPatienceMs / 1000) + " seconds");
    }
    // Pictures are made on workers after the engine is done; then the window must be painted.
    time.restart();
    while (time.elapsed() < 700)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
}

inline void settle()
{
    waitFor([] { return true; });
}

class Photographer {
public:
    explicit Photographer(QString folder) : m_folder(std::move(folder)) { QDir().mkpath(m_folder); }

    void take(WindowFixture& fixture, const QString& name) { take(fixture.window(), name); }

    void take(QWidget& widget, const QString& name) { take(widget.grab().toImage(), name); }

    /// PNG, or JPEG where the name says so.
    void take(const QImage& image, const QString& name)
    {
        const QString path =
            m_folder + QLatin1Char('/') + (name.contains(QLatin1Char('.')) ? name : name + QStringLiteral(".png"));
        constexpr int kQuality = 88;
        if (!image.save(path, nullptr, path.endsWith(QStringLiteral(".jpg")) ? kQuality : -1))
            throw core::Error("cannot write " + path.toStdString());
        std::cout << path.toStdString() << '\n';
    }

private:
    QString m_folder;
};

} // namespace tessera::tests
