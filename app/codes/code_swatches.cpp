// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/codes/code_swatches.h"

#include "app/pictures/picture_files.h"
#include "core/model/swatches.h"

#include <QPainter>
#include <QtConcurrentRun>

#include <algorithm>
#include <new>

namespace tessera::app {
namespace {

constexpr int kSaveAfterMs = 2000;

} // namespace

CodeSwatches::CodeSwatches(QObject* parent) : QObject(parent)
{
    m_saving.setSingleShot(true);
    m_saving.setInterval(kSaveAfterMs);
    connect(&m_saving, &QTimer::timeout, this, &CodeSwatches::save);
    connect(&m_reader, &QFutureWatcherBase::finished, this, [this] {
        if (m_reader.isCanceled())
            return;
        const Found found = m_reader.result();
        m_path = found.path;
        if (m_model)
            m_paths.insert(m_model->serial(), m_path);
        m_ready = true;
        if (!found.atlas.isNull() && found.atlas.size() == m_atlas.size()) {
            m_atlas = found.atlas;
            emit changed();
        }
        ask();
    });
}

void CodeSwatches::setModel(const core::OpenedModel& model)
{
    if (model.model && model.model == m_model)
        return;
    if (m_saving.isActive())
        save();
    m_model = model.model;
    m_path.clear();
    m_atlas = {};
    m_wanted.clear();
    m_ready = m_asking = m_failed = false;
    m_reader.setFuture({}); // of another model
    if (m_model && m_model->config().codes <= kMostSwatches) {
        m_atlas = QImage(swatchAtlasSize(m_model->config().codes, static_cast<int>(m_model->factor())),
                         QImage::Format_ARGB32);
        m_atlas.fill(Qt::transparent);
        startReading(model);
    }
    emit changed();
}

void CodeSwatches::startReading(const core::OpenedModel& model)
{
    // Weights are large: which file is theirs is found out once.
    const QString known = m_paths.value(model.model->serial());
    m_reader.setFuture(QtConcurrent::run([files = model.files, size = m_atlas.size(), known] {
        Found found;
        try {
            found.path = known.isEmpty() ? swatchFile(files) : known;
            if (!found.path.isEmpty())
                found.atlas = readSwatches(found.path, size);
        } catch (const std::exception&) { // then without a cache
        }
        return found;
    }));
}

QRect CodeSwatches::rect(int code) const
{
    const int side = m_atlas.width() / kSwatchesPerRow;
    return {code % kSwatchesPerRow * side, code / kSwatchesPerRow * side, side, side};
}

bool CodeSwatches::has(int code) const
{
    return code >= 0 && !m_atlas.isNull() && code < m_model->config().codes
        && qAlpha(m_atlas.pixel(rect(code).topLeft())) == 255;
}

QRgb CodeSwatches::meanColour(int code) const
{
    const QRect box = rect(code);
    int red = 0, green = 0, blue = 0;
    for (int y = box.top(); y <= box.bottom(); ++y)
        for (int x = box.left(); x <= box.right(); ++x) {
            const QRgb pixel = m_atlas.pixel(x, y);
            red += qRed(pixel);
            green += qGreen(pixel);
            blue += qBlue(pixel);
        }
    const int pixels = box.width() * box.height();
    return qRgb(red / pixels, green / pixels, blue / pixels);
}

void CodeSwatches::retry()
{
    m_failed = false;
    ask();
}

void CodeSwatches::want(const std::vector<int>& codes)
{
    if (m_atlas.isNull() || m_failed)
        return;
    std::vector<int> missing;
    std::ranges::copy_if(codes, std::back_inserter(missing), [this](int code) { return !has(code); });
    if (missing.empty())
        return;
    const std::vector<int> order = missing;
    std::ranges::sort(missing);
    std::erase_if(m_wanted, [&missing](int code) { return std::ranges::binary_search(missing, code); });
    m_wanted.insert(m_wanted.begin(), order.begin(), order.end());
    ask();
}

void CodeSwatches::ask()
{
    if (!m_ready || m_asking || m_failed)
        return;
    std::vector<std::int32_t> codes;
    while (!m_wanted.empty() && codes.size() < static_cast<std::size_t>(core::kSwatchBatch)) {
        const int code = m_wanted.front();
        m_wanted.pop_front();
        if (code >= 0 && code < m_model->config().codes && !has(code) && std::ranges::find(codes, code) == codes.end())
            codes.push_back(code);
    }
    if (codes.empty())
        return;
    m_asking = true;
    emit asked(m_model, codes);
}

void CodeSwatches::take(const std::shared_ptr<const core::VqModel>& model, const std::vector<std::int32_t>& codes,
                        const std::vector<core::Picture>& pictures)
{
    if (model != m_model)
        return;
    m_asking = false;
    m_failed = pictures.size() < codes.size();
    if (m_failed)
        return;
    QPainter painter(&m_atlas);
    painter.setCompositionMode(QPainter::CompositionMode_Source);
    for (std::size_t i = 0; i < codes.size(); ++i)
        painter.drawImage(rect(codes[i]).topLeft(), toImage(pictures[i]).convertToFormat(QImage::Format_RGB32));
    painter.end();
    m_saving.start();
    emit changed();
    ask();
}

void CodeSwatches::save()
{
    m_saving.stop();
    if (!m_path.isEmpty())
        static_cast<void>(QtConcurrent::run([path = m_path, atlas = m_atlas] { writeSwatches(path, atlas); }));
}

} // namespace tessera::app
