// SPDX-License-Identifier: Apache-2.0
// How a workgroup of a graphics processor computes a block of a product: each invocation ROWS_EACH rows by COLUMNS
// columns of it, in registers, out of operands that all of them stage in shared memory, a step of eight k at a time.
// Two steps have room there, and while one is used the next is on its way from memory in registers. So a step costs one
// barrier, a value of memory is loaded once a workgroup, and one of shared memory is used eight times or COLUMNS times.
//
// Invocations lie ACROSS side by side, who share rows, and DOWN one above the other, who share columns. Neighbours have
// neighbouring columns, so that what they read and write lies side by side in every kind of memory.
//
// The kernel defines ROWS, COLUMNS, HALVES (of an entry that are used: 1 or 2), LEFT and RIGHT (its buffers) and
// PRODUCT(sum, a, b), which adds four k; and the functions that are declared here.
#include "block.h"

const int GROUP = int(gl_WorkGroupSize.x);
const int ROWS_EACH = 8;
const int DOWN = ROWS / ROWS_EACH;
const int ACROSS = GROUP / DOWN;
const int BLOCK_COLUMNS = ACROSS * COLUMNS;
const int LEFT_PITCH = BLOCK_PITCH(DOWN * 9);
const int RIGHT_PITCH = BLOCK_PITCH(BLOCK_COLUMNS);
const int STEP_TEXELS = BLOCK_STEP_TEXELS(ROWS, COLUMNS, GROUP, HALVES);
const int LEFT_TEXELS = HALVES * ROWS, RIGHT_TEXELS = HALVES * BLOCK_COLUMNS;
const int LEFT_LOADS = (LEFT_TEXELS + GROUP - 1) / GROUP, RIGHT_LOADS = (RIGHT_TEXELS + GROUP - 1) / GROUP;

/// Where number `i` of a step's texels of the left operand lies in it, as it is best loaded: (row, part).
ivec2 leftPlace(int i);
/// Texel of the left operand that holds `part` of `row` in step 0; steps are leftStride apart.
int leftTexel(int row, int part);
/// Texel of the right operand that number `load` of this invocation's loads brings in `step`: that of
/// rightColumn(load) and rightHalf(load).
int rightTexel(int load, int step);
/// What is to be done after a step's products were added.
void afterStep(int step);

shared vec4 staged[2 * STEP_TEXELS];
float sums[ROWS_EACH * COLUMNS];
int leftStride;
int leftFrom[LEFT_LOADS], leftTo[LEFT_LOADS];
vec4 leftAhead[LEFT_LOADS], rightAhead[RIGHT_LOADS];

int lane() { return int(gl_LocalInvocationID.x); }
int across() { return lane() % ACROSS; }
int down() { return lane() / ACROSS; }
// Loads past a step's texels load the last one again.
int leftNumber(int load) { return min(lane() + load * GROUP, LEFT_TEXELS - 1); }
int rightNumber(int load) { return min(lane() + load * GROUP, RIGHT_TEXELS - 1); }
// Both halves of an entry lie side by side in memory.
int rightColumn(int load) { return rightNumber(load) / HALVES; }
int rightHalf(int load) { return rightNumber(load) % HALVES; }

void fetch(int step)
{
    [[unroll]] for (int i = 0; i < LEFT_LOADS; ++i)
        leftAhead[i] = LOAD(LEFT, leftFrom[i] + step * leftStride);
    [[unroll]] for (int i = 0; i < RIGHT_LOADS; ++i)
        rightAhead[i] = LOAD(RIGHT, rightTexel(i, step));
}

void stage(int base)
{
    [[unroll]] for (int i = 0; i < LEFT_LOADS; ++i)
        if (lane() + i * GROUP < LEFT_TEXELS)
            staged[base + leftTo[i]] = leftAhead[i];
    [[unroll]] for (int i = 0; i < RIGHT_LOADS; ++i)
        if (lane() + i * GROUP < RIGHT_TEXELS)
            staged[base + HALVES * LEFT_PITCH + rightHalf(i) * RIGHT_PITCH + rightColumn(i)] = rightAhead[i];
}

void addStep(int base)
{
    const int rows = base + down() * 9, columns = base + HALVES * LEFT_PITCH + across();
    [[unroll]] for (int h = 0; h < HALVES; ++h) {
        vec4 b[COLUMNS];
        [[unroll]] for (int r = 0; r < COLUMNS; ++r)
            b[r] = staged[columns + h * RIGHT_PITCH + r * ACROSS];
        [[unroll]] for (int o = 0; o < ROWS_EACH; ++o) {
            const vec4 a = staged[rows + h * LEFT_PITCH + o];
            [[unroll]] for (int r = 0; r < COLUMNS; ++r)
                PRODUCT(sums[o * COLUMNS + r], a, b[r]);
        }
    }
}

void clearSums()
{
    [[unroll]] for (int i = 0; i < ROWS_EACH * COLUMNS; ++i)
        sums[i] = 0.0;
}

/// The sums of `steps` steps. Every invocation of the workgroup must come here.
void addSteps(int steps)
{
    [[unroll]] for (int i = 0; i < LEFT_LOADS; ++i) {
        const ivec2 place = leftPlace(leftNumber(i));
        leftFrom[i] = leftTexel(place.x, place.y);
        leftTo[i] = place.y * LEFT_PITCH + place.x + place.x / 8;
    }
    clearSums();
    fetch(0);
    stage(0);
    barrier();
    [[dont_unroll]] for (int step = 0; step < steps; ++step) {
        fetch(min(step + 1, steps - 1));
        addStep((step & 1) * STEP_TEXELS);
        afterStep(step);
        stage((~step & 1) * STEP_TEXELS);
        barrier();
    }
}
