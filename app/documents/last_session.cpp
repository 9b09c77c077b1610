// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/documents/last_session.h"

#include "app/session.h"
#include "core/atomic_file.h"
#include "core/error.h"
#include "core/files/bounded_file.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtConcurrentRun>

#include <algorithm>
#include <system_error>
#include <utility>

namespace tessera::app {
namespace {

constexpr int kSoonMs = 1000;
constexpr std::uint64_t kMostBytes = 1 << 20;
constexpr int kMostFiles = 100;

/// What cannot be remembered is not worth a word.
void write(const std::filesystem::path& file, const QByteArray& text)
{
    try {
        std::filesystem::create_directories(file.parent_path());
        core::writeFileAtomically(file, std::as_bytes(std::span(text.constData(), static_cast<std::size_t>(text.size()))));
    } catch (const std::exception&) {
    }
}

} // namespace

LastSession::LastSession(Session& session, std::filesystem::path file, QObject* parent)
    : QObject(parent), m_session(session), m_file(std::move(file))
{
    read();
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoonMs);
    connect(&m_soon, &QTimer::timeout, this, &LastSession::remember);
    connect(&session, &Session::documentsChanged, this, &LastSession::placeMemories);
    for (const auto change : {&Session::documentsChanged, &Session::documentChanged})
        connect(&session, change, this, [this] {
            m_hadDocuments = m_hadDocuments || !m_session.documents().isEmpty();
            m_soon.start();
        });
}

LastSession::~LastSession()
{
    m_writer.waitForFinished();
    if (m_hadDocuments)
        write(m_file, written());
}

QStringList LastSession::files() const
{
    QStringList files = m_files;
    files.removeIf([](const QString& file) { return !QFileInfo::exists(file); });
    return files;
}

void LastSession::reopen()
{
    const QStringList files = this->files();
    m_isReopening = true;
    m_session.openPictures(files, std::max<qsizetype>(files.indexOf(m_files.value(m_current)), 0));
}

void LastSession::read()
{
    QJsonObject root;
    try {
        const std::vector<std::byte> bytes = core::readFile(m_file, kMostBytes);
        root = QJsonDocument::fromJson({reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size())}).object();
    } catch (const core::Error&) {
        return; // there is none
    }
    for (const QJsonValue value : root[QLatin1String("documents")].toArray()) {
        const QJsonObject document = value.toObject();
        const QString file = document[QLatin1String("file")].toString();
        if (file.isEmpty() || m_files.size() == kMostFiles)
            continue;
        m_files << file;
        const QJsonArray view = document[QLatin1String("view")].toArray();
        if (view.size() == 3)
            m_views.insert(file, {view[0].toDouble(1), {view[1].toDouble(), view[2].toDouble()}, false});
        if (const QString model = document[QLatin1String("model")].toString(); !model.isEmpty())
            m_models.insert(file, model);
    }
    m_current = std::clamp(root[QLatin1String("current")].toInt(), 0, std::max(0, static_cast<int>(m_files.size()) - 1));
}

QByteArray LastSession::written() const
{
    QJsonArray documents;
    int current = 0;
    for (const Document* document : m_session.documents()) {
        const QString file = document->file();
        if (file.isEmpty() || documents.size() == kMostFiles)
            continue;
        if (document == m_session.document())
            current = static_cast<int>(documents.size());
        QJsonObject object{{QStringLiteral("file"), file}};
        if (const View& view = document->view(); !view.fitted)
            object[QLatin1String("view")] = QJsonArray{view.zoom, view.centre.x(), view.centre.y()};
        if (const QString model = m_session.modelFolderOf(*document); !model.isEmpty() && document->projectPath().isEmpty())
            object[QLatin1String("model")] = model;
        documents << object;
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("documents"), documents}, {QStringLiteral("current"), current}}).toJson();
}

void LastSession::remember()
{
    if (m_writer.isRunning())
        m_soon.start(); // the disk is slow
    else
        m_writer = QtConcurrent::run(write, m_file, written());
}

void LastSession::placeMemories()
{
    for (Document* document : m_session.documents()) {
        if (const auto view = m_views.constFind(document->file()); view != m_views.constEnd()) {
            document->setView(*view);
            m_views.erase(view);
        }
        if (const QString model = m_isReopening ? m_models.take(document->file()) : QString(); !model.isEmpty())
            m_session.wantModel(*document, model);
    }
}

} // namespace tessera::app
