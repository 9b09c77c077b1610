// SPDX-License-Identifier: Apache-2.0
// The network as data: which layers there are and which weights they use, built once per model from its config.
// Weights belong to the model's Weights; layers point at them.
#pragma once

#include "core/model/config.h"
#include "core/model/weights.h"
#include "core/tensor.h"

#include <optional>
#include <string>
#include <vector>

namespace tessera::core {

/// How a 3x3 convolution samples its input.
enum class Sampling {
    same, ///< stride 1, zero padding 1 (a 1x1 kernel has none)
    down, ///< one zero row below and one zero column to the right, then stride 2 without padding
    up,   ///< every pixel repeated 2x2, then stride 1, zero padding 1
};

struct Conv {
    const Weight* weight = nullptr; ///< [out, in, k, k], k = 1 or 3; or [out, in] for a linear layer
    const Weight* bias = nullptr;   ///< [out]
    Sampling sampling = Sampling::same;

    std::int64_t inChannels() const { return weight->shape[1]; }
    std::int64_t outChannels() const { return weight->shape[0]; }
    std::int64_t kernel() const { return weight->shape.size() == 4 ? weight->shape[2] : 1; }
    /// The result's shape for an input of shape `x`.
    Shape resultShape(const Shape& x) const;
};

/// GroupNorm (eps 1e-6), and where convY and convB are set a SpatialNorm: norm(x) * convY(zq) + convB(zq), zq repeated
/// to x's size.
struct Norm {
    std::int64_t groups = 0;
    const Weight* weight = nullptr; ///< [C]
    const Weight* bias = nullptr;   ///< [C]
    std::optional<Conv> convY{};    ///< 1x1, E -> C
    std::optional<Conv> convB{};
    std::string path{};

    bool isSpatial() const { return convY.has_value(); }
};

inline constexpr float kNormEpsilon = 1e-6F;

struct Attention {
    Norm norm;
    Conv q, k, v, out;
    std::string path;
};

struct Resnet {
    Norm norm1;
    Conv conv1;
    Norm norm2;
    Conv conv2;
    std::optional<Conv> shortcut; ///< 1x1, where the channel count changes
    std::string path;
};

/// One level: resnets, an attention after each in attention blocks, then a resampling convolution but at the last.
struct Level {
    std::vector<Resnet> resnets;
    std::vector<Attention> attentions; ///< empty, or one per resnet
    std::optional<Conv> resample;
    std::string path;
};

struct MidBlock {
    Resnet first;
    std::optional<Attention> attention;
    Resnet second;
    std::string path;
};

/// An encoder or a decoder: the parts are the same, the order in which they are walked is not.
struct Coder {
    Conv convIn;
    std::vector<Level> levels;
    MidBlock mid;
    Norm normOut;
    Conv convOut;
    std::string path;
};

Coder makeEncoder(const Config& config, Weights& weights);
Coder makeDecoder(const Config& config, Weights& weights);

/// Makes layers by asking for their weights by the reference's module paths.
class LayerBuilder {
public:
    /// `normKind` acts in decoders; encoders have group norms always.
    LayerBuilder(const Config& config, Weights& weights, NormKind normKind)
        : m_config(config), m_weights(weights), m_normKind(normKind)
    {
    }

    Conv conv(const std::string& path, std::int64_t in, std::int64_t out, std::int64_t kernel,
              Sampling sampling = Sampling::same);
    Norm norm(const std::string& path, std::int64_t channels);
    MidBlock midBlock(const std::string& path, std::int64_t channels);
    Level level(const std::string& path, BlockKind kind, std::int64_t in, std::int64_t out, std::int64_t resnets);

private:
    Conv linear(const std::string& path, std::int64_t channels);
    Norm groupNorm(const std::string& path, std::int64_t channels);
    Resnet resnet(const std::string& path, std::int64_t in, std::int64_t out);
    Attention attention(const std::string& path, std::int64_t channels);

    const Config& m_config;
    Weights& m_weights;
    NormKind m_normKind;
};

} // namespace tessera::core
