#version 460
// SPDX-License-Identifier: Apache-2.0
// A 3x3 convolution over a prepared strip by Winograd's F(TILE x TILE, 3 x 3) in one pass, for layers of few channels:
// there the three passes of winograd_in.comp spend most of their time on storing what they hand to each other. A
// workgroup does ROWS output channels, a lane a tile: the products of all positions stay with the lane, in the nearest
// cache. Pixels are transformed again for each block of channels, which is what many channels would pay for.
// Lanes variant only: a lane has more sums than a graphics processor has registers.
// Weights: [block][in/8][half][position][ROWS] texels of 4 input channels each.
#extension GL_GOOGLE_include_directive : require
#include "lib/tensor.glsl"
#include "winograd.h"

layout(constant_id = 3) const int ROWS = 8;     // output channels of a workgroup, a multiple of 8
layout(constant_id = 4) const int TILE = 4;     // 2 or 4 output pixels a side
layout(constant_id = 5) const int SAMPLING = 0; // 0 same, 2 up

INPUT(0, source);
INPUT(1, weights);
INPUT(2, bias);
INPUT_ALIASED(3, residual);
OUTPUT_ALIASED(4, result);

layout(push_constant) uniform Params { WinogradParams params; };
WinogradParams p; // read once: inside control flow every read is a gather on some devices

float sums[36 * ROWS]; // [position][row]

#define SOURCE source
#define SUM(position, row) sums[(position) * ROWS + (row)]
#define PRODUCT_AT(position, part)                                                                                     \
    vec4(SUM(position, (part) * 4), SUM(position, (part) * 4 + 1), SUM(position, (part) * 4 + 2),                      \
         SUM(position, (part) * 4 + 3))
#include "lib/winograd.glsl"

const int STEP_SUMS = POINTS * POINTS * ROWS, ROW_SUMS = POINTS * ROWS;

void multiply(int block, int tile)
{
    const int lane = int(gl_LocalInvocationID.x), lanes = int(gl_WorkGroupSize.x);
    const int tileY = quotient(tile, p.tilesX);
    const int corner = (tileY * p.inRow + (tile - tileY * p.tilesX)) * STEP * 2;
    const int firstWeight = block * p.inPlanes * 2 * STEP_SUMS + lane;
    [[unroll]] for (int i = 0; i < STEP_SUMS; ++i)
        sums[i] = 0.0;
    [[dont_unroll]] for (int step = 0; step < p.inPlanes * 2; ++step) {
        vec4 columns[36];
        transformColumns(corner + (step >> 1) * p.inPlane * 2 + (step & 1), p.inRow * 2, columns);
        const int weight = firstWeight + step * STEP_SUMS;
        [[unroll]] for (int y = 0; y < POINTS; ++y) {
            vec4 row[6], held;
            transformRow(columns, y, row);
            [[unroll]] for (int i = 0; i < ROW_SUMS; ++i) {
                const int sum = y * ROW_SUMS + i;
                if (i == 0 || sum % lanes == 0)
                    held = LOAD(weights, weight + sum / lanes * lanes);
                const vec4 w = subgroupShuffle(held, uint(sum % lanes)), a = row[i / ROWS];
                sums[sum] += (a.x * w.x + a.y * w.y) + (a.z * w.z + a.w * w.w);
            }
        }
    }
}

void main()
{
    p = params;
    const int group = liveGroup(p.groups);
    const int tiles = quotient(group, p.blocks), block = group - tiles * p.blocks;
    const int tile = tiles * int(gl_WorkGroupSize.x) + int(gl_LocalInvocationID.x);
    multiply(block, min(tile, p.tiles - 1)); // tiles past the last repeat it

    [[unroll]] for (int g = 0; g < ROWS / 8; ++g) {
        const int plane = p.outPlane0 + block * (ROWS / 8) + g;
        if (plane < p.outPlanes) {
            vec4 y0[16], y1[16];
            transformTile(g * 2, y0);
            transformTile(g * 2 + 1, y1);
            storeTile(tile, plane, y0, y1);
        }
    }
}
