// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/start_connections.h"

#include "app/documents/last_session.h"
#include "app/files/resources.h"
#include "app/session.h"
#include "app/window/opener.h"
#include "app/window/start_page.h"

#include <QFile>

namespace tessera::app {

void connectStartPage(StartPage& start, Session& session, Opener& opener, LastSession& lastSession)
{
    QStringList samples;
    for (const std::filesystem::path& path : samplePictures())
        samples << QFile::decodeName(path.c_str());
    start.setSamples(samples);
    const auto showRecent = [&start, &opener] {
        start.setRecent(opener.recentProjects().paths(), opener.recentPictures().paths());
    };
    for (const RecentFiles* files : {&opener.recentProjects(), &opener.recentPictures()})
        QObject::connect(files, &RecentFiles::changed, &start, showRecent, Qt::QueuedConnection);
    start.setLastSession(lastSession.files());
    QObject::connect(&start, &StartPage::lastSessionAsked, &start, [&start, &lastSession] {
        start.setLastSession({});
        lastSession.reopen();
    });
    showRecent();
    QObject::connect(&start, &StartPage::openAsked, &opener, &Opener::openPictureDialog);
    QObject::connect(&start, &StartPage::openModelAsked, &opener, &Opener::openModelDialog);
    QObject::connect(&start, &StartPage::pictureChosen, &opener, &Opener::openPath);
    QObject::connect(&start, &StartPage::modelChosen, &opener, &Opener::openModel);
    const auto showDevice = [&start, &session] {
        const core::OpenedModel& opened = session.model();
        start.setModelAndDevice(opened.model ? QString::fromStdString(opened.model->name()) : QString(), session.device().name());
    };
    QObject::connect(&session, &Session::modelChanged, &start, showDevice);
    QObject::connect(&session.device(), &DeviceInUse::changed, &start, showDevice);
}

} // namespace tessera::app
