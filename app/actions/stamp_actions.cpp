// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/connect_actions.h"

#include "app/session.h"
#include "app/stamps/stamp_shelf.h"
#include "app/tools/tool_state.h"

namespace tessera::app {
namespace {

using Turn = core::CodeBlock (*)(const core::CodeBlock&);

core::CodeBlock turnedLeft(const core::CodeBlock& block)
{
    return core::turned(core::turned(core::turned(block)));
}

void connectDigits(ActionSet& actions, StampShelf& shelf, ToolState& tools)
{
    for (int key = 1; key <= 9; ++key) {
        actions.on(QStringLiteral("take-%1").arg(key), &tools, [&shelf, &tools, key] {
            const int place = shelf.placeOfKey(key);
            if (place < 0)
                return;
            tools.setStamp(shelf.stamps()[static_cast<std::size_t>(place)].block);
            tools.setTool(QStringLiteral("stamp"));
        });
        actions.on(QStringLiteral("keep-%1").arg(key), &tools, [&shelf, &tools, key] {
            if (!tools.stamp().isEmpty())
                shelf.keep(tools.stamp(), key);
        });
    }
    const auto refresh = [&actions, &shelf, &tools] {
        for (int key = 1; key <= 9; ++key) {
            const int place = shelf.placeOfKey(key);
            QAction& take = actions.at(QStringLiteral("take-%1").arg(key));
            take.setEnabled(place >= 0);
            take.setText(place < 0 ? QStringLiteral("&%1").arg(key)
                                   : QStringLiteral("&%1  %2").arg(key).arg(
                                       shelf.stamps()[static_cast<std::size_t>(place)].name));
            actions.at(QStringLiteral("keep-%1").arg(key)).setEnabled(!tools.stamp().isEmpty());
        }
    };
    QObject::connect(&shelf, &StampShelf::changed, &actions, refresh);
    QObject::connect(&tools, &ToolState::stampChanged, &actions, refresh);
    refresh();
}

} // namespace

void connectStampActions(ActionSet& actions, const Workspace& work)
{
    ToolState& tools = work.tools;
    StampShelf& shelf = work.stamps;
    Session& session = work.session;
    const std::pair<const char*, Turn> turns[] = {{"flip-across", core::flippedAcross},
                                                   {"flip-down", core::flippedDown},
                                                   {"turn-right", core::turned},
                                                   {"turn-left", turnedLeft}};
    for (const auto& [id, turn] : turns)
        actions.on(id, &tools, [&tools, turn = turn] { tools.setStamp(turn(tools.stamp())); });
    actions.onToggled("dice", &tools, [&tools](bool on) { tools.setDice(on); });
    actions.on("keep-stamp", &tools, [&shelf, &tools] { shelf.keep(tools.stamp()); });
    actions.on("selection-stamp", &tools, [&session, &tools] {
        const Document* document = session.document();
        if (!document || document->selection().isEmpty())
            return;
        tools.setStamp(core::cut(document->codes(), document->selection()));
        tools.setTool(QStringLiteral("stamp"));
    });
    connectDigits(actions, shelf, tools);

    const auto refresh = [&actions, &tools] {
        for (const char* id : {"flip-across", "flip-down", "turn-right", "turn-left", "keep-stamp"})
            actions.at(id).setEnabled(!tools.stamp().isEmpty());
        actions.at("dice").setChecked(tools.diceWanted());
    };
    QObject::connect(&tools, &ToolState::stampChanged, &actions, refresh);
    refresh();
    QObject::connect(&session, &Session::modelChanged, &shelf, [&session, &shelf] {
        const core::OpenedModel& opened = session.model();
        shelf.setModel(opened.model ? shelfNameOf(opened.model->name(), opened.model->config().codes) : QString());
    });
}

} // namespace tessera::app
