// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/codes/code_clipboard.h"

#include "app/codes/code_edits.h"
#include "app/exports/exporter.h"
#include "app/files/memory_notice.h"
#include "app/pictures/fitted_picture.h"
#include "app/pictures/overlay_encoder.h"
#include "app/pictures/picture_files.h"
#include "app/session.h"
#include "core/edit/region_sets.h"

#include <QClipboard>
#include <QCryptographicHash>
#include <QGuiApplication>
#include <QMimeData>
#include <QtConcurrentRun>

#include <algorithm>
#include <new>
#include <span>
#include <utility>

namespace tessera::app {
namespace {

const QString kFormat = QStringLiteral("application/x-tessera-codes");

/// Names the meaning of code numbers: models with the same codebook may exchange them.
std::string codebookHash(const core::VqModel& model)
{
    const core::Weight& codebook = model.codebook();
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(QByteArray::fromStdString(core::shapeToString(codebook.shape)));
    hash.addData(QByteArrayView(reinterpret_cast<const char*>(codebook.values.data()),
                                static_cast<qsizetype>(codebook.values.size() * sizeof(float))));
    return hash.result().toHex().toStdString();
}

/// A line a row, with a space between numbers; -1 where the block has no code.
QString asText(const core::CodeBlock& block)
{
    QString text;
    std::size_t i = 0;
    for (int row = 0; row < block.rows; ++row)
        for (int col = 0; col < block.cols; ++col, ++i) {
            text += QString::number(block.mask[i] != 0 ? block.codes[i] : -1);
            text += col + 1 < block.cols ? QLatin1Char(' ') : QLatin1Char('\n');
        }
    return text;
}

/// The pixels of the block's cells, whose first is `corner`; transparent where it has no code.
QImage partImage(const core::Picture& decoded, const core::CodeBlock& block, core::Cell corner, int factor)
{
    const QRect pixels(corner.col * factor, corner.row * factor, block.cols * factor, block.rows * factor);
    QImage image = toImage(cut(decoded, pixels)).convertToFormat(QImage::Format_ARGB32);
    std::size_t i = 0;
    for (int row = 0; row < block.rows; ++row)
        for (int col = 0; col < block.cols; ++col, ++i)
            if (block.mask[i] == 0)
                for (int y = row * factor; y < (row + 1) * factor; ++y)
                    std::fill_n(reinterpret_cast<QRgb*>(image.scanLine(y)) + col * factor, factor, QRgb{0});
    return image;
}

/// Does the picture show the block's cells, one for one? The last row and column may be cut: the padding of a whole
/// picture does not leave the program.
bool showsCells(const QImage& picture, const core::CodeBlock& block, int factor)
{
    const auto fits = [factor](int pixels, int cells) {
        return pixels > (cells - 1) * factor && pixels <= cells * factor;
    };
    return fits(picture.width(), block.cols) && fits(picture.height(), block.rows);
}

template <class Work>
QString problemOf(Work&& work)
{
    try {
        work();
        return {};
    } catch (const std::bad_alloc&) {
        return notEnoughMemory(CodeClipboard::tr("for what is copied or pasted"));
    } catch (const std::exception& error) {
        return QString::fromUtf8(error.what());
    }
}

} // namespace

/// All that a copy is made of, so that the document may change or go meanwhile.
struct CodeClipboard::Source {
    std::shared_ptr<const core::VqModel> model;
    core::IndexMap codes;
    core::Region region;
    std::shared_ptr<const core::Picture> decoded;
    std::shared_ptr<const core::Picture> original; ///< null: codes alone
    core::Preparation how;
    bool isWhole = false;
    bool cuts = false;
};

CodeClipboard::CodeClipboard(Session& session, Exporter& exporter, QObject* parent)
    : QObject(parent), m_session(session), m_exporter(exporter)
{
    connect(&m_packer, &QFutureWatcherBase::finished, this, [this] {
        if (!m_packer.isCanceled())
            finishCopy();
    });
    connect(&m_unpacker, &QFutureWatcherBase::finished, this, [this] {
        if (!m_unpacker.isCanceled())
            finishPaste();
    });
}

void CodeClipboard::take(bool cuts)
{
    const Document* document = m_session.document();
    if (!document || !document->hasCodes() || (cuts && document->selection().isEmpty()))
        return;
    const core::Region region = affectedCells(*document);
    const bool isWhole = document->selection().isEmpty();
    m_exporter.whenExact([this, cuts, region, isWhole, model = document->model()](Document& exact) {
        if (exact.model() != model || region.bounds.intersected(exact.grid()) != region.bounds)
            return; // encoded again since: these cells are others now
        m_from = &exact;
        m_source = std::make_shared<const Source>(Source{model, exact.codes(), region, exact.reconstruction(),
                                                         exact.original(), exact.preparation(), isWhole, cuts});
        m_packer.setFuture(QtConcurrent::run([source = m_source] { return pack(*source); }));
    });
}

CodeClipboard::Packed CodeClipboard::pack(const Source& source)
{
    Packed packed;
    packed.problem = problemOf([&] {
        core::CopiedCodes copied{core::cut(source.codes, source.region), source.model->config().codes,
                                 codebookHash(*source.model), source.model->name()};
        packed.text = asText(copied.block);
        const core::CellRect& box = source.region.bounds;
        packed.picture = source.isWhole ? toImage(asOriginal(*source.decoded, source.how, source.original.get()))
                                        : partImage(*source.decoded, copied.block, {box.top, box.left},
                                                    static_cast<int>(source.model->factor()));
        const std::vector<std::byte> bytes = core::toBytes(copied);
        packed.bytes = QByteArray(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
    });
    return packed;
}

void CodeClipboard::finishCopy()
{
    const Packed packed = m_packer.result();
    const std::shared_ptr<const Source> source = std::exchange(m_source, nullptr);
    if (!packed.problem.isEmpty()) {
        emit failed(packed.problem);
        return;
    }
    auto* data = new QMimeData;
    data->setData(kFormat, packed.bytes);
    data->setText(packed.text);
    data->setImageData(packed.picture);
    QGuiApplication::clipboard()->setMimeData(data);
    const auto cells = static_cast<int>(core::cellCount(source->region));
    emit done(source->isWhole ? tr("The reconstruction and its codes are in the clipboard.")
                              : tr("Copied %n cell(s), as codes, as text and as a picture.", nullptr, cells));
    if (source->cuts && m_from && m_from->model() == source->model
        && source->region.bounds.intersected(m_from->grid()) == source->region.bounds)
        restoreCells(*m_from, source->region, tr("Cut"));
}

bool CodeClipboard::holdsCodes()
{
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    return data && data->hasFormat(kFormat);
}

void CodeClipboard::paste()
{
    Document* document = m_session.document();
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    if (!document || !document->hasCodes() || !data)
        return;
    m_into = document;
    m_intoModel = document->model();
    m_unpacker.setFuture(QtConcurrent::run(
        [bytes = data->data(kFormat), picture = qvariant_cast<QImage>(data->imageData()), model = m_intoModel] {
            return unpack(bytes, picture, *model);
        }));
}

CodeClipboard::Unpacked CodeClipboard::unpack(const QByteArray& bytes, const QImage& picture,
                                              const core::VqModel& model)
{
    Unpacked unpacked;
    unpacked.problem = problemOf([&] {
        const std::span given(bytes.constData(), static_cast<std::size_t>(bytes.size()));
        unpacked.copied = core::readCopiedCodes(std::as_bytes(given));
        unpacked.fitsModel
            = unpacked.copied.codes == model.config().codes && unpacked.copied.codebook == codebookHash(model);
        const auto factor = static_cast<int>(model.factor());
        if (!unpacked.fitsModel)
            unpacked.touched = touchedCells(picture, factor);
        if (!unpacked.fitsModel || showsCells(picture, unpacked.copied.block, factor))
            unpacked.picture = picture;
    });
    return unpacked;
}

void CodeClipboard::finishPaste()
{
    const Unpacked unpacked = m_unpacker.result();
    if (!m_into || m_into != m_session.document() || m_into->model() != m_intoModel)
        return; // meant for codes that are gone
    const QString model = QString::fromStdString(unpacked.copied.model);
    if (!unpacked.problem.isEmpty()) {
        emit failed(unpacked.problem);
    } else if (unpacked.fitsModel) {
        emit codesPasted(unpacked.copied.block, unpacked.picture);
    } else if (unpacked.touched.isEmpty()) {
        emit failed(tr("The codes in the clipboard are of another model (%1), and there is no picture beside them "
                       "that this one could encode.")
                        .arg(model));
    } else {
        emit noticed(tr("The codes in the clipboard are of another model (%1). Their picture floats instead, and is "
                        "encoded where you put it down.")
                         .arg(model));
        emit picturePasted(unpacked.picture, unpacked.touched);
    }
}

} // namespace tessera::app
