#version 460
// SPDX-License-Identifier: Apache-2.0
// The matrix product under 1x1 convolutions, Winograd's transforms, linear layers and attention; K is packed by four. A
// workgroup does a block of ROWS rows. In the lanes variant a lane computes all of them, for COLUMNS columns, and rows
// are shared by shuffles; the shared variant is that of lib/block.glsl.
#extension GL_GOOGLE_include_directive : require
#include "lib/tensor.glsl"
#include "gemm.h"

layout(constant_id = 3) const int ROWS = 16;   // a multiple of 8
layout(constant_id = 4) const int COLUMNS = 4;
layout(constant_id = 5) const int GATHERED = 1; // 0: columns of B and of the result follow each other without gaps
layout(constant_id = 6) const int EPILOGUE = 1; // 0: the bare product, whatever the flags say

INPUT(0, left);
INPUT(1, right);
INPUT(2, bias);
INPUT_ALIASED(3, residual);
INPUT(4, scale); // one float a column, four to a texel
OUTPUT_ALIASED(5, result);

layout(push_constant) uniform Params { GemmParams params; };
GemmParams p; // read once: inside control flow every read is a gather on some devices

int block, batch, tile; // of this workgroup

int leftRow(int m)
{
    const int known = min(m, p.mRows - 1), outer = quotient(known, p.aWidth);
    return batch * p.aBatch + outer * p.aRow + (known - outer * p.aWidth) * p.aCol;
}

// Columns past the end repeat the last one and are not stored.
int rightColumnAt(int n)
{
    const int known = min(n, p.n - 1);
    int column = batch * p.bBatch + known;
    if (GATHERED != 0)
        column += quotient(known, p.bWidth) * (p.bRow - p.bWidth);
    return column * 2;
}

#ifdef LANES
#define HELD ROWS_HELD
#define ROWS_EACH ROWS
#define ACROSS int(gl_WorkGroupSize.x)
float sums[ROWS * COLUMNS];
int across() { return int(gl_LocalInvocationID.x); }
int down() { return 0; }

void multiply(int n0)
{
    const int lane = int(gl_LocalInvocationID.x);
    int columns[COLUMNS];
    [[unroll]] for (int r = 0; r < COLUMNS; ++r)
        columns[r] = rightColumnAt(n0 + r * ACROSS);
    int rows[ROWS / 4]; // subgroups have at least 4 lanes
    [[unroll]] for (int q = 0; q < ROWS / HELD; ++q)
        rows[q] = leftRow(block * ROWS + q * HELD + min(lane, HELD - 1));
    [[unroll]] for (int i = 0; i < ROWS * COLUMNS; ++i)
        sums[i] = 0.0;

    const int stepB = p.bPlane * 2;
    [[dont_unroll]] for (int k8 = 0; k8 < p.k8; ++k8) {
        vec4 values0[COLUMNS], values1[COLUMNS];
        const int deepB = k8 * stepB;
        [[unroll]] for (int r = 0; r < COLUMNS; ++r) {
            values0[r] = LOAD(right, columns[r] + deepB);
            values1[r] = LOAD(right, columns[r] + deepB + 1);
        }
        const int depth = k8 * p.aK8;
        [[unroll]] for (int q = 0; q < ROWS; q += HELD) {
            const vec4 held0 = LOAD(left, rows[q / HELD] + depth);
            const vec4 held1 = LOAD(left, rows[q / HELD] + depth + p.aHalf);
            [[unroll]] for (int o = 0; o < HELD; ++o) {
                const vec4 w0 = subgroupShuffle(held0, uint(o));
                const vec4 w1 = subgroupShuffle(held1, uint(o));
                [[unroll]] for (int r = 0; r < COLUMNS; ++r) {
                    const vec4 a = values0[r], b = values1[r];
                    sums[(q + o) * COLUMNS + r] += ((a.x * w0.x + a.y * w0.y) + (a.z * w0.z + a.w * w0.w))
                        + ((b.x * w1.x + b.y * w1.y) + (b.z * w1.z + b.w * w1.w));
                }
            }
        }
    }
}
#else
#define HALVES 2
#define LEFT left
#define RIGHT right
// K is short: plain chains are exact enough, and the fastest.
#define PRODUCT(sum, a, b) sum = fma(a.w, b.w, fma(a.z, b.z, fma(a.y, b.y, fma(a.x, b.x, sum))))
#include "lib/block.glsl"

int rightFrom[RIGHT_LOADS];

// Packed weights have a half's rows side by side, packed matrices a row's halves.
ivec2 leftPlace(int i) { return p.aHalf == 1 ? ivec2(i / 2, i % 2) : ivec2(i % ROWS, i / ROWS); }
int leftTexel(int row, int part) { return leftRow(block * ROWS + row) + part * p.aHalf; }
int rightTexel(int load, int step) { return rightFrom[load] + step * p.bPlane * 2; }
void afterStep(int step) {}

void multiply(int n0)
{
    leftStride = p.aK8;
    [[unroll]] for (int i = 0; i < RIGHT_LOADS; ++i)
        rightFrom[i] = rightColumnAt(tile * BLOCK_COLUMNS + rightColumn(i)) + rightHalf(i);
    addSteps(p.k8);
}
#endif

void main()
{
    p = params;
    const int group = liveGroup(p.groups);
    const int column0 = quotient(group, p.blocks);
    block = group - column0 * p.blocks;
    batch = quotient(column0, p.tiles);
    tile = column0 - batch * p.tiles;
    const int n0 = tile * ACROSS * COLUMNS + across();
    multiply(n0);

    [[unroll]] for (int r = 0; r < COLUMNS; ++r) {
        const int n = n0 + r * ACROSS;
        int column = batch * p.outBatch + n;
        if (GATHERED != 0)
            column += quotient(n, p.outWidth) * (p.outRow - p.outWidth);
        float factor = 1.0, residualFactor = 1.0;
        if (EPILOGUE != 0 && (p.flags & (kGemmScale | kGemmResidualScale)) != 0) {
            const float s = LOAD(scale, n / 4)[n % 4];
            factor = (p.flags & kGemmScale) != 0 ? s : 1.0;
            residualFactor = (p.flags & kGemmResidualScale) != 0 ? s : 1.0;
        }
        [[unroll]] for (int g = 0; g < ROWS_EACH / 8; ++g) {
            const int plane = p.plane0 + block * (ROWS / 8) + down() + g;
            const int i = g * 8 * COLUMNS + r;
            vec4 a = vec4(sums[i], sums[i + COLUMNS], sums[i + 2 * COLUMNS], sums[i + 3 * COLUMNS]);
            vec4 b = vec4(sums[i + 4 * COLUMNS], sums[i + 5 * COLUMNS], sums[i + 6 * COLUMNS], sums[i + 7 * COLUMNS]);
            if (n < p.n && plane < p.planes && isLive(p.groups)) {
                const int entry = column + plane * p.outPlane;
                if (EPILOGUE != 0) {
                    a *= factor;
                    b *= factor;
                    if ((p.flags & kGemmBias) != 0) {
                        a += LOAD(bias, plane * 2);
                        b += LOAD(bias, plane * 2 + 1);
                    }
                    if ((p.flags & kGemmResidual) != 0) {
                        a += LOAD(residual, entry * 2) * residualFactor;
                        b += LOAD(residual, entry * 2 + 1) * residualFactor;
                    }
                }
                STORE(result, entry, a, b);
            }
        }
    }
}
