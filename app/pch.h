// SPDX-License-Identifier: GPL-3.0-or-later
// The headers that most of app uses.
#pragma once

#include "core/pch.h"

#include <QtGui>
#include <QtWidgets>
