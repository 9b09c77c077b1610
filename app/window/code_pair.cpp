// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/code_pair.h"

#include "app/actions/action_list.h"
#include "app/actions/action_set.h"
#include "app/codes/code_looks.h"
#include "app/tools/tool_state.h"

#include <QPainter>
#include <QPixmap>

namespace tessera::app {
namespace {

constexpr QSize kSize(38, 24);
constexpr int kSide = 17; ///< of a swatch

} // namespace

CodePair::CodePair(const ActionSet& actions, const CodeLooks& looks, ToolState& tools, QWidget* parent)
    : QToolButton(parent), m_actions(actions), m_looks(looks), m_tools(tools)
{
    setIconSize(kSize);
    setFocusPolicy(Qt::TabFocus);
    setAccessibleName(tr("Codes A and B"));
    connect(this, &QToolButton::clicked, &tools, &ToolState::swapCodes);
    connect(&tools, &ToolState::codeChanged, this, &CodePair::refresh);
    connect(&tools, &ToolState::codeBChanged, this, &CodePair::refresh);
    connect(&looks, &CodeLooks::changed, this, &CodePair::refresh);
    connect(&actions, &ActionSet::keysChanged, this, &CodePair::refresh);
    refresh();
}

void CodePair::refresh()
{
    const QString text = tr("A: code %1, B: code %2").arg(m_tools.code()).arg(m_tools.codeB());
    setAccessibleDescription(text);
    setToolTip(toolTipOf(text, m_actions.at(QStringLiteral("swap-codes")).shortcut(),
                         tr("A is what is painted. Click to swap. Right click on a pane picks A, with Ctrl B.")));
    setIcon(drawn());
}

QIcon CodePair::drawn() const
{
    const qreal ratio = devicePixelRatioF();
    QPixmap pixmap(kSize * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    const auto draw = [&](int code, QPoint corner) {
        const QRect rect(corner, QSize(kSide, kSide));
        painter.fillRect(rect.adjusted(-2, -2, 2, 2), palette().color(QPalette::Window));
        painter.drawPixmap(corner, m_looks.swatch(code, kSide, ratio));
        painter.setPen(QPen(palette().color(QPalette::WindowText), 1));
        painter.drawRect(QRectF(rect).adjusted(-0.5, -0.5, -0.5, -0.5));
    };
    draw(m_tools.codeB(), {kSize.width() - kSide - 3, kSize.height() - kSide - 1});
    draw(m_tools.code(), {4, 2});
    return QIcon(pixmap);
}

} // namespace tessera::app
