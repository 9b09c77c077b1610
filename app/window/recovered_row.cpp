// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/recovered_row.h"

#include "app/pictures/picture_files.h"
#include "app/window/plain_text.h"
#include "core/analysis/thumbnail.h"
#include "core/files/project.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <QtConcurrentRun>

namespace tessera::app {
namespace {

constexpr QSize kPicture(96, 60);

QImage thumbnailOf(const std::shared_ptr<const core::Project>& project)
{
    try {
        if (project->hasPicture())
            return toImage(core::thumbnail(readPicture(project->picture.bytes, project->picture.name).picture,
                                           2 * kPicture.width()));
    } catch (const std::exception&) { // opening it will say why
    }
    return {};
}

} // namespace

RecoveredRow::RecoveredRow(const RecoveryOffer& offer, QWidget* parent) : QWidget(parent), m_picture(new QLabel(this))
{
    m_picture->setFixedSize(kPicture);
    m_picture->setAlignment(Qt::AlignCenter);
    auto* title = new QLabel(offer.title, this);
    title->setTextFormat(Qt::PlainText);
    QFont font = title->font();
    font.setWeight(QFont::DemiBold);
    title->setFont(font);
    auto* facts = new QLabel(offer.facts, this);
    facts->setTextFormat(Qt::PlainText);
    facts->setForegroundRole(QPalette::PlaceholderText);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addStretch(1);
    words->addWidget(title);
    words->addWidget(facts);
    words->addStretch(1);
    auto* open = new QPushButton(tr("Open"), this);
    open->setAccessibleName(tr("Open the recovered %1").arg(offer.title));
    open->setToolTip(plainToolTip(tr("Open it as it was when Tessera ended. It is saved nowhere until you save it.")));
    auto* discard = new QPushButton(tr("Discard…"), this);
    discard->setAccessibleName(tr("Discard the recovered %1").arg(offer.title));
    discard->setToolTip(plainToolTip(tr("Forget what was not saved of it.")));
    connect(open, &QPushButton::clicked, this, &RecoveredRow::openAsked);
    connect(discard, &QPushButton::clicked, this, &RecoveredRow::discardAsked);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 4, 0, 4);
    row->setSpacing(12);
    row->addWidget(m_picture);
    row->addLayout(words, 1);
    row->addWidget(open);
    row->addWidget(discard);

    connect(&m_reader, &QFutureWatcherBase::finished, this, [this] {
        if (const QImage image = m_reader.result(); !image.isNull()) {
            const qreal ratio = devicePixelRatioF();
            QPixmap pixmap
                = QPixmap::fromImage(image.scaled(kPicture * ratio, Qt::KeepAspectRatio, Qt::SmoothTransformation));
            pixmap.setDevicePixelRatio(ratio);
            m_picture->setPixmap(pixmap);
        }
    });
    m_reader.setFuture(QtConcurrent::run(thumbnailOf, offer.project));
}

} // namespace tessera::app
