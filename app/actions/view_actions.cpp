// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/connect_actions.h"

#include "app/canvas/canvas.h"
#include "app/codes/code_looks.h"
#include "app/files/settings.h"
#include "app/session.h"
#include "app/window/theme.h"

#include <QApplication>
#include <QMainWindow>
#include <QRandomGenerator>

namespace tessera::app {
namespace {

void connectZoom(ActionSet& actions, Session& session, Canvas& canvas)
{
    actions.on("fit", &canvas, [&canvas] { canvas.activeViewport().fit(); });
    actions.on("actual-size", &canvas, [&canvas] { canvas.activeViewport().actualSize(); });
    actions.on("zoom-in", &canvas, [&canvas] { canvas.activeViewport().zoomIn(); });
    actions.on("zoom-out", &canvas, [&canvas] { canvas.activeViewport().zoomOut(); });
    const auto refresh = [&actions, &session] {
        for (const char* id : {"fit", "actual-size", "zoom-in", "zoom-out"})
            actions.at(id).setEnabled(session.document());
    };
    QObject::connect(&session, &Session::documentChanged, &actions, refresh);
    refresh();
}

/// An action that is on or off, remembered between runs.
void connectSwitch(ActionSet& actions, const char* id, QObject* context, const char* key, bool byDefault,
                   const std::function<void(bool)>& act)
{
    actions.onToggled(id, context, [key, act](bool on) {
        openSettings().setValue(key, on);
        act(on);
    });
    const bool on = openSettings().value(key, byDefault).toBool();
    act(on);
    actions.at(id).setChecked(on);
}

void connectColours(ActionSet& actions, CodeLooks& looks)
{
    const auto choose = [&looks](CodeLooks::Colouring colouring) {
        looks.setColouring(colouring);
        openSettings().setValue(settings_key::kColouring, colouring == CodeLooks::Colouring::hash ? "hash" : "similarity");
    };
    actions.on("colours-similarity", &looks, [choose] { choose(CodeLooks::Colouring::similarity); });
    actions.on("colours-hash", &looks, [choose] { choose(CodeLooks::Colouring::hash); });
    actions.on("reshuffle", &looks, [&actions, &looks] {
        looks.setSeed(QRandomGenerator::global()->generate());
        openSettings().setValue(settings_key::kSeed, looks.seed());
        actions.at("colours-hash").trigger();
    });
    looks.setSeed(openSettings().value(settings_key::kSeed).toUInt());
    const bool hash = openSettings().value(settings_key::kColouring) == QLatin1String("hash");
    looks.setColouring(hash ? CodeLooks::Colouring::hash : CodeLooks::Colouring::similarity);
    actions.at(hash ? "colours-hash" : "colours-similarity").setChecked(true);
}

void connectTheme(ActionSet& actions)
{
    for (const Theme theme : {Theme::system, Theme::light, Theme::dark}) {
        const QString id = QStringLiteral("theme-") + themeName(theme);
        actions.on(id, &actions, [theme] {
            openSettings().setValue(settings_key::kTheme, themeName(theme));
            applyTheme(*qApp, theme);
        });
    }
    const Theme now = themeFromName(openSettings().value(settings_key::kTheme).toString());
    actions.at(QStringLiteral("theme-") + themeName(now)).setChecked(true);
}

} // namespace

void connectViewActions(ActionSet& actions, const Workspace& work)
{
    Canvas& canvas = work.canvas;
    QMainWindow& window = work.window;
    connectZoom(actions, work.session, canvas);
    connectSwitch(actions, "grid", &canvas, settings_key::kGrid, false, [&canvas](bool on) { canvas.setGridVisible(on); });
    connectSwitch(actions, "numbers", &canvas, settings_key::kNumbers, true, [&canvas](bool on) { canvas.setNumbersVisible(on); });
    connectColours(actions, work.looks);
    connectTheme(actions);
    actions.onToggled("full-screen", &window, [&window](bool on) {
        window.setWindowState(window.windowState().setFlag(Qt::WindowFullScreen, on));
    });
}

} // namespace tessera::app
