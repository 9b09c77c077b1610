// SPDX-License-Identifier: Apache-2.0
#include "core/model/vq_model.h"

#include "core/error.h"
#include "core/text.h"

#include <atomic>

namespace tessera::core {

namespace {

std::uint64_t nextSerial()
{
    static std::atomic<std::uint64_t> s_last{0};
    return ++s_last;
}

} // namespace

VqModel::VqModel(std::string name, Config config, std::unique_ptr<WeightSource> source, Values values)
    : m_serial(nextSerial()), m_name(std::move(name)), m_config(std::move(config)), m_weights(std::move(source)),
      m_encoder(makeEncoder(m_config, m_weights)), m_decoder(makeDecoder(m_config, m_weights))
{
    LayerBuilder build(m_config, m_weights, NormKind::group);
    m_quantConv = build.conv("quant_conv", m_config.latentChannels, m_config.embedDim, 1);
    m_postQuantConv = build.conv("post_quant_conv", m_config.embedDim, m_config.latentChannels, 1);
    m_codebook = m_weights.take("quantize.embedding.weight", {m_config.codes, m_config.embedDim});
    m_weights.check();
    if (values == Values::read)
        m_weights.load();
}

Shape VqModel::latentShape(const Shape& pictures) const
{
    if (pictures.c != m_config.inChannels)
        throw ShapeError("the input has " + std::to_string(pictures.c) + " channels; this model takes "
                         + std::to_string(m_config.inChannels));
    if (pictures.n < 1 || pictures.h < factor() || pictures.w < factor())
        throw ShapeError("the input is " + toString(pictures) + "; this model needs at least "
                         + std::to_string(factor()) + " rows and columns, as one cell stands for "
                         + std::to_string(factor()) + "x" + std::to_string(factor()) + " pixels");
    return {pictures.n, m_config.embedDim, pictures.h / factor(), pictures.w / factor()};
}

Shape VqModel::pictureShape(std::int64_t n, std::int64_t h, std::int64_t w) const
{
    return {n, m_config.outChannels, h * factor(), w * factor()};
}

std::vector<std::string> VqModel::notes() const
{
    std::vector<std::string> notes = m_weights.notes();
    if (!m_config.unknownKeys.empty())
        notes.push_back("config.json has keys that VQModel does not know; ignored: "
                        + listed(m_config.unknownKeys));
    if (const auto surplus = m_weights.surplus(); !surplus.empty())
        notes.push_back("the weights hold " + std::to_string(surplus.size())
                        + " tensors that this model does not use; ignored: " + listed(surplus));
    if (const std::string damage = warning(); !damage.empty())
        notes.push_back(damage);
    return notes;
}

std::string VqModel::warning() const
{
    const std::vector<std::string>& broken = m_weights.notFinite();
    return broken.empty() ? "" : "some weights are NaN or infinite, pictures will be wrong: " + listed(broken);
}

} // namespace tessera::core
