// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions/connect_actions.h"

#include "app/codes/code_looks.h"
#include "app/tools/tool_list.h"
#include "app/tools/tool_state.h"
#include "core/analysis/neighbours.h"

#include <algorithm>
#include <memory>
#include <vector>

namespace tessera::app {
namespace {

/// The codes around one, nearest first. It begins anew whenever the code has become another one in another way.
class SimilarWalk {
public:
    /// The next code after `code`, or before it where `further` is false.
    int step(const core::VqModel& model, int code, bool further)
    {
        if (m_model != model.serial() || m_codes.empty() || m_codes[m_at] != code) {
            m_model = model.serial();
            m_codes = {code};
            for (const core::Neighbour& near : core::nearestCodes(model.codebook(), code, kReach))
                m_codes.push_back(near.code);
            m_at = 0;
        }
        if (further)
            m_at = std::min(m_at + 1, m_codes.size() - 1);
        else if (m_at > 0)
            --m_at;
        return m_codes[m_at];
    }

private:
    static constexpr int kReach = 256;

    std::uint64_t m_model = 0;
    std::vector<int> m_codes;
    std::size_t m_at = 0;
};

} // namespace

void connectToolActions(ActionSet& actions, const Workspace& work)
{
    ToolState& tools = work.tools;
    const CodeLooks& looks = work.looks;
    const auto showTool = [&actions](const QString& id) {
        if (findTool(id))
            actions.at(QStringLiteral("tool-") + id).setChecked(true);
    };
    for (const ToolRow& row : toolList())
        actions.on(QStringLiteral("tool-") + QLatin1String(row.id), &tools,
                   [&tools, id = QString::fromLatin1(row.id)] { tools.setTool(id); });
    QObject::connect(&tools, &ToolState::toolChanged, &actions, showTool);
    showTool(tools.tool());

    actions.on("brush-smaller", &tools, [&tools] { tools.growBrush(-1); });
    actions.on("brush-larger", &tools, [&tools] { tools.growBrush(1); });
    actions.on("brush-shape", &tools, [&tools] {
        tools.setBrushShape(tools.brushShape() == core::BrushShape::square ? core::BrushShape::disc : core::BrushShape::square);
    });
    const auto step = [&tools, &looks](int by) {
        if (looks.codes() > 0)
            tools.setCode(std::clamp(tools.code() + by, 0, looks.codes() - 1));
    };
    actions.on("previous-code", &tools, [step] { step(-1); });
    actions.on("next-code", &tools, [step] { step(+1); });
    actions.on("swap-codes", &tools, [&tools] { tools.swapCodes(); });
    const auto walk = std::make_shared<SimilarWalk>();
    const auto stepSimilar = [walk, &tools, &looks](bool further) {
        if (looks.model() && tools.code() < looks.codes())
            tools.setCode(walk->step(*looks.model(), tools.code(), further));
    };
    actions.on("more-similar", &tools, [stepSimilar] { stepSimilar(false); });
    actions.on("less-similar", &tools, [stepSimilar] { stepSimilar(true); });
}

} // namespace tessera::app
