#version 460
// SPDX-License-Identifier: Apache-2.0
// Second pass of a group norm: merges the partials of a group (pairwise update of count, mean and squared deviations)
// into mean and factor per channel. An invocation does one group; channels that only pad the last plane
// belong to nobody and get zeros from the extra invocation behind the groups.
#extension GL_GOOGLE_include_directive : require
#include "lib/tensor.glsl"
#include "norm_finish.h"

INPUT(0, partials);
INPUT(1, weight);
INPUT(2, bias);
layout(binding = 3, std430) writeonly restrict buffer Result { float data[]; } result;

layout(push_constant) uniform Params { NormFinishParams params; };
NormFinishParams p; // read once: inside control flow every read is a gather on some devices

void put(int channel, float mean, float factor, float shift)
{
    const int at = channel / 8 * 24 + channel % 8;
    result.data[at] = mean;
    result.data[at + 8] = factor;
    result.data[at + 16] = shift;
}

void main()
{
    p = params;
    const int group = spreadIndex();
    if (group > p.groups)
        return;
    if (group == p.groups) {
        for (int channel = p.groups * p.perGroup; channel < p.planes * 8; ++channel)
            put(channel, 0.0, 0.0, 0.0);
        return;
    }
    float count = 0.0, mean = 0.0, squares = 0.0;
    for (int channel = group * p.perGroup; channel < (group + 1) * p.perGroup; ++channel) {
        for (int chunk = 0; chunk < p.chunks; ++chunk) {
            const int rows = min(p.chunkRows, p.height - chunk * p.chunkRows);
            for (int lane = 0; lane < min(p.lanes, p.width); ++lane) {
                const float more = float(rows * ((p.width - lane + p.lanes - 1) / p.lanes));
                const int texel
                    = ((channel / 8 * p.chunks + chunk) * p.lanes + lane) * 4 + channel % 8 / 4;
                const float delta = LOAD(partials, texel)[channel % 4] - mean;
                const float total = count + more;
                mean += delta * more / total;
                squares += LOAD(partials, texel + 2)[channel % 4] + delta * delta * count * more / total;
                count = total;
            }
        }
    }
    const float inverse = 1.0 / sqrt(max(squares, 0.0) / count + p.epsilon);
    for (int channel = group * p.perGroup; channel < (group + 1) * p.perGroup; ++channel)
        put(channel, mean, inverse * LOAD(weight, channel / 4)[channel % 4], LOAD(bias, channel / 4)[channel % 4]);
}
