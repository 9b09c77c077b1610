// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/opener.h"

#include "app/codes/code_formats.h"
#include "app/codes/code_importer.h"
#include "app/dialogs/loss_questions.h"
#include "app/files/resources.h"
#include "app/files/settings.h"
#include "app/pictures/picture_files.h"
#include "app/session.h"
#include "core/error.h"
#include "core/files/weight_files.h"

#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>
#include <QUrl>

#include <algorithm>
#include <iterator>
#include <utility>

namespace tessera::app {
namespace {

const QLatin1String kProjectSuffix("tessera");

const QStringList& pictureSuffixes()
{
    static const QStringList suffixes{QStringLiteral("png"), QStringLiteral("jpg"), QStringLiteral("jpeg"), QStringLiteral("webp"),
                                      QStringLiteral("tif"), QStringLiteral("tiff"), QStringLiteral("bmp"), QStringLiteral("gif")};
    return suffixes;
}

/// "*.png *.PNG ...", for a dialog.
QString picturePatterns()
{
    QStringList patterns;
    for (const QString& suffix : pictureSuffixes())
        patterns << QStringLiteral("*.") + suffix << QStringLiteral("*.") + suffix.toUpper();
    return patterns.join(QLatin1Char(' '));
}

QStringList localFiles(const QMimeData& data)
{
    QStringList paths;
    for (const QUrl& url : data.urls())
        if (url.isLocalFile())
            paths << url.toLocalFile();
    return paths;
}

QFileDialog* openDialog(QWidget& window, const QString& title, const char* folderKey)
{
    auto* dialog = new QFileDialog(&window, title, openSettings().value(folderKey, QDir::homePath()).toString());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    return dialog;
}

} // namespace

Opener::Opener(QWidget& window, Session& session, CodeImporter& importer)
    : QObject(&window), m_window(window), m_session(session), m_importer(importer),
      m_recentPictures(settings_key::kRecentPictures),
      m_recentProjects(settings_key::kRecentProjects), m_recentModels(settings_key::kRecentModels)
{
    connect(&session, &Session::pictureOpened, &m_recentPictures, &RecentFiles::add);
    connect(&session, &Session::projectOpened, this, [this](const auto&, const QString& path) {
        if (!path.isEmpty())
            m_recentProjects.add(path);
    });
    connect(&session, &Session::modelOpened, this, [this](const QString& folder) {
        const auto embedded = embeddedModels();
        if (std::ranges::none_of(embedded, [&](const EmbeddedModel& model) {
                return QFileInfo(QFile::decodeName(model.folder.c_str())) == QFileInfo(folder);
            }))
            m_recentModels.add(folder);
    });
}

QStringList Opener::foldersOfSaves() const
{
    QStringList folders;
    for (const char* key : {settings_key::kProjectFolder, settings_key::kExportFolder})
        folders << openSettings().value(key).toString();
    for (const QString& project : m_recentProjects.paths())
        folders << QFileInfo(project).absolutePath();
    folders.removeAll(QString());
    folders.removeDuplicates();
    return folders;
}

void Opener::openPictureDialog()
{
    QFileDialog* dialog = openDialog(m_window, tr("Open Pictures"), settings_key::kPictureFolder);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    const QString pictures = picturePatterns(), projects = QStringLiteral("*.") + kProjectSuffix;
    dialog->setNameFilters({tr("Pictures and projects (%1 %2)").arg(pictures, projects), tr("Pictures (%1)").arg(pictures),
                            tr("Projects (%1)").arg(projects), tr("All files (*)")});
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& paths) {
        openSettings().setValue(settings_key::kPictureFolder, QFileInfo(paths.first()).absolutePath());
        openPaths(paths);
    });
    dialog->open();
}

void Opener::choosePicture(const QString& title, std::function<void(const QString& path)> then)
{
    QFileDialog* dialog = openDialog(m_window, title, settings_key::kPictureFolder);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Pictures (%1)").arg(picturePatterns()), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [then = std::move(then)](const QString& path) {
        openSettings().setValue(settings_key::kPictureFolder, QFileInfo(path).absolutePath());
        then(path);
    });
    dialog->open();
}

void Opener::openModelDialog()
{
    QFileDialog* dialog = openDialog(m_window, tr("Open a Model: the Folder With config.json"), settings_key::kModelFolder);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        openSettings().setValue(settings_key::kModelFolder, QFileInfo(path).absolutePath());
        openModel(path);
    });
    dialog->open();
}

