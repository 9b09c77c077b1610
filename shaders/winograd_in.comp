#version 460
// SPDX-License-Identifier: Apache-2.0
// First pass of a 3x3 convolution by Winograd's F(TILE x TILE, 3 x 3): B^T d B of each tile's pixels, a workgroup eight
// channels, a lane a tile or (in the shared variant) half of its channels. Result: [position][plane][tile] entries, one
// matrix of [channels][tiles] a position.
#extension GL_GOOGLE_include_directive : require
#include "lib/tensor.glsl"
#include "winograd_in.h"

layout(constant_id = 3) const int TILE = 4;     // 2 or 4 output pixels a side
layout(constant_id = 4) const int SAMPLING = 0; // 0 same, 2 up

INPUT(0, source);
OUTPUT(1, result);

layout(push_constant) uniform Params { WinogradInParams params; };
WinogradInParams p; // read once: inside control flow every read is a gather on some devices

#define SOURCE source
#include "lib/winograd.glsl"

void transformPart(int base, int part, out vec4 t[36])
{
    vec4 columns[36];
    transformColumns(base * 2 + part, p.sourceRow * 2, columns);
    [[unroll]] for (int y = 0; y < POINTS; ++y) {
        vec4 row[6];
        transformRow(columns, y, row);
        [[unroll]] for (int x = 0; x < POINTS; ++x)
            t[y * POINTS + x] = row[x];
    }
}

void main()
{
    p = params;
    const int group = liveGroup(p.groups);
    const int plane = quotient(group, p.tileGroups);
    const int index = (group - plane * p.tileGroups) * int(gl_WorkGroupSize.x) + int(gl_LocalInvocationID.x);
    const int tile = index / LANES_PER_TILE;
    const int known = min(tile, p.tiles - 1); // tiles past the last repeat it
    const int tileY = quotient(known, p.tilesX);
    const int base = tileY * STEP * p.sourceRow + plane * p.sourcePlane + (known - tileY * p.tilesX) * STEP;
#ifdef LANES
    vec4 t0[36], t1[36];
    transformPart(base, 0, t0);
    transformPart(base, 1, t1);
#else
    const int part = index % LANES_PER_TILE;
    vec4 t[36];
    transformPart(base, part, t);
#endif
    if (tile < p.columns && isLive(p.groups)) {
        [[unroll]] for (int i = 0; i < POINTS * POINTS; ++i) {
            const int entry = (i * p.planes + plane) * p.columns + tile;
#ifdef LANES
            STORE(result, entry, t0[i], t1[i]);
#else
            STORE_HALF(result, entry, part, t[i]);
#endif
        }
    }
}
