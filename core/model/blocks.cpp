// SPDX-License-Identifier: Apache-2.0
#include "core/model/blocks.h"

#include <utility>

namespace tessera::core {

Value Walk::conv(Value x, const Conv& conv, const std::string& path)
{
    Value y = ops.conv2d(std::move(x), conv);
    ops.tap(path, y);
    return y;
}

Value Walk::resnet(Value x, const Resnet& resnet)
{
    Value h = ops.conv2d(ops.norm(x, resnet.norm1, activation, zq), resnet.conv1);
    ops.tap(resnet.path + ".conv1", h);
    h = ops.norm(std::move(h), resnet.norm2, activation, zq);
    if (resnet.shortcut)
        x = ops.conv2d(std::move(x), *resnet.shortcut);
    Value y = ops.conv2d(std::move(h), resnet.conv2, std::move(x));
    ops.tap(resnet.path, y);
    return y;
}

Value Walk::attention(Value x, const Attention& attention)
{
    Value normed = ops.norm(x, attention.norm, Activation::none, zq);
    Value y = ops.attention(std::move(x), std::move(normed), attention);
    ops.tap(attention.path, y);
    return y;
}

Value Walk::level(Value x, const Level& level)
{
    for (std::size_t j = 0; j < level.resnets.size(); ++j) {
        x = resnet(std::move(x), level.resnets[j]);
        if (!level.attentions.empty())
            x = attention(std::move(x), level.attentions[j]);
    }
    if (level.resample)
        x = ops.conv2d(std::move(x), *level.resample);
    ops.tap(level.path, x);
    return x;
}

Value Walk::midBlock(Value x, const MidBlock& mid)
{
    x = resnet(std::move(x), mid.first);
    if (mid.attention)
        x = attention(std::move(x), *mid.attention);
    x = resnet(std::move(x), mid.second);
    ops.tap(mid.path, x);
    return x;
}

Value Walk::head(Value x, const Coder& coder)
{
    Value h = ops.norm(std::move(x), coder.normOut, Activation::silu, zq);
    ops.tap(coder.path + ".conv_act", h);
    return conv(std::move(h), coder.convOut, coder.path + ".conv_out");
}

} // namespace tessera::core
