// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/analysis/quality_meter.h"

#include "app/documents/document.h"
#include "app/pictures/fitted_picture.h"
#include "core/analysis/quality.h"

#include <QtConcurrentRun>

#include <new>

namespace tessera::app {

QualityMeter::QualityMeter(QObject* parent) : QObject(parent)
{
    connect(&m_worker, &QFutureWatcherBase::finished, this, [this] {
        if (!m_worker.isCanceled() && m_document && m_document->isExact())
            set(m_worker.result());
    });
}

void QualityMeter::setDocument(Document* document)
{
    if (m_document)
        m_document->disconnect(this);
    m_document = document;
    if (document)
        connect(document, &Document::exactChanged, this, &QualityMeter::measure);
    measure();
}

void QualityMeter::measure()
{
    m_worker.setFuture({}); // of older codes
    set({});
    if (!m_document || !m_document->isExact() || !m_document->hasPicture())
        return;
    m_worker.setFuture(QtConcurrent::run([original = m_document->original(), made = m_document->reconstruction(),
                                          how = m_document->preparation(),
                                          model = m_document->model()]() -> std::optional<double> {
        try {
            const core::Picture seen = core::modelColours(shownPart(*original, how), model->config());
            return core::psnr(onOriginal(*made, how), seen);
        } catch (const std::exception&) {
            return {}; // a model whose output has other channels than its input
        }
    }));
}

void QualityMeter::set(std::optional<double> psnr)
{
    if (m_psnr == psnr)
        return;
    m_psnr = psnr;
    emit changed();
}

} // namespace tessera::app
