#version 460
// SPDX-License-Identifier: Apache-2.0
// First pass of a group norm: means and squared deviations per channel over a chunk of rows, of each lane over its
// share of them; in the shared variant of the workgroup, whose sums meet in shared memory. Sums are taken relative to
// the chunk's first pixel, so that a large mean does not swallow a small variance.
#extension GL_GOOGLE_include_directive : require
#include "lib/tensor.glsl"
#include "norm_stats.h"

INPUT(0, source);
OUTPUT(1, partials);

layout(push_constant) uniform Params { NormStatsParams params; };
NormStatsParams p; // read once: inside control flow every read is a gather on some devices

#ifndef LANES
shared vec4 found[4 * gl_WorkGroupSize.x];
#endif

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
#ifdef LANES
    const int slot = lane, slots = lanes;
    const int columns = (p.width - lane + lanes - 1) / lanes;
#else
    const int slot = 0, slots = 1;
    const int columns = p.width;
    found[lane] = sum0;
    found[lanes + lane] = sum1;
    found[2 * lanes + lane] = squares0;
    found[3 * lanes + lane] = squares1;
    for (int left = lanes; left > 1; left = (left + 1) / 2) {
        barrier();
        const int other = lane + (left + 1) / 2;
        if (other < left) {
            [[unroll]] for (int i = 0; i < 4; ++i)
                found[i * lanes + lane] += found[i * lanes + other];
        }
    }
    sum0 = found[lane];
    sum1 = found[lanes + lane];
    squares0 = found[2 * lanes + lane];
    squares1 = found[3 * lanes + lane];
#endif
    const float count = float((last - first) * columns);
    const float inverse = count > 0.0 ? 1.0 / count : 0.0;
    const int partial = ((plane * p.chunks + p.chunk0 + chunk) * slots + slot) * 2;
    if (isLive(p.groups) && (slots > 1 || lane == 0)) {
        STORE(partials, partial, shift0 + sum0 * inverse, shift1 + sum1 * inverse);
        STORE(partials, partial + 1, squares0 - sum0 * sum0 * inverse, squares1 - sum1 * sum1 * inverse);
    }
}
