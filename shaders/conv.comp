#version 460
// SPDX-License-Identifier: Apache-2.0
// 3x3 convolution over a prepared strip (prepare.comp): an implicit matrix product. A lane computes one column of
// PIXELS output rows for ROWS output channels; the kernel's columns are a loop, its rows reuse the loaded pixels.
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

layout(push_constant) uniform Params { ConvParams p; };

const int STRIDE = SAMPLING == 1 ? 2 : 1;
const int SOURCE_ROWS = (PIXELS - 1) * STRIDE + 3;

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

void main()
{
    const int group = liveGroup(p.groups);
    const int lane = int(gl_LocalInvocationID.x);
    const int block = group % p.blocks;
    const int tile = group / p.blocks;
    const int x = tile % p.xTiles * int(gl_WorkGroupSize.x) + lane;
    const int y0 = tile / p.xTiles * PIXELS;
    // Lanes and rows past the edge compute the edge again and store nothing.
    const int xLoad = min(x, p.outWidth - 1);

    float sums[ROWS * PIXELS];
    [[unroll]] for (int i = 0; i < ROWS * PIXELS; ++i)
        sums[i] = 0.0;

    [[dont_unroll]] for (int plane = 0; plane < p.inPlanes; ++plane) {
        [[dont_unroll]] for (int kx = 0; kx < 3; ++kx) {
            const int column = plane * p.inPlane + haloed(xLoad, kx);
            vec4 pixels[SOURCE_ROWS * 2];
            [[unroll]] for (int r = 0; r < SOURCE_ROWS; ++r) {
                const int row = SAMPLING == 2 ? haloed(y0, r) : (SAMPLING == 1 ? y0 * 2 + r + 1 : y0 + r);
                const int entry = column + min(row, p.inRows - 1) * p.inRow;
                pixels[r * 2] = LOAD(source, entry * 2);
                pixels[r * 2 + 1] = LOAD(source, entry * 2 + 1);
            }
            const int taps = ((block * p.inPlanes + plane) * 3 + kx) * 6 * ROWS;
            [[unroll]] for (int ky = 0; ky < 3; ++ky) {
                [[unroll]] for (int part = 0; part < 2; ++part) {
                    const int base = taps + (ky * 2 + part) * ROWS;
#ifdef LANES
                    [[unroll]] for (int q = 0; q < ROWS; q += ROWS_HELD) {
                        const vec4 held = LOAD(weights, base + q + min(lane, ROWS_HELD - 1));
                        [[unroll]] for (int o = 0; o < ROWS_HELD; ++o) {
                            const vec4 w = subgroupShuffle(held, uint(o));
#else
                    [[unroll]] for (int q = 0; q < ROWS; q += 8) {
                        [[unroll]] for (int o = 0; o < 8; ++o) {
                            const vec4 w = LOAD(weights, base + q + o);
#endif
                            [[unroll]] for (int r = 0; r < PIXELS; ++r) {
                                const vec4 v = pixels[(r * STRIDE + ky) * 2 + part];
                                sums[(q + o) * PIXELS + r] += (v.x * w.x + v.y * w.y) + (v.z * w.z + v.w * w.w);
                            }
                        }
                    }
                }
            }
        }
    }

    [[unroll]] for (int g = 0; g < ROWS / 8; ++g) {
        const int plane = p.outPlane0 + block * (ROWS / 8) + g;
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
