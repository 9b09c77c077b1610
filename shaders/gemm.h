// SPDX-License-Identifier: Apache-2.0
// Parameters of gemm.comp, shared with C++:
//   C[m][n] = (sum_k A[m][k] B[k][n]) * scale[n] + bias[m] + residual[m][n] * residualScale[n].
// Operands may be weights, strips of pictures, tokens or scores; each is a base and strides.
struct GemmParams {
    int groups;  // workgroups that have work: blocks * column tiles * batches
    int blocks;  // blocks of ROWS rows
    int tiles;   // column tiles
    int k8;      // K / 8, rounded up
    int n;       // columns
    int mRows;   // rows that A has; rows past them repeat the last
    int plane0;  // plane of the result that the first block begins with
    int planes;  // planes that the result has
    // A, in texels: (m / aWidth) * aRow + (m % aWidth) * aCol + k8 * aK8 + half * aHalf
    int aWidth, aRow, aCol, aK8, aHalf, aBatch;
    // B, in entries: (n / bWidth) * bRow + n % bWidth + k8 * bPlane
    int bWidth, bRow, bPlane, bBatch;
    // the result (and the residual), in entries, likewise with m / 8 as plane
    int outWidth, outRow, outPlane, outBatch;
    int flags; // kGemm...
};
const int kGemmBias = 1;
const int kGemmResidual = 2;
const int kGemmScale = 4;          // the product by scale[n]
const int kGemmResidualScale = 8;  // the residual by scale[n]
