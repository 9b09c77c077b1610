// SPDX-License-Identifier: GPL-3.0-or-later
// A window on a device without arithmetic behind a gate, and one of its docks: opened by its key, read as people read it.
#pragma once

#include "app/files/settings.h"
#include "tests/app/fake_device.h"
#include "tests/app/window_fixture.h"

#include <QAbstractButton>
#include <QDockWidget>
#include <QLabel>

#include <memory>
#include <stdexcept>

namespace tessera::tests {

class PanelFixture : public WindowFixture {
public:
    /// `dock`: id of a row in the list of panels, `key` what shows it. A small model of factor 4 is being opened.
    PanelFixture(QString dock, QKeyCombination key, const std::shared_ptr<Gate>& gate, const QString& device = QStringLiteral("fake"))
        : WindowFixture([gate, device](const QString& choice, const gpu::DeviceOptions&) {
              return std::make_unique<FakeDevice>((choice.isEmpty() ? device : choice).toStdString(), gate);
          }),
          m_dock(std::move(dock)), m_key(key), m_gate(gate)
    {
        window().resize(1280, 1100);
        window().start({.model = QStringLiteral(TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model")});
        if (!QTest::qWaitFor([this] { return session().model().model != nullptr; }))
            throw std::runtime_error("the model did not open");
    }
    /// Edits are thrown away, passes let through, settings forgotten.
    ~PanelFixture()
    {
        m_gate->open();
        for (app::Document* open : session().documents())
            open->undoStack().setClean();
        app::openSettings().clear();
    }

    QDockWidget& dock() { return *window().findChild<QDockWidget*>(m_dock); }
    template <class Panel>
    Panel& panel()
    {
        return *dock().findChild<Panel*>();
    }
    void showDock()
    {
        window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        QTest::keyClick(&window(), m_key.key(), m_key.keyboardModifiers());
        QTRY_VERIFY(!dock().visibleRegion().isEmpty());
    }
    /// Another dock of its place comes to the front.
    void coverDock()
    {
        window().findChild<QDockWidget*>(QStringLiteral("codebook"))->raise();
        QTRY_VERIFY(dock().widget()->visibleRegion().isEmpty());
    }

    /// What its labels say that are to be seen, line by line.
    QString texts()
    {
        QStringList list;
        for (const QLabel* label : dock().findChildren<QLabel*>())
            if (label->isVisible())
                list << label->text();
        return list.join(QLatin1Char('\n'));
    }
    /// The control of its kind whose accessible name begins so.
    template <class Control>
    Control& control(const char* name)
    {
        for (auto* control : dock().findChildren<Control*>())
            if (control->accessibleName().startsWith(QLatin1String(name)))
                return *control;
        throw std::runtime_error(name);
    }
    /// The button that says so now.
    QAbstractButton* button(const char* text)
    {
        for (auto* button : dock().findChildren<QAbstractButton*>())
            if (button->isVisible() && button->text().remove(QLatin1Char('&')) == QLatin1String(text))
                return button;
        return nullptr;
    }

    /// Drops a picture of one colour.
    void openPlain(const Desk& desk, QSize size, QColor colour = {120, 90, 60})
    {
        const QString path = desk.file(QStringLiteral("plain%1x%2.png").arg(size.width()).arg(size.height()));
        QImage image(size, QImage::Format_RGB32);
        image.fill(colour);
        QVERIFY(image.save(path));
        openFile(path);
    }
    void openFile(const QString& path)
    {
        drop({path});
        QTRY_VERIFY_WITH_TIMEOUT(document() && document()->path() == path && isExact(), kPatienceMs);
    }

private:
    QString m_dock;
    QKeyCombination m_key;
    std::shared_ptr<Gate> m_gate;
};

} // namespace tessera::tests
