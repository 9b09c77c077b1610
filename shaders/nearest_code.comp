#version 460
// SPDX-License-Identifier: Apache-2.0
// For each latent the nearest row of the codebook: squared distances summed directly (no |z|^2 - 2 z e + |e|^2, which
// loses digits), compared strictly from code 0 upwards, so that the lowest index wins ties and NaN never wins.
// Codebook: [block][E/8][half][ROWS] texels of 4 numbers each. A codebook larger than a binding is done in pieces.
// In the lanes variant all lanes compare the same codes, each for its own latents; the shared variant is that of
// lib/block.glsl, with the best of the invocations one above the other found in the end.
#extension GL_GOOGLE_include_directive : require
#include "lib/tensor.glsl"
#include "nearest_code.h"

layout(constant_id = 3) const int ROWS = 8; // codes that a workgroup compares at a time
layout(constant_id = 4) const int COLUMNS = 4; // latents of a lane
layout(constant_id = 5) const int QUADS = 0; // E / 4 where that is 1 or 2: lanes then hold their latents in registers

INPUT(0, latents);
INPUT(1, codebook);
layout(binding = 2, std430) restrict buffer Codes { int data[]; } result;
layout(binding = 3, std430) restrict buffer Distances { float data[]; } distances;

layout(push_constant) uniform Params { NearestCodeParams params; };
NearestCodeParams p; // read once: inside control flow every read is a gather on some devices

float best[COLUMNS];
int chosen[COLUMNS];

int texelOf(int cell)
{
    const int known = min(cell, p.cells - 1), y = quotient(known, p.width);
    return (y * p.row + known - y * p.width) * 2;
}

#ifdef LANES
#define HELD ROWS_HELD
#define ROWS_EACH ROWS
#define ACROSS int(gl_WorkGroupSize.x)
float sums[ROWS * COLUMNS];
int across() { return int(gl_LocalInvocationID.x); }
int down() { return 0; }
#else
#define HALVES (QUADS == 1 ? 1 : 2)
#define LEFT codebook
#define RIGHT latents
#define PRODUCT(sum, a, b) { const vec4 d = b - a; sum += (d.x * d.x + d.y * d.y) + (d.z * d.z + d.w * d.w); }
#include "lib/block.glsl"
#endif

// Takes the sums of the codes from `code` on.
void choose(int code)
{
    [[unroll]] for (int o = 0; o < ROWS_EACH; ++o) {
        [[unroll]] for (int r = 0; r < COLUMNS; ++r) {
            const bool nearer = sums[o * COLUMNS + r] < best[r] && code + o < p.codes;
            best[r] = nearer ? sums[o * COLUMNS + r] : best[r];
            chosen[r] = nearer ? p.firstCode + code + o : chosen[r];
        }
    }
}

#ifdef LANES
const int HELD_QUADS = QUADS == 0 ? 1 : QUADS;

vec4 z[COLUMNS];

// Adds the squared differences of four numbers of ROWS codes to those of COLUMNS latents.
void compare(int base)
{
    const int lane = int(gl_LocalInvocationID.x);
    [[unroll]] for (int q = 0; q < ROWS; q += HELD) {
        const vec4 held = LOAD(codebook, base + q + min(lane, HELD - 1));
        [[unroll]] for (int o = 0; o < HELD; ++o) {
            const vec4 e = subgroupShuffle(held, uint(o));
            [[unroll]] for (int r = 0; r < COLUMNS; ++r) {
                const vec4 d = z[r] - e;
                sums[(q + o) * COLUMNS + r] += (d.x * d.x + d.y * d.y) + (d.z * d.z + d.w * d.w);
            }
        }
    }
}

void search(int first)
{
    int texels[COLUMNS];
    vec4 held[COLUMNS * HELD_QUADS];
    [[unroll]] for (int r = 0; r < COLUMNS; ++r) {
        texels[r] = texelOf(first + r * ACROSS);
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
        choose(code);
    }
}
#else
shared float distancesFound[GROUP];
shared int codesFound[GROUP];
int rightFrom[RIGHT_LOADS];

ivec2 leftPlace(int i) { return ivec2(i % ROWS, i / ROWS); }
int leftTexel(int row, int part) { return part * ROWS + row; }
int rightTexel(int load, int step) { return rightFrom[load] + step % p.planes * p.width * 2; }
void afterStep(int step)
{
    if (step % p.planes == p.planes - 1) {
        choose(step / p.planes * ROWS + down() * ROWS_EACH);
        clearSums();
    }
}

void search(int first)
{
    leftStride = 2 * ROWS;
    [[unroll]] for (int i = 0; i < RIGHT_LOADS; ++i)
        rightFrom[i] = texelOf(first - across() + rightColumn(i)) + rightHalf(i);
    addSteps((p.codes + ROWS - 1) / ROWS * p.planes);

    [[unroll]] for (int r = 0; r < COLUMNS; ++r) {
        distancesFound[lane()] = best[r];
        codesFound[lane()] = chosen[r];
        barrier();
        [[dont_unroll]] for (int other = across(); other < GROUP; other += ACROSS) {
            const float distance = distancesFound[other];
            const bool nearer = distance < best[r] || (distance == best[r] && codesFound[other] < chosen[r]);
            best[r] = nearer ? distance : best[r];
            chosen[r] = nearer ? codesFound[other] : chosen[r];
        }
        barrier();
    }
}
#endif

void main()
{
    p = params;
    const int first = liveGroup(p.groups) * ACROSS * COLUMNS + across();
    [[unroll]] for (int r = 0; r < COLUMNS; ++r) {
        best[r] = uintBitsToFloat(0x7f800000u); // infinity
        chosen[r] = 0;
        if (p.resume != 0) {
            const int cell = min(first + r * ACROSS, p.cells - 1);
            best[r] = distances.data[cell];
            chosen[r] = result.data[cell];
        }
    }
    search(first);
    [[unroll]] for (int r = 0; r < COLUMNS; ++r) {
        const int cell = first + r * ACROSS;
        if (cell < p.cells && down() == 0 && isLive(p.groups)) {
            result.data[cell] = chosen[r];
            distances.data[cell] = best[r];
        }
    }
}
