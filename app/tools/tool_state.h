// SPDX-License-Identifier: GPL-3.0-or-later
// What the tools share: the current tool, the code that is painted, size and shape of the brush, and which codes count as
// like. Panels, actions and tools change it; everybody listens.
#pragma once

#include "core/edit/flood.h"
#include "core/edit/region.h"

#include <QObject>
#include <QString>

namespace tessera::app {

class ToolState : public QObject {
    Q_OBJECT
public:
    static constexpr int kMaxBrushSize = 64;
    static constexpr double kMaxTolerance = 9999;

    explicit ToolState(QObject* parent = nullptr) : QObject(parent) {}

    QString tool() const { return m_tool; } ///< id of a row in tools/tool_list.h: "brush", "restore", "pick"
    int code() const { return m_code; }
    int brushSize() const { return m_brushSize; }
    core::BrushShape brushShape() const { return m_brushShape; }
    /// How far codes may be apart and still be taken together (core::similarCode); 0: only equal ones.
    double tolerance() const { return m_tolerance; }
    core::Connectivity connectivity() const { return m_connectivity; }

    void setTool(const QString& id);
    void setCode(int code);
    void setBrushSize(int size); ///< clamped to 1..kMaxBrushSize
    void setBrushShape(core::BrushShape shape);
    void setTolerance(double tolerance); ///< clamped to 0..kMaxTolerance
    void setConnectivity(core::Connectivity connectivity);

signals:
    void toolChanged(const QString& id);
    void codeChanged(int code);
    void brushChanged();
    void likenessChanged(); ///< tolerance or connectivity

private:
    QString m_tool = QStringLiteral("brush");
    int m_code = 0;
    int m_brushSize = 1;
    core::BrushShape m_brushShape = core::BrushShape::square;
    double m_tolerance = 0;
    core::Connectivity m_connectivity = core::Connectivity::four;
};

} // namespace tessera::app
