#version 460
// SPDX-License-Identifier: Apache-2.0
// First pass of a group norm: each lane's mean and squared deviations per channel over its share of some rows. Sums
// are taken relative to the chunk's first pixel, so that a large mean does not swallow a small variance.
#extension GL_GOOGLE_include_directive : require
#include "lib/tensor.glsl"
#include "norm_stats.h"

INPUT(0, source);
OUTPUT(1, partials);

layout(push_constant) uniform Params { NormStatsParams params; };
NormStatsParams p; // read once: inside control flow every read is a gather on some devices

void main()
{
    p = params;
    const int lane = int(gl_LocalInvocationID.x);
    const int lanes = int(gl_WorkGroupSize.x);
    const int group = liveGroup(p.groups);
    const int chunk = quotient(group, p.planes);
    const int plane = group - chunk * p.planes;
    const int first = chunk * p.chunkRows;
    const int last = min(first + p.chunkRows, p.rows);
    const int base = plane * p.width;

    const vec4 shift0 = LOAD(source, (base + first * p.row) * 2);
    const vec4 shift1 = LOAD(source, (base + first * p.row) * 2 + 1);
    vec4 sum0 = vec4(0.0), sum1 = vec4(0.0), squares0 = vec4(0.0), squares1 = vec4(0.0);
    for (int y = first; y < last; ++y) {
        for (int x = lane; x < p.width; x += lanes) {
            const int texel = (base + y * p.row + x) * 2;
            const vec4 d0 = LOAD(source, texel) - shift0;
            const vec4 d1 = LOAD(source, texel + 1) - shift1;
            sum0 += d0;
            sum1 += d1;
            squares0 += d0 * d0;
            squares1 += d1 * d1;
        }
    }
    const float count = float((last - first) * ((p.width - lane + lanes - 1) / lanes));
    const float inverse = count > 0.0 ? 1.0 / count : 0.0;
    const int partial = ((plane * p.chunks + p.chunk0 + chunk) * lanes + lane) * 2;
    if (isLive(p.groups)) {
        STORE(partials, partial, shift0 + sum0 * inverse, shift1 + sum1 * inverse);
        STORE(partials, partial + 1, squares0 - sum0 * sum0 * inverse, squares1 - sum1 * sum1 * inverse);
    }
}
