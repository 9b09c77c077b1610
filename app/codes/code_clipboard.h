// SPDX-License-Identifier: GPL-3.0-or-later
// Codes into the clipboard and out of it. One item holds them three times: as codes, for Tessera; as text, rows of
// numbers; and as the picture that they decode to, which is exact: copying waits for it. Packing and reading are done
// on workers. What is in a clipboard may come from anybody, and is checked.
#pragma once

#include "core/edit/region.h"
#include "core/files/copied_codes.h"

#include <QFutureWatcher>
#include <QImage>
#include <QObject>
#include <QPointer>

#include <memory>

namespace tessera::core {
class VqModel;
}

namespace tessera::app {

class Document;
class Exporter;
class Session;

class CodeClipboard : public QObject {
    Q_OBJECT
public:
    /// Copying waits for the exact decode as `exporter` does.
    CodeClipboard(Session& session, Exporter& exporter, QObject* parent = nullptr);

    /// The selected codes, or where nothing is selected, all.
    void copy() { take(false); }
    /// The selected codes; once they are in the clipboard, their cells get the encoder's.
    void cut() { take(true); }

    static bool holdsCodes();
    /// Reads the clipboard's codes for the open document; one of the signals answers.
    void paste();

signals:
    /// Codes of the document's model. `look` is what they decode to where they come from, `factor` pixels a cell (the
    /// last row and column may be cut); null where that is not known.
    void codesPasted(const tessera::core::CodeBlock& block, const QImage& look);
    /// Codes of another model: only their picture is of use. `cells`, counted from its corner, are those that it
    /// touches.
    void picturePasted(const QImage& picture, const tessera::core::Region& cells);
    void done(const QString& message);
    void noticed(const QString& message);
    void failed(const QString& message);

private:
    struct Source;
    struct Packed {
        QByteArray bytes;
        QString text;
        QImage picture;
        QString problem;
    };
    struct Unpacked {
        core::CopiedCodes copied;
        bool fitsModel = false; ///< do the numbers mean the same under the document's model?
        QImage picture;         ///< beside them; null for none
        core::Region touched;   ///< where they do not: the cells that the picture touches
        QString problem;
    };

    void take(bool cuts);
    static Packed pack(const Source& source);
    void finishCopy();
    static Unpacked unpack(const QByteArray& bytes, const QImage& picture, const core::VqModel& model);
    void finishPaste();

    Session& m_session;
    Exporter& m_exporter;
    QFutureWatcher<Packed> m_packer;
    std::shared_ptr<const Source> m_source; ///< of the copy under way
    QPointer<Document> m_from;              ///< likewise
    QFutureWatcher<Unpacked> m_unpacker;
    QPointer<Document> m_into;                      ///< that the paste under way is for,
    std::shared_ptr<const core::VqModel> m_intoModel; ///< with this model
};

} // namespace tessera::app
