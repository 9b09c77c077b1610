// SPDX-License-Identifier: GPL-3.0-or-later
// Documents for tests: a gradient picture and codes that count through the cells, without any encoder.
#pragma once

#include "app/documents/document.h"
#include "tests/app/fake_device.h"

#include <algorithm>

namespace tessera::tests {

inline core::Picture gradient(int width, int height)
{
    core::Picture picture(width, height, 3);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            picture.pixel(x, y)[0] = static_cast<float>(x) / static_cast<float>(width);
            picture.pixel(x, y)[1] = static_cast<float>(y) / static_cast<float>(height);
            picture.pixel(x, y)[2] = 0.5F;
        }
    return picture;
}

/// Codes 0, 1, 2 ... row by row.
inline core::IndexMap counted(int rows, int cols)
{
    core::IndexMap codes(1, rows, cols);
    for (std::size_t i = 0; i < codes.codes.size(); ++i)
        codes.codes[i] = static_cast<std::int32_t>(i % 512);
    return codes;
}

/// Gives `document` the codes of tinyModel() for its picture, padded.
inline void encode(app::Document& document)
{
    core::Prepared prepared = core::prepare(*document.original(), tinyModel()->config(), core::Fit::pad);
    const int rows = prepared.how.modelHeight / 4, cols = prepared.how.modelWidth / 4;
    document.setEncoded(tinyModel(), std::move(prepared), counted(rows, cols));
}

inline std::unique_ptr<app::Document> newDocument(int width, int height)
{
    return std::make_unique<app::Document>(QStringLiteral("test"), QString(),
                                           std::make_shared<const core::Picture>(gradient(width, height)));
}

inline std::unique_ptr<app::Document> encodedDocument(int width, int height)
{
    auto document = newDocument(width, height);
    encode(*document);
    return document;
}

/// What a FakeDevice decodes these codes to.
inline std::shared_ptr<const core::Picture> fakePicture(const core::IndexMap& codes)
{
    return std::make_shared<const core::Picture>(core::toPicture(fakeDecode(*tinyModel(), codes), 0, nullptr));
}

/// A part of a picture, all of one grey.
inline std::shared_ptr<const app::PicturePart> partOf(int x, int y, int width, int height)
{
    auto part = std::make_shared<app::PicturePart>(app::PicturePart{x, y, core::Picture(width, height, 3)});
    std::ranges::fill(part->picture.values, 0.75F);
    return part;
}

/// Writes `code` into one cell.
inline core::Patch oneCell(const app::Document& document, int row, int col, int code)
{
    return core::makePatch(document.codes(), core::brushAt({row, col}, 1, core::BrushShape::square, document.grid()),
                           core::codeInk(code));
}

} // namespace tessera::tests
