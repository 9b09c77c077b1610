// SPDX-License-Identifier: Apache-2.0
// Winograd's F(TILE x TILE, 3 x 3): B^T d B of a tile's pixels, A^T m A of its products.
//
// Where the convolution doubles its input (SAMPLING 2), pairs of pixels are equal: a third of the rows and columns of
// the transform (number 2) are then zero and left out, and only the small picture's pixels are read.
//
// The kernel defines TILE (2 or 4) and SAMPLING (0 same, 2 up) before, and where it needs the functions SOURCE (a
// buffer) or PRODUCT_AT(position, part) (four channels of a product).
const bool UP = SAMPLING == 2;
const int SIDE = TILE + 2;
const int STEP = UP ? TILE / 2 : TILE;       // from a tile to the next in the source
const int PIXELS = UP ? TILE / 2 + 2 : SIDE; // source pixels a side
const int POINTS = UP ? SIDE - 1 : SIDE;     // rows of the transform that are not zero

// One dimension of B^T d, without the row that is zero.
void transformPixels(const vec4 d[6], out vec4 t[6])
{
    if (TILE == 4) {
        const vec4 even = d[4] - 4.0 * d[2], odd = d[3] - 4.0 * d[1];
        const vec4 wide = d[4] - d[2], half2 = 2.0 * (d[3] - d[1]);
        t[0] = 4.0 * d[0] - 5.0 * d[2] + d[4];
        t[1] = even + odd;
        t[2] = UP ? wide + half2 : even - odd;
        t[3] = UP ? wide - half2 : wide + half2;
        t[4] = UP ? 4.0 * d[1] - 5.0 * d[3] + d[5] : wide - half2;
        t[5] = 4.0 * d[1] - 5.0 * d[3] + d[5];
    } else {
        t[0] = d[0] - d[2];
        t[1] = d[1] + d[2];
        t[2] = UP ? d[1] - d[3] : d[2] - d[1];
        t[3] = d[1] - d[3];
        t[4] = t[5] = vec4(0.0);
    }
}

#ifdef SOURCE
// The pixel that row or column i of a tile reads.
int pixel(int i) { return UP ? (i + 1) / 2 : i; }

// B^T d of the tile whose first pixel's half lies at `texel`, rows of pixels rowTexels apart:
// [row of the transform][column of the tile].
void transformColumns(int texel, int rowTexels, out vec4 columns[36])
{
    [[unroll]] for (int x = 0; x < PIXELS; ++x) {
        vec4 pixels[6], d[6], t[6];
        [[unroll]] for (int y = 0; y < PIXELS; ++y)
            pixels[y] = LOAD(SOURCE, texel + y * rowTexels + x * 2);
        [[unroll]] for (int y = 0; y < 6; ++y)
            d[y] = y < SIDE ? pixels[pixel(y)] : vec4(0.0);
        transformPixels(d, t);
        [[unroll]] for (int y = 0; y < POINTS; ++y)
            columns[y * 6 + x] = t[y];
    }
}

// Row y of B^T d B.
void transformRow(const vec4 columns[36], int y, out vec4 row[6])
{
    vec4 d[6];
    [[unroll]] for (int x = 0; x < 6; ++x)
        d[x] = x < SIDE ? columns[y * 6 + pixel(x)] : vec4(0.0);
    transformPixels(d, row);
}
#endif

#ifdef PRODUCT_AT
// One dimension of A^T m.
void transformProducts(const vec4 m[6], out vec4 y[4])
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

// A^T m A: [row][column] of the tile, four apart.
void transformTile(int part, out vec4 tile[16])
{
    vec4 columns[24]; // [pixel row][column of the products]
    [[unroll]] for (int x = 0; x < POINTS; ++x) {
        vec4 m[6], y[4];
        [[unroll]] for (int i = 0; i < 6; ++i)
            m[i] = i < POINTS ? PRODUCT_AT(i * POINTS + x, part) : vec4(0.0);
        transformProducts(m, y);
        [[unroll]] for (int i = 0; i < TILE; ++i)
            columns[i * 6 + x] = y[i];
    }
    [[unroll]] for (int i = 0; i < TILE; ++i) {
        vec4 m[6], y[4];
        [[unroll]] for (int x = 0; x < 6; ++x)
            m[x] = x < POINTS ? columns[i * 6 + x] : vec4(0.0);
        transformProducts(m, y);
        [[unroll]] for (int x = 0; x < TILE; ++x)
            tile[i * 4 + x] = y[x];
    }
}

#ifdef LANES
// Eight channels of a tile with bias and residual, into `plane` of the result.
void storeTile(int number, int plane, const vec4 y0[16], const vec4 y1[16])
{
    const int known = min(number, p.tiles - 1), tileY = quotient(known, p.tilesX);
    const int outY = tileY * TILE, outX = (known - tileY * p.tilesX) * TILE;
    const int first = outY * p.outRow + plane * p.outPlane + outX;
    const vec4 bias0 = LOAD(bias, plane * 2), bias1 = LOAD(bias, plane * 2 + 1);
    [[unroll]] for (int y = 0; y < TILE; ++y) {
        [[unroll]] for (int x = 0; x < TILE; ++x) {
            const int entry = first + y * p.outRow + x;
            vec4 a = y0[y * 4 + x] + bias0, b = y1[y * 4 + x] + bias1;
            if (number < p.tiles && isLive(p.groups) && outY + y < p.outHeight && outX + x < p.outWidth) {
                if (p.hasResidual != 0) {
                    a += LOAD(residual, entry * 2);
                    b += LOAD(residual, entry * 2 + 1);
                }
                STORE(result, entry, a, b);
            }
        }
    }
}
#endif
#endif
