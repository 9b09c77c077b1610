// SPDX-License-Identifier: GPL-3.0-or-later
// What the tools share: the current tool, the code that is painted, size and shape of the brush. Panels, actions and
// tools change it; everybody listens.
#pragma once

#include "core/edit/region.h"

#include <QObject>
#include <QString>

namespace tessera::app {

class ToolState : public QObject {
    Q_OBJECT
public:
    static constexpr int kMaxBrushSize = 64;

    explicit ToolState(QObject* parent = nullptr) : QObject(parent) {}

    QString tool() const { return m_tool; } ///< id of a row in tools/tool_list.h: "brush", "restore", "pick"
    int code() const { return m_code; }
    int brushSize() const { return m_brushSize; }
    core::BrushShape brushShape() const { return m_brushShape; }

    void setTool(const QString& id);
    void setCode(int code);
    void setBrushSize(int size); ///< clamped to 1..kMaxBrushSize
    void setBrushShape(core::BrushShape shape);

signals:
    void toolChanged(const QString& id);
    void codeChanged(int code);
    void brushChanged();

private:
    QString m_tool = QStringLiteral("brush");
    int m_code = 0;
    int m_brushSize = 1;
    core::BrushShape m_brushShape = core::BrushShape::square;
};

} // namespace tessera::app
