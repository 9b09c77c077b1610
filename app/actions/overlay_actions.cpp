// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/connect_actions.h"

#include "app/files/settings.h"
#include "app/overlays/overlay_maps.h"

namespace tessera::app {
namespace {

struct Switch {
    const char* id;
    bool Overlays::Choice::*on;
};
constexpr Switch kSwitches[] = {{"overlay-codes", &Overlays::Choice::codes},
                                {"overlay-contours", &Overlays::Choice::contours},
                                {"overlay-edited", &Overlays::Choice::edited}};

struct Strength {
    const char* name; ///< in the settings
    double Overlays::Choice::*value;
};
constexpr Strength kStrengths[] = {{"codesOpacity", &Overlays::Choice::codesOpacity},
                                   {"contourStep", &Overlays::Choice::contourStep},
                                   {"mapOpacity", &Overlays::Choice::mapOpacity}};

QString key(const char* name)
{
    return QStringLiteral("%1/%2").arg(QLatin1String(settings_key::kOverlays), QLatin1String(name));
}

void restore(Overlays& overlays)
{
    const Settings settings = openSettings();
    Overlays::Choice choice = overlays.choice();
    for (const Switch& row : kSwitches)
        choice.*row.on = settings.value(key(row.id), choice.*row.on).toBool();
    for (const Strength& row : kStrengths) {
        bool isNumber = false;
        const double value = settings.value(key(row.name)).toDouble(&isNumber);
        if (isNumber && value >= 0 && value <= 1)
            choice.*row.value = value;
    }
    overlays.setChoice(choice);
}

void save(const Overlays& overlays)
{
    Settings settings = openSettings();
    for (const Switch& row : kSwitches)
        settings.setValue(key(row.id), overlays.choice().*row.on);
    for (const Strength& row : kStrengths)
        settings.setValue(key(row.name), overlays.choice().*row.value);
}

} // namespace

void connectOverlayActions(ActionSet& actions, const Workspace& work)
{
    Overlays& overlays = work.overlays;
    restore(overlays);
    for (const Switch& row : kSwitches)
        actions.on(row.id, &overlays, [&overlays, on = row.on] {
            Overlays::Choice choice = overlays.choice();
            choice.*on = !(choice.*on);
            overlays.setChoice(choice);
        });
    for (const OverlayMap& row : overlayMaps())
        actions.on(row.action, &overlays, [&overlays, map = row.map] {
            Overlays::Choice choice = overlays.choice();
            choice.map = map;
            overlays.setChoice(choice);
        });
    actions.on("release-code", &overlays, [&overlays] { overlays.setPinned(-1); });
    const auto show = [&actions, &overlays] {
        for (const Switch& row : kSwitches)
            actions.at(row.id).setChecked(overlays.choice().*row.on);
        for (const OverlayMap& row : overlayMaps())
            if (row.map == overlays.choice().map)
                actions.at(row.action).setChecked(true);
        actions.at("release-code").setEnabled(overlays.pinned() >= 0);
    };
    QObject::connect(&overlays, &Overlays::changed, &actions, show);
    QObject::connect(&overlays, &Overlays::choiceChanged, &actions, [&overlays] { save(overlays); });
    show();
}

} // namespace tessera::app
