// SPDX-License-Identifier: Apache-2.0
// Parameters of conv.comp, shared with C++. Strides and bases count entries (8 channels of a pixel).
struct ConvParams {
    int inPlanes;  // input channels / 8, rounded up
    int inRow;     // entries from a row to the next, halo included
    int inPlane;   // entries from 8 channels to the next 8
    int inBatch;   // entries from a sample to the next
    int inRows;    // rows of the input without halo
    int outPlanes;
    int outRow;
    int outPlane;
    int outBatch;
    int outWidth;
    int outHeight;
    int outBlocks; // blocks of ROWS output channels
    int hasResidual; // 1: add binding 3, laid out as the result
};
