// SPDX-License-Identifier: GPL-3.0-or-later
// What the tools share: the current tool, the codes A and B, the brush, the stamp in hand, the tools' options. Panels,
// actions and tools change it; everybody listens.
#pragma once

#include "app/tools/brush_options.h"
#include "core/edit/code_block.h"
#include "core/edit/drawn_shape.h"
#include "core/edit/flood.h"
#include "core/edit/region.h"

#include <QObject>
#include <QString>

namespace tessera::app {

class CodebookSearch;

class ToolState : public QObject {
    Q_OBJECT
public:
    static constexpr int kMaxBrushSize = 64;
    static constexpr double kMaxTolerance = 9999;

    explicit ToolState(QObject* parent = nullptr);

    QString tool() const { return m_tool; } ///< id of a row in tools/tool_list.h: "brush", "restore", "pick"
    int code() const { return m_code; }      ///< A: what is painted
    int codeB() const { return m_codeB; }    ///< kept at hand
    int brushSize() const { return m_brushSize; }
    core::BrushShape brushShape() const { return m_brushShape; }
    /// How far codes may be apart and still be taken together (core::similarCode); 0: only equal ones.
    double tolerance() const { return m_tolerance; }
    core::Connectivity connectivity() const { return m_connectivity; }
    const core::CodeBlock& stamp() const { return m_stamp; } ///< in hand; empty before the first
    /// Do the painting tools draw their codes at random from the stamp?
    bool hasDice() const { return m_dice && !m_stamp.isEmpty(); }
    bool diceWanted() const { return m_dice; }
    quint64 seed() const { return m_seed; } ///< of the next stroke's random codes
    const core::ShapeStyle& shapeStyle() const { return m_shape; } ///< its thickness is the brush's size

    const JitterOptions& jitter() const { return m_jitter; }
    const MorphOptions& morph() const { return m_morph; }
    const PixelOptions& pixels() const { return m_pixels; }
    CodebookSearch& search() const { return *m_search; } ///< for the tools that look for codes

    void setTool(const QString& id);
    void setCode(int code);
    void setCodeB(int code);
    void swapCodes();
    void setBrushSize(int size); ///< clamped to 1..kMaxBrushSize
    void setBrushShape(core::BrushShape shape);
    void setTolerance(double tolerance); ///< clamped to 0..kMaxTolerance
    void setConnectivity(core::Connectivity connectivity);
    void setStamp(core::CodeBlock stamp);
    void setDice(bool on);
    void setSeed(quint64 seed);
    void roll(); ///< a stroke at random is done: the next one draws others
    void setShapeStyle(core::ShapeKind kind, bool filled);
    void setJitter(const JitterOptions& options); ///< these three are clamped to their ranges
    void setMorph(const MorphOptions& options);
    void setPixels(const PixelOptions& options);
    /// Makes the brush of the current tool larger (smaller where negative): that of pixels by about a tenth a step.
    void growBrush(int steps);

signals:
    void toolChanged(const QString& id);
    void codeChanged(int code);
    void codeBChanged(int code);
    void brushChanged();
    void likenessChanged(); ///< tolerance or connectivity
    void stampChanged(); ///< the stamp in hand, the dice or their seed
    void shapeChanged(); ///< what the shape tool draws
    void optionsChanged(); ///< of jitter, morph or pixel brush
    void previewFound();   ///< what a press would write has been found by a tool that had to search for it

private:
    CodebookSearch* m_search; ///< a child
    QString m_tool = QStringLiteral("brush");
    int m_code = 0;
    int m_codeB = 0;
    int m_brushSize = 1;
    core::BrushShape m_brushShape = core::BrushShape::square;
    double m_tolerance = 0;
    core::Connectivity m_connectivity = core::Connectivity::four;
    core::CodeBlock m_stamp;
    bool m_dice = false;
    quint64 m_seed;
    core::ShapeStyle m_shape;
    JitterOptions m_jitter;
    MorphOptions m_morph;
    PixelOptions m_pixels;
};

} // namespace tessera::app
