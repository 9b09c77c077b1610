// SPDX-License-Identifier: Apache-2.0
// Parameters of conv.comp, shared with C++. Strides count entries (8 channels of a pixel).
struct ConvParams {
    int groups;      // workgroups that have work
    int blocks;      // blocks of ROWS output channels in this dispatch
    int xTiles;      // tiles along a row
    int inPlanes;    // input channels / 8, rounded up
    int inRow;       // of the prepared strip: entries from a row to the next
    int inPlane;     // entries from 8 channels to the next 8
    int inRows;      // rows of the prepared strip, zeros above and below included
    int outPlane0;   // plane that the dispatch's first block begins with
    int outPlanes;   // planes of the result
    int outRow;
    int outPlane;
    int outWidth;
    int outHeight;   // rows of the strip
    int hasResidual; // 1: add binding 3, laid out as the result
};
