#version 460
// SPDX-License-Identifier: Apache-2.0
// 3x3 convolution over a prepared strip (prepare.comp): an implicit matrix product whose K are input channels and the
// kernel's taps. A workgroup does ROWS output channels of PIXELS output rows. In the lanes variant a lane computes one
// column of them; channels and taps are one loop, so that the body is as small as that of gemm.comp and fits a
// processor's cache for decoded instructions. The shared variant is that of lib/block.glsl.
// Weights: [block][in/8][kx][ky][half][ROWS] texels of 4 input channels each.
#extension GL_GOOGLE_include_directive : require
#include "lib/tensor.glsl"
#include "conv.h"

layout(constant_id = 3) const int ROWS = 16;   // output channels of a workgroup, a multiple of 8
layout(constant_id = 4) const int PIXELS = 4;  // output rows of a lane
layout(constant_id = 5) const int SAMPLING = 0; // 0 same, 1 down (stride 2, zeros right and below), 2 up (pixels doubled)

INPUT(0, source);
INPUT(1, weights);
INPUT(2, bias);
INPUT_ALIASED(3, residual);
OUTPUT_ALIASED(4, result);

layout(push_constant) uniform Params { ConvParams params; };
ConvParams p; // read once: inside control flow every read is a gather on some devices

// Where an output coordinate's tap lies in the strip, whose first row and column are the neighbours of the output's
// first tap, or zeros.
int haloed(int position, int tap)
{
    if (SAMPLING == 1)
        return position * 2 + tap + 1;
    if (SAMPLING == 2)
        return ((position + tap - 1) >> 1) + 1;
    return position + tap;
}

int block, xTile, y0; // of this workgroup

// Rows past the edge compute the edge again and are not stored.
int texelOf(int x, int y, int plane, int kx, int ky)
{
    const int column = plane * p.inPlane + haloed(x, kx);
    return (column + min(haloed(y, ky), p.inRows - 1) * p.inRow) * 2;
}

#ifdef LANES
#define HELD ROWS_HELD
#define ROWS_EACH ROWS
#define ACROSS int(gl_WorkGroupSize.x)
float sums[ROWS * PIXELS];
int across() { return int(gl_LocalInvocationID.x); }
int down() { return 0; }

void convolve(int x)
{
    const int lane = int(gl_LocalInvocationID.x), xLoad = min(x, p.outWidth - 1);
    [[unroll]] for (int i = 0; i < ROWS * PIXELS; ++i)
        sums[i] = 0.0;

    // One loop for channels and taps: nested ones would pass all sums from loop to loop.
    const int steps = p.inPlanes * 9, first = block * steps * 2 * ROWS;
    [[dont_unroll]] for (int i = 0; i < steps; ++i) {
        const int plane = quotient(i, 9), tap = i - plane * 9, kx = quotient(tap, 3), ky = tap - kx * 3;
        const int taps = first + i * 2 * ROWS;
        vec4 pixels0[PIXELS], pixels1[PIXELS];
        [[unroll]] for (int r = 0; r < PIXELS; ++r) {
            const int texel = texelOf(xLoad, y0 + r, plane, kx, ky);
            pixels0[r] = LOAD(source, texel);
            pixels1[r] = LOAD(source, texel + 1);
        }
        [[unroll]] for (int q = 0; q < ROWS; q += HELD) {
            const vec4 held0 = LOAD(weights, taps + q + min(lane, HELD - 1));
            const vec4 held1 = LOAD(weights, taps + ROWS + q + min(lane, HELD - 1));
            [[unroll]] for (int o = 0; o < HELD; ++o) {
                const vec4 w0 = subgroupShuffle(held0, uint(o));
                const vec4 w1 = subgroupShuffle(held1, uint(o));
                [[unroll]] for (int r = 0; r < PIXELS; ++r) {
                    const vec4 a = pixels0[r], b = pixels1[r];
                    sums[(q + o) * PIXELS + r] += ((a.x * w0.x + a.y * w0.y) + (a.z * w0.z + a.w * w0.w))
                        + ((b.x * w1.x + b.y * w1.y) + (b.z * w1.z + b.w * w1.w));
                }
            }
        }
    }
}
#else
#define COLUMNS PIXELS
#define HALVES 2
#define LEFT weights
#define RIGHT source
// K is long: four products are summed before they meet the large sum, or wide layers would lose digits.
#define PRODUCT(sum, a, b) sum += fma(a.w, b.w, fma(a.z, b.z, fma(a.y, b.y, a.x * b.x)))
#include "lib/block.glsl"

ivec2 leftPlace(int i) { return ivec2(i % ROWS, i / ROWS); }
int leftTexel(int row, int part) { return block * p.inPlanes * 18 * ROWS + part * ROWS + row; }
int rightTexel(int load, int step)
{
    const int plane = step / 9, tap = step % 9, column = rightColumn(load);
    const int x = min(xTile * ACROSS + column % ACROSS, p.outWidth - 1), y = y0 + column / ACROSS;
    return texelOf(x, y, plane, tap / 3, tap % 3) + rightHalf(load);
}
void afterStep(int step) {}

void convolve(int x)
{
    leftStride = 2 * ROWS;
    addSteps(p.inPlanes * 9);
}
#endif

void main()
{
    p = params;
    const int group = liveGroup(p.groups);
    const int tile = quotient(group, p.blocks);
    block = group - tile * p.blocks;
    const int tileY = quotient(tile, p.xTiles);
    xTile = tile - tileY * p.xTiles;
    y0 = tileY * PIXELS;
    const int x = xTile * ACROSS + across();
    convolve(x);

    [[unroll]] for (int g = 0; g < ROWS_EACH / 8; ++g) {
        const int plane = p.outPlane0 + block * (ROWS / 8) + down() + g;
        if (plane >= p.outPlanes)
            continue;
        const vec4 b0 = LOAD(bias, plane * 2);
        const vec4 b1 = LOAD(bias, plane * 2 + 1);
        [[unroll]] for (int r = 0; r < PIXELS; ++r) {
            if (y0 + r >= p.outHeight || x >= p.outWidth || !isLive(p.groups))
                continue;
            const int entry = (y0 + r) * p.outRow + plane * p.outPlane + x;
            const int i = g * 8 * PIXELS + r;
            vec4 a = vec4(sums[i], sums[i + PIXELS], sums[i + 2 * PIXELS], sums[i + 3 * PIXELS]) + b0;
            vec4 b = vec4(sums[i + 4 * PIXELS], sums[i + 5 * PIXELS], sums[i + 6 * PIXELS], sums[i + 7 * PIXELS]) + b1;
            if (p.hasResidual != 0) {
                a += LOAD(residual, entry * 2);
                b += LOAD(residual, entry * 2 + 1);
            }
            STORE(result, entry, a, b);
        }
    }
}
