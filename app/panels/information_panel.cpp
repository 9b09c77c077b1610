// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/information_panel.h"

#include "app/panels/fact_sheet.h"
#include "app/session.h"

#include <QLocale>

namespace tessera::app {
namespace {

QString sizeText(int width, int height)
{
    return QStringLiteral("%1 × %2").arg(width).arg(height);
}

} // namespace

InformationPanel::InformationPanel(const PanelContext& context, QWidget* parent)
    : QScrollArea(parent), m_context(context)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(&context.session, &Session::modelChanged, this, &InformationPanel::refresh);
    connect(&context.session.device(), &DeviceInUse::changed, this, &InformationPanel::refresh);
    connect(&context.session, &Session::documentChanged, this, &InformationPanel::watchDocument);
    watchDocument();
}

void InformationPanel::watchDocument()
{
    if (m_document)
        m_document->disconnect(this);
    m_document = m_context.session.document();
    if (m_document)
        connect(m_document, &Document::encodedChanged, this, &InformationPanel::refresh);
    refresh();
}

void InformationPanel::refresh()
{
    auto* sheet = new FactSheet;
    const QLocale locale;
    sheet->section(tr("Model"));
    if (const core::OpenedModel& opened = m_context.session.model(); opened.model) {
        const core::Config& config = opened.model->config();
        sheet->fact(tr("Name"), QString::fromStdString(opened.model->name()));
        sheet->fact(tr("Factor"), tr("%1: a cell is %1 × %1 pixels").arg(config.factor()));
        sheet->fact(tr("Codebook"), tr("%1 codes of %2 numbers").arg(locale.toString(qlonglong(config.codes))).arg(config.embedDim));
        sheet->fact(tr("Parameters"), locale.toString(qlonglong(opened.model->weights().parameters())));
        sheet->fact(tr("Stored as"), QString::fromStdString(opened.model->weights().dtypes()));
        sheet->fact(tr("Files"), locale.formattedDataSize(qint64(opened.files.bytes)));
        for (const std::string& note : opened.model->notes())
            sheet->note(QString::fromStdString(note));
    } else {
        sheet->note(tr("None is open."));
    }
    sheet->section(tr("Picture"));
    if (m_document) {
        sheet->fact(tr("Name"), m_document->title());
        sheet->fact(tr("Size"), sizeText(m_document->pictureSize().width(), m_document->pictureSize().height()));
        if (m_document->hasCodes()) {
            const core::CellRect grid = m_document->grid();
            sheet->fact(tr("Codes"), tr("%1 cells").arg(sizeText(grid.cols, grid.rows)));
            const QString fitted = QString::fromStdString(m_document->preparation().sentence());
            sheet->fact(tr("Fitted"), !m_document->hasPicture() ? tr("there is no input: these codes came without a picture")
                            : fitted.isEmpty() ? tr("as it is: its sides are multiples of the factor")
                                               : fitted);
        }
        for (const QString& note : m_context.session.pictureNotes())
            sheet->note(note);
    } else {
        sheet->note(tr("None is open."));
    }
    sheet->section(tr("Device"));
    const Session& session = m_context.session;
    sheet->note(session.device().name().isEmpty() ? tr("starting …")
                                               : session.device().name() + QStringLiteral(", ") + session.device().arithmetic());
    sheet->end();
    setWidget(sheet);
}

} // namespace tessera::app
