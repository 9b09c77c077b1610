// SPDX-License-Identifier: Apache-2.0
// Parameters of gemm.comp, shared with C++: C[m][n] = (sum_k A[m][k] B[k][n]) * scale[n] + bias[m] + residual[m][n].
// Operands may be weights, pictures with halo, dense tokens or scores; each is a base and strides.
struct GemmParams {
    int k8;      // K / 8, rounded up
    int m8;      // planes of the result: M / 8, rounded up
    int n;       // columns
    int mRows;   // rows that A has; rows past them repeat the last
    int mBlocks; // blocks of ROWS rows
    int nTilesX; // column tiles along the grid's x
    // A, in texels: base + (m / aWidth) * aRow + (m % aWidth) * aCol + k8 * aK8 + half * aHalf
    int aBase, aWidth, aRow, aCol, aK8, aHalf, aBatch;
    // B, in entries: base + (n / bWidth) * bRow + n % bWidth + k8 * bPlane
    int bBase, bWidth, bRow, bPlane, bBatch;
    // the result (and the residual), in entries, likewise with m8 as plane
    int outBase, outWidth, outRow, outPlane, outBatch;
    int flags; // kGemm...
};
const int kGemmBias = 1;
const int kGemmResidual = 2;
const int kGemmScale = 4;
