// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/thumbnail.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace tessera::core {

Picture thumbnail(const Picture& picture, int side)
{
    assert(side >= 1);
    const int longest = std::max(picture.width, picture.height);
    if (longest <= side)
        return picture;
    const auto reduced = [&](int length) {
        return std::max(1, static_cast<int>(std::lround(static_cast<double>(length) * side / longest)));
    };
    Picture small(reduced(picture.width), reduced(picture.height), picture.channels);
    const int type = CV_32FC(picture.channels);
    const cv::Mat from(picture.height, picture.width, type, const_cast<float*>(picture.values.data()));
    cv::Mat to(small.height, small.width, type, small.values.data());
    cv::resize(from, to, to.size(), 0, 0, cv::INTER_AREA);
    return small;
}

} // namespace tessera::core
