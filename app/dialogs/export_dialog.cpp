// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/export_dialog.h"

#include "app/dialogs/loss_questions.h"
#include "app/documents/document.h"
#include "app/files/settings.h"
#include "core/output_place.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace tessera::app {
namespace {

constexpr ExportSubject kSubjects[] = {ExportSubject::reconstruction, ExportSubject::difference,
                                        ExportSubject::indexMap, ExportSubject::codes};
constexpr int kLargestPngCode = 65535;

QString proposedName(const Document& document, ExportSubject subject)
{
    const char* what = subject == ExportSubject::reconstruction ? "-reconstruction"
        : subject == ExportSubject::difference                  ? "-difference"
        : subject == ExportSubject::indexMap                    ? "-index-map"
                                                                : "-codes";
    const QString folder = openSettings().value(settings_key::kExportFolder, QDir::homePath()).toString();
    return QDir(folder).filePath(QFileInfo(document.title()).completeBaseName() + QLatin1String(what));
}

QString withSuffix(const QString& path, const QString& suffix)
{
    const QFileInfo file(path);
    return file.dir().filePath(file.completeBaseName() + QLatin1Char('.') + suffix);
}

} // namespace

ExportDialog::ExportDialog(const Document& document, const ExportRequest& first, QWidget* parent)
    : QDialog(parent)
    , m_document(&document)
    , m_subject(new QComboBox(this))
    , m_format(new QComboBox(this))
    , m_quality(new QSpinBox(this))
    , m_cells(new QComboBox(this))
    , m_difference(new QComboBox(this))
    , m_path(new QLineEdit(this))
    , m_summary(new QLabel(this))
    , m_form(makeForm())
{
    setObjectName(QStringLiteral("export-dialog"));
    setWindowTitle(tr("Export"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    m_summary->setMinimumHeight(4 * fontMetrics().lineSpacing());
    m_summary->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_export = buttons->addButton(tr("Export"), QDialogButtonBox::AcceptRole);
    m_export->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* all = new QVBoxLayout(this);
    all->addLayout(m_form);
    all->addSpacing(6);
    all->addWidget(m_summary, 1);
    all->addWidget(buttons);
    resize(560, sizeHint().height());
    fill(first);
    connect(m_subject, &QComboBox::currentIndexChanged, this, [this] {
        m_path->setText(proposedName(*m_document, subject()));
        showFormats();
        takeFormat(0);
    });
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::takeFormat);
    connect(m_path, &QLineEdit::textChanged, this, &ExportDialog::refresh);
    connect(m_quality, &QSpinBox::valueChanged, this, &ExportDialog::refresh);
    connect(m_cells, &QComboBox::currentIndexChanged, this, &ExportDialog::refresh);
    if (m_document)
        connect(m_document, &QObject::destroyed, this, &QDialog::reject);
    refresh();
}

QFormLayout* ExportDialog::makeForm()
{
    for (const ExportSubject subject : kSubjects)
        if (subject != ExportSubject::difference || m_document->hasPicture())
            m_subject->addItem(subjectName(subject), static_cast<int>(subject));
    m_subject->setAccessibleName(tr("What to export"));
    m_format->setAccessibleName(tr("Format"));
    m_quality->setRange(1, 100);
    m_quality->setAccessibleName(tr("Quality"));
    const int factor = static_cast<int>(m_document->model()->factor());
    m_cells->addItems(
        {tr("One pixel for each cell"), tr("%1 × %1 pixels for each cell, as in the picture").arg(factor)});
    m_cells->setAccessibleName(tr("Size of a cell"));
    m_difference->addItems({tr("How far they are apart, as in the Error pane"),
                             tr("Signed: blue where the input is darker, orange where it is lighter")});
    m_difference->setAccessibleName(tr("Kind of difference"));
    m_path->setAccessibleName(tr("File"));
    auto* browse = new QPushButton(tr("&Browse…"), this);
    browse->setAccessibleName(tr("Choose the file"));
    browse->setAutoDefault(false);
    connect(browse, &QPushButton::clicked, this, &ExportDialog::browse);
    auto* file = new QHBoxLayout;
    file->addWidget(m_path, 1);
    file->addWidget(browse);
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->addRow(tr("&What:"), m_subject);
    form->addRow(tr("&Format:"), m_format);
    form->addRow(tr("&Quality:"), m_quality);
    form->addRow(tr("&Cells:"), m_cells);
    form->addRow(tr("&Kind:"), m_difference);
    auto* fileLabel = new QLabel(tr("F&ile:"), this);
    fileLabel->setBuddy(m_path);
    form->addRow(fileLabel, file);
    return form;
}

void ExportDialog::fill(const ExportRequest& first)
{
    m_subject->setCurrentIndex(std::max(0, m_subject->findData(static_cast<int>(first.subject))));
    m_path->setText(first.path.isEmpty() ? proposedName(*m_document, first.subject) : first.path);
    m_cells->setCurrentIndex(first.cellsInPictureSize ? 1 : 0);
    m_difference->setCurrentIndex(first.isSigned ? 1 : 0);
    showFormats();
    takeFormat(std::max(0, first.path.isEmpty() ? 0 : formatOf(m_formats, first.path, first.picture)));
    if (first.picture.quality > 0)
        m_quality->setValue(first.picture.quality);
}

ExportSubject ExportDialog::subject() const
{
    return static_cast<ExportSubject>(m_subject->currentData().toInt());
}

ExportRequest ExportDialog::request() const
{
    ExportRequest request{subject(), QDir::fromNativeSeparators(m_path->text().trimmed()), format().options,
                          subject() == ExportSubject::indexMap && m_cells->currentIndex() == 1,
                          subject() == ExportSubject::difference && m_difference->currentIndex() == 1};
    if (format().quality > 0)
        request.picture.quality = m_quality->value();
    return request;
}

void ExportDialog::showFormats()
{
    const QSignalBlocker quiet(m_format);
    m_formats = exportFormats(subject());
    m_current = 0;
    m_format->clear();
    for (const ExportFormat& format : m_formats)
        m_format->addItem(format.name);
}

void ExportDialog::takeFormat(int index)
{
    const QSignalBlocker quiet(m_format);
    m_current = std::clamp<qsizetype>(index, 0, m_formats.size() - 1);
    m_format->setCurrentIndex(static_cast<int>(m_current));
    // First the name: whatever changes after it asks which format the name means.
    if (!format().suffixes.contains(QFileInfo(m_path->text()).suffix().toLower())) {
        const bool named = formatOf(m_formats, m_path->text(), {}) >= 0; // its extension is another format's
        m_path->setText(named ? withSuffix(m_path->text(), format().suffixes.first())
                              : m_path->text() + QLatin1Char('.') + format().suffixes.first());
    }
    if (format().quality > 0)
        m_quality->setValue(format().quality);
    refresh();
}

void ExportDialog::browse()
{
    auto* dialog = new QFileDialog(this, tr("Export to"), QFileInfo(m_path->text()).absolutePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setOption(QFileDialog::DontConfirmOverwrite); // this dialog says it, for names that are typed too
    dialog->setDefaultSuffix(format().suffixes.first());
    dialog->selectFile(QFileInfo(m_path->text()).fileName());
    connect(dialog, &QFileDialog::fileSelected, m_path, &QLineEdit::setText);
    dialog->open();
}

void ExportDialog::refresh()
{
    if (!m_document)
        return;
    // A name that is typed with another format's extension means that format.
    if (const int meant = formatOf(m_formats, m_path->text(), format().options); meant >= 0 && meant != m_current) {
        const QSignalBlocker quiet(m_format);
        m_current = meant;
        m_format->setCurrentIndex(meant);
    }
    m_form->setRowVisible(m_quality, format().quality > 0);
    m_form->setRowVisible(m_cells, subject() == ExportSubject::indexMap);
    m_form->setRowVisible(m_difference, subject() == ExportSubject::difference);
    const QString problem = obstacle();
    QStringList lines{contents() + QLatin1Char(' ') + format().content};
    lines << (problem.isEmpty() ? notice() : tr("This cannot be written: %1").arg(problem));
    lines.removeAll(QString());
    m_summary->setText(lines.join(QLatin1Char('\n')));
    m_summary->setAccessibleName(m_summary->text());
    m_export->setEnabled(problem.isEmpty());
}

QString ExportDialog::contents() const
{
    const core::IndexMap& codes = m_document->codes();
    const core::Preparation& how = m_document->preparation();
    const auto pixels = [](qint64 width, qint64 height) { return tr("%1 × %2 pixels.").arg(width).arg(height); };
    switch (subject()) {
    case ExportSubject::codes:
        return tr("%1 × %2 codes (rows × columns).").arg(codes.rows).arg(codes.cols);
    case ExportSubject::indexMap: {
        const qint64 side = m_cells->currentIndex() == 1 ? m_document->model()->factor() : 1;
        return pixels(codes.cols * side, codes.rows * side);
    }
    case ExportSubject::reconstruction:
    case ExportSubject::difference:
        break;
    }
    const bool whole = how.fit != core::Fit::crop;
    return pixels(whole ? how.pictureWidth : how.modelWidth, whole ? how.pictureHeight : how.modelHeight);
}

/// Why it cannot be written; empty where it can.
QString ExportDialog::obstacle() const
{
    const ExportRequest now = request();
    const QFileInfo file(now.path);
    if (now.path.isEmpty() || file.fileName().isEmpty() || file.isDir())
        return tr("give the file a name.");
    if (!file.dir().exists())
        return tr("the folder %1 does not exist.").arg(file.dir().path());
    const std::filesystem::path place = QFile::encodeName(now.path).toStdString();
    for (const QString& source : {m_document->path(), m_document->projectPath()})
        if (!source.isEmpty() && core::isSameFile(place, QFile::encodeName(source).toStdString()))
            return tr("this document was opened from that file, which is never replaced by an export. Choose another name.");
    if (const std::string found = core::obstacleTo(place); !found.empty())
        return QString::fromStdString(found) + QLatin1Char('.');
    if (!format().suffixes.contains(file.suffix().toLower()))
        return tr("the name must end in .%1.").arg(format().suffixes.join(QStringLiteral(" or .")));
    if (subject() == ExportSubject::codes && format().suffixes.contains(QStringLiteral("png"))) {
        const std::int32_t largest = std::ranges::max(m_document->codes().codes);
        if (largest > kLargestPngCode)
            return tr("the picture has the code %1, and a PNG holds codes up to %2. Choose another format.")
                .arg(largest).arg(kLargestPngCode);
    }
    return {};
}

QString ExportDialog::notice() const
{
    QStringList lines;
    const bool decoded = subject() == ExportSubject::reconstruction || subject() == ExportSubject::difference;
    if (decoded && !m_document->isExact())
        lines << tr("It waits for the exact picture, which is on its way.");
    if (QFileInfo::exists(request().path))
        lines << tr("The file is there already; you will be asked before it is replaced.");
    return lines.join(QLatin1Char('\n'));
}

void ExportDialog::accept()
{
    if (!m_document || !m_export->isEnabled())
        return;
    if (QFileInfo::exists(request().path))
        askBeforeReplacing(*this, request().path, [this] { finish(); });
    else
        finish();
}

void ExportDialog::finish()
{
    const ExportRequest wanted = request();
    openSettings().setValue(settings_key::kExportFolder, QFileInfo(wanted.path).absolutePath());
    QDialog::accept();
    emit chosen(wanted);
}

void askForExport(QWidget& window, const Document& document, const ExportRequest& first,
                  std::function<void(const ExportRequest&)> then)
{
    auto* dialog = new ExportDialog(document, first, &window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &ExportDialog::chosen, &window, std::move(then));
    dialog->open();
}

} // namespace tessera::app
