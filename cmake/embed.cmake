# Writes a C++ header with the bytes of a file: embed_text(FILE HEADER NAME).
function(embed_text file header name)
  file(READ "${file}" bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
  file(CONFIGURE OUTPUT "${header}" CONTENT [[#pragma once

inline constexpr char @name@[] = {@bytes@'\0'};
]] @ONLY)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
endfunction()
