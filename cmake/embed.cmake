# Writes a C++ header with the bytes of a file: embed_text(FILE HEADER NAME).
function(embed_text file header name)
  file(READ "${file}" bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
  file(CONFIGURE OUTPUT "${header}" CONTENT [[#pragma once

inline constexpr char @name@[] = {@bytes@'\0'};
]] @ONLY)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
endfunction()

# Writes the header that holds the files of a folder, deskstorm/page_files.hpp, where they have
# changed: embed_pages(FOLDER HEADER).
function(embed_pages folder header)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS "${folder}/*")
  list(SORT files)

  set(rows "")
  foreach(file IN LISTS files)
    file(RELATIVE_PATH name "${folder}" "${file}")
    if(name MATCHES "\\.html$")
      set(type "text/html; charset=utf-8")
    elseif(name MATCHES "\\.css$")
      set(type "text/css; charset=utf-8")
    elseif(name MATCHES "\\.js$")
      set(type "text/javascript; charset=utf-8")
    elseif(name MATCHES "\\.json$")
      set(type "application/json")
    elseif(name MATCHES "\\.svg$")
      set(type "image/svg+xml")
    else()
      message(FATAL_ERROR "${name}: there is no type for such files")
    endif()
    file(READ "${file}" content)
    string(APPEND rows "  page_file{\"${name}\", \"${type}\", R\"~~~(${content})~~~\"},\n")
  endforeach()

  set(text "#pragma once

#include <array>
#include <string_view>

namespace deskstorm {

/// A file that `deskstorm serve` gives to browsers.
struct page_file {
  std::string_view name;
  std::string_view type; ///< for the header Content-Type
  std::string_view content;
};

/// All of them, as the build found them.
inline constexpr std::array page_files{
${rows}};

} // namespace deskstorm
")
  set(before "")
  if(EXISTS "${header}")
    file(READ "${header}" before)
  endif()
  if(NOT before STREQUAL text)
    file(WRITE "${header}" "${text}")
  endif()
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${files})
endfunction()
