// SPDX-License-Identifier: GPL-3.0-or-later
// Small pictures of blocks of codes: what they decode to, once the engine had a moment for it, and until then a colour
// for each code. Lives on the GUI thread.
#pragma once

#include "core/edit/code_block.h"

#include <QObject>
#include <QPixmap>

#include <vector>

namespace tessera::app {

class CodeLooks;
class Session;

class StampPictures : public QObject {
    Q_OBJECT
public:
    static constexpr int kSide = 56; ///< of the longer side of a picture, in device-independent pixels

    StampPictures(Session& session, const CodeLooks& looks, QObject* parent = nullptr);

    QPixmap picture(const core::CodeBlock& block) const;

signals:
    void changed();

private:
    QImage inColours(const core::CodeBlock& block) const;
    QImage inSwatches(const core::CodeBlock& block, int side, qreal ratio) const;

    Session& m_session;
    const CodeLooks& m_looks;
};

} // namespace tessera::app
