// SPDX-License-Identifier: Apache-2.0
#include "core/model/codec.h"

#include "core/error.h"
#include "core/memory.h"
#include "core/text.h"

#include <algorithm>
#include <cassert>
#include <new>

namespace tessera::core {

namespace {

void checkLatents(const Tensor& latents, const VqModel& model)
{
    if (latents.shape.n < 1 || latents.shape.h < 1 || latents.shape.w < 1
        || latents.shape.c != model.config().embedDim)
        throw ShapeError("latents of shape " + toString(latents.shape) + "; this model's are (N, "
                         + std::to_string(model.config().embedDim) + ", h, w)");
}

/// About what a pass holds at its largest level: a feature map that is read, one that is written, and one to be added.
std::uint64_t passBytes(const VqModel& model, const Shape& pictures)
{
    constexpr double kMaps = 3;
    double most = 0, pixels = static_cast<double>(pictures.n) * static_cast<double>(pictures.h * pictures.w);
    for (const std::int64_t channels : model.config().blockOutChannels) {
        most = std::max(most, pixels * static_cast<double>(channels));
        pixels /= 4;
    }
    return static_cast<std::uint64_t>(kMaps * sizeof(float) * most);
}

/// Runs a pass over pictures of this shape. `doing`: "to encode".
template <class Work>
auto withinMemory(const char* doing, const VqModel& model, const Shape& pictures, Work&& work)
{
    try {
        return work();
    } catch (const std::bad_alloc&) {
        throw OutOfMemory(memoryShortage(doing + (" " + std::to_string(pictures.w) + "x" + std::to_string(pictures.h))
                                             + " pixels with " + inQuotes(model.name()),
                                         passBytes(model, pictures),
                                         "use a smaller picture, or close other programs"));
    }
}

} // namespace

Tensor Codec::encode(const Tensor& pictures, const Progress& progress) const
{
    m_model->latentShape(pictures.shape);
    return withinMemory("to encode", *m_model, pictures.shape,
                        [&] { return m_device->encode(*m_model, pictures, progress); });
}

Quantized Codec::quantize(const Tensor& latents, const Progress& progress) const
{
    checkLatents(latents, *m_model);
    Quantized result{m_device->quantize(*m_model, latents, progress), 0};
    result.commitLoss = commitLoss(latents, result.codes, m_model->codebook());
    return result;
}

Tensor Codec::decode(const Tensor& latents, bool forceNotQuantize, const Progress& progress) const
{
    if (!forceNotQuantize)
        return decodeCodes(quantize(latents, progress).codes, progress);
    checkLatents(latents, *m_model);
    return withinMemory("to decode", *m_model,
                        m_model->pictureShape(latents.shape.n, latents.shape.h, latents.shape.w),
                        [&] { return m_device->decodeLatents(*m_model, latents, progress); });
}

Tensor Codec::decodeCodes(const IndexMap& codes, const Progress& progress) const
{
    if (codes.count < 1 || codes.cells() < 1)
        throw ShapeError("an empty index map cannot be decoded");
    // A code is the one number from outside that addresses memory on the device.
    checkCodes(codes, m_model->config().codes);
    return withinMemory("to decode", *m_model, m_model->pictureShape(codes.count, codes.rows, codes.cols),
                        [&] { return m_device->decodeCodes(*m_model, codes, progress); });
}

Reconstruction Codec::forward(const Tensor& pictures, const Progress& progress) const
{
    Reconstruction result;
    result.latents = encode(pictures, progress);
    result.quantized = quantize(result.latents, progress);
    result.pictures = decodeCodes(result.quantized.codes, progress);
    return result;
}

Tensor lookup(const IndexMap& codes, const Weight& codebook)
{
    const std::int64_t dim = codebook.shape[1];
    Tensor latents({codes.count, dim, codes.rows, codes.cols});
    for (std::int64_t n = 0; n < codes.count; ++n)
        for (std::int64_t e = 0; e < dim; ++e) {
            float* plane = latents.plane(n, e);
            const std::int32_t* map = codes.codes.data() + n * codes.cells();
            for (std::int64_t i = 0; i < codes.cells(); ++i)
                plane[i] = codebook.values[static_cast<std::size_t>(map[i] * dim + e)];
        }
    return latents;
}

double commitLoss(const Tensor& latents, const IndexMap& codes, const Weight& codebook)
{
    assert(latents.shape.n == codes.count && latents.shape.h == codes.rows && latents.shape.w == codes.cols);
    const Tensor quantized = lookup(codes, codebook);
    double sum = 0;
    for (std::size_t i = 0; i < latents.values.size(); ++i) {
        const double difference = static_cast<double>(quantized.values[i]) - static_cast<double>(latents.values[i]);
        sum += difference * difference;
    }
    // The reference adds the mean squared difference once as it is and once times beta = 0.25.
    return 1.25 * sum / static_cast<double>(latents.shape.size());
}

} // namespace tessera::core
