// SPDX-License-Identifier: GPL-3.0-or-later
// Small pictures of blocks of codes: what they decode to, once the engine had a moment for it, and until then a colour
// for each code. Lives on the GUI thread.
#pragma once

#include "core/edit/code_block.h"

#include <QObject>
#include <QPixmap>

#include <deque>
#include <memory>

namespace tessera::core {
struct Picture;
}

namespace tessera::app {

class CodeLooks;
class Session;

class StampPictures : public QObject {
    Q_OBJECT
public:
    static constexpr int kSide = 56; ///< of the longer side of a picture, in device-independent pixels

    StampPictures(Session& session, const CodeLooks& looks, QObject* parent = nullptr);

    /// Asks for the decode where it is not there yet: changed() tells.
    QPixmap picture(const core::CodeBlock& block);

signals:
    void changed();

private:
    struct Decoded {
        core::CodeBlock block;
        QImage image; ///< null where it could not be decoded
    };
    void ask();
    void take(quint64 request, const std::shared_ptr<const core::Picture>& picture);
    void restart();
    QPixmap scaled(const QImage& image, const core::CodeBlock& block, Qt::TransformationMode mode) const;
    QImage inColours(const core::CodeBlock& block) const;
    QImage inSwatches(const core::CodeBlock& block, int side, qreal ratio) const;

    Session& m_session;
    const CodeLooks& m_looks;
    std::deque<Decoded> m_decoded;        ///< the newest first
    std::deque<core::CodeBlock> m_wanted; ///< the first is on its way while m_asking
    quint64 m_request = 0; ///< the newest
    bool m_asking = false;
};

} // namespace tessera::app
