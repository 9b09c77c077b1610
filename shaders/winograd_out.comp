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

int first, stride; // entries: the tile's first product, and from a position to the next

#define PRODUCT_AT(position, part) LOAD(products, (first + (position) * stride) * 2 + (part))
#include "lib/winograd.glsl"

void main()
{
    p = params;
    const int group = liveGroup(p.groups);
    const int plane = quotient(group, p.tileGroups);
    const int index = (group - plane * p.tileGroups) * int(gl_WorkGroupSize.x) + int(gl_LocalInvocationID.x);
    const int tile = index / LANES_PER_TILE;
    const int known = min(tile, p.tiles - 1);
    first = plane * p.columns + known;
    stride = p.sourcePlanes * p.columns;
#ifdef LANES
    vec4 y0[16], y1[16];
    transformTile(0, y0);
    transformTile(1, y1);
    storeTile(tile, plane, y0, y1);
#else
    const int part = index % LANES_PER_TILE;
    vec4 results[16];
    transformTile(part, results);
    const vec4 shift = LOAD(bias, plane * 2 + part);
    const int tileY = quotient(known, p.tilesX);
    const int outY = tileY * TILE, outX = (known - tileY * p.tilesX) * TILE;
    const int corner = outY * p.outRow + plane * p.outPlane + outX;
    [[unroll]] for (int y = 0; y < TILE; ++y) {
        [[unroll]] for (int x = 0; x < TILE; ++x) {
            const int entry = corner + y * p.outRow + x;
            vec4 sum = results[y * 4 + x] + shift;
            if (tile < p.tiles && isLive(p.groups) && outY + y < p.outHeight && outX + x < p.outWidth) {
                if (p.hasResidual != 0)
                    sum += LOAD(residual, entry * 2 + part);
                STORE_HALF(result, entry, part, sum);
            }
        }
    }
#endif
}
