// SPDX-License-Identifier: Apache-2.0
// Parameters of norm_apply.comp, shared with C++. Input and result have the same picture layout; strides in entries.
struct NormApplyParams {
    int row;
    int plane;
    int batch;
    int width;
    int height;
    int planes;
    // convY(zq) and convB(zq) of a spatial norm, at the latents' size; repeated zoom x zoom
    int zqRow;
    int zqPlane;
    int zqBatch;
    int zoomX;
    int zoomY;
};
