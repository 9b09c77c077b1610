// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/connect_actions.h"

#include "app/dialogs/loss_questions.h"
#include "app/engine/device_catalogue.h"
#include "app/engine/device_options.h"
#include "app/files/resources.h"
#include "app/files/settings.h"
#include "app/session.h"
#include "app/window/opener.h"
#include "app/window/plain_text.h"
#include "core/files/hub_place.h"

#include <QActionGroup>
#include <QFile>
#include <QFileInfo>
#include <QMainWindow>

#include <set>

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

/// "CompVis/ldm-celebahq-256" in a cache of Hugging Face; elsewhere the name and the folder around it, since models are
/// often called alike.
QString recentName(const QString& path)
{
    const std::filesystem::path place = QFile::encodeName(path).toStdString();
    if (const auto hub = core::hubPlaceOf(place); hub && !hub->snapshot.empty())
        return QString::fromStdString(core::hubNameOf(*hub, place));
    const QFileInfo file(path);
    return QStringLiteral("%1      %2").arg(file.fileName(), shortFolder(file.absolutePath()));
}

void fillRecent(QMenu& menu, Opener& opener)
{
    menu.clear();
    const QStringList paths = opener.recentModels().paths();
    for (const QString& path : paths) {
        QAction* action = menu.addAction(plainLabel(recentName(path)), &opener, [&opener, path] { opener.openModel(path); });
        action->setStatusTip(path);
        action->setToolTip(plainToolTip(path));
    }
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
            askToDiscard(window, {session.document()}, [show, choice, &session] {
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

/// Opens the device again, to compute as `options` say, and remembers them.
void reopen(Session& session, const DeviceCatalogue& devices, const gpu::DeviceOptions& options)
{
    saveDeviceOptions(options);
    session.engine().openDevice(devices.choice(), options);
}

void fillBudgets(QMenu& menu, Session& session, const DeviceCatalogue& devices)
{
    menu.clear();
    const std::uint64_t now = session.engine().deviceOptions().memoryBudget >> 20;
    std::set<std::uint64_t> budgets{512, 1024, 2048, 4096, 8192}; // MiB
    if (now > 0)
        budgets.insert(now);
    auto* group = new QActionGroup(&menu);
    const auto add = [&](const QString& text, std::uint64_t budget) {
        QAction* action = menu.addAction(text, &session, [&session, &devices, budget] {
            gpu::DeviceOptions options = session.engine().deviceOptions();
            options.memoryBudget = budget << 20;
            reopen(session, devices, options);
        });
        action->setCheckable(true);
        action->setChecked(budget == now);
        group->addAction(action);
    };
    add(ActionSet::tr("As Much as the Device Has"), 0);
    menu.addSeparator();
    for (const std::uint64_t budget : budgets)
        add(budget % 1024 == 0 ? ActionSet::tr("%1 GiB").arg(budget / 1024) : ActionSet::tr("%1 MiB").arg(budget), budget);
}

void connectOptions(ActionSet& actions, Session& session, const DeviceCatalogue& devices)
{
    QAction& exact = actions.at("exact");
    QMenu& memory = actions.menu("memory");
    exact.setChecked(session.engine().deviceOptions().exact);
    actions.on("exact", &session, [&session, &devices, &exact] {
        gpu::DeviceOptions options = session.engine().deviceOptions();
        options.exact = exact.isChecked();
        reopen(session, devices, options);
    });
    QObject::connect(&memory, &QMenu::aboutToShow, &session,
                     [&memory, &session, &devices] { fillBudgets(memory, session, devices); });
    // Which device is to be opened again is known when the first one is there.
    const auto refresh = [&exact, &memory, &session] {
        exact.setEnabled(!session.device().name().isEmpty());
        memory.setEnabled(!session.device().name().isEmpty());
    };
    QObject::connect(&session.device(), &DeviceInUse::changed, &actions, refresh);
    refresh();
}

} // namespace

void connectModelActions(ActionSet& actions, const Workspace& work)
{
    Opener& opener = work.opener;
    actions.on("open-model", &opener, [&opener] { opener.openModelDialog(); });
    actions.on("open-checkpoint", &opener, [&opener] { opener.openCheckpointDialog(); });
    connectEmbedded(actions, work.session, opener);
    QMenu& recent = actions.menu("recent-models");
    QObject::connect(&recent, &QMenu::aboutToShow, &opener, [&recent, &opener] { fillRecent(recent, opener); });
    connectFitting(actions, work);
    QMenu& device = actions.menu("device");
    QObject::connect(&device, &QMenu::aboutToShow, &opener,
                     [&device, &session = work.session, &devices = work.devices] { fillDevices(device, session, devices); });
    connectOptions(actions, work.session, work.devices);
}

} // namespace tessera::app
