#version 460
// SPDX-License-Identifier: Apache-2.0
// The matrix product under 1x1 convolutions, Winograd's transforms, linear layers and attention. A lane computes COLUMNS columns of ROWS
// rows; rows are shared by all lanes of a workgroup, K is packed by four.
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

#ifdef LANES
#define HELD ROWS_HELD
#else
#define HELD 8
#endif

void main()
{
    p = params;
    const int lane = int(gl_LocalInvocationID.x);
    const int lanes = int(gl_WorkGroupSize.x);
    const int group = liveGroup(p.groups);
    const int column0 = quotient(group, p.blocks);
    const int block = group - column0 * p.blocks;
    const int batch = quotient(column0, p.tiles);
    const int tile = column0 - batch * p.tiles;
    const int n0 = tile * lanes * COLUMNS + lane;

    int columns[COLUMNS];
    [[unroll]] for (int r = 0; r < COLUMNS; ++r) {
        // Columns past the end repeat the last one and are not stored.
        const int n = min(n0 + r * lanes, p.n - 1);
        columns[r] = (batch * p.bBatch + n) * 2;
        if (GATHERED != 0) {
            const int row = quotient(n, p.bWidth);
            columns[r] += row * (p.bRow - p.bWidth) * 2;
        }
    }
#ifdef LANES
    int rows[ROWS / 4]; // subgroups have at least 4 lanes
    [[unroll]] for (int q = 0; q < ROWS / HELD; ++q) {
        const int m = min(block * ROWS + q * HELD + min(lane, HELD - 1), p.mRows - 1);
        const int outer = quotient(m, p.aWidth);
        rows[q] = batch * p.aBatch + outer * p.aRow + (m - outer * p.aWidth) * p.aCol;
    }
#else
    int rows[ROWS];
    [[unroll]] for (int q = 0; q < ROWS; ++q) {
        const int m = min(block * ROWS + q, p.mRows - 1);
        const int outer = quotient(m, p.aWidth);
        rows[q] = batch * p.aBatch + outer * p.aRow + (m - outer * p.aWidth) * p.aCol;
    }
#endif

    float sums[ROWS * COLUMNS];
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
#ifdef LANES
            const vec4 held0 = LOAD(left, rows[q / HELD] + depth);
            const vec4 held1 = LOAD(left, rows[q / HELD] + depth + p.aHalf);
#endif
            [[unroll]] for (int o = 0; o < HELD; ++o) {
#ifdef LANES
                const vec4 w0 = subgroupShuffle(held0, uint(o));
                const vec4 w1 = subgroupShuffle(held1, uint(o));
#else
                const vec4 w0 = LOAD(left, rows[q + o] + depth);
                const vec4 w1 = LOAD(left, rows[q + o] + depth + p.aHalf);
#endif
                [[unroll]] for (int r = 0; r < COLUMNS; ++r) {
                    const vec4 a = values0[r], b = values1[r];
                    sums[(q + o) * COLUMNS + r] += ((a.x * w0.x + a.y * w0.y) + (a.z * w0.z + a.w * w0.w))
                        + ((b.x * w1.x + b.y * w1.y) + (b.z * w1.z + b.w * w1.w));
                }
            }
        }
    }

    [[unroll]] for (int r = 0; r < COLUMNS; ++r) {
        const int n = n0 + r * lanes;
        int column = batch * p.outBatch + n;
        if (GATHERED != 0)
            column += quotient(n, p.outWidth) * (p.outRow - p.outWidth);
        float factor = 1.0, residualFactor = 1.0;
        if (EPILOGUE != 0 && (p.flags & (kGemmScale | kGemmResidualScale)) != 0) {
            const float s = LOAD(scale, n / 4)[n % 4];
            factor = (p.flags & kGemmScale) != 0 ? s : 1.0;
            residualFactor = (p.flags & kGemmResidualScale) != 0 ? s : 1.0;
        }
        [[unroll]] for (int g = 0; g < ROWS / 8; ++g) {
            const int plane = p.plane0 + block * (ROWS / 8) + g;
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
