// SPDX-License-Identifier: Apache-2.0
// A VQModel: configuration, weights and layers; immutable once made and shared between threads. The forward pass is
// the three functions below, over any device's Ops.
#pragma once

#include "core/model/config.h"
#include "core/model/layers.h"
#include "core/model/ops.h"
#include "core/model/weights.h"

#include <memory>
#include <string>
#include <vector>

namespace tessera::core {

class VqModel {
public:
    /// Of the weights: a model without them serves to be described, and nothing else.
    enum class Values { read, none };

    /// Takes every weight that `config` calls for. Throws FormatError when one is missing or misshapen, before any is
    /// read.
    VqModel(std::string name, Config config, std::unique_ptr<WeightSource> source, Values values = Values::read);

    /// Tells models apart for as long as the program runs, also where one has the address of another before it.
    std::uint64_t serial() const { return m_serial; }
    const std::string& name() const { return m_name; }
    const Config& config() const { return m_config; }
    const Weights& weights() const { return m_weights; }
    std::int64_t factor() const { return m_config.factor(); }

    const Coder& encoder() const { return m_encoder; }
    const Coder& decoder() const { return m_decoder; }
    const Conv& quantConv() const { return m_quantConv; }
    const Conv& postQuantConv() const { return m_postQuantConv; }
    const Weight& codebook() const { return *m_codebook; } ///< [K, E]
    Activation activation() const { return m_config.activation; }

    /// The latents' shape for a batch of pictures. Throws ShapeError when the channels do not fit or a side is
    /// shorter than the factor.
    Shape latentShape(const Shape& pictures) const;
    /// The decoded pictures' shape for latents or cells of h x w.
    Shape pictureShape(std::int64_t n, std::int64_t h, std::int64_t w) const;

    /// What a person should know about this file: unknown keys, surplus tensors, weights that are not finite.
    std::vector<std::string> notes() const;
    /// Of these the one that is to be said before anybody works with it: its numbers are damaged. Usually empty.
    std::string warning() const;

private:
    std::uint64_t m_serial;
    std::string m_name;
    Config m_config;
    Weights m_weights;
    Coder m_encoder;
    Coder m_decoder;
    Conv m_quantConv;
    Conv m_postQuantConv;
    const Weight* m_codebook = nullptr;
};

/// Pictures (N, C, H, W) in [-1, 1] -> latents (N, E, h, w), after quant_conv, not quantized.
Value encode(Ops& ops, const VqModel& model, const Value& pictures);

/// Latents (N, E, h, w), quantized or not -> pictures (N, C, f h, f w), not clamped.
Value decode(Ops& ops, const VqModel& model, const Value& latents);

} // namespace tessera::core
