#version 460
// SPDX-License-Identifier: Apache-2.0
// First pass of a 3x3 convolution by Winograd's F(TILE x TILE, 3 x 3): B^T d B of each tile's pixels, a workgroup eight
// channels, a lane a tile or (in the shared variant) half of its channels. Result: [position][plane][tile] entries, one
// matrix of [channels][tiles] a position.
// Where the convolution doubles its input (SAMPLING 2), pairs of pixels are equal: a third of the rows and columns of
// the transform are then zero and left out, and only the small picture's pixels are read.
#extension GL_GOOGLE_include_directive : require
#include "lib/tensor.glsl"
#include "winograd_in.h"

layout(constant_id = 3) const int TILE = 4;     // 2 or 4 output pixels a side
layout(constant_id = 4) const int SAMPLING = 0; // 0 same, 2 up

INPUT(0, source);
OUTPUT(1, result);

layout(push_constant) uniform Params { WinogradInParams params; };
WinogradInParams p; // read once: inside control flow every read is a gather on some devices

const int SIDE = TILE + 2;
const bool UP = SAMPLING == 2;
const int STEP = UP ? TILE / 2 : TILE;         // from a tile to the next in the source
const int PIXELS = UP ? TILE / 2 + 2 : SIDE;   // source pixels a side
const int ROWS = UP ? SIDE - 1 : SIDE;         // rows of the transform that are not zero

// The pixel that row or column i of a tile reads.
int pixel(int i) { return UP ? (i + 1) / 2 : i; }

// One dimension of B^T d; without the row that is zero when pixels are doubled (number 2).
void transform(const vec4 d[6], out vec4 t[6])
{
    if (TILE == 4) {
        const vec4 even = d[4] - 4.0 * d[2], odd = d[3] - 4.0 * d[1];
        const vec4 wide = d[4] - d[2], half2 = 2.0 * (d[3] - d[1]);
        t[0] = 4.0 * d[0] - 5.0 * d[2] + d[4];
        t[1] = even + odd;
        t[2] = UP ? wide + half2 : even - odd;
        t[3] = UP ? wide - half2 : wide + half2;
        t[4] = UP ? 4.0 * d[1] - 5.0 * d[3] + d[5] : wide - half2;
        t[5] = 4.0 * d[1] - 5.0 * d[3] + d[5];
    } else {
        t[0] = d[0] - d[2];
        t[1] = d[1] + d[2];
        t[2] = UP ? d[1] - d[3] : d[2] - d[1];
        t[3] = d[1] - d[3];
        t[4] = t[5] = vec4(0.0);
    }
}

void transformTile(int base, int part, out vec4 t[36])
{
    vec4 columns[36]; // [row of the transform][column of the tile]
    [[unroll]] for (int x = 0; x < PIXELS; ++x) {
        vec4 pixels[6], d[6], r[6];
        [[unroll]] for (int y = 0; y < PIXELS; ++y)
            pixels[y] = LOAD(source, (base + y * p.sourceRow + x) * 2 + part);
        [[unroll]] for (int y = 0; y < 6; ++y)
            d[y] = y < SIDE ? pixels[pixel(y)] : vec4(0.0);
        transform(d, r);
        [[unroll]] for (int y = 0; y < ROWS; ++y)
            columns[y * 6 + x] = r[y];
    }
    [[unroll]] for (int y = 0; y < ROWS; ++y) {
        vec4 d[6], r[6];
        [[unroll]] for (int x = 0; x < 6; ++x)
            d[x] = x < SIDE ? columns[y * 6 + pixel(x)] : vec4(0.0);
        transform(d, r);
        [[unroll]] for (int x = 0; x < ROWS; ++x)
            t[y * ROWS + x] = r[x];
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
    transformTile(base, 0, t0);
    transformTile(base, 1, t1);
#else
    const int part = index % LANES_PER_TILE;
    vec4 t[36];
    transformTile(base, part, t);
#endif
    if (tile < p.columns && isLive(p.groups)) {
        [[unroll]] for (int i = 0; i < ROWS * ROWS; ++i) {
            const int entry = (i * p.planes + plane) * p.columns + tile;
#ifdef LANES
            STORE(result, entry, t0[i], t1[i]);
#else
            STORE_HALF(result, entry, part, t[i]);
#endif
        }
    }
}
