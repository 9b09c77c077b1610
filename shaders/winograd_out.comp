#version 460
// SPDX-License-Identifier: Apache-2.0
// Last pass of a 3x3 convolution by Winograd's F(TILE x TILE, 3 x 3): A^T m A of each tile's products, bias, residual.
// A workgroup does eight channels, a lane a tile or (in the shared variant) half of its channels.
#extension GL_GOOGLE_include_directive : require
#include "lib/tensor.glsl"
#include "winograd_out.h"

layout(constant_id = 3) const int TILE = 4;
layout(constant_id = 4) const int SAMPLING = 0; // 2: row and column 2 of the products are zero and left out

INPUT(0, products);
INPUT(1, bias);
INPUT_ALIASED(2, residual);
OUTPUT_ALIASED(3, result);

layout(push_constant) uniform Params { WinogradOutParams params; };
WinogradOutParams p; // read once: inside control flow every read is a gather on some devices

const bool UP = SAMPLING == 2;
const int ROWS = UP ? TILE + 1 : TILE + 2;

// One dimension of A^T m.
void transform(const vec4 m[6], out vec4 y[4])
{
    if (TILE == 4) {
        const vec4 m2 = UP ? vec4(0.0) : m[2];
        const vec4 m3 = UP ? m[2] : m[3], m4 = UP ? m[3] : m[4], m5 = UP ? m[4] : m[5];
        const vec4 sum1 = m[1] + m2, difference1 = m[1] - m2, sum2 = m3 + m4, difference2 = m3 - m4;
        y[0] = m[0] + sum1 + sum2;
        y[1] = difference1 + 2.0 * difference2;
        y[2] = sum1 + 4.0 * sum2;
        y[3] = difference1 + 8.0 * difference2 + m5;
    } else {
        const vec4 m2 = UP ? vec4(0.0) : m[2];
        const vec4 m3 = UP ? m[2] : m[3];
        y[0] = m[0] + m[1] + m2;
        y[1] = m[1] - m2 - m3;
        y[2] = y[3] = vec4(0.0);
    }
}

void transformTile(int base, int stride, int part, out vec4 result[16])
{
    vec4 columns[24]; // [pixel row][column of the products]
    [[unroll]] for (int x = 0; x < ROWS; ++x) {
        vec4 m[6], y[4];
        [[unroll]] for (int i = 0; i < 6; ++i)
            m[i] = i < ROWS ? LOAD(products, (base + (i * ROWS + x) * stride) * 2 + part) : vec4(0.0);
        transform(m, y);
        [[unroll]] for (int i = 0; i < TILE; ++i)
            columns[i * 6 + x] = y[i];
    }
    [[unroll]] for (int i = 0; i < TILE; ++i) {
        vec4 m[6], y[4];
        [[unroll]] for (int x = 0; x < 6; ++x)
            m[x] = x < ROWS ? columns[i * 6 + x] : vec4(0.0);
        transform(m, y);
        [[unroll]] for (int x = 0; x < TILE; ++x)
            result[i * 4 + x] = y[x];
    }
}

void main()
{
    p = params;
    const int group = liveGroup(p.groups);
    const int plane = quotient(group, p.tileGroups);
    const int index = (group - plane * p.tileGroups) * int(gl_WorkGroupSize.x) + int(gl_LocalInvocationID.x);
    const int tile = index / LANES_PER_TILE;
    const int known = min(tile, p.tiles - 1);
    const int base = plane * p.columns + known, stride = p.sourcePlanes * p.columns;
#ifdef LANES
    vec4 y0[16], y1[16];
    transformTile(base, stride, 0, y0);
    transformTile(base, stride, 1, y1);
    const vec4 bias0 = LOAD(bias, plane * 2), bias1 = LOAD(bias, plane * 2 + 1);
#else
    const int part = index % LANES_PER_TILE;
    vec4 results[16];
    transformTile(base, stride, part, results);
    const vec4 shift = LOAD(bias, plane * 2 + part);
#endif
    const int tileY = quotient(known, p.tilesX);
    const int outY = tileY * TILE, outX = (known - tileY * p.tilesX) * TILE;
    const int first = outY * p.outRow + plane * p.outPlane + outX;
    [[unroll]] for (int y = 0; y < TILE; ++y) {
        [[unroll]] for (int x = 0; x < TILE; ++x) {
            const int entry = first + y * p.outRow + x;
            const bool inside
                = tile < p.tiles && isLive(p.groups) && outY + y < p.outHeight && outX + x < p.outWidth;
#ifdef LANES
            vec4 a = y0[y * 4 + x] + bias0, b = y1[y * 4 + x] + bias1;
            if (inside) {
                if (p.hasResidual != 0) {
                    a += LOAD(residual, entry * 2);
                    b += LOAD(residual, entry * 2 + 1);
                }
                STORE(result, entry, a, b);
            }
#else
            vec4 sum = results[y * 4 + x] + shift;
            if (inside) {
                if (p.hasResidual != 0)
                    sum += LOAD(residual, entry * 2 + part);
                STORE_HALF(result, entry, part, sum);
            }
#endif
        }
    }
}
