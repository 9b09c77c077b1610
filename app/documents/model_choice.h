// SPDX-License-Identifier: GPL-3.0-or-later
// Which model the open documents get their codes from: the one that is in use, one that was asked for and is on its way,
// or one that a picture wants for itself. Asks for the codes. Lives on the GUI thread.
#pragma once

#include "app/documents/code_maker.h"
#include "app/documents/document_list.h"
#include "app/engine/engine.h"

#include <QObject>

#include <vector>

namespace tessera::app {

class ModelChoice : public QObject {
    Q_OBJECT
public:
    ModelChoice(Engine& engine, DocumentList& documents, core::Fit fit, QObject* parent = nullptr);

    /// The model of the document in front, and what pictures are opened with; its pointer is null before the first.
    const core::OpenedModel& inUse() const { return m_inUse; }
    std::vector<core::OpenedModel> open() const; ///< each once: in use, about to be, or of a document
    core::Fit fit() const { return m_fit; }
    bool isComing() const { return m_isComing; } ///< has one been asked for that is not open yet?
    /// Has one been asked for while this document was in front?
    bool isComingFor(const OpenDocument& opened) const { return m_isComing && m_comingFor == opened.id; }
    bool isNone() const { return !m_next.model && !m_isComing; } ///< none is open, and none will be

    void ask(const QString& folder); ///< and encodes the document in front with it; edits are lost
    /// Encodes the picture in front again where that changes something; edits are lost.
    void setFit(core::Fit fit);
    /// This document has come to the front.
    void show(OpenDocument& opened);
    void giveUpEncoding(OpenDocument& opened); ///< what was in use before stays so
    void askingFailed(); ///< the one on its way does not come: a picture without codes takes the one in use
    void cancel() { m_isComing = false; }
    void noneIsOpen(); ///< the last document is closed

signals:
    void changed(); ///< another one is in use
    void opened(const QString& folder);
    void workChanged(); ///< a document began to be encoded, or what was on its way came
    void chosen();      ///< the document in front has the codes of the model in use, or there is none
    void made(tessera::app::OpenDocument* opened);
    void gaveUp(tessera::app::OpenDocument* opened, const QString& why);
    void noticed(const QString& remark);

private:
    void take(const core::OpenedModel& opened);
    void use(const core::OpenedModel& model);
    void encode(OpenDocument& target, const core::OpenedModel& model);
    void encodeFirst(OpenDocument& target);

    Engine& m_engine;
    DocumentList& m_documents;
    CodeMaker m_maker;
    core::Fit m_fit;
    core::OpenedModel m_inUse;
    core::OpenedModel m_next; ///< what pictures are encoded with; comes into use when one of them is
    bool m_isComing = false;
    quint64 m_comingFor = 0; ///< the document that was in front when it was asked for
};

} // namespace tessera::app
