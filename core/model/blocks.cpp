// SPDX-License-Identifier: Apache-2.0
#include "core/model/blocks.h"

namespace tessera::core {

Value Walk::conv(const Value& x, const Conv& conv, const std::string& path)
{
    Value y = ops.conv2d(x, conv);
    ops.tap(path, y);
    return y;
}

Value Walk::resnet(const Value& x, const Resnet& resnet)
{
    Value h = ops.conv2d(ops.norm(x, resnet.norm1, activation, zq), resnet.conv1);
    ops.tap(resnet.path + ".conv1", h);
    h = ops.norm(h, resnet.norm2, activation, zq);
    Value y;
    if (resnet.shortcut) {
        const Value shortcut = ops.conv2d(x, *resnet.shortcut);
        y = ops.conv2d(h, resnet.conv2, &shortcut);
    } else {
        y = ops.conv2d(h, resnet.conv2, &x);
    }
    ops.tap(resnet.path, y);
    return y;
}

Value Walk::attention(const Value& x, const Attention& attention)
{
    Value y = ops.attention(x, ops.norm(x, attention.norm, Activation::none, zq), attention);
    ops.tap(attention.path, y);
    return y;
}

Value Walk::level(Value x, const Level& level)
{
    for (std::size_t j = 0; j < level.resnets.size(); ++j) {
        x = resnet(x, level.resnets[j]);
        if (!level.attentions.empty())
            x = attention(x, level.attentions[j]);
    }
    if (level.resample)
        x = ops.conv2d(x, *level.resample);
    ops.tap(level.path, x);
    return x;
}

Value Walk::midBlock(const Value& x, const MidBlock& mid)
{
    Value y = resnet(x, mid.first);
    if (mid.attention)
        y = attention(y, *mid.attention);
    y = resnet(y, mid.second);
    ops.tap(mid.path, y);
    return y;
}

Value Walk::head(const Value& x, const Coder& coder)
{
    const Value h = ops.norm(x, coder.normOut, Activation::silu, zq);
    ops.tap(coder.path + ".conv_act", h);
    return conv(h, coder.convOut, coder.path + ".conv_out");
}

} // namespace tessera::core
