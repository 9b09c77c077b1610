// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session.h"

#include "app/pictures/picture_files.h"
#include "app/projects/codes_alone.h"
#include "core/text.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace tessera::app {
namespace {

/// A path that a file names, in one line.
QString printablePath(const QString& path)
{
    constexpr std::size_t kLongest = 400;
    return QString::fromStdString(core::printable(path.toStdString(), kLongest));
}

} // namespace

Session::Session(std::unique_ptr<Engine> engine, core::Fit fit, QObject* parent)
    : QObject(parent), m_engine(std::move(engine)), m_device(*m_engine), m_models(*m_engine, m_documents, fit),
      m_sameModels(m_documents)
{
    connect(&m_device, &DeviceInUse::changed, this, &Session::prepareDevice);
    connect(m_engine.get(), &Engine::notice, this, &Session::noticed);
    connect(m_engine.get(), &Engine::failed, this, &Session::takeFailure);
    connect(&m_models, &ModelChoice::changed, this, &Session::modelChanged);
    connect(&m_models, &ModelChoice::opened, this, &Session::modelOpened);
    connect(&m_models, &ModelChoice::chosen, this, &Session::prepareDevice);
    connect(&m_models, &ModelChoice::workChanged, this, &Session::openingChanged);
    connect(&m_models, &ModelChoice::made, this, [this](OpenDocument* opened) { takeMade(*opened); });
    connect(&m_models, &ModelChoice::noticed, this, &Session::noticed);
    connect(&m_models, &ModelChoice::gaveUp, this, [this](OpenDocument* opened, const QString& why) {
        giveUpEncoding(*opened);
        emit openingChanged();
        emit failed(why);
    });
    connect(&m_reader, &PictureReader::done, this, &Session::takeRead);
    connect(&m_documents, &DocumentList::changed, this, &Session::documentsChanged);
    connect(&m_documents, &DocumentList::currentChanged, this, &Session::showCurrent);
}

Session::~Session()
{
    m_engine->disconnect(this); // results that are still on their way must find nobody
}

QList<Document*> Session::documents() const
{
    QList<Document*> documents;
    for (const auto& opened : m_documents.all())
        documents << opened->document.get();
    return documents;
}

Document* Session::document() const
{
    return m_documents.current() ? m_documents.current()->document.get() : nullptr;
}

DecodeFollower* Session::follower() const
{
    return m_documents.current() ? m_documents.current()->follower.get() : nullptr;
}

QStringList Session::pictureNotes() const
{
    return m_documents.current() ? m_documents.current()->notes : QStringList();
}

DecodeFollower* Session::followerOf(const Document& document) const
{
    const OpenDocument* opened = m_documents.find(&document);
    return opened ? opened->follower.get() : nullptr;
}

quint64 Session::documentId() const
{
    return m_documents.current() ? m_documents.current()->id : 0;
}

quint64 Session::idOf(const Document& document) const
{
    const OpenDocument* opened = m_documents.find(&document);
    return opened ? opened->id : 0;
}

const core::OpenedModel& Session::modelOf(const Document& document) const
{
    static const core::OpenedModel none;
    const OpenDocument* opened = m_documents.find(&document);
    return opened ? opened->model : none;
}

bool Session::isOpening() const
{
    const OpenDocument* current = m_documents.current();
    const bool waitsForModel = current && !current->document->hasCodes() && m_models.isComing();
    return m_reader.isReading() || waitsForModel
        || std::ranges::any_of(m_documents.all(), [](const auto& opened) { return opened->isEncoding(); });
}

bool Session::isEncodingAnew() const
{
    const OpenDocument* current = m_documents.current();
    return current && (current->isEncoding() || m_models.isComingFor(*current));
}

QString Session::workTitle() const
{
    if (m_reader.isReading())
        return m_reader.title();
    for (const auto& opened : m_documents.all())
        if (opened->isEncoding())
            return opened->document->title();
    return document() ? document()->title() : QString();
}

void Session::wantModel(const Document& document, const QString& folder)
{
    if (OpenDocument* opened = m_documents.find(&document))
        opened->wantedModel = folder;
}

QString Session::modelFolderOf(const Document& document) const
{
    const OpenDocument* opened = m_documents.find(&document);
    if (!opened)
        return {};
    return opened->model.model ? QFile::decodeName(opened->model.files.folder.c_str()) : opened->wantedModel;
}

void Session::openPictures(const QStringList& paths, qsizetype front)
{
    for (qsizetype i = 0; i < paths.size(); ++i) {
        const QString& path = paths[i];
        const bool toFront = i == front;
        const QString absolute = QFileInfo(path).absoluteFilePath();
        const auto open
            = std::ranges::find_if(m_documents.all(), [&](const auto& opened) { return opened->document->file() == absolute; });
        if (open == m_documents.all().end())
            m_reader.read(path, toFront, m_models.open());
        else if (toFront)
            m_documents.setCurrent(open->get());
    }
    emit openingChanged();
}

