// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/connect_actions.h"

#include "app/device_catalogue.h"
#include "app/dialogs/discard_question.h"
#include "app/resources.h"
#include "app/session.h"
#include "app/settings.h"
#include "app/window/opener.h"
#include "app/window/plain_text.h"

#include <QActionGroup>
#include <QFile>
#include <QFileInfo>
#include <QMainWindow>

namespace tessera::app {
namespace {

void connectEmbedded(ActionSet& actions, Session& session, Opener& opener)
{
    QMenu& menu = actions.menu("models");
    auto* group = new QActionGroup(&menu);
    for (const EmbeddedModel& model : embeddedModels()) {
        const QString name = QString::fromStdString(model.name), folder = QFile::decodeName(model.folder.c_str());
        QAction* action = menu.addAction(plainLabel(name));
        action->setCheckable(true);
        group->addAction(action);
        const auto refresh = [action, &session, folder] {
            const core::OpenedModel& opened = session.model();
            action->setChecked(opened.model && QFileInfo(QFile::decodeName(opened.files.folder.c_str())) == QFileInfo(folder));
        };
        QObject::connect(action, &QAction::triggered, &opener, [&opener, folder, refresh] {
            refresh(); // the mark follows the model, not the click
            opener.openModel(folder);
        });
        QObject::connect(&session, &Session::modelChanged, action, refresh);
    }
    group->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional);
    menu.setEnabled(!menu.isEmpty());
}

void fillRecent(QMenu& menu, Opener& opener)
{
    menu.clear();
    const QStringList paths = opener.recentModels().paths();
    for (const QString& path : paths)
        menu.addAction(plainLabel(path), &opener, [&opener, path] { opener.openModel(path); });
    menu.addSeparator();
    menu.addAction(ActionSet::tr("&Forget These"), &opener.recentModels(), &RecentFiles::clear)->setEnabled(!paths.isEmpty());
}

void connectFitting(ActionSet& actions, const Workspace& work)
{
    struct Choice {
        const char* id;
        core::Fit fit;
        const char* name; ///< in the settings
    };
    static constexpr Choice kChoices[] = {{"fit-pad", core::Fit::pad, "pad"}, {"fit-crop", core::Fit::crop, "crop"}, {"fit-resize", core::Fit::resize, "resize"}};
    const auto show = [&actions, &session = work.session] {
        for (const Choice& choice : kChoices)
            if (choice.fit == session.fit())
                actions.at(choice.id).setChecked(true);
    };
    for (const Choice& choice : kChoices)
        actions.on(choice.id, &work.session, [show, choice, &session = work.session, &window = work.window] {
            show(); // until it is agreed
            askToDiscard(window, session.document(), [show, choice, &session] {
                openSettings().setValue(settings_key::kFit, QLatin1String(choice.name));
                session.setFit(choice.fit);
                show();
            });
        });
    show();
}

void fillDevices(QMenu& menu, Session& session, const DeviceCatalogue& devices)
{
    menu.clear();
    const auto add = [&](const QString& text, const QString& choice) {
        QAction* action = menu.addAction(plainLabel(text), &session, [&session, choice] {
            openSettings().setValue(settings_key::kDevice, choice);
            session.engine().openDevice(choice, session.engine().deviceOptions());
        });
        action->setCheckable(true);
        action->setChecked(choice == devices.choice());
        return action;
    };
    add(ActionSet::tr("Best There Is"), {});
    menu.addSeparator();
    for (const gpu::DeviceInfo& info : devices.list().devices) {
        const QString name = QString::fromStdString(info.name);
        QAction* action = add(QStringLiteral("%1  (%2)").arg(name, QString::fromStdString(gpu::kindName(info.kind))), name);
        action->setEnabled(info.unusable.empty());
        action->setStatusTip(QString::fromStdString(info.unusable));
    }
    if (!devices.list().problem.empty())
        menu.addAction(plainLabel(QString::fromStdString(devices.list().problem)))->setEnabled(false);
    add(ActionSet::tr("CPU (reference, slow)"), QStringLiteral("cpu"));
}

} // namespace

void connectModelActions(ActionSet& actions, const Workspace& work)
{
    Opener& opener = work.opener;
    actions.on("open-model", &opener, [&opener] { opener.openModelDialog(); });
    connectEmbedded(actions, work.session, opener);
    QMenu& recent = actions.menu("recent-models");
    QObject::connect(&recent, &QMenu::aboutToShow, &opener, [&recent, &opener] { fillRecent(recent, opener); });
    connectFitting(actions, work);
    QMenu& device = actions.menu("device");
    QObject::connect(&device, &QMenu::aboutToShow, &opener,
                     [&device, &session = work.session, &devices = work.devices] { fillDevices(device, session, devices); });
}

} // namespace tessera::app
