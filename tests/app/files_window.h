// SPDX-License-Identifier: GPL-3.0-or-later
// A window and files to drop on it, for tests of what reaches the window from outside and of long work. On devices without
// arithmetic, so that it is quick.
#pragma once

#include "core/files/npy.h"
#include "tests/app/fake_device.h"
#include "tests/app/window_fixture.h"

#include <QMessageBox>

namespace tessera::tests {

class FilesWindow {
public:
    static constexpr const char* kModel = TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model"; ///< factor 4, 512 codes

    std::unique_ptr<Desk> m_desk = std::make_unique<Desk>();
    std::shared_ptr<Gate> m_gate;
    std::unique_ptr<WindowFixture> m_fixture;

    void begin()
    {
        m_gate = std::make_shared<Gate>();
        m_fixture = std::make_unique<WindowFixture>(fakeDevices(m_gate));
    }
    void end()
    {
        m_gate->open();
        m_fixture.reset();
    }

    QString picture(const QString& name, int width, int height)
    {
        QImage image(width, height, QImage::Format_RGB32);
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                image.setPixelColor(x, y, QColor(x * 255 / width, y * 255 / height, 90));
        image.save(m_desk->file(name));
        return m_desk->file(name);
    }

    QString fileOf(const QString& name, const QByteArray& bytes)
    {
        QFile file(m_desk->file(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write a test's file");
        return file.fileName();
    }

    QString codesFile(const QString& name, const core::IndexMap& codes)
    {
        core::writeNpy(m_desk->file(name).toStdString(), codes);
        return m_desk->file(name);
    }

    app::Document& open(const QString& path)
    {
        m_fixture->window().start({.files = {path}, .model = QString::fromLatin1(kModel)});
        [this] { QTRY_VERIFY(m_fixture->isExact()); }();
        return *m_fixture->document();
    }

    QMessageBox* question() { return m_fixture->window().findChild<QMessageBox*>(QStringLiteral("discard-question")); }
};

} // namespace tessera::tests