void Session::openRecovered(const std::shared_ptr<const core::Project>& project, const QString& path,
                            std::function<void()> then)
{
    m_reader.take(project, path, m_models.open(), std::move(then));
    emit openingChanged();
}

void Session::openImage(const QImage& image, const QString& title)
{
    PictureRead read;
    read.title = title;
    read.picture = std::make_shared<const core::Picture>(fromImage(image));
    takeRead(read);
}

void Session::openCodes(const core::IndexMap& codes, const QString& title)
{
    PictureRead read;
    read.title = title;
    read.project = std::make_shared<const OpenedProject>(projectOfCodes(codes, title, model()));
    takeRead(read);
}

void Session::takeRead(const PictureRead& read)
{
    if (!read.problem.isEmpty()) {
        emit openingChanged();
        emit failed(read.problem);
        return;
    }
    std::unique_ptr<OpenDocument> opened = openDocument(read, ++m_lastId, *m_engine);
    opened->document->setHistoryLimit(m_historyLimit);
    OpenDocument& added = m_documents.add(std::move(opened));
    if (added.document->waitingProject())
        emit modelMissing(added.document.get(),
                          tr("%1 can be seen, but not painted: %2.").arg(read.title, read.project->problem));
    m_sameModels.compare(m_models.open());
    if (read.then)
        read.then();
    if (read.project)
        emit projectOpened(read.project->project, read.projectPath);
    for (const QString& warning : read.warnings)
        emit noticed(tr("%1: %2.").arg(read.title, warning));
    if (!read.isSaved && !read.picture && !read.path.isEmpty())
        emit noticed(tr("%1 comes back as codes alone: %2.")
                         .arg(read.title,
                              read.notes.isEmpty()
                                  ? tr("its picture itself was not kept (it lay at %1)").arg(printablePath(read.path))
                                  : read.notes.first()));
    if (read.toFront) {
        m_documents.setCurrent(&added); // the picture is there at once, its codes follow
        if (m_models.isNone() && !read.project)
            emit noticed(tr("No model is open, so this picture has no codes yet. Open one from the Model menu."));
    }
    emit openingChanged();
}

/// The document in front is another one, or none.
void Session::showCurrent()
{
    OpenDocument* current = m_documents.current();
    if (m_shown)
        m_shown->follower->setAwake(false);
    m_shown = current;
    if (current) {
        current->follower->setAwake(true);
        m_models.show(*current);
    }
    emit documentChanged();
}

void Session::takeMade(OpenDocument& opened)
{
    m_sameModels.compare(m_models.open());
    if (&opened == m_documents.current())
        prepareDevice();
    emit openingChanged();
    if (const QString path = opened.document->path(); !path.isEmpty() && opened.document->projectPath().isEmpty())
        emit pictureOpened(path);
}

void Session::takeFailure(Engine::Job job, const QString& message, quint64 id)
{
    if (job == Engine::Job::openModel)
        m_models.askingFailed();
    QString named = message;
    if (OpenDocument* opened = m_documents.find(id)) {
        named = tr("%1: %2").arg(opened->document->title(), message);
        if (job == Engine::Job::encode)
            giveUpEncoding(*opened);
    }
    if (job == Engine::Job::openModel || job == Engine::Job::encode)
        emit openingChanged();
    emit failed(named);
}

/// Its codes will not come: what was there before stays, and a picture that had none goes.
void Session::giveUpEncoding(OpenDocument& opened)
{
    m_models.giveUpEncoding(opened);
    if (!opened.document->hasCodes() && !opened.document->waitingProject())
        close(opened.document.get());
}

void Session::setHistoryLimit(std::size_t bytes)
{
    m_historyLimit = bytes;
    for (const auto& opened : m_documents.all())
        opened->document->setHistoryLimit(bytes);
}

void Session::move(const Document& document, int place)
{
    if (OpenDocument* opened = m_documents.find(&document))
        m_documents.move(*opened, place);
}

void Session::setCurrent(Document* document)
{
    m_documents.setCurrent(m_documents.find(document));
}

void Session::close(Document* document)
{
    OpenDocument* opened = m_documents.find(document);
    if (!opened)
        return;
    m_engine->cancel(opened->id);
    opened->nextModel = {};
    m_documents.remove(*opened);
    if (m_documents.all().empty())
        m_models.noneIsOpen();
    emit openingChanged();
}

void Session::cancel()
{
    // What was being opened may have taken the place of a decode of what is shown; that decode is asked for again. A
    // decode that is itself cancelled stays so.
    const bool opening = isOpening() || m_models.isComing();
    m_reader.cancel();
    m_engine->cancel();
    m_models.cancel();
    for (const auto& opened : m_documents.all())
        if (opened->isEncoding() && opened.get() != m_documents.current())
            opened->nextModel = {}; // it is encoded when it comes to the front
    if (OpenDocument* current = m_documents.current(); current && current->isEncoding())
        giveUpEncoding(*current);
    if (opening && follower())
        follower()->request();
    emit openingChanged();
}

} // namespace tessera::app
