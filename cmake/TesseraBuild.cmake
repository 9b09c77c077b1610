# SPDX-License-Identifier: Apache-2.0
# What every target has in common: warnings, sanitizers, ccache, and the packages that are not found by a config file.
include(GNUInstallDirs)

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # Precompiled headers carry time stamps; without this sloppiness ccache never hits.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
endif()

add_library(tessera_options INTERFACE)
target_compile_options(tessera_options INTERFACE
    -Wall -Wextra $<IF:$<CXX_COMPILER_ID:GNU>,-Wshadow=local,-Wshadow> -Wconversion -Wno-sign-conversion -Wno-missing-field-initializers
    # g++ 12 sees these in the standard library's own moves and strings once it inlines them.
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release,RelWithDebInfo>>:-Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-stringop-overread -Wno-restrict -Wno-array-bounds>
    $<$<BOOL:${TESSERA_WERROR}>:-Werror>
    $<$<AND:$<BOOL:${TESSERA_ASSERTS}>,$<CONFIG:Release,RelWithDebInfo>>:-UNDEBUG>
    $<$<BOOL:${CCACHE}>:-fpch-preprocess>)
target_include_directories(tessera_options INTERFACE ${CMAKE_SOURCE_DIR})
if(TESSERA_LIBFUZZER)
    target_compile_options(tessera_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(TESSERA_SANITIZE)
    target_compile_options(tessera_options INTERFACE -fsanitize=${TESSERA_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(tessera_options INTERFACE -fsanitize=${TESSERA_SANITIZE})
    # Compilers have different names for what they were asked for.
    foreach(sanitizer address thread)
        if(TESSERA_SANITIZE MATCHES ${sanitizer})
            string(TOUPPER ${sanitizer} upper)
            target_compile_definitions(tessera_options INTERFACE TESSERA_SANITIZES_${upper})
        endif()
    endforeach()
endif()

# A layer of the house: explicit files, the common options, the precompiled header of the layer.
function(tessera_library name)
    cmake_parse_arguments(ARG "" "PCH" "SOURCES;LIBRARIES" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC tessera_options ${ARG_LIBRARIES})
    if(ARG_PCH)
        target_precompile_headers(${name} PRIVATE ${ARG_PCH})
    endif()
endfunction()

# Debian splits OpenCV into packages, and the one with OpenCVConfig.cmake drags in every module and GDAL.
function(tessera_find_opencv)
    find_path(OPENCV_INCLUDE opencv2/core.hpp PATH_SUFFIXES opencv4 REQUIRED)
    foreach(module ${ARGN})
        find_library(OPENCV_${module} opencv_${module} REQUIRED)
        if(NOT TARGET OpenCV::${module})
            add_library(OpenCV::${module} UNKNOWN IMPORTED GLOBAL)
            set_target_properties(OpenCV::${module} PROPERTIES IMPORTED_LOCATION ${OPENCV_${module}}
                                  INTERFACE_INCLUDE_DIRECTORIES ${OPENCV_INCLUDE})
        endif()
    endforeach()
endfunction()
