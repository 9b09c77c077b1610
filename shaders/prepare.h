// SPDX-License-Identifier: Apache-2.0
// Parameters of prepare.comp, shared with C++. Strides in entries.
struct PrepareParams {
    int groups;      // workgroups: rows * planes of the result
    int planes;
    int width;       // of the source
    int sourceRow;   // entries from a row to the next
    int sourceRows;  // rows that the source binding has
    int rowOffset;   // source row of the result's first row; rows outside the source are zeros
    int halo;        // columns of zeros to the left
    int resultWidth; // columns of the result; those past the source are zeros
    int resultRow;
    // convY(zq) and convB(zq) of a spatial norm, at the latents' size, whole; repeated zoom x zoom
    int firstRow;    // row of the whole picture that the source binding begins with
    int zqWidth;
    int zqRow;
    int zoomX;
    int zoomY;
};