void Opener::openCheckpointDialog()
{
    QFileDialog* dialog = openDialog(m_window, tr("Open a Checkpoint"), settings_key::kModelFolder);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Checkpoints (*.safetensors *.ckpt *.pt *.pth *.bin)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        openSettings().setValue(settings_key::kModelFolder, QFileInfo(path).absolutePath());
        openModel(path);
    });
    dialog->open();
}

void Opener::importCodesDialog()
{
    QFileDialog* dialog = openDialog(m_window, tr("Import Codes"), settings_key::kExportFolder);
    dialog->setFileMode(QFileDialog::ExistingFile);
    QStringList patterns;
    for (const CodeFormat& format : codeFormats())
        patterns << QStringLiteral("*.") + QLatin1String(format.suffix);
    dialog->setNameFilters({tr("Codes (%1)").arg(patterns.join(QLatin1Char(' '))), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, &m_importer, &CodeImporter::importCodes);
    dialog->open();
}

void Opener::paste()
{
    if (const QMimeData* data = QGuiApplication::clipboard()->mimeData(); data && canTake(*data))
        take(*data);
    else
        emit failed(tr("There is no picture in the clipboard."));
}

bool Opener::canTake(const QMimeData& data)
{
    return data.hasImage() || !localFiles(data).isEmpty();
}

void Opener::take(const QMimeData& data)
{
    if (const QStringList paths = localFiles(data); !paths.isEmpty()) {
        openPaths(paths);
        return;
    }
    const QImage image = qvariant_cast<QImage>(data.imageData());
    if (image.isNull()) {
        emit failed(tr("The picture that was pasted or dropped could not be read."));
        return;
    }
    try {
        checkPictureSize(image.width(), image.height());
    } catch (const core::FormatError& error) {
        emit failed(QString::fromUtf8(error.what()));
        return;
    }
    m_session.openImage(image, tr("Pasted picture"));
}

Opener::What Opener::whatIs(const QString& path)
{
    const QFileInfo file(path);
    const QString suffix = file.suffix().toLower();
    const bool isConfig = file.fileName() == QLatin1String("config.json") || file.fileName() == QLatin1String("model_index.json");
    if (file.isDir() || isConfig || core::isWeightFileName(file.fileName().toLower().toStdString()))
        return What::model;
    // A PNG is a picture; one of codes comes in by Import Codes.
    const bool codes = codeFormatOf(QFile::encodeName(path).toStdString()) && !pictureSuffixes().contains(suffix);
    return codes ? What::codes : What::picture;
}

bool Opener::looksUsable(const QString& path)
{
    const QFileInfo file(path);
    if (file.isDir()) {
        const QDir folder(path);
        const QStringList signs{QStringLiteral("config.json"), QStringLiteral("model_index.json"), QStringLiteral("snapshots")};
        return std::ranges::any_of(signs, [&](const QString& sign) { return folder.exists(sign); });
    }
    const QString suffix = file.suffix().toLower();
    return file.isFile() && (whatIs(path) != What::picture || suffix == kProjectSuffix || pictureSuffixes().contains(suffix));
}

void Opener::openPaths(const QStringList& paths)
{
    QStringList usable;
    for (const QString& path : paths)
        if (looksUsable(path))
            usable << path;
    if (usable.isEmpty())
        usable = paths.mid(0, 1); // its reader will say what is wrong with it
    QStringList pictures;
    const auto openFirst = [&](What what) {
        const auto first = std::ranges::find_if(usable, [what](const QString& path) { return whatIs(path) == what; });
        if (first != usable.end())
            openPath(*first);
    };
    std::ranges::copy_if(usable, std::back_inserter(pictures),
                         [](const QString& path) { return whatIs(path) == What::picture; });
    openFirst(What::model);
    if (pictures.isEmpty())
        openFirst(What::codes); // for the picture that is in front now
    else
        m_session.openPictures(pictures);
}

void Opener::openPath(const QString& path)
{
    switch (whatIs(path)) {
    case What::model:
        openModel(path);
        return;
    case What::codes:
        m_importer.importCodes(path);
        return;
    case What::picture:
        break;
    }
    m_session.openPictures({path});
}

void Opener::openModel(const QString& folderOrName)
{
    try {
        const std::filesystem::path folder = findModel(QFile::encodeName(folderOrName).toStdString());
        Document* document = m_session.document();
        if (document && document->waitingProject())
            document = nullptr; // it waits for a model, and loses nothing by one
        askToDiscard(m_window, {document},
                     [this, path = QFile::decodeName(folder.c_str())] { m_session.openModel(path); });
    } catch (const std::exception& error) {
        emit failed(QString::fromUtf8(error.what()));
    }
}

} // namespace tessera::app
