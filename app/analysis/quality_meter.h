// SPDX-License-Identifier: GPL-3.0-or-later
// PSNR of the shown reconstruction against the original, kept up on a worker. Only exact reconstructions are measured;
// while another is on its way there is no figure. Lives on the GUI thread.
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QPointer>

#include <optional>

namespace tessera::app {

class Document;

class QualityMeter : public QObject {
    Q_OBJECT
public:
    explicit QualityMeter(QObject* parent = nullptr);

    void setDocument(Document* document);
    /// dB over the 8-bit colour values, in the original's size; infinity for equal pictures.
    std::optional<double> psnr() const { return m_psnr; }

signals:
    void changed();

private:
    void measure();
    void set(std::optional<double> psnr);

    QPointer<Document> m_document;
    QFutureWatcher<std::optional<double>> m_worker;
    std::optional<double> m_psnr;
};

} // namespace tessera::app
