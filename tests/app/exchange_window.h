// SPDX-License-Identifier: GPL-3.0-or-later
// A window with an exact picture of 12 x 17 cells, and files of codes, for tests of what leaves it and what comes in. On a
// device without arithmetic behind a gate.
#pragma once

#include "app/exports/exporter.h"
#include "app/tools/tool_state.h"
#include "tests/app/fake_device.h"
#include "tests/app/made_document.h"
#include "tests/app/window_fixture.h"

#include <QDialog>
#include <QFile>

namespace tessera::tests {

class ExchangeWindow {
public:
    std::unique_ptr<Desk> m_desk;
    std::shared_ptr<Gate> m_gate;
    std::unique_ptr<WindowFixture> m_fixture;

    void start()
    {
        m_gate = std::make_shared<Gate>();
        m_fixture = std::make_unique<WindowFixture>(fakeDevices(m_gate));
        QImage image(66, 47, QImage::Format_RGB32);
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                image.setPixelColor(x, y, QColor(x * 3, y * 5, 90));
        image.save(m_desk->file("in.png"));
        m_fixture->window().start({.files = {m_desk->file("in.png")},
                                   .model = QStringLiteral(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model")});
        QTRY_VERIFY(m_fixture->isExact());
        QTRY_VERIFY(m_fixture->messages().isEmpty());
    }
    void end()
    {
        m_gate->open();
        m_fixture.reset();
    }

    app::Document& document() { return *m_fixture->document(); }
    QDialog* gridQuestion() { return m_fixture->window().findChild<QDialog*>(QStringLiteral("grid-question")); }

    QString write(const QString& name, const QByteArray& bytes)
    {
        QFile file(m_desk->file(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write a test's file");
        return file.fileName();
    }
    /// Codes unlike those of the document, in its grid of 12 x 17.
    core::IndexMap otherCodes()
    {
        core::IndexMap codes = document().codes();
        for (std::size_t i = 0; i < codes.codes.size(); ++i)
            codes.codes[i] = static_cast<std::int32_t>(511 - i);
        return codes;
    }
    QByteArray npyOf(const QByteArray& shape, const core::IndexMap& codes)
    {
        QByteArray header = "{'descr': '<i4', 'fortran_order': False, 'shape': (" + shape + "), }\n";
        QByteArray bytes("\x93NUMPY\1\0", 8);
        bytes += static_cast<char>(header.size());
        bytes += '\0';
        bytes += header;
        return bytes + QByteArray(reinterpret_cast<const char*>(codes.codes.data()), qsizetype(codes.codes.size() * 4));
    }
    QString onlyMessage()
    {
        const QStringList messages = m_fixture->messages();
        return messages.size() == 1 ? messages.first() : QStringLiteral("%1 messages").arg(messages.size());
    }
    /// Waits for the files of all exports that have been started.
    void exported() { QTRY_VERIFY(!m_fixture->window().exporter().isWorking()); }
};

} // namespace tessera::tests
