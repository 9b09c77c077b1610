// SPDX-License-Identifier: GPL-3.0-or-later
// A window with a painted picture, for tests of projects and of recovered work: saved, opened again, asked about. On
// devices without arithmetic, so that it is quick.
#pragma once

#include "app/files/settings.h"
#include "app/files/state_folder.h"
#include "app/pictures/picture_files.h"
#include "app/projects/project_saver.h"
#include "app/tools/tool_state.h"
#include "core/atomic_file.h"
#include "core/files/bounded_file.h"
#include "tests/app/fake_device.h"
#include "tests/app/made_document.h"
#include "tests/app/window_fixture.h"

#include <QMessageBox>
#include <QPushButton>

namespace tessera::tests {

class PaintedWindow {
public:
    static constexpr const char* kModel = TESSERA_SOURCE_DIR "/tests/golden/v02-vqf4/model"; ///< factor 4, 512 codes

    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<WindowFixture> m_fixture;

    std::unique_ptr<WindowFixture> newWindow()
    {
        return std::make_unique<WindowFixture>(fakeDevices(std::make_shared<Gate>()));
    }

    app::Document& document() { return *m_fixture->document(); }
    QString file(const QString& name) { return m_desk->file(name); }
    QMessageBox* question() { return m_fixture->window().findChild<QMessageBox*>(QStringLiteral("discard-question")); }
    void discard() { QTest::mouseClick(question()->findChild<QPushButton*>(QStringLiteral("discard")), Qt::LeftButton); }

    QString picture(const QString& name)
    {
        app::writePicture(file(name).toStdString(), gradient(66, 47));
        return file(name);
    }

    /// A picture with two strokes, the second undone, and a view of its own.
    void paint(const QString& name = QStringLiteral("sea.png"))
    {
        m_fixture->window().start({.files = {picture(name)}, .model = QString::fromLatin1(kModel)});
        QTRY_VERIFY(m_fixture->isExact());
        m_fixture->window().tools().setCode(33);
        m_fixture->drag(app::PaneSource::codes, {{2, 2}, {2, 9}});
        m_fixture->window().tools().setCode(44);
        m_fixture->drag(app::PaneSource::codes, {{5, 2}, {7, 9}});
        m_fixture->trigger(QStringLiteral("undo"));
        m_fixture->window().canvas().viewport().setZoom(5);
    }

    void save(const QString& path)
    {
        m_fixture->window().saver().save(&document(), path);
        QTRY_VERIFY(!m_fixture->window().saver().isWorking());
    }

    void open(const QString& path, const QString& model = QString::fromLatin1(kModel))
    {
        m_fixture = newWindow();
        m_fixture->window().start({.files = {path}, .model = model});
        QTRY_VERIFY(m_fixture->document());
    }

    void write(const QString& path, const core::Project& project)
    {
        core::writeFileAtomically(path.toStdString(), core::writeProject(project));
    }
    core::Project read(const QString& path)
    {
        return core::readProject(core::readFile(path.toStdString(), core::kMostProjectBytes));
    }

    QStringList buttons()
    {
        QStringList texts;
        for (const QPushButton* button : m_fixture->window().messages().findChildren<QPushButton*>())
            texts << button->text();
        return texts;
    }
    void press(const QString& text)
    {
        for (QPushButton* button : m_fixture->window().messages().findChildren<QPushButton*>())
            if (button->text() == text) {
                QTest::mouseClick(button, Qt::LeftButton);
                return;
            }
        QFAIL(qPrintable(text));
    }

    /// Nothing is left of this test for the next.
    void clear()
    {
        m_fixture.reset();
        std::filesystem::remove_all(app::stateFolder());
        app::openSettings().clear();
        app::flushSettings();
    }
};

} // namespace tessera::tests
