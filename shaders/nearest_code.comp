#version 460
// SPDX-License-Identifier: Apache-2.0
// For each latent the nearest row of the codebook: squared distances summed directly (no |z|^2 - 2 z e + |e|^2, which
// loses digits), compared strictly from code 0 upwards, so that the lowest index wins ties and NaN never wins.
// Codebook: [block][E/8][half][ROWS] texels of 4 numbers each. A codebook larger than a binding is done in pieces.
#extension GL_GOOGLE_include_directive : require
#include "lib/tensor.glsl"
#include "nearest_code.h"

layout(constant_id = 3) const int ROWS = 8; // codes compared at a time
layout(constant_id = 4) const int COLUMNS = 4; // latents of a lane
layout(constant_id = 5) const int QUADS = 0; // E / 4 where the latents are held in registers, 0 where they are read each time

INPUT(0, latents);
INPUT(1, codebook);
layout(binding = 2, std430) restrict buffer Codes { int data[]; } result;
layout(binding = 3, std430) restrict buffer Distances { float data[]; } distances;

layout(push_constant) uniform Params { NearestCodeParams params; };
NearestCodeParams p; // read once: inside control flow every read is a gather on some devices

#ifdef LANES
#define HELD ROWS_HELD
#else
#define HELD 8
#endif

const int HELD_QUADS = QUADS == 0 ? 1 : QUADS;

vec4 z[COLUMNS];
float sums[ROWS * COLUMNS];

// Adds the squared differences of four numbers of ROWS codes to those of COLUMNS latents.
void compare(int base)
{
    const int lane = int(gl_LocalInvocationID.x);
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
                sums[(q + o) * COLUMNS + r] += (d.x * d.x + d.y * d.y) + (d.z * d.z + d.w * d.w);
            }
        }
    }
}

void main()
{
    p = params;
    const int lane = int(gl_LocalInvocationID.x);
    const int lanes = int(gl_WorkGroupSize.x);
    const int first = liveGroup(p.groups) * lanes * COLUMNS + lane;

    int texels[COLUMNS];
    float best[COLUMNS];
    int chosen[COLUMNS];
    vec4 held[COLUMNS * HELD_QUADS];
    [[unroll]] for (int r = 0; r < COLUMNS; ++r) {
        const int cell = min(first + r * lanes, p.cells - 1);
        texels[r] = (cell / p.width * p.row + cell % p.width) * 2;
        best[r] = uintBitsToFloat(0x7f800000u); // infinity
        chosen[r] = 0;
        if (p.resume != 0) {
            best[r] = distances.data[cell];
            chosen[r] = result.data[cell];
        }
        [[unroll]] for (int quad = 0; quad < QUADS; ++quad)
            held[quad * COLUMNS + r] = LOAD(latents, texels[r] + quad / 2 * p.width * 2 + quad % 2);
    }
    [[dont_unroll]] for (int code = 0; code < p.codes; code += ROWS) {
        [[unroll]] for (int i = 0; i < ROWS * COLUMNS; ++i)
            sums[i] = 0.0;
        const int block = code / ROWS * p.planes * 2 * ROWS;
        if (QUADS != 0) {
            [[unroll]] for (int quad = 0; quad < QUADS; ++quad) {
                [[unroll]] for (int r = 0; r < COLUMNS; ++r)
                    z[r] = held[quad * COLUMNS + r];
                compare(block + quad * ROWS);
            }
        } else {
            [[dont_unroll]] for (int quad = 0; quad < p.quads; ++quad) {
                [[unroll]] for (int r = 0; r < COLUMNS; ++r)
                    z[r] = LOAD(latents, texels[r] + (quad >> 1) * p.width * 2 + (quad & 1));
                compare(block + quad * ROWS);
            }
        }
        [[unroll]] for (int o = 0; o < ROWS; ++o) {
            [[unroll]] for (int r = 0; r < COLUMNS; ++r) {
                const bool nearer = sums[o * COLUMNS + r] < best[r] && code + o < p.codes;
                best[r] = nearer ? sums[o * COLUMNS + r] : best[r];
                chosen[r] = nearer ? p.firstCode + code + o : chosen[r];
            }
        }
    }
    [[unroll]] for (int r = 0; r < COLUMNS; ++r) {
        const int cell = first + r * lanes;
        if (cell < p.cells && isLive(p.groups)) {
            result.data[cell] = chosen[r];
            distances.data[cell] = best[r];
        }
    }
}
