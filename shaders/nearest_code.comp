#version 460
// SPDX-License-Identifier: Apache-2.0
// For each latent the nearest row of the codebook: squared distances summed directly (no |z|^2 - 2 z e + |e|^2, which
// loses digits), compared strictly from code 0 upwards, so that the lowest index wins ties and NaN never wins.
// Codebook: [block][E/8][half][ROWS] texels of 4 numbers each.
#extension GL_GOOGLE_include_directive : require
#include "lib/tensor.glsl"
#include "nearest_code.h"

layout(constant_id = 3) const int ROWS = 8; // codes compared at a time
layout(constant_id = 4) const int COLUMNS = 4; // latents of a lane

INPUT(0, latents);
INPUT(1, codebook);
INTS_OUT(2, result);

layout(push_constant) uniform Params { NearestCodeParams p; };

#ifdef LANES
#define HELD ROWS_HELD
#else
#define HELD 8
#endif

void main()
{
    const int lane = int(gl_LocalInvocationID.x);
    const int lanes = int(gl_WorkGroupSize.x);
    const int n = int(gl_WorkGroupID.z);
    const int first = spreadGroup() * lanes * COLUMNS + lane;

    int texels[COLUMNS];
    float best[COLUMNS];
    int chosen[COLUMNS];
    [[unroll]] for (int r = 0; r < COLUMNS; ++r) {
        const int cell = min(first + r * lanes, p.cells - 1);
        texels[r] = (n * p.batch + (cell / p.width + 1) * p.row + cell % p.width + 1) * 2;
        best[r] = uintBitsToFloat(0x7f800000u); // infinity
        chosen[r] = 0;
    }
    [[dont_unroll]] for (int code = 0; code < p.codes; code += ROWS) {
        float distances[ROWS * COLUMNS];
        [[unroll]] for (int i = 0; i < ROWS * COLUMNS; ++i)
            distances[i] = 0.0;
        [[dont_unroll]] for (int plane = 0; plane < p.planes; ++plane) {
            [[unroll]] for (int part = 0; part < 2; ++part) {
                vec4 z[COLUMNS];
                [[unroll]] for (int r = 0; r < COLUMNS; ++r)
                    z[r] = LOAD(latents, texels[r] + plane * p.plane * 2 + part);
                const int base = ((code / ROWS * p.planes + plane) * 2 + part) * ROWS;
                [[unroll]] for (int q = 0; q < ROWS; q += HELD) {
#ifdef LANES
                    const vec4 held = LOAD(codebook, base + q + min(lane, HELD - 1));
#endif
                    [[unroll]] for (int o = 0; o < HELD; ++o) {
#ifdef LANES
                        const vec4 e = subgroupShuffle(held, uint(o));
#else
                        const vec4 e = LOAD(codebook, base + q + o);
#endif
                        [[unroll]] for (int r = 0; r < COLUMNS; ++r) {
                            const vec4 d = z[r] - e;
                            distances[(q + o) * COLUMNS + r] += (d.x * d.x + d.y * d.y) + (d.z * d.z + d.w * d.w);
                        }
                    }
                }
            }
        }
        [[unroll]] for (int o = 0; o < ROWS; ++o) {
            [[unroll]] for (int r = 0; r < COLUMNS; ++r) {
                const bool nearer = distances[o * COLUMNS + r] < best[r] && code + o < p.codes;
                best[r] = nearer ? distances[o * COLUMNS + r] : best[r];
                chosen[r] = nearer ? code + o : chosen[r];
            }
        }
    }
    [[unroll]] for (int r = 0; r < COLUMNS; ++r) {
        if (first + r * lanes < p.cells)
            result.data[n * p.cells + first + r * lanes] = chosen[r];
    }
}
