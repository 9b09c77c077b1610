// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session.h"

#include <QFile>
#include <QFileInfo>
#include <QtConcurrentRun>

#include <new>
#include <utility>

namespace tessera::app {
namespace {

constexpr int kUsualCells = 32; ///< on a side, of a picture that nobody knows yet

} // namespace

Session::Session(std::unique_ptr<Engine> engine, core::Fit fit, QObject* parent)
    : QObject(parent), m_engine(std::move(engine)), m_fit(fit)
{
    connect(m_engine.get(), &Engine::deviceOpened, this, [this](const QString& name, bool exact) {
        m_deviceName = name;
        m_deviceIsExact = exact;
        prepareDevice();
        emit deviceChanged();
    });
    connect(m_engine.get(), &Engine::notice, this, &Session::noticed);
    connect(m_engine.get(), &Engine::modelOpened, this, &Session::takeModel);
    connect(m_engine.get(), &Engine::encoded, this, &Session::takeEncoded);
    connect(m_engine.get(), &Engine::failed, this, &Session::takeFailure);
    connect(&m_reader, &QFutureWatcherBase::finished, this, [this] {
        if (!m_reader.isCanceled())
            takeRead(m_reader.result());
    });
}

Session::~Session()
{
    // Results that are still on their way must find nobody.
    m_engine->disconnect(this);
    m_reader.disconnect(this);
}

bool Session::isOpening() const
{
    const bool waitsForCodes = document() && !document()->hasCodes() && (m_model.model || m_modelOnItsWay);
    return m_reading || m_opening.document || waitsForCodes;
}

QString Session::arithmetic() const
{
    return m_deviceIsExact ? tr("exact arithmetic") : tr("fast arithmetic");
}

QString Session::workTitle() const
{
    if (m_reading)
        return m_readTitle;
    const Document* document = m_opening.document ? m_opening.document.get() : m_current.document.get();
    return document ? document->title() : QString();
}

void Session::openModel(const QString& folder)
{
    m_modelOnItsWay = true;
    m_engine->openModel(folder);
}

void Session::openPicture(const QString& path)
{
    m_reading = true;
    m_readTitle = QFileInfo(path).fileName();
    m_reader.setFuture(QtConcurrent::run(&Session::read, path)); // the newest wins: results of older ones are not seen
    emit openingChanged();
}

Session::ReadResult Session::read(const QString& path)
{
    ReadResult result;
    result.path = QFileInfo(path).absoluteFilePath();
    result.title = QFileInfo(path).fileName();
    try {
        ReadPicture read = readPicture(QFile::encodeName(path).toStdString());
        for (const std::string& note : read.notes)
            result.notes.append(QString::fromStdString(note));
        result.picture = std::make_shared<const core::Picture>(std::move(read.picture));
    } catch (const std::bad_alloc&) {
        result.problem = tr("%1: there is not enough memory for this picture").arg(result.title);
    } catch (const std::exception& error) {
        result.problem = QString::fromUtf8(error.what());
    }
    return result;
}

void Session::openImage(const QImage& image, const QString& title)
{
    m_reader.setFuture({});
    ReadResult result;
    result.title = title;
    result.picture = std::make_shared<const core::Picture>(fromImage(image));
    takeRead(result);
}

void Session::takeRead(const ReadResult& result)
{
    m_reading = false;
    if (!result.picture) {
        emit openingChanged();
        emit failed(result.problem);
        return;
    }
    OpenDocument opened;
    opened.id = ++m_lastId;
    opened.document = std::make_unique<Document>(result.title, result.path, result.picture);
    opened.notes = result.notes;
    const bool nothingToKeep = !document() || !document()->hasCodes();
    if (nothingToKeep)
        show(std::move(opened)); // the picture is there at once, its codes follow
    else
        m_opening = std::move(opened);
    emit openingChanged();
    const core::OpenedModel& model = m_nextModel ? *m_nextModel : m_model;
    if (model.model)
        encode(m_opening.document ? m_opening : m_current, model);
    else if (!m_modelOnItsWay)
        emit noticed(tr("No model is open, so this picture has no codes yet. Open one from the Model menu."));
}

void Session::takeModel(const core::OpenedModel& opened)
{
    m_modelOnItsWay = false;
    emit modelOpened(QFile::decodeName(opened.files.folder.c_str()));
    const OpenDocument& target = m_opening.document ? m_opening : m_current;
    if (!target.document) {
        adoptModel(opened);
        prepareDevice();
        return;
    }
    m_nextModel = opened;
    encode(target, opened);
}

void Session::encode(const OpenDocument& target, const core::OpenedModel& model)
{
    m_engine->encode(target.id, model.model, target.document->original(), m_fit);
    emit openingChanged();
}

void Session::takeEncoded(quint64 id, const std::shared_ptr<const core::VqModel>& model, const core::Prepared& prepared,
                          const core::IndexMap& codes)
{
    const bool isOpening = m_opening.document && id == m_opening.id;
    if (!isOpening && (!m_current.document || id != m_current.id))
        return;
    if (m_nextModel && m_nextModel->model == model)
        adoptModel(*std::exchange(m_nextModel, {}));
    if (isOpening) {
        OpenDocument opened = std::move(m_opening);
        m_opening = {};
        opened.document->setEncoded(model, prepared, codes);
        show(std::move(opened));
    } else {
        m_current.document->setEncoded(model, prepared, codes);
    }
    prepareDevice();
    emit openingChanged();
    if (const QString path = document()->path(); !path.isEmpty())
        emit pictureOpened(path);
}

void Session::takeFailure(Engine::Job job, const QString& message)
{
    if (job == Engine::Job::openModel) {
        m_modelOnItsWay = false;
        emit openingChanged();
    }
    if (job == Engine::Job::encode)
        forgetOpening();
    emit failed(message);
}

void Session::show(OpenDocument opened)
{
    const OpenDocument previous = std::exchange(m_current, std::move(opened)); // goes when nobody shows it any more
    if (m_current.document)
        m_current.follower = std::make_unique<DecodeFollower>(*m_engine, m_current.id, *m_current.document);
    emit documentChanged();
}

void Session::adoptModel(const core::OpenedModel& opened)
{
    m_model = opened;
    emit modelChanged();
}

/// So that neither the first picture nor the first stroke waits for what could have been done before.
void Session::prepareDevice()
{
    if (m_deviceName.isEmpty())
        return;
    if (document() && document()->hasCodes())
        m_engine->prepare(document()->model(), document()->codes().rows, document()->codes().cols);
    else if (m_model.model)
        m_engine->prepare(m_model.model, kUsualCells, kUsualCells);
}

void Session::setFit(core::Fit fit)
{
    if (fit == m_fit)
        return;
    m_fit = fit;
    const OpenDocument& target = m_opening.document ? m_opening : m_current;
    if (target.document && m_model.model)
        encode(target, m_nextModel ? *m_nextModel : m_model);
}

void Session::closeDocument()
{
    cancel();
    if (document())
        show({});
}

void Session::cancel()
{
    // What was being opened may have taken the place of a decode of what is shown; that decode is asked for again. A
    // decode that is itself cancelled stays so.
    const bool opening = isOpening() || m_modelOnItsWay;
    m_reader.setFuture({}); // a read cannot be stopped, but its result can be ignored
    m_reading = false;
    m_engine->cancel();
    m_modelOnItsWay = false;
    if (opening)
        forgetOpening();
}

/// What was on its way will not come; what was there before stays.
void Session::forgetOpening()
{
    m_opening = {};
    m_nextModel.reset();
    if (document() && !document()->hasCodes())
        show({});
    else if (follower())
        follower()->request();
    emit openingChanged();
}

} // namespace tessera::app
